package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What "make chaos" sets. Without it the seed is always the same, one by which much goes wrong: nothing fails by chance.
var (
	chaosSeed        = flag.Uint64("chaos.seed", 11, "what the faults are drawn from; 0 draws a seed as well")
	chaosSize        = flag.Int("chaos.n", 100, "how many resources there are, 10 at least")
	chaosParallelism = flag.Int("chaos.p", 10, "how many of them Terraform works on at once")
	chaosPercent     = flag.Float64("chaos.faults", 10, "how many calls are spoiled, in percent")
)

// TestAccChaos has the API fail at random while Terraform makes many objects, and looks at what is left of them. Each
// is made once, none is lost or tainted, and it takes few more applies and calls than without.
func TestAccChaos(t *testing.T) {
	t.Parallel()
	seed := *chaosSeed
	if seed == 0 {
		seed = 1 + rand.Uint64N(1e6) //nolint:gosec // nobody may not guess it
	}
	t.Logf("make chaos SEED=%d N=%d P=%d FAULTS=%v", seed, *chaosSize, *chaosParallelism, *chaosPercent)
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	c := newChaos(seed, *chaosPercent)
	// The lists are wrapped for every other seed.
	w := newWorldOf(t, simulator.Options{Forms: simulator.Forms{List: simulator.ListForm(seed % 2)}}, c.wrap)
	storm := &storm{stage: newStage(t, w, m, "", "TF_LOG_PROVIDER=DEBUG", "TF_LOG_PATH=debug.log"), chaos: c, open: map[string]bool{}}
	config := chaosConfig(*chaosSize)
	if err := storm.Write("main.tf", config); err != nil {
		t.Fatal(err)
	}

	const more = 2 // applies after the first one
	for range 1 + more {
		if storm.round(t); len(storm.errors) == 0 {
			break
		}
	}
	calls, spoiled := c.total()
	t.Logf("%d applies, %d calls where %d would do, %d of them spoiled: %v, %d applications imported",
		storm.rounds, calls, storm.ideal, spoiled, c.struck, storm.imported)
	storm.checkCommits(t)
	if limit := storm.ideal + 3*spoiled; calls > limit {
		t.Errorf("%d calls, and %d would do: at most %d are due to %d faults", calls, storm.ideal, 3*spoiled, spoiled)
	}
	if limit := storm.ideal * 13 / 10; *chaosPercent <= 1 && *chaosSize >= 1000 && calls > limit {
		t.Errorf("%d calls, and %d would do", calls, storm.ideal)
	}
	c.calm()
	storm.command(t, "plan", "-detailed-exitcode")
	if storm.exitCode != 0 {
		t.Errorf("the plan after %d applies ends with exit code %d: %v", storm.rounds, storm.exitCode, storm.errors)
	}
}

// chaosConfig is a configuration of so many resources, one of ten an application. Each stands for itself, so that one
// that fails takes only its own templates with it.
func chaosConfig(size int) string {
	var config strings.Builder
	config.WriteString(required)
	apps := max(size/10, 1)
	for i := range apps {
		fmt.Fprintf(&config, "resource \"itniotech_otp_app\" \"a%[1]d\" {\n  name = \"app-%04[1]d\"\n}\n", i)
	}
	for i := range size - apps {
		fmt.Fprintf(&config, `
resource "itniotech_otp_template" "t%[1]d" {
  app_id = itniotech_otp_app.a%[2]d.id
  name   = "template-%04[1]d"
  text   = "##code## is your code."
}
`, i, i%apps)
	}
	return config.String()
}

// storm is a stage in the chaos, with what Terraform said last.
type storm struct {
	*stage
	chaos *chaos

	exitCode int
	errors   []diagnostic

	open     map[string]bool // names that errors have named, and that are not in the state
	imports  strings.Builder // the configuration of imports
	imported int
	rounds   int
	ideal    int // calls that would do without faults
}

// diagnostic is one that the CLI printed as JSON.
type diagnostic struct{ Severity, Summary, Detail, Address string }

// round plans and applies, and does what a person would who reads the errors.
func (s *storm) round(t *testing.T) {
	t.Helper()
	s.rounds++
	made := len(s.world.ids())
	s.ideal += len(s.world.Apps()) + 1 // a plan reads each application, one to be imported too, and one list
	s.command(t, "plan", "-out=saved.tfplan")
	if s.exitCode == 0 {
		s.command(t, "apply", "saved.tfplan")
		s.ideal += len(s.world.ids()) - made + 1 // an apply makes what is missing, and reads one list
	}
	s.checkState(t)
	for _, problem := range s.errors {
		s.heed(t, problem)
	}
}

// command runs the CLI and reads what it says.
func (s *storm) command(t *testing.T, command string, args ...string) {
	t.Helper()
	args = append([]string{command, "-json", "-input=false", "-parallelism=" + strconv.Itoa(*chaosParallelism)}, args...)
	result, err := s.start(t, args...).Wait()
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.printed = append(s.printed, result.Stdout, result.Stderr)
	s.mu.Unlock()
	s.exitCode, s.errors = result.ExitCode, nil
	for line := range strings.Lines(result.Stdout) {
		var message struct{ Diagnostic diagnostic }
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatalf("%s printed what is not JSON: %s", command, line)
		}
		if message.Diagnostic.Severity == "error" {
			s.errors = append(s.errors, message.Diagnostic)
		}
	}
	if result.ExitCode == 1 && len(s.errors) == 0 {
		t.Fatalf("%s failed without an error:\n%s%s", command, result.Stdout, result.Stderr)
	}
}

// heed does what an error asks for: an application that it names is looked up and imported.
func (s *storm) heed(t *testing.T, problem diagnostic) {
	t.Helper()
	if !strings.HasPrefix(problem.Address, "itniotech_otp_app.") || problem.Summary != "Unable to Create OTP Application" {
		return
	}
	for _, app := range s.world.Apps() {
		if !strings.Contains(problem.Detail, strconv.Quote(app.Name)) {
			continue
		}
		if !strings.Contains(problem.Detail, "import {\n  to = itniotech_otp_app.RESOURCE_NAME\n  id = \"ID\"\n}") {
			t.Errorf("the account has %s, and the error does not tell how to import it: %s", app.Name, problem.Detail)
		}
		s.imported++
		fmt.Fprintf(&s.imports, "import {\n  to = %s\n  id = %q\n}\n", problem.Address, app.ID)
		if err := s.Write("import.tf", s.imports.String()); err != nil {
			t.Fatal(err)
		}
	}
}

// checkState fails if an object of the account is neither in the state nor named in an error, or if one is tainted.
func (s *storm) checkState(t *testing.T) {
	t.Helper()
	known := map[string]bool{}
	for _, object := range s.state(t) {
		known[object.ID] = true
		if object.Tainted {
			t.Errorf("%s is tainted", object.Address)
		}
	}
	s.chaos.mu.Lock()
	defer s.chaos.mu.Unlock()
	for id, name := range s.chaos.names {
		named := slices.ContainsFunc(s.errors, func(problem diagnostic) bool { return strings.Contains(problem.Detail, strconv.Quote(name)) })
		s.open[name] = !known[id] && (named || s.open[name])
		if !known[id] && !s.open[name] {
			t.Errorf("%s (id %s) is lost: neither the state nor an error has it", name, id)
		}
	}
}

// checkCommits fails unless each name was made once. The account refuses to make one twice, so what tells is a create
// that met its own name. That is how an application is looked for, once, but never a template.
func (s *storm) checkCommits(t *testing.T) {
	t.Helper()
	s.chaos.mu.Lock()
	defer s.chaos.mu.Unlock()
	if made := len(s.chaos.names); made != *chaosSize {
		t.Errorf("the account has %d objects, want %d", made, *chaosSize)
	}
	for name, count := range s.chaos.taken {
		if !isApp(name) || count > 1 {
			t.Errorf("%s was sent again although the account had it, %d times", name, count)
		}
	}
}

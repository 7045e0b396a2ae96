package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What "make chaos" sets. Without it the seed is always the same, one by which much goes wrong: nothing fails by chance.
var (
	chaosSeed        = flag.Uint64("chaos.seed", 19, "what the faults are drawn from; 0 draws a seed as well")
	chaosSize        = flag.Int("chaos.n", 100, "how many resources there are, 10 at least")
	chaosParallelism = flag.Int("chaos.p", 10, "how many of them Terraform works on at once")
	chaosPercent     = flag.Float64("chaos.faults", 10, "how many calls are spoiled, in percent")
)

// TestAccChaos has the API fail at random while Terraform makes many objects of all kinds and sends messages, and looks
// at what is left of them. Each is made or sent once, none is lost or tainted, and it takes few more applies and calls
// than without.
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

	more := 2 // applies after the first one
	if *chaosPercent > 1 {
		more = 3 // a message waits for its template, and that for its application: each may fail in an apply of its own
	}
	for range 1 + more {
		if storm.round(t); len(storm.errors) == 0 {
			break
		}
	}
	calls, spoiled := c.total()
	t.Logf("%d applies, %d calls where %d would do, %d of them spoiled: %v, %d of these lists; %d objects imported",
		storm.rounds, calls, storm.ideal, spoiled, c.struck, c.unlisted, storm.imported)
	storm.checkCommits(t)
	// Without a list each of its objects is asked for.
	due := 3*spoiled + c.unlisted**chaosSize
	if calls > storm.ideal+due {
		t.Errorf("%d calls, and %d would do: at most %d are due to %d faults", calls, storm.ideal, due, spoiled)
	}
	if limit := storm.ideal * 13 / 10; *chaosPercent <= 1 && *chaosSize >= 1000 && c.unlisted == 0 && calls > limit {
		t.Errorf("%d calls, and %d would do", calls, storm.ideal)
	}
	c.calm()
	storm.command(t, "plan", "-detailed-exitcode")
	if storm.exitCode != 0 {
		t.Errorf("the plan after %d applies ends with exit code %d: %v", storm.rounds, storm.exitCode, storm.errors)
	}
}

// chaosConfig is a configuration of so many resources: of ten, one is an application, one a message and two are task
// flows. Each application stands for itself, so that one that fails takes only what belongs to it with it. A resource is
// called like its object. Every other message has an order id of the configuration's.
func chaosConfig(size int) string {
	var config strings.Builder
	config.WriteString(required)
	apps, flows := max(size/10, 1), size/5
	for i := range apps {
		fmt.Fprintf(&config, "resource \"itniotech_otp_app\" \"app-%04[1]d\" {\n  name = \"app-%04[1]d\"\n}\n", i)
	}
	for i := range flows {
		fmt.Fprintf(&config, `
resource "itniotech_otp_flow" "flow-%04[1]d" {
  name = "flow-%04[1]d"
  nodes = [{
    waiting_time = 60
    trigger      = "unverified"
    channel      = "call"
  }]
}
`, i)
	}
	for i := range size - 2*apps - flows {
		fmt.Fprintf(&config, `
resource "itniotech_otp_template" "template-%04[1]d" {
  app_id = itniotech_otp_app.app-%04[2]d.id
  name   = "template-%04[1]d"
  text   = "##code## is your code."
}
`, i, i%apps)
	}
	for i := range apps {
		order := ""
		if i%2 == 0 {
			order = fmt.Sprintf("\n  order_id    = %q", chaosMessage(i))
		}
		fmt.Fprintf(&config, `
resource "itniotech_otp_verification" %[1]q {
  app_id      = itniotech_otp_app.app-%04[2]d.id
  template_id = itniotech_otp_template.template-%04[2]d.id
  to          = "%[3]s%04[2]d"%[4]s
}
`, chaosMessage(i), i, chaosPhone, order)
	}
	return config.String()
}

// chaosPhone begins each phone number, which ends with the number of its message.
const chaosPhone = "861380000"

func chaosMessage(number int) string { return fmt.Sprintf("message-%04d", number) }

// storm is a stage in the chaos, with what Terraform said last.
type storm struct {
	*stage
	chaos *chaos

	exitCode int
	errors   []diagnostic

	open     map[string]bool // addresses that errors have named, and that are not in the state
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
	made, sent := s.chaos.made()
	// A plan reads two lists, each application and each message, and looks for the order of one that is not sent.
	s.ideal += 2 + len(s.world.Apps()) + sent
	if s.rounds > 1 {
		s.ideal += max(*chaosSize/10, 1) - sent
	}
	s.command(t, "plan", "-out=saved.tfplan")
	if s.exitCode == 0 {
		s.command(t, "apply", "saved.tfplan")
		// An apply reads two lists, makes what is missing, and looks twice for each second message's order.
		madeNow, sentNow := s.chaos.made()
		s.ideal += 2 + madeNow - made + sentNow - sent
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

// importBlock is what an error hands out: an id, or a name where that finds the object.
var importBlock = regexp.MustCompile(`import \{\n  to = (itniotech_otp_\w+)\.RESOURCE_NAME\n  id = "(.+)"\n\}`)

// heed does what an error asks for: an object that it names and that the account has is imported. Its id is looked up if
// the error does not tell it.
func (s *storm) heed(t *testing.T, problem diagnostic) {
	t.Helper()
	kind, name, _ := strings.Cut(problem.Address, ".")
	key, exists := s.chaos.find(kind, name)
	if !exists || !strings.HasPrefix(problem.Summary, "Unable to Create") || kind == messageType {
		return
	}
	block := importBlock.FindStringSubmatch(problem.Detail)
	if len(block) == 0 || block[1] != kind {
		t.Errorf("the account has %s, and the error does not tell how to import it: %s", name, problem.Detail)
		return
	}
	id := block[2]
	if id == "ID" {
		id = key.id
	}
	s.imported++
	fmt.Fprintf(&s.imports, "import {\n  to = %s\n  id = %q\n}\n", problem.Address, id)
	if err := s.Write("import.tf", s.imports.String()); err != nil {
		t.Fatal(err)
	}
}

// checkState fails if an object or a message of the account is neither in the state nor named in an error, or if one is
// tainted.
func (s *storm) checkState(t *testing.T) {
	t.Helper()
	known := map[string]bool{}
	for _, object := range s.state(t) {
		known[object.Address] = true
		if object.Tainted {
			t.Errorf("%s is tainted", object.Address)
		}
		kind, name, _ := strings.Cut(object.Address, ".")
		if key, exists := s.chaos.find(kind, name); !exists || object.ID != "" && object.ID != key.id {
			t.Errorf("the state has %s with the id %q, and the account has %q", object.Address, object.ID, key.id)
		}
	}
	s.chaos.mu.Lock()
	defer s.chaos.mu.Unlock()
	for key, name := range s.chaos.names {
		address := key.kind + "." + name
		named := slices.ContainsFunc(s.errors, func(problem diagnostic) bool {
			return problem.Address == address && (key.kind == messageType || strings.Contains(problem.Detail, strconv.Quote(name)))
		})
		s.open[address] = !known[address] && (named || s.open[address])
		if !known[address] && !s.open[address] {
			t.Errorf("%s (id %s) is lost: neither the state nor an error has it", address, key.id)
		}
	}
}

// checkCommits fails unless each name was made once, and each message sent once. The account refuses to make a name
// twice, so what tells is a create that met its own name. That is how an application is looked for, once, but never
// another object.
func (s *storm) checkCommits(t *testing.T) {
	t.Helper()
	if made, _ := s.chaos.made(); made != *chaosSize {
		t.Errorf("the account has %d objects and messages, want %d", made, *chaosSize)
	}
	sent := map[string]int{}
	for _, message := range s.world.Outbox() {
		sent[message.To]++
	}
	for to, count := range sent {
		if count != 1 {
			t.Errorf("%d messages were sent to the phone that ends in %s", count, strings.TrimPrefix(to, chaosPhone))
		}
	}
	s.chaos.mu.Lock()
	defer s.chaos.mu.Unlock()
	for name, count := range s.chaos.taken {
		if !strings.HasPrefix(name, "app-") || count > 1 {
			t.Errorf("%s was sent again although the account had it, %d times", name, count)
		}
	}
}

package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	tfaddr "github.com/hashicorp/terraform-registry-address"

	"github.com/itniotech/terraform-provider-itniotech/internal/coretest"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestMain keeps the CLI that the tests drive apart from the settings of the person who runs them.
func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	scratch, err := os.MkdirTemp("", "itniotech-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	configuration := filepath.Join(scratch, "cli.tfrc")
	if err := os.WriteFile(configuration, nil, 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for name, value := range map[string]string{
		"TF_CLI_CONFIG_FILE":        configuration,
		"CHECKPOINT_DISABLE":        "1",
		"TF_ACC_PROVIDER_NAMESPACE": "itniotech",
		"TF_ACC_PROVIDER_HOST":      registryHost(),
	} {
		if err := os.Setenv(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	for _, name := range []string{otp.EnvAPIKey, otp.EnvAPISecret, otp.EnvBaseURL} {
		if err := os.Unsetenv(name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	switch os.Getenv(envVariant) {
	case eachVariant:
		return runVariantSets(variantSets(forAll(), len(forAll())))
	case dealtVariants:
		return runVariantSets(variantSets(forAll(), setsDealt))
	}
	for name := range strings.SplitSeq(os.Getenv(envVariant), "+") {
		if name != "" && !slices.ContainsFunc(simulator.Variants(), func(v simulator.Variant) bool { return v.Name == name }) {
			fmt.Fprintf(os.Stderr, "%s: there is no variant %q\n", envVariant, name)
			return 1
		}
	}
	return m.Run()
}

// registryHost is where the CLI at hand looks for itniotech/itniotech. The
// test framework takes every CLI for Terraform.
func registryHost() string {
	if isOpenTofu() {
		return "registry.opentofu.org"
	}
	return string(tfaddr.DefaultProviderRegistryHost)
}

// likeOpenTofu tells whether what onCore runs behaves as OpenTofu.
func likeOpenTofu() bool { return os.Getenv(envCLI) == "" || isOpenTofu() }

// isOpenTofu tells whether the CLI at hand is OpenTofu.
var isOpenTofu = sync.OnceValue(func() bool {
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = "terraform"
	}
	// Without a CLI there are no tests that could ask for it.
	version, err := exec.CommandContext(context.Background(), cli, "version").Output()
	return err == nil && bytes.HasPrefix(version, []byte("OpenTofu"))
})

// envCLI has the tests on OpenTofu's core run through the CLI at hand.
const envCLI = "ITNIOTECH_TEST_CLI"

// testAccount is an account, simulated for one test, and what providers said about it.
type testAccount struct {
	*simulator.Simulator
	options simulator.Options
	url     string
	repeats int // max_retries
	clock   *clock
	// In which order objects are read ("read login"), planned ("login→sign-in", from the old name to the new one) and
	// changed ("apply login→", here by a destroy), where it matters.
	order []string

	mu       sync.Mutex
	warnings []string
	errors   []string
}

// clock is the time of an account: nobody waits in it, because waiting moves it on.
type clock struct {
	ahead atomic.Int64
	// A test that must not run out of patience has all waits last until what they wait for has happened, or this is closed.
	stopped chan struct{}
	onWait  func() // what happens before each wait, if anything
}

func (c *clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) Sleep(ctx context.Context, wait time.Duration) error {
	if c.onWait != nil {
		c.onWait()
	}
	if c.stopped != nil {
		select {
		case <-c.stopped:
		case <-ctx.Done():
		}
	}
	if ctx.Err() == nil && wait > 0 {
		c.ahead.Add(int64(wait))
	}
	return ctx.Err()
}

// newTestAccount starts a simulator, which ends with the test and fails it if a call
// went to a place that the API does not have.
func newTestAccount(t *testing.T, changes ...func(*simulator.Options)) *testAccount {
	t.Helper()
	clock := &clock{}
	options := simulator.Options{Now: clock.Now}
	for _, change := range append([]func(*simulator.Options){set(os.Getenv(envVariant))}, changes...) {
		change(&options)
	}
	w := &testAccount{Simulator: simulator.New(options), options: options, clock: clock}
	server := httptest.NewServer(w)
	t.Cleanup(func() {
		server.Close()
		for _, request := range w.Unexpected() {
			t.Errorf("called %s %s, which the API does not have", request.Method, request.Path)
		}
	})
	w.url = server.URL + "/otp"
	return w
}

// block is the provider block for the account.
func (w *testAccount) block() string {
	return fmt.Sprintf("provider \"itniotech\" {\n  base_url = %q\n  api_key = %q\n  api_secret = %q\n  max_retries = %d\n}\n",
		w.url, simulator.DefaultAPIKey, simulator.DefaultAPISecret, w.repeats)
}

// runner runs a test case: throughCLI or onCore.
type runner func(*testing.T, resource.TestCase)

// onCore runs a test case on OpenTofu's core, or through the CLI at hand where a run asks for that.
func onCore(t *testing.T, c resource.TestCase) {
	t.Helper()
	if os.Getenv(envCLI) != "" {
		throughCLI(t, c)
		return
	}
	coretest.Run(t, c)
}

// cores is a place for each test that goes through the CLI. With more of them at a time than there are cores, a
// provider can miss the two seconds that the test library gives it to start.
var cores = make(chan struct{}, runtime.NumCPU())

// throughCLI runs a test case through the CLI at hand.
func throughCLI(t *testing.T, c resource.TestCase) {
	t.Helper()
	cores <- struct{}{}
	defer func() { <-cores }()
	resource.UnitTest(t, c)
}

// pace is how long a provider waits in the account.
func (w *testAccount) pace() pace { return pace{w.clock, 1} }

// factories serve the provider to the CLI and record its warnings.
func (w *testAccount) factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"itniotech": func() (tfprotov6.ProviderServer, error) {
			return w.record(providerserver.NewProtocol6(newPaced("test", w.pace())())()), nil
		},
	}
}

// takeWarnings returns the different warnings since it was last asked.
func (w *testAccount) takeWarnings() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var different []string
	seen := map[string]bool{}
	for _, warning := range w.warnings {
		if !seen[warning] {
			different = append(different, warning)
		}
		seen[warning] = true
	}
	w.warnings = nil
	return different
}

// takeErrors returns all errors since it was last asked.
func (w *testAccount) takeErrors() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.errors
	w.errors = nil
	return taken
}

// calls returns the calls since the log was reset. One that was refused for
// its timestamp was none.
func (w *testAccount) calls() []simulator.Request {
	return slices.DeleteFunc(w.Requests(), func(request simulator.Request) bool { return request.Status == "-16" })
}

// writes returns the calls that changed something, or tried to, since the log
// was reset.
func (w *testAccount) writes() []simulator.Request {
	var writes []simulator.Request
	for _, request := range w.calls() {
		if request.Method != http.MethodGet && request.Path != routeOrder {
			writes = append(writes, request)
		}
	}
	return writes
}

// expectWrites fails unless exactly these calls wrote, each given as method,
// path and JSON body, and then resets the log.
func (w *testAccount) expectWrites(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, request := range w.writes() {
		got = append(got, fmt.Sprintf("%s %s %s", request.Method, request.Path, canonical(t, string(request.Body))))
	}
	for i, line := range want {
		call, body, _ := strings.Cut(line, " {")
		want[i] = call + " " + canonical(t, "{"+body)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("writes:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	w.ResetRequests()
}

// canonical is JSON with sorted fields and no spaces, numbers as they came.
func canonical(t *testing.T, text string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	sorted, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

// expectChange checks that a plan changes one attribute, from and to these values.
type expectChange struct {
	address, attribute string
	from, to           any
}

func (e expectChange) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address != e.address {
			continue
		}
		before, _ := change.Change.Before.(map[string]any)
		after, _ := change.Change.After.(map[string]any)
		if from, to := plain(before[e.attribute]), plain(after[e.attribute]); from != plain(e.from) || to != plain(e.to) {
			resp.Error = fmt.Errorf("%s.%s: planned %s → %s, want %s → %s", e.address, e.attribute, from, to, plain(e.from), plain(e.to))
		}
		for name := range after {
			if name != e.attribute && !strings.HasPrefix(name, "sms_") && plain(before[name]) != plain(after[name]) {
				resp.Error = fmt.Errorf("%s.%s changes as well: %v → %v", e.address, name, before[name], after[name])
			}
		}
		return
	}
	resp.Error = fmt.Errorf("%s is not in the plan", e.address)
}

// plain is a value of any Go type as JSON.
func plain(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// clockSet gives an API that tells its time one that is so far from ours, and takes no timestamp that is a minute off.
func clockSet(by time.Duration) func(*simulator.Options) {
	return func(o *simulator.Options) {
		o.TimestampWindow = time.Minute
		o.Now, o.OmitDate = func() time.Time { return time.Now().Add(by) }, false
	}
}

// TestCoreFaults_badInput creates with what a beginner gets wrong. Each mistake
// is an error that says which it is, and leaves nothing in account or state.
// The plan looks for the name once. It warns if the account is refused or there
// is no API, and leaves the error to the apply.
func TestCoreFaults_badInput(t *testing.T) {
	t.Parallel()
	const wrongKeyAtPlan = `API Refuses the Account
The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. ` +
		"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET." +
		"\n\nSo this plan could not check whether names are taken, and the apply would fail."
	for name, test := range map[string]struct {
		fault http.HandlerFunc
		fix   func(config string) string
		says  string
		calls string // of the apply; the plan makes the same look for the name
		warns string // what the plan says
	}{
		"wrong key": {
			fix:   func(config string) string { return strings.Replace(config, simulator.DefaultAPIKey, "another-key", 1) },
			says:  "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url.",
			calls: "1 × GET /template/list",
			warns: wrongKeyAtPlan,
		},
		"wrong secret": {
			fix: func(config string) string {
				return strings.Replace(config, simulator.DefaultAPISecret, "another-secret", 1)
			},
			says:  "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url.",
			calls: "1 × GET /template/list",
			warns: wrongKeyAtPlan,
		},
		"blocked address": {
			fault: simulator.RespondStatus(-2, "restricted IP access"),
			says:  "The address that this run calls from is not on the account's IP allow list.",
			calls: "1 × GET /template/list",
			warns: `API Refuses the Account
The API answered with status -2 (restricted IP access). The address that this run calls from is not on the account's IP allow list. ` +
				"Have it added, or run from an address that is on it.\n\nSo this plan could not check whether names are taken, and the apply would fail.",
		},
		"HTML": {
			fault: simulator.RespondHTTP(http.StatusOK, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>"),
			says:  "answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?",
			calls: "1 × GET /template/list, 1 × POST /app/add",
			warns: `Answer Is Not the API's
HOST answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?` +
				"\n\nSo this plan could not check whether names are taken, and the apply may fail.",
		},
		"account full": {
			fault: simulator.RespondStatus(-23, "data caps"),
			says:  "The API answered with status -23 (data caps). The account holds as many applications as it may.",
			calls: "1 × GET /template/list, 1 × POST /app/add",
		},
		"no such place": {
			fix:  func(config string) string { return strings.Replace(config, "/otp\"", "/elsewhere\"", 1) },
			says: "answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url (or ITNIOTECH_BASE_URL) and its path; the default is https://api.itniotech.com/otp.",
			warns: `Answer Is Not the API's
HOST answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url (or ITNIOTECH_BASE_URL) and its path; the default is https://api.itniotech.com/otp.` +
				"\n\nSo this plan could not check whether names are taken, and the apply may fail.",
		},
		"no server": {
			fix:  func(config string) string { return strings.Replace(config, "http://", "http://127.0.0.1:1/", 1) },
			says: "127.0.0.1:1 refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL).",
			warns: `API Cannot Be Reached
127.0.0.1:1 refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL).` +
				"\n\nSo this plan could not check whether names are taken, and the apply may fail.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			config, host := appConfig(w), w.host()
			if test.fix != nil {
				config = test.fix(config)
			}
			if name == "no such place" {
				elsewhere := httptest.NewServer(http.NotFoundHandler())
				t.Cleanup(elsewhere.Close)
				config = strings.Replace(config, w.url[:len(w.url)-len("/otp")], elsewhere.URL, 1)
				host = strings.TrimPrefix(elsewhere.URL, "http://")
			}
			if test.fault != nil {
				w.Inject(simulator.Fault{Respond: test.fault})
			}
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{{
					Config: config, ExpectError: says(test.says),
					ConfigPlanChecks: afterPlan(func() {
						look, _, _ := strings.Cut(test.calls, ",")
						w.expectPaths(t, "the plan", look)
						want := strings.Replace(test.warns, "HOST", host, 1)
						if warned := strings.Join(w.takeWarnings(), "\n"); warned != want {
							t.Errorf("the plan warned %q, want %q", warned, want)
						}
					}),
				}},
			})
			if apps := w.Apps(); len(apps) != 0 {
				t.Errorf("the account has %+v", apps)
			}
			w.expectPaths(t, "the apply", test.calls)
		})
	}
}

// TestCoreFaults_refusedAccount tries a refused account once in each process,
// for any number of objects, and tells all of them the same.
func TestCoreFaults_refusedAccount(t *testing.T) {
	t.Parallel()
	// With the first status as many that each worker would try the key many times.
	for status, count := range map[int]int{-1: 60, -2: 20, -13: 20} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			w.repeats = 4
			config := w.block() + fmt.Sprintf(`
resource "itniotech_otp_app" "test" {
  count = %d
  name  = "login-${count.index}"
}
`, count)
			refused := simulator.Fault{Respond: simulator.RespondStatus(status, "no")}
			w.Inject(refused)
			said := fmt.Sprintf("The API answered with status %d ", status)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{
						Config: config, ExpectError: says(said),
						ConfigPlanChecks: afterPlan(func() { w.expectPaths(t, "the plan", "1 × GET /template/list") }),
					},
					{PreConfig: func() {
						w.expectPaths(t, "the apply", "1 × GET /template/list")
						told := 0
						for _, text := range w.takeErrors() {
							if strings.Contains(text, said) && strings.HasSuffix(text, "The request was not sent: nothing was created.") {
								told++
							}
						}
						if told != count {
							t.Errorf("%d applications were told that they were not created, want %d", told, count)
						}
						w.ClearFaults()
					}, Config: config},
					{PreConfig: func() { w.ResetRequests(); w.Inject(refused) }, Config: config, ExpectError: says("The state is kept as it was.")},
					{PreConfig: func() {
						w.expectPaths(t, "the plan of what is there", "1 × GET /app/details/{appId}")
						w.ClearFaults()
					}, Config: config, ConfigPlanChecks: action(fmt.Sprintf("itniotech_otp_app.test[%d]", count-1), plancheck.ResourceActionNoop)},
				},
			})
		})
	}
}

// TestCoreFaults_fullAccount goes on with other resources when the account may hold no more applications.
func TestCoreFaults_fullAccount(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, func(o *simulator.Options) { o.MaxApps = 1 }).addApp()
	config := templateConfig(w)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config + `
resource "itniotech_otp_app" "more" {
  name = "one more"
}
`, ExpectError: says("The API answered with status -23 (data caps)")},
			{Config: config, ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop)},
		},
	})
}

// TestCoreFaults_clockNotTold ends after one repeat in each process when -16 stays and the API does not tell its time.
func TestCoreFaults_clockNotTold(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, clockSet(10*time.Minute), func(o *simulator.Options) { o.OmitDate = true })
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config:           appConfig(w),
			ConfigPlanChecks: afterPlan(func() { expectAttempts(t, w, "the plan", "2 × GET /template/list") }),
			ExpectError: says("The clock of this machine is off, or a proxy held the request back; the API did not tell its own time. " +
				"Set the clock, for example with NTP. Nothing was created."),
		}},
	})
	expectAttempts(t, w, "the apply", "2 × GET /template/list, 1 × POST /app/add")
}

// expectAttempts is expectPaths, but counts what was refused for its timestamp.
func expectAttempts(t *testing.T, w *testAccount, what, want string) {
	t.Helper()
	if got := routes(w.Requests()); got != want {
		t.Errorf("attempts of %s: %s, want %s", what, got, want)
	}
	w.ResetRequests()
}

// TestCoreFaults_clock signs by the API's time when this machine's clock is
// off, after one refusal in each process, and says so once.
func TestCoreFaults_clock(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		off  time.Duration
		says string
	}{
		"behind": {10 * time.Minute, `^Clock Is Off\nThe clock of this machine is (10m0s|9m59s|10m1s) behind the API's\. Calls are signed by the API's time for now\. Set the clock, for example with NTP\.$`},
		"ahead":  {-10 * time.Minute, `^Clock Is Off\nThe clock of this machine is (10m0s|9m59s|10m1s) ahead of the API's\. Calls are signed by the API's time for now\. Set the clock, for example with NTP\.$`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, clockSet(test.off), func(o *simulator.Options) { o.RefuseRepeatedSignature = false })
			config := appConfig(w) + `
resource "itniotech_otp_app" "another" {
  count = 10
  name  = "another-${count.index}"
}
`
			oneRefused := func() {
				if refused := len(w.Requests()) - len(w.calls()); refused != 1 {
					t.Errorf("%d calls were refused, want the first alone", refused)
				}
				w.ResetRequests()
			}
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ConfigPlanChecks: afterPlan(oneRefused), Check: checked(func() {
						oneRefused()
						warnings := w.takeWarnings() // of the plan and of the apply, if they measured another second
						isOther := func(warning string) bool { return !regexp.MustCompile(test.says).MatchString(warning) }
						if count := len(warnings); count < 1 || count > 2 || slices.ContainsFunc(warnings, isOther) {
							t.Errorf("warnings = %q, want one of each process like %s", warnings, test.says)
						}
					})},
					{Config: config, ConfigPlanChecks: action(appAddress, plancheck.ResourceActionNoop)},
				},
			})
		})
	}
}

// TestCoreProvider_unreachable knows that nothing was sent.
func TestCoreProvider_unreachable(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	w.url = "http://127.0.0.1:1/otp" // a port that no test can get
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: appConfig(w),
			ExpectError: says("127.0.0.1:1 refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL). " +
				"The request was not sent: nothing was created."),
		}},
	})
}

// TestAccProvider_environment takes credentials and address from the
// environment, so it cannot be parallel.
func TestAccProvider_environment(t *testing.T) {
	w := newTestAccount(t)
	t.Setenv(otp.EnvAPIKey, simulator.DefaultAPIKey)
	t.Setenv(otp.EnvAPISecret, simulator.DefaultAPISecret)
	t.Setenv(otp.EnvBaseURL, w.url)
	throughCLI(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config:           `resource "itniotech_otp_app" "test" { name = "login" }`,
			ConfigPlanChecks: action(appAddress, plancheck.ResourceActionCreate),
		}},
	})
	if apps := w.Apps(); len(apps) != 1 {
		t.Errorf("the account has %+v, want one application", apps)
	}
}

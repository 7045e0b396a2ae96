package provider

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// clockOff gives an API that tells its time one that is so far from ours.
func clockOff(by time.Duration) func(*simulator.Options) {
	return func(o *simulator.Options) {
		o.Now, o.OmitDate = func() time.Time { return time.Now().Add(by) }, false
	}
}

// TestAccProvider_badInput creates with what a beginner gets wrong: each is an
// error that says which it is, and leaves nothing in account or state.
func TestAccProvider_badInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options func(*simulator.Options)
		fault   http.HandlerFunc
		mend    func(config string) string
		says    string
	}{
		"wrong key": {
			mend: func(config string) string { return strings.Replace(config, simulator.DefaultAPIKey, "another-key", 1) },
			says: "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url.",
		},
		"wrong secret": {
			mend: func(config string) string {
				return strings.Replace(config, simulator.DefaultAPISecret, "another-secret", 1)
			},
			says: "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url.",
		},
		"blocked address": {
			fault: simulator.RespondStatus(-2, "restricted IP access"),
			says:  "The address that this run calls from is not on the account's IP allow list.",
		},
		"HTML": {
			fault: simulator.RespondHTTP(http.StatusOK, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>"),
			says:  "answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?",
		},
		"clock behind": {
			options: clockOff(10 * time.Minute),
			says:    "behind the API's. Set it, for example with NTP.",
		},
		"clock ahead": {
			options: clockOff(-10 * time.Minute),
			says:    "ahead of the API's. Set it, for example with NTP.",
		},
		"account full": {
			fault: simulator.RespondStatus(-23, "data caps"),
			says:  "The API answered with status -23 (data caps). The account holds as many applications as it may.",
		},
		"no such place": {
			mend: func(config string) string { return strings.Replace(config, "/otp\"", "/elsewhere\"", 1) },
			says: "answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url and its path; the default is https://api.itniotech.com/otp.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := test.options
			if options == nil {
				options = func(*simulator.Options) {}
			}
			w := newWorld(t, options)
			config := appConfig(w)
			if test.mend != nil {
				config = test.mend(config)
			}
			if name == "no such place" {
				elsewhere := httptest.NewServer(http.NotFoundHandler())
				t.Cleanup(elsewhere.Close)
				config = strings.Replace(config, w.url[:len(w.url)-len("/otp")], elsewhere.URL, 1)
			}
			if test.fault != nil {
				w.Inject(simulator.Fault{Respond: test.fault})
			}
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ExpectError: says(test.says)},
				},
			})
			if apps := w.Apps(); len(apps) != 0 {
				t.Errorf("the account has %+v", apps)
			}
			if writes := len(w.Requests()); writes > 1 {
				t.Errorf("%d requests, want one at most", writes)
			}
		})
	}
}

// TestAccProvider_unreachable knows that nothing was sent.
func TestAccProvider_unreachable(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	w := newWorld(t)
	w.url = closed.URL + "/otp"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: appConfig(w),
			ExpectError: says(strings.TrimPrefix(closed.URL, "http://") + " refused the connection. Check base_url, and whether a firewall or a proxy setting is in the way. " +
				"The request was not sent: nothing was created."),
		}},
	})
}

// TestAccProvider_environment takes credentials and address from the
// environment, so it cannot be parallel.
func TestAccProvider_environment(t *testing.T) {
	w := newWorld(t)
	t.Setenv(envAPIKey, simulator.DefaultAPIKey)
	t.Setenv(envAPISecret, simulator.DefaultAPISecret)
	t.Setenv(envBaseURL, w.url)
	resource.UnitTest(t, resource.TestCase{
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

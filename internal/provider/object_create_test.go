package provider

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// posts counts the creates that were sent.
func (w *testAccount) posts() int {
	posts := 0
	for _, request := range w.writes() {
		if request.Method == http.MethodPost {
			posts++
		}
	}
	return posts
}

// idsNamed returns the ids of the objects of a name.
func (w *testAccount) idsNamed(name string) []string {
	var ids []string
	for _, flow := range w.Flows() {
		if flow.Name == name {
			ids = append(ids, fmt.Sprint(flow.ID))
		}
	}
	for _, app := range w.Apps() {
		if app.Name == name {
			ids = append(ids, app.ID)
		}
	}
	for _, template := range w.Templates() {
		if template.Name == name {
			ids = append(ids, fmt.Sprint(template.ID))
		}
	}
	return ids
}

// named counts the objects of a name.
func (w *testAccount) named(name string) int { return len(w.idsNamed(name)) }

// listed gives an API that lists everything: what a list lacks cannot be claimed.
func listed(o *simulator.Options) { o.PageSize, o.TrimText, o.Forms = 0, false, simulator.Forms{} }

// edited lets a call take effect and changes its answer by a regular expression.
func edited(pattern, replacement string) simulator.Fault {
	return simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondEdited(func(answer []byte) []byte {
		return regexp.MustCompile(pattern).ReplaceAll(answer, []byte(replacement))
	})}
}

// reset ends a connection the hard way.
func reset(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}

// endless answers without an end.
func endless(w http.ResponseWriter, _ *http.Request) {
	for blanks := []byte(strings.Repeat(" ", 1<<16)); ; {
		if _, err := w.Write(blanks); err != nil {
			return
		}
	}
}

// fate is what becomes of a create.
type fate struct {
	posts, made int    // how often it is sent, and how many objects that makes
	says        string // the error, "" for a success
}

const (
	lookFirst = "Before you apply again, check whether the account has it."
	onceMore  = "So it was sent once more, which can make no second one, because names are unique. "
	wonOrLost = onceMore + "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists. " +
		"Either the first attempt created the application, or the name was taken before. If its settings are those of the configuration and nothing else manages it, " +
		"it is most likely the one of this run: compare, and import it. The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template. " +
		`import { to = itniotech_otp_app.RESOURCE_NAME id = "ID" }`
	noID = "So the application was most likely created, but the API did not tell its id. The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template. " +
		`Import it, because creating it again can only fail: import { to = itniotech_otp_app.RESOURCE_NAME id = "ID" }`
)

// TestCoreFaults_lostCreate loses what the API answers to a create, in every
// way, and never ends with two objects or with one that nobody knows of.
func TestCoreFaults_lostCreate(t *testing.T) {
	t.Parallel()
	once := fate{posts: 1, made: 1}
	twice := fate{posts: 2, made: 1}
	wonOrLost := fate{2, 1, wonOrLost}
	unknown := func(cause string) fate {
		return fate{2, 0, cause + " Whether the %[1]s was created is not known. " + lookFirst}
	}
	http5xx := func(code int) string {
		return fmt.Sprintf("answered with HTTP %d (%s) instead of the API's JSON. Try again later; if this persists, check base_url.", code, http.StatusText(code))
	}
	redirected := fate{1, 1, "Set base_url to the final address. Whether the %[1]s was created is not known. " + lookFirst}
	const springError = `{"timestamp":"2026-01-01T00:00:00.000+00:00","status":404,"error":"Not Found","path":"/otp/app/add"}`
	const notFound = "answered with HTTP 404 (Not Found) instead of the API's JSON. Check base_url (or ITNIOTECH_BASE_URL) and its path; " +
		"the default is https://api.itniotech.com/otp. Nothing was created."
	html := simulator.RespondHTTP(http.StatusOK, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>")
	for name, test := range map[string]struct {
		fault       simulator.Fault
		app, listed fate
	}{
		"closed after the commit":     {simulator.Fault{Commit: true, Times: 1}, wonOrLost, once},
		"reset after the commit":      {simulator.Fault{Commit: true, Times: 1, Respond: reset}, wonOrLost, once},
		"stalled after the commit":    {simulator.Fault{Commit: true, Times: 1, Delay: time.Hour}, wonOrLost, once},
		"closed before the commit":    {simulator.Fault{Times: 1}, twice, twice},
		"committed two seconds later": {simulator.Fault{Times: 1, CommitAfter: 2 * time.Second}, twice, once},
		"500 once":                    {simulator.Fault{Times: 1, Respond: simulator.RespondHTTP(500, "text/plain", "")}, twice, twice},
		"502 after the commit":        {simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondHTTP(502, "text/html", "<html>")}, wonOrLost, once},
		"503 once":                    {simulator.Fault{Times: 1, Respond: simulator.RespondHTTP(503, "text/plain", "", "Retry-After", "1")}, twice, twice},
		"504 for ever":                {simulator.Fault{Respond: simulator.RespondHTTP(504, "text/plain", "")}, unknown(http5xx(504)), unknown(http5xx(504))},
		"HTML once":                   {simulator.Fault{Times: 1, Respond: html}, twice, twice},
		"HTML after the commit":       {simulator.Fault{Commit: true, Times: 1, Respond: html}, wonOrLost, once},
		"HTML for ever": {
			simulator.Fault{Respond: html},
			unknown("answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"),
			unknown("answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"),
		},
		"truncated":                {edited(`(?s).....$`, ""), wonOrLost, once},
		"wrong length":             {simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0"`, "Content-Length", "900")}, wonOrLost, once},
		"empty":                    {edited(`(?s).*`, ""), wonOrLost, once},
		"null":                     {edited(`(?s)^.*$`, "null"), wonOrLost, once},
		"a list":                   {edited(`(?s)^.*$`, "[]"), wonOrLost, once},
		"no status":                {edited(`"status":"?0"?,?`, ""), wonOrLost, once},
		"status null":              {edited(`"status":"?0"?`, `"status":null`), wonOrLost, once},
		"trailing bytes":           {edited(`$`, "}"), wonOrLost, once},
		"status as a number":       {edited(`"status":"0"`, `"status":0`), once, once},
		"no data":                  {edited(`(?s)"data":\{.*\},"reason"`, `"data":null,"reason"`), fate{1, 1, noID}, once},
		"no id":                    {edited(`"(app|template|flow)Id":("[^"]+"|\d+)`, `"x":1`), fate{1, 1, noID}, once},
		"id 0":                     {edited(`"(app|template|flow)Id":("[^"]+"|\d+)`, `"${1}Id":0`), fate{1, 1, noID}, once},
		"id as text":               {edited(`"(template|flow)Id":(\d+)`, `"${1}Id":"$2"`), once, once},
		"system error":             {simulator.Fault{Times: 1, Respond: simulator.RespondStatus(-18, "system error")}, twice, twice},
		"system error and commit":  {simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondStatus(-18, "system error")}, wonOrLost, once},
		"status that nobody knows": {simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondStatus(-99, "?")}, wonOrLost, once},
		"redirect":                 {simulator.Fault{Commit: true, Times: 1, Respond: simulator.RespondHTTP(307, "text/plain", "", "Location", "http://127.0.0.1:1/")}, redirected, once},
		"a login page":             {simulator.Fault{Respond: simulator.RespondHTTP(302, "text/html", "", "Location", "http://127.0.0.1:1/")}, fate{1, 0, redirected.says}, fate{1, 0, redirected.says}},
		"a framework's 404":        {simulator.Fault{Respond: simulator.RespondHTTP(404, "application/json", springError)}, fate{1, 0, notFound}, fate{1, 0, notFound}},
		"endless":                  {simulator.Fault{Commit: true, Times: 1, Respond: endless}, wonOrLost, once},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				want := test.app
				if s.isListed() {
					want = test.listed
				}
				w.repeats = 1
				config := strings.Replace(s.config(w), "max_retries", "request_timeout = \"2s\"\nmax_retries", 1)
				fault := test.fault
				fault.Method = http.MethodPost
				w.Inject(fault)
				steps := []resource.TestStep{{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate)}}
				if want.says != "" {
					steps[0].ConfigPlanChecks = resource.ConfigPlanChecks{}
					steps[0].ExpectError = says(strings.ReplaceAll(want.says, "%[1]s", s.short))
				}
				onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
				if posts, made := w.posts(), w.named(s.objectName); posts != want.posts || made != want.made {
					t.Errorf("%d creates were sent and %d objects made, want %d and %d", posts, made, want.posts, want.made)
				}
			}, listed)
		})
	}
}

// TestCoreFaults_refusedCreate is told by the API that it made nothing, and believes it.
func TestCoreFaults_refusedCreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond http.HandlerFunc
		says    string
	}{
		"parameter": {
			simulator.RespondStatus(-22, "参数异常"),
			"The API answered with status -22 (parameter exception) and the reason \"参数异常\". The API rejected one of the values.",
		},
		"account full": {
			simulator.RespondStatus(-23, "data caps"),
			"The API answered with status -23 (data caps). The account holds as many applications as it may. " +
				"Ask ITNIO Tech to raise the cap, or import an application that is no longer needed and use that. Nothing was created.",
		},
		"too many requests for an hour": {
			simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "3600"),
			"The API takes no more requests for now (HTTP 429) and asks to wait 1h0m0s. Try again then, or set requests_per_second. Nothing was created.",
		},
		"secrets in the reason": {
			simulator.RespondStatus(-22, "bad\x1b[31m key "+simulator.DefaultAPIKey+" and "+simulator.DefaultAPISecret),
			"and the reason \"bad[31m key *** and ***\".",
		},
		"a megabyte of reason": {
			simulator.RespondStatus(-22, strings.Repeat("ab", 1<<19)),
			"and the reason \"" + strings.Repeat("ab", 150) + "…\".",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = 4
				config := s.config(w)
				w.Inject(simulator.Fault{Method: http.MethodPost, Respond: test.respond})
				onCore(t, resource.TestCase{
					ProtoV6ProviderFactories: w.factories(),
					Steps: []resource.TestStep{
						{Config: config, ExpectError: says(test.says)},
						{PreConfig: w.ClearFaults, Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate)},
					},
				})
				if posts := w.posts(); posts != 2 {
					t.Errorf("%d creates were sent, want one for each apply", posts)
				}
			})
		})
	}
}

// TestCoreFaults_rateLimited waits for as long as the API asks, if that is bearable.
func TestCoreFaults_rateLimited(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 1
		config := s.config(w)
		w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Respond: simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "2")})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps:                    []resource.TestStep{{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate)}},
		})
		writes := w.writes()
		if len(writes) != 2 || writes[1].Time.Sub(writes[0].Time) < 2*time.Second {
			t.Errorf("writes = %+v, want two, 2 s apart or more", writes)
		}
	})
}

// TestCoreFaults_noRepeats leaves an unknown outcome to the user where repeats are switched off.
func TestCoreFaults_noRepeats(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w)
		w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1})
		hint, block := s.importUnseen()
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{{
				Config: config,
				ExpectError: says(fmt.Sprintf("failed: EOF. Whether the %s was created is not known. %s%s If it is there, import it, because creating it again can only fail: %s",
					s.short, lookFirst, hint, block)),
			}},
		})
		if posts := w.posts(); posts != 1 {
			t.Errorf("%d creates were sent, want 1", posts)
		}
	})
}

// TestCoreFaults_redirected shows another host nothing, not even that there was a call.
func TestCoreFaults_redirected(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			t.Errorf("the other host was asked to %s %s", r.Method, r.URL.Path)
		}))
		t.Cleanup(other.Close)
		config := s.config(w)
		w.Inject(simulator.Fault{Respond: simulator.RespondHTTP(307, "text/plain", "", "Location", other.URL)})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{{
				Config: config,
				ExpectError: says("answered with a redirect (HTTP 307). Redirects are not followed, because they would hand over the signature. " +
					"Set base_url to the final address. Whether the " + s.short + " was created is not known."),
			}},
		})
	})
}

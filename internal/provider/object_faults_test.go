package provider

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	framework "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const (
	unchanged   = " Nothing was changed, and the state is kept as it was."
	keptUnknown = " Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."
	keptRead    = " The state is kept as it was."
)

// planned looks at a plan before it is applied.
type planned func(plancheck.CheckPlanRequest) error

func (p planned) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = p(req)
}

// anyID stands in a text for an id that is not known yet.
const anyID = "ANYID"

// saysAnyID is says for a text with anyID in it.
func saysAnyID(text string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(says(text).String(), anyID, `\w+`))
}

// host is where the account is, as errors name it.
func (w *testAccount) host() string {
	return strings.TrimSuffix(strings.TrimPrefix(w.url, "http://"), "/otp")
}

// keeps fails a read of an object, or an update where the fault is of a PUT,
// and expects one call, this text, and the state as it was.
func (s testKind) keeps(t *testing.T, w *testAccount, fault simulator.Fault, text string) {
	t.Helper()
	before, verb, route := s.config(w), "read", "GET "+fault.Path
	after, does := before, plancheck.ResourceActionNoop
	if fault.Method == http.MethodPut {
		fault.Path = strings.Replace(s.details, "details", "update", 1)
		after, does = s.config(w, s.rich...), plancheck.ResourceActionUpdate
		verb, route = "update", "PUT "+fault.Path
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: before},
			{
				PreConfig:   func() { w.ResetRequests(); w.Inject(fault) },
				Config:      after,
				ExpectError: saysAnyID(fmt.Sprintf("Terraform could not %s the %s %q (id %s). %s", verb, s.noun, s.objectName, anyID, text)),
			},
			{
				PreConfig: func() {
					if got := w.paths(); strings.Count(got, route) != 1 || !strings.Contains(got, "1 × "+route) {
						t.Errorf("calls: %s, want 1 × %s", got, route)
					}
					w.ClearFaults()
				},
				Config:           after,
				ConfigPlanChecks: action(s.address, does),
			},
		},
	})
	if posts := w.named(s.objectName); posts != 1 {
		t.Errorf("%d objects of the name, want 1", posts)
	}
}

// TestCoreFaults_strangeDetails keeps an object whose details are about none or another.
func TestCoreFaults_strangeDetails(t *testing.T) {
	t.Parallel()
	for name, replacement := range map[string]string{"no id": `"x":1`, "id null": `"${1}Id":null`, "id 0": `"${1}Id":0`, "another id": `"${1}Id":"77777"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				fault := edited(`"(app|template|flow)Id":("[^"]+"|\d+)`, replacement)
				fault.Path, fault.Times = s.details, 0
				if s.isListed() {
					// Only what the list lacks is asked for by its id.
					w.Inject(simulator.Fault{Path: s.reading, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":[]}`)})
				}
				s.keeps(t, w, fault, "The answer of "+w.host()+" could not be used: it is about another id. Is base_url right?"+keptRead)
			})
		})
	}
}

// noIDs is a list whose entries have no id.
func noIDs() simulator.Fault {
	fault := edited(`"templateId":("[^"]+"|\d+)`, `"x":1`)
	fault.Path, fault.Times = "/template/list", 0
	return fault
}

// TestCoreFaults_sparseList reads a template by its details when no list is
// sent, or one whose rows lack their ids, or what a plan needs.
func TestCoreFaults_sparseList(t *testing.T) {
	t.Parallel()
	const list = "/template/list"
	odd := edited(`"speechRate":50`, `"speechRate":0.8`)
	odd.Path, odd.Times = list, 0
	for name, fault := range map[string]simulator.Fault{
		"no ids":          noIDs(),
		"an odd field":    odd,
		"no list":         {Path: list, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)},
		"an empty object": {Path: list, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{}}`)},
		"-24 for no list": {Path: list, Respond: simulator.RespondStatus(-24, "data unexisting")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t).addApp()
			config := templateConfig(w)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config},
					{PreConfig: func() { w.ResetRequests(); w.Inject(fault) }, Config: config, ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop)},
				},
			})
			if got := w.paths(); !strings.Contains(got, "GET /template/details/{templateId}") || strings.Contains(got, "POST") || strings.Contains(got, "PUT") {
				t.Errorf("calls: %s, want details and no writes", got)
			}
		})
	}
}

// TestCoreFaults_oddRow keeps a template whose list row and details have a field that
// cannot be read, and says which; another template is read all the same.
func TestCoreFaults_oddRow(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	config := templatesConfig(w, 2)
	var odd []simulator.Fault
	for _, path := range []string{"/template/list", "/template/details/{templateId}"} {
		fault := simulator.Fault{Path: path, Commit: true, Respond: simulator.RespondEdited(func(answer []byte) []byte {
			return regexp.MustCompile(`"speechRate":50(,"templateId":455)`).ReplaceAll(answer, []byte(`"speechRate":0.8$1`))
		})}
		odd = append(odd, fault)
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					for _, fault := range odd {
						w.Inject(fault)
					}
				},
				Config:      config,
				ExpectError: says(w.host() + " answered in a form that the API reference does not know. data.speechRate: a fraction. The state is kept as it was."),
			},
			{PreConfig: w.ClearFaults, Config: config, ConfigPlanChecks: action("itniotech_otp_template.test[1]", plancheck.ResourceActionNoop)},
		},
	})
}

// prompt gives an API that takes any number of calls in a second: else a fault
// may strike one that would have been refused for its signature.
func prompt(o *simulator.Options) { o.RefuseRepeatedSignature = false }

// TestCoreFaults_lostThenListWithoutID claims nothing that has no id.
func TestCoreFaults_lostThenListWithoutID(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed, prompt).addApp()
	w.repeats = 1
	config := templateConfig(w)
	w.Inject(noIDs())
	w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Commit: true})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ExpectError: says("The connection to " + w.host() + " failed: EOF. Whether the template was created is not known. " + lookFirst)},
			{
				PreConfig: func() {
					if posts := w.posts(); posts != 1 {
						t.Errorf("%d creates were sent, want 1", posts)
					}
					w.ClearFaults()
				},
				Config:      config,
				ExpectError: says(`The plan creates the OTP template "login-en", but the account already has the template "login-en" (id 455). ` + unique + " " + sameSettings),
			},
		},
	})
	if made := w.named("login-en"); made != 1 {
		t.Errorf("%d templates of the name, want 1", made)
	}
}

// TestCoreFaults_createdOtherwise saves an application as planned whose values
// the API changed, says which, and shows them in the next plan.
func TestCoreFaults_createdOtherwise(t *testing.T) {
	t.Parallel()
	for attribute, test := range map[string]struct {
		change   func(*simulator.App)
		from, to any
	}{
		"name":        {func(app *simulator.App) { app.Name = "Login" }, "Login", "login"},
		"code_expiry": {func(app *simulator.App) { app.CodeExpiry = 7 }, 7, 5},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			config := appConfig(w)
			w.Inject(simulator.Fault{Method: http.MethodPost, Commit: true, Times: 1, Respond: simulator.RespondEdited(func(answer []byte) []byte {
				app := w.Apps()[0]
				test.change(&app)
				w.PutApp(app)
				answer = regexp.MustCompile(`"name":"login"`).ReplaceAll(answer, fmt.Appendf(nil, `"name":%q`, app.Name))
				return regexp.MustCompile(`"codeExpiry":5`).ReplaceAll(answer, fmt.Appendf(nil, `"codeExpiry":%d`, app.CodeExpiry))
			})})
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{
						Config: config, ConfigStateChecks: state(appAddress, "name", "login", "code_expiry", 5), ExpectNonEmptyPlan: true,
						Check: resource.TestCheckResourceAttrWith(appAddress, "id", func(id string) error {
							want := fmt.Sprintf("OTP Application %s Differs from the Plan\nThe API accepted the OTP application \"login\" (id %s) but kept other values than it was sent for: %s. "+
								"The state has the planned values; the next plan shows what the API kept.", id, id, attribute)
							if attribute == "name" {
								want += "\n\nname was sent as \"login\", and is kept as \"Login\"."
							}
							if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != want || id != w.Apps()[0].ID {
								t.Errorf("id %s, warnings = %q, want %q", id, warnings, want)
							}
							return nil
						}),
					},
					{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionUpdate),
						expectChange{appAddress, attribute, test.from, test.to},
					}}},
				},
			})
			if posts := w.posts(); posts != 1 {
				t.Errorf("%d creates were sent, want 1", posts)
			}
		})
	}
}

// TestCoreFaults_refusedUpdate keeps what the API did not change, or may not have changed.
func TestCoreFaults_refusedUpdate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond http.HandlerFunc
		says    func(testKind) string
	}{
		"authentication": {simulator.RespondStatus(-1, "authentication error"), func(testKind) string {
			return "The API answered with status -1 (authentication error). The API key or the API secret is wrong, " +
				"or they belong to another base_url. Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET." + unchanged
		}},
		"parameter": {simulator.RespondStatus(-22, "参数异常"), func(testKind) string {
			return "The API answered with status -22 (parameter exception) and the reason \"参数异常\". " +
				"The API rejected one of the values, or the object no longer exists." + unchanged
		}},
		"status that nobody knows": {
			simulator.RespondStatus(-99, "bad\x1b[31m key "+simulator.DefaultAPIKey+" and "+simulator.DefaultAPISecret),
			func(testKind) string {
				return "The API answered with status -99 (not documented) and the reason \"bad[31m key *** and ***\"." + keptUnknown
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = 4
				s.keeps(t, w, simulator.Fault{Method: http.MethodPut, Respond: test.respond}, test.says(s))
			})
		})
	}
}

// TestCoreFaults_unknownStatusOfRead keeps the state when a read is answered with a status that nobody knows.
func TestCoreFaults_unknownStatusOfRead(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 4
		s.keeps(t, w, simulator.Fault{Path: s.reading, Respond: simulator.RespondStatus(-99, "no "+simulator.DefaultAPIKey+", no "+simulator.DefaultAPISecret)},
			"The API answered with status -99 (not documented) and the reason \"no ***, no ***\"."+keptRead)
	})
}

// TestCoreFaults_sameNameAtOnce makes one object of a name that a configuration
// has twice, and lets the other resource know, even if its own answer is lost.
func TestCoreFaults_sameNameAtOnce(t *testing.T) {
	t.Parallel()
	// Each lets the create of the first application pass.
	slow := simulator.Fault{Method: http.MethodPost, Skip: 1, Times: 1, Commit: true, Delay: 2 * time.Second, Respond: simulator.RespondEdited(nil)}
	lost := simulator.Fault{Method: http.MethodPost, Skip: 1, Times: 1, Commit: true}
	for name, test := range map[string]struct {
		faults []simulator.Fault
		says   string
		posts  int
	}{
		"first is slow":                 {[]simulator.Fault{slow}, nameTaken + "Nothing was created. ", 2},
		"first is slow and second lost": {[]simulator.Fault{slow, lost}, onceMore + nameTaken, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = 1
				config := s.config(w)
				_, block, _ := strings.Cut(config, "\n}\n")
				for _, fault := range test.faults {
					w.Inject(fault)
				}
				said := saysAnyID(test.says + s.heldByFirst())
				onCore(t, resource.TestCase{
					ProtoV6ProviderFactories: w.factories(),
					Steps: []resource.TestStep{
						{
							Config:      firstApp + s.nameLater(config+strings.Replace(block, `"test" {`, `"second" {`, 1), s.objectName, firstAddress),
							ExpectError: said,
						},
						{Config: w.block(), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planned(func(req plancheck.CheckPlanRequest) error {
							var ids []string
							for _, change := range req.Plan.ResourceChanges {
								if before, _ := change.Change.Before.(map[string]any); before["name"] == s.objectName {
									ids = append(ids, fmt.Sprint(before["id"]))
								}
							}
							if !slices.Equal(ids, w.idsNamed(s.objectName)) {
								return fmt.Errorf("the state has %q, want the one object of the account", ids)
							}
							return nil
						})}}},
					},
				})
				if posts, made := w.posts()-1, w.named(s.objectName); posts != test.posts || made != 1 {
					t.Errorf("%d creates were sent and %d objects made, want %d and 1", posts, made, test.posts)
				}
			}, listed, prompt)
		})
	}
}

// brokenApp is an application whose answers cannot be taken over.
type brokenApp struct{ appModel }

func (b *brokenApp) ToAPI(*brokenApp) (object.Request[otp.App], diag.Diagnostics) {
	return b.appModel.ToAPI(nil)
}

func (b *brokenApp) Retired(name string) *brokenApp { return &brokenApp{*b.appModel.Retired(name)} }

func (*brokenApp) FromCreated(otp.App) { panic(simulator.DefaultAPISecret) }

func (*brokenApp) Differences(otp.App) []string { panic(simulator.DefaultAPISecret) }

// TestCoreFaults_panicAfterTheAnswer saves an object whose answer makes the
// provider panic, and warns.
func TestCoreFaults_panicAfterTheAnswer(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	broken := w.serving(func() framework.Resource {
		return object.NewResource(object.Kind[*brokenApp, otp.App]{
			Texts: appKind.Texts, Schema: appKind.Schema, Objects: appKind.Objects, Plans: appKind.Plans, New: func() *brokenApp { return &brokenApp{} },
		})
	})
	warned := func(method string) resource.TestCheckFunc {
		return checked(func() {
			id := w.Apps()[0].ID
			warning := regexp.MustCompile(`(?s)^OTP Application ` + id + ` Is Saved, but the Provider Failed\nThe provider failed \(string\) at:\n\n.*` +
				method + ` \(object_faults_test\.go:\d+\)\n.*\n\nThis is a bug in the provider; please report it\. The application is in the state\.$`)
			warnings := w.takeWarnings()
			if len(warnings) != 1 || !warning.MatchString(warnings[0]) || strings.Contains(warnings[0], simulator.DefaultAPISecret) {
				t.Errorf("warnings = %q, want one like %s", warnings, warning)
			}
		})
	}
	before, after := appConfig(w), appConfig(w, `code_expiry = 7`)
	onCore(t, resource.TestCase{
		Steps: []resource.TestStep{
			{ProtoV6ProviderFactories: broken, Config: before, ConfigStateChecks: state(appAddress, "name", "login", "create_time", nil), Check: warned("FromCreated")},
			{
				ProtoV6ProviderFactories: w.factories(), Config: before, ConfigPlanChecks: action(appAddress, plancheck.ResourceActionNoop),
				Check: resource.TestCheckResourceAttrWith(appAddress, "create_time", func(got string) error {
					if app := w.Apps()[0]; got != app.CreateTime {
						t.Errorf("create_time = %q, want %q", got, app.CreateTime)
					}
					return nil
				}),
			},
			{ProtoV6ProviderFactories: broken, Config: after, ConfigStateChecks: state(appAddress, "code_expiry", 7), Check: warned("Differences")},
			{ProtoV6ProviderFactories: w.factories(), Config: after, ConfigPlanChecks: action(appAddress, plancheck.ResourceActionNoop)},
		},
	})
	if writes := w.writes(); len(writes) != 2 {
		t.Errorf("writes = %+v, want a create and an update", writes)
	}
}

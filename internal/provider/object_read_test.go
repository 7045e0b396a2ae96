package provider

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// paths counts the calls of each route since the log was reset.
func (w *testAccount) paths() string { return routes(w.calls()) }

func routes(requests []simulator.Request) string {
	counts := map[string]int{}
	var order []string
	for _, request := range requests {
		route := request.Method + " " + request.Path
		if counts[route] == 0 {
			order = append(order, route)
		}
		counts[route]++
	}
	for i, route := range order {
		order[i] = fmt.Sprintf("%d × %s", counts[route], route)
	}
	return strings.Join(order, ", ")
}

// expectPaths fails unless exactly these calls were made, and then resets the log.
func (w *testAccount) expectPaths(t *testing.T, what, want string) {
	t.Helper()
	if got := w.paths(); got != want {
		t.Errorf("calls of %s: %s, want %s", what, got, want)
	}
	w.ResetRequests()
}

// expectAtMost is expectPaths where some calls may be shared, or not, by reads that come at about the same time.
func (w *testAccount) expectAtMost(t *testing.T, what, most string) {
	t.Helper()
	bounds := map[string]int{}
	for part := range strings.SplitSeq(most, ", ") {
		count, route, _ := strings.Cut(part, " × ")
		bounds[route], _ = strconv.Atoi(count)
	}
	counts := map[string]int{}
	for _, request := range w.calls() {
		route := request.Method + " " + request.Path
		if counts[route]++; counts[route] > bounds[route] {
			t.Errorf("calls of %s: %s, want at most %s", what, w.paths(), most)
			break
		}
	}
	w.ResetRequests()
}

// templatesConfig is an application with many templates.
func templatesConfig(w *testAccount, count int) string {
	return appConfig(w) + fmt.Sprintf(`
resource "itniotech_otp_template" "test" {
  count  = %d
  app_id = itniotech_otp_app.test.id
  name   = "login-${count.index}"
  text   = "Your code: ##code##"
}
`, count)
}

// TestCoreTemplateResource_oneFlight reads any number of templates by one call,
// and creates each by one. The plan of what is new, and its apply, list once as well.
func TestCoreTemplateResource_oneFlight(t *testing.T) {
	t.Parallel()
	const count = 30
	w := newTestAccount(t, listed, func(o *simulator.Options) { o.RefuseRepeatedSignature = false })
	config := templatesConfig(w, count)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:           config,
				ConfigPlanChecks: afterPlan(func() { w.expectPaths(t, "the plan", "1 × GET /template/list") }),
				Check: checked(func() {
					w.expectPaths(t, "the apply", fmt.Sprintf("1 × GET /template/list, 1 × POST /app/add, %d × POST /template/add", count))
				}),
			},
			{
				PreConfig: func() {
					for _, template := range w.Templates() {
						if template.Name == fmt.Sprintf("login-%d", count/2) {
							template.Text = "Behind your back: ##code##"
							w.PutTemplate(template)
						}
					}
					w.ResetRequests()
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					expectChange{fmt.Sprintf("itniotech_otp_template.test[%d]", count/2), "text", "Behind your back: ##code##", "Your code: ##code##"},
				}},
				Check: checked(func() {
					// The plan and nothing else read; the apply wrote one template.
					if got := w.paths(); got != "1 × GET /app/details/{appId}, 1 × GET /template/list, 1 × PUT /template/update/{templateId}" {
						t.Errorf("calls to plan and repair: %s", got)
					}
				}),
			},
		},
	})
}

// TestCoreTemplateResource_paged asks for each template that the list lacks, once.
func TestCoreTemplateResource_paged(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, func(o *simulator.Options) { o.PageSize, o.RefuseRepeatedSignature = 2, false })
	config := templatesConfig(w, 5)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:        w.ResetRequests,
				Config:           config,
				ConfigPlanChecks: action("itniotech_otp_template.test[4]", plancheck.ResourceActionNoop),
				Check: checked(func() {
					if details := strings.Count(w.paths(), "3 × GET /template/details/{templateId}"); details != 1 {
						t.Errorf("calls of a plan: %s, want one of details for each of the 3 that the list lacks", w.paths())
					}
				}),
			},
		},
	})
}

// TestCoreTemplateResource_refreshOnly takes over what the list has.
func TestCoreTemplateResource_refreshOnly(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	config := templateConfig(w)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					changed := w.Templates()[0]
					changed.CodeLength = 8
					w.PutTemplate(changed)
				},
				RefreshState:       true,
				ExpectNonEmptyPlan: true,
				Check:              resource.TestCheckResourceAttr(templateAddress, "code_length", "8"),
			},
		},
	})
}

// TestCoreFaults_failingRead repeats a read that failed once.
func TestCoreFaults_failingRead(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"closed":       {Times: 1},
		"reset":        {Times: 1, Respond: reset},
		"503":          {Times: 1, Respond: simulator.RespondHTTP(503, "text/plain", "")},
		"HTML":         {Times: 1, Respond: simulator.RespondHTTP(200, "text/html", "<html>")},
		"truncated":    edited(`(?s).....$`, ""),
		"system error": {Times: 1, Respond: simulator.RespondStatus(-18, "system error")},
		"429":          {Times: 1, Respond: simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "junk")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = 1
				config, fault := s.config(w), fault
				onCore(t, resource.TestCase{
					ProtoV6ProviderFactories: w.factories(),
					Steps: []resource.TestStep{
						{Config: config},
						{
							PreConfig: func() {
								w.ResetRequests()
								fault.Path = s.reading
								w.Inject(fault)
							},
							Config:           config,
							ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
							Check: checked(func() {
								if got := w.paths(); got != "2 × GET "+s.reading {
									t.Errorf("calls of a plan: %s, want the read twice", got)
								}
							}),
						},
					},
				})
			})
		})
	}
}

// TestCoreFaults_listFails keeps all templates when the list
// fails, after one call for all of them.
func TestCoreFaults_listFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		respond http.HandlerFunc
		says    string
	}{
		"parameter": {simulator.RespondStatus(-22, "parameter exception"), "The API answered with status -22 (parameter exception). The state is kept as it was."},
		"no list":   {simulator.RespondHTTP(200, "application/json", `{"status":"0","data":"[]"}`), "answered in a form that the API reference does not know. data: a text. The state is kept as it was."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			config := templatesConfig(w, 20)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config},
					{
						PreConfig: func() {
							w.ResetRequests()
							w.Inject(simulator.Fault{Path: "/template/list", Respond: test.respond})
						},
						Config:      config,
						ExpectError: says(test.says),
					},
					{
						PreConfig: func() {
							if got := w.paths(); got != "1 × GET /app/details/{appId}, 1 × GET /template/list" {
								t.Errorf("calls of a plan that fails: %s", got)
							}
							w.ClearFaults()
						},
						Config:           config,
						ConfigPlanChecks: action("itniotech_otp_template.test[7]", plancheck.ResourceActionNoop),
					},
				},
			})
		})
	}
}

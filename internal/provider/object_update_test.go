package provider

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreFaults_lostUpdate reads an object back when the answer to its update
// was lost, and calls it updated only if it has every planned value.
func TestCoreFaults_lostUpdate(t *testing.T) {
	t.Parallel()
	const kept = "Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."
	html := simulator.RespondHTTP(http.StatusOK, "text/html", "<html>")
	for name, test := range map[string]struct {
		fault   simulator.Fault
		repeats int
		puts    int
		says    string
	}{
		"closed after the commit":    {fault: simulator.Fault{Commit: true}, puts: 1},
		"reset after the commit":     {fault: simulator.Fault{Commit: true, Respond: reset}, puts: 1},
		"HTML after the commit":      {fault: simulator.Fault{Commit: true, Respond: html}, puts: 1},
		"system error and commit":    {fault: simulator.Fault{Commit: true, Respond: simulator.RespondStatus(-18, "")}, puts: 1},
		"truncated":                  {fault: edited(`(?s).....$`, ""), puts: 1},
		"no data":                    {fault: edited(`(?s)"data":\{.*\},"reason"`, `"data":null,"reason"`), puts: 1},
		"data of another form":       {fault: edited(`(?s)"data":\{.*\},"reason"`, `"data":[7],"reason"`), puts: 1},
		"id 0":                       {fault: edited(`"(app|template|flow)Id":("[^"]+"|\d+)`, `"${1}Id":0`), puts: 1},
		"endless":                    {fault: simulator.Fault{Commit: true, Respond: endless}, puts: 1},
		"closed before the commit":   {fault: simulator.Fault{Times: 1}, puts: 1, says: "failed: EOF. " + kept},
		"closed, then repeated":      {fault: simulator.Fault{Times: 1}, repeats: 1, puts: 2},
		"committed 2 s later":        {fault: simulator.Fault{Times: 1, CommitAfter: 2 * time.Second}, repeats: 1, puts: 2},
		"503, then repeated":         {fault: simulator.Fault{Times: 1, Respond: simulator.RespondHTTP(503, "text/plain", "")}, repeats: 1, puts: 2},
		"system error, and repeated": {fault: simulator.Fault{Times: 1, Respond: simulator.RespondStatus(-18, "")}, repeats: 1, puts: 2},
		"429, then repeated":         {fault: simulator.Fault{Times: 1, Respond: simulator.RespondHTTP(429, "text/plain", "")}, repeats: 1, puts: 2},
		"500 for ever": {
			fault: simulator.Fault{Respond: simulator.RespondHTTP(500, "text/plain", "")}, repeats: 1, puts: 2,
			says: "answered with HTTP 500 (Internal Server Error) instead of the API's JSON. Try again later; if this persists, check base_url. It was attempted 2 times. " + kept,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				w.repeats = test.repeats
				before, after := s.config(w), s.config(w, s.rich...)
				step := resource.TestStep{
					PreConfig: func() {
						w.ResetRequests()
						fault := test.fault
						fault.Method = http.MethodPut
						w.Inject(fault)
					},
					Config:           after,
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate),
				}
				steps := []resource.TestStep{{Config: before}, step}
				if test.says != "" {
					step.ConfigPlanChecks, step.ExpectError = resource.ConfigPlanChecks{}, says(test.says)
					steps = []resource.TestStep{{Config: before}, step, {
						PreConfig: func() {
							if puts := len(w.writes()); puts != test.puts {
								t.Errorf("%d updates were sent, want %d", puts, test.puts)
							}
							w.ClearFaults()
						},
						Config:           after,
						ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate),
					}}
				}
				onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
				if puts := len(w.writes()); test.says == "" && puts != test.puts {
					t.Errorf("%d updates were sent, want %d", puts, test.puts)
				}
			}, listed)
		})
	}
}

// TestCoreFaults_lostThenRefusedUpdate reads an object back when the first
// answer was lost and the repeat refused: the first may have been carried out.
func TestCoreFaults_lostThenRefusedUpdate(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.repeats = 1
		w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1, Commit: true})
		w.Inject(simulator.Fault{Method: http.MethodPut, Respond: simulator.RespondStatus(-20, "data existing")})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w)},
				{Config: s.config(w, s.rich...), ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate)},
			},
		})
	})
}

// TestCoreFaults_lostLimit does not take an application for updated that has no
// limit yet, however the API shows that.
func TestCoreFaults_lostLimit(t *testing.T) {
	t.Parallel()
	for _, form := range []simulator.DisabledLimit{simulator.DisabledAsNulls, simulator.DisabledAsNull, simulator.DisabledAsAbsent, simulator.DisabledAsEmptyObject} {
		t.Run(form.String(), func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, func(o *simulator.Options) { o.DisabledLimit = form })
			w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1})
			limited := appConfig(w, `period_phone_send_limit = { limit = 5, period = 1, unit = "hour" }`)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: appConfig(w)},
					{Config: limited, ExpectError: says("failed: EOF. Whether the change took effect is not known.")},
					{Config: limited, ConfigPlanChecks: action(appAddress, plancheck.ResourceActionUpdate)},
				},
			})
		})
	}
}

// TestCoreFaults_updatedOtherwise saves what was planned when the API kept
// something else, says so, and shows it in the next plan.
func TestCoreFaults_updatedOtherwise(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		before, after := s.config(w), s.config(w, s.rich...)
		w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: before},
				{
					Config: after, ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate), ExpectNonEmptyPlan: true,
					Check: checked(func() {
						warnings := w.takeWarnings()
						want := fmt.Sprintf("%s %s Differs from the Plan\nThe API accepted the %s %q (id %s) but kept other values than it was sent for: %s. "+
							"The state has the planned values; the next plan shows what the API kept.", explain.TitleCase(s.noun), s.id(w), s.noun, s.objectName, s.id(w), s.richNames)
						if len(warnings) != 1 || warnings[0] != want {
							t.Errorf("warnings = %q, want %q", warnings, want)
						}
					}),
				},
				{Config: after, ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate)},
			},
		})
	})
}

package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// lives take each kind of resource through all that can happen to it. Each step's plan after the apply has to be empty.
func lives() map[string]func(*testing.T, *testAccount, runner) {
	return map[string]func(*testing.T, *testAccount, runner){
		"app": appLife, "template": templateLife, "flow": flowLife, "verification": messageLife,
	}
}

// TestCoreLife lives each life in every form of the API.
func TestCoreLife(t *testing.T) {
	t.Parallel()
	for kind, life := range lives() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			everyVariant(t, life)
		})
	}
}

// TestAccLife lives each life, and a sample of what can go wrong, through the CLI as well. It fails if anything comes
// out differently than on OpenTofu's core, because most tests run on the core alone.
func TestAccLife(t *testing.T) {
	t.Parallel()
	sample := lives()
	maps.Copy(sample, map[string]func(*testing.T, *testAccount, runner){
		"handed over": handOverLife, "replaced": replacedLife, "refused": refusedLife, "faulty": faultyLife,
	})
	for name, life := range sample {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var observed [2]observation
			for i, run := range []runner{throughCLI, onCore} {
				w := newTestAccount(t)
				observed[i].testAccount = w
				life(t, w, observed[i].observing(run))
				observed[i].note("writes: " + routes(w.writes()))
			}
			cli, core := observed[0].seen, observed[1].seen
			for i := range max(len(cli), len(core)) {
				if i >= len(cli) || i >= len(core) || cli[i] != core[i] {
					t.Fatalf("observation %d:\n  through the CLI: %.2000s\n  on the core: %.2000s", i+1, at(cli, i), at(core, i))
				}
			}
		})
	}
}

func at(seen []string, i int) string {
	if i < len(seen) {
		return seen[i]
	}
	return "none"
}

// observation is what a life came to: for each step what was planned, said, and is in the state after it.
type observation struct {
	testAccount *testAccount
	seen        []string
}

// note keeps a text without what is different in every account: addresses, times, and ids that are made up.
func (o *observation) note(text string) {
	for i, app := range o.testAccount.Apps() {
		text = strings.ReplaceAll(text, app.ID, fmt.Sprintf("app-%d", i+1))
	}
	o.seen = append(o.seen, regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:+]*|terraform-\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"code":"\d+"|\d{20}|http://[^"]*`).ReplaceAllString(text, "…"))
}

// observing runs a test case and notes what comes of its steps.
func (o *observation) observing(run runner) runner {
	return func(t *testing.T, c resource.TestCase) {
		t.Helper()
		for i, step := range c.Steps {
			if step.ImportState || step.RefreshState {
				continue
			}
			step.ConfigPlanChecks.PreApply = append([]plancheck.PlanCheck{planned(func(req plancheck.CheckPlanRequest) error {
				var changes []string
				for _, change := range req.Plan.ResourceChanges {
					changes = append(changes, fmt.Sprintf("%s %v", change.Address, change.Change.Actions))
				}
				slices.Sort(changes)
				o.note(fmt.Sprintf("step %d plans: %s", i+1, strings.Join(changes, ", ")))
				return nil
			})}, step.ConfigPlanChecks.PreApply...)
			step.ConfigStateChecks = append([]statecheck.StateCheck{stateSeen(func(values string) {
				o.note(fmt.Sprintf("step %d leaves: %s", i+1, values))
			})}, step.ConfigStateChecks...)
			c.Steps[i] = step
		}
		run(t, c)
		said := o.testAccount.takeWarnings()
		slices.Sort(said)
		o.note("warnings: " + strings.Join(said, "\n"))
	}
}

// stateSeen is given all values of a state.
type stateSeen func(values string)

// CheckState implements statecheck.StateCheck.
func (s stateSeen) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	values := map[string]any{}
	if req.State.Values != nil {
		for _, held := range req.State.Values.RootModule.Resources {
			values[held.Address] = held.AttributeValues
		}
	}
	text, err := json.Marshal(values)
	if err != nil {
		resp.Error = err
		return
	}
	s(string(text))
}

// handOverLife gives a name to another resource, and retires what had it.
func handOverLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	s := testKinds()[1]
	w.addApp()
	config := func(first, second string) string {
		return w.block() + s.resource(w, "test", first, own(object.Retire)) + s.resource(w, "second", second, own(object.Retire), "depends_on = ["+s.address+"]")
	}
	run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
		{Config: config(`"login-en"`, `"login-de"`)},
		{Config: config(`"login-fr"`, `"login-en"`)},
		{Config: w.block() + s.resource(w, "second", `"login-en"`, own(object.Retire))},
	}})
}

// replacedLife replaces an application with its template, in both orders of the new and the old one.
func replacedLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	family := func(version string, lines ...string) string {
		lines = append(lines, own(object.Retire), "lifecycle { replace_triggered_by = [terraform_data.version] }")
		return withTemplate(w, lines, []string{own(object.Retire)}) + data("version", version)
	}
	run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
		{Config: family("1")}, {Config: family("2")}, {Config: family("2", "code_expiry = 6")},
	}})
}

// refusedLife plans what is refused on an attribute, with and without a place, while planning and in the apply.
func refusedLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	s := testKinds()[1]
	w.addApp()
	s.hold(w, "taken")
	run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
		{Config: s.config(w, "code_length = 3"), ExpectError: says("Invalid Attribute Value")},
		{Config: s.config(w, own(object.Prevent))},
		{Config: w.block(), ExpectError: atPlan(s.mustNot("destroys", resourceForbids))},
		{Config: s.config(w)},
		{Config: s.config(w) + s.resource(w, "second", `"taken"`, "depends_on = ["+s.address+"]"), ExpectError: saysAnyID(s.taken("second", "taken", "100", sameSettings))},
		{Config: s.named(s.config(w), "taken"), ExpectError: says(nameTaken + "Nothing was changed, and the state is kept as it was.")},
		{Config: s.config(w)},
	}})
}

// faultyLife has answers lost, and calls refused.
func faultyLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	s := testKinds()[1]
	w.addApp()
	w.repeats = 1
	run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
		{PreConfig: func() { w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Commit: true}) }, Config: s.config(w)},
		{PreConfig: func() { w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1, Commit: true}) }, Config: s.config(w, "code_length = 8")},
		{PreConfig: func() { w.Inject(simulator.Fault{Method: http.MethodGet, Times: 1}) }, Config: s.config(w, "code_length = 8")},
	}})
}

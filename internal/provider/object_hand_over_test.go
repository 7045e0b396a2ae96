package provider

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// repetitions is how often a plan is made that must not depend on the order in
// which Terraform happens to walk.
const repetitions = 4

// TestCoreObject_handOver gives a new object the name that another one is
// planned to leave: always if depends_on orders the two, and otherwise if the
// other one is planned first.
func TestCoreObject_handOver(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		renamed := w.block() + s.resource(w, "test", `"renamed"`)
		unordered := renamed + s.resource(w, "second", s.quoted())
		ordered := renamed + s.resource(w, "second", s.quoted(), "depends_on = ["+s.address+"]")
		read, leaves, takes := "read "+s.objectName, s.objectName+"→renamed", "→"+s.objectName
		in := func(order ...string) func() { return func() { w.order = order } }
		w.run(t,
			[]resource.TestStep{{Config: s.config(w)}},
			prepared(func() { w.own(); in(leaves, takes)() }, plans(unordered)...),
			// Here the plan would have to wait for one that comes later.
			prepared(in(takes, read, leaves), fails(unordered, s.takenBy("second", s.objectName, anyID, sameSettings))...),
			prepared(in(read, takes, leaves), fails(unordered, s.keepsItsName())...),
			prepared(func() { in()(); w.ResetRequests() }, resource.TestStep{
				Config: ordered, ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate), Check: checked(func() {
					w.expectWarnings(t)
					if writes := routes(w.writes()); writes != fmt.Sprintf("1 × PUT %s, 1 × POST /%s/add", s.updates(), s.name) {
						t.Errorf("writes: %s, want a rename and a create", writes)
					}
				}),
			}),
		)
	}, listed)
}

// TestCoreObject_handOverNoRefresh does so in a plan that reads nothing.
func TestCoreObject_handOverNoRefresh(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		w.patience = time.Minute
		config := w.block() + s.resource(w, "test", `"renamed"`) + s.resource(w, "second", s.quoted(), "depends_on = ["+s.address+"]")
		options := &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}}
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(), AdditionalCLIOptions: options,
			Steps: []resource.TestStep{{Config: s.config(w)}, {PreConfig: w.own, Config: config}},
		})
		w.expectWarnings(t)
	}, listed)
}

// TestCoreObject_handOverRetired gives a new object the name of one that is
// retired. Nothing orders the two in the apply, which succeeds if the old one
// goes first, and is finished by the next one otherwise.
func TestCoreObject_handOverRetired(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		before := s.config(w, `deletion_policy = "RETIRE"`)
		after := w.block() + s.resource(w, "second", s.quoted(), `deletion_policy = "RETIRE"`)
		goes, takes := s.objectName+"→", "→"+s.objectName
		in := func(order ...string) func() { return func() { w.order = order } }
		retired := func() {
			if warnings := w.takeWarnings(); len(warnings) != 1 || !strings.HasPrefix(warnings[0], explain.TitleCase(s.noun)+"s Are Retired\n") {
				t.Errorf("warnings = %q, want one about what is retired", warnings)
			}
		}
		w.run(t,
			[]resource.TestStep{{Config: before, Check: checked(func() { w.own(); w.takeWarnings() })}},
			// The new one is planned once more in the apply.
			prepared(in(goes, takes), resource.TestStep{Config: after, ConfigPlanChecks: afterPlan(in("apply "+goes, takes)), Check: checked(retired)}),
			prepared(in(goes, takes), resource.TestStep{
				Config: before, ConfigPlanChecks: afterPlan(in("apply "+takes, "apply "+goes)), ExpectError: says("The API answered with status -20 (data existing)."),
			}),
			// The apply that fails may warn once more that the name is taken.
			prepared(in(), resource.TestStep{Config: before, ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate)}),
		)
		if posts := w.posts(); posts != 4 {
			t.Errorf("%d creates were sent, want the first, the two that pass and the one that is refused", posts)
		}
	}, listed)
}

// TestCoreObject_handOverReplaced gives a new object the name of one that is
// replaced under RETIRE by one of another name.
func TestCoreObject_handOverReplaced(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		w.patience = time.Minute
		config := func(name, version string) string {
			return w.block() + data("version", version) +
				s.resource(w, "test", name, `deletion_policy = "RETIRE"`, "lifecycle { replace_triggered_by = [terraform_data.version] }")
		}
		replaced := config(`"renamed"`, "2") + s.resource(w, "second", s.quoted())
		w.run(t, []resource.TestStep{{Config: config(s.quoted(), "1")}},
			prepared(func() { w.own(); w.order = []string{s.objectName + "→renamed", "→" + s.objectName} }, plans(replaced, plancheck.ExpectResourceAction(s.address, plancheck.ResourceActionDestroyBeforeCreate))...))
	}, listed)
}

// TestHandOverInAnyOrder plans a new template at the same time as the one that
// has its name: silently if that leaves the name, and with an error if it keeps it.
func TestHandOverInAnyOrder(t *testing.T) {
	t.Parallel()
	const typeName = "itniotech_otp_template"
	template := func(pairs ...any) map[string]any {
		attributes := map[string]any{
			"id": "100", "app_id": "mRELxtHc", "name": "login-en", "text": "Your code: ##code##", "code_type": "NUMERIC", "code_length": 4,
			"speech_rate": 50, "language": "EN", "max_duration": 59, "repeat_count": 1, "sms_encoding": "GSM-7", "sms_segments": 1,
		}
		for i := 0; i < len(pairs); i += 2 {
			attributes[pairs[i].(string)] = pairs[i+1]
		}
		return attributes
	}
	for name, test := range map[string]struct {
		becomes map[string]any
		policy  string
		errors  int
	}{
		"unchanged":               {template(), object.Abandon, 1},
		"changed":                 {template("text", "##code##"), object.Abandon, 1},
		"renamed":                 {template("name", "renamed"), object.Abandon, 0},
		"destroyed":               {nil, object.Abandon, 1},
		"destroyed and retired":   {nil, object.Retire, 0},
		"replaced":                {template("app_id", "another1", "name", "renamed"), object.Abandon, 1},
		"replaced and retired":    {template("app_id", "another1", "name", "renamed"), object.Retire, 0},
		"kept from being retired": {template("name", "login-en"), object.Retire, 1},
	} {
		for range repetitions {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, listed)
				w.PutTemplate(heldTemplate())
				looked := make(chan struct{})
				w.Inject(simulator.Fault{Path: "/template/list", Times: 1, Commit: true, Respond: func(rw http.ResponseWriter, r *http.Request) {
					defer close(looked)
					simulator.RespondEdited(nil)(rw, r)
				}})
				w.patience = time.Minute
				p := newPacedProtocol(t, w.pace())
				expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", w.url, "deletion_policy", test.policy)))
				var group sync.WaitGroup
				group.Go(func() {
					if got := p.plan(t.Context(), t, typeName, nil, template("id", unknown{})); len(got) != test.errors {
						t.Errorf("the plan of the new one says %q, want %d errors", got, test.errors)
					}
				})
				group.Go(func() {
					<-looked // the closest race: one knows who has the name while the other is about to be read
					p.read(t.Context(), t, typeName, template())
					p.plan(t.Context(), t, typeName, template(), test.becomes)
				})
				group.Wait()
			})
		}
	}
}

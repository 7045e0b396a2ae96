package provider

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// relabeled is the configuration of the object under another address.
func (s testKind) relabeled(w *testAccount, label string, lines ...string) string {
	return s.resource(w, label, s.quoted(), lines...)
}

// importTo is an import block.
func (s testKind) importTo(label, id string) string {
	return fmt.Sprintf("import {\n  to = %s.%s\n  id = %q\n}\n", s.typeName(), label, id)
}

// TestAccObject_retiredElsewhere refuses to retire an object that another resource keeps, no matter which of the
// two is planned first. The block was renamed, and an import block gives the new address the same object.
func TestAccObject_retiredElsewhere(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		retiring := own(object.Retire)
		adopted := s.config(w, retiring) + s.importTo("test", s.heldID)
		s.hold(w, s.objectName)
		renamed := w.block() + s.relabeled(w, "renamed", retiring) + s.importTo("renamed", s.heldID)
		refused := saysAnyID(fmt.Sprintf("Two resources have the %s %q (id %s) in the state. One keeps it, and the other one goes under deletion_policy = \"RETIRE\", "+
			"which would rename the object that the first one manages. Nothing was changed.", s.noun, s.objectName, s.heldID))
		keeps, goes := s.objectName+"→"+s.objectName, s.objectName+"→"
		run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
			{Config: adopted},
			{PreConfig: func() { w.ResetRequests(); w.order = []string{keeps, goes} }, Config: renamed, ExpectError: refused},
			{PreConfig: func() { w.order = []string{goes, keeps} }, Config: renamed, ExpectError: refused},
			{PreConfig: func() { w.order = nil }, Config: s.config(w, retiring), Check: checked(func() { w.expectWrites(t) })},
			{Config: s.config(w, own(object.Abandon))},
		}})
	})
}

// TestCoreObject_leftElsewhere lets one of two addresses go that leaves the object as it is, and warns while there are two.
func TestCoreObject_leftElsewhere(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		one := s.config(w)
		two := one + s.relabeled(w, "second")
		s.hold(w, s.objectName)
		warning := fmt.Sprintf("%s %s Has Two Addresses\nTwo resources manage the %s %q (id %[2]s), so each may undo what the other one has changed. "+
			"Take one of them out of the state with a removed block and destroy = false.", explain.TitleCase(s.noun), s.heldID, s.noun, s.objectName)
		twice := func() { w.expectWarnings(t, warning) }
		w.run(t,
			[]resource.TestStep{{Config: one + s.importTo("test", s.heldID)}},
			prepared(w.fresh, plans(two+s.importTo("second", s.heldID))...),
			prepared(twice, resource.TestStep{Config: two + s.importTo("second", s.heldID), Check: checked(twice)}),
			[]resource.TestStep{{PreConfig: w.fresh, Config: two, Check: checked(twice)}, {PreConfig: w.fresh, Config: one, Check: checked(func() { w.expectWarnings(t); w.expectWrites(t) })}},
		)
	})
}

// TestCoreObject_prevented keeps what PREVENT was applied to, although the change that taints it also takes the policy away.
func TestCoreObject_prevented(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		protected := s.config(w, own(object.Prevent))
		taint := []string{s.address}
		renamed := func(lines ...string) string { return s.named(s.config(w, lines...), "second") }
		refused := saysAnyID(fmt.Sprintf("The plan replaces the %s %q (id %s), which deletion_policy = \"PREVENT\" forbids. Nothing was changed. ", s.noun, s.objectName, anyID))
		inState := fmt.Sprintf("The plan creates the %s %q, but the state already has the %s %[2]q (id %[4]s). %s "+
			`- If this resource was tainted, run "terraform untaint", which keeps the object. It cannot be replaced, because deletion_policy = "PREVENT" was applied to it.`,
			s.noun, s.objectName, s.short, anyID, unique)
		w.run(t,
			[]resource.TestStep{{Config: protected, Check: checked(w.fresh)}},
			// A plan does not see which object a new one replaces unless it has its name: the apply does.
			[]resource.TestStep{{Taint: taint, Config: renamed(own(object.Retire)), ExpectError: refused}, {Config: renamed(), ExpectError: refused}},
			fails(s.config(w, own(object.Retire)), inState), fails(s.config(w), inState),
			[]resource.TestStep{{Config: w.block() + fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", s.address)}},
		)
		w.expectWrites(t)
	}, listed)
}

// TestCoreObject_deposed retires an object that create_before_destroy has replaced and that could not be retired at
// first. The current object cannot take its name back at once, and the advice how to get it works.
func TestCoreObject_deposed(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := func(name, trigger string) string {
			return s.named(s.config(w, own(object.Retire), triggeredBefore), name) + data("trigger", trigger)
		}
		w.run(t,
			[]resource.TestStep{{Config: config(s.objectName, "1"), Check: checked(w.own)}},
			[]resource.TestStep{{
				Config: config("second", "2"), ConfigPlanChecks: afterPlan(func() {
					w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1, Respond: simulator.RespondStatus(-18, "system error")})
				}), ExpectError: says("Unable to Destroy " + explain.TitleCase(s.noun)),
			}},
			// The change is taken back: the old object has the name until its own resource was changed.
			prepared(func() { w.ClearFaults(); w.fresh() }, resource.TestStep{Config: config(s.objectName, "2"), ExpectError: saysAnyID(
				fmt.Sprintf("If the plan shows that %s as a deposed object of this resource, its destroy always comes second. "+
					"Apply once with the name that the current %[1]s has, which destroys the deposed one. Then change the name.", s.short),
			)}),
			[]resource.TestStep{
				{Config: config("second", "2")},
				{Config: config(s.objectName, "2"), ConfigPlanChecks: action(s.address, plancheck.ResourceActionUpdate), ConfigStateChecks: state(s.address, "name", s.objectName)},
			},
		)
	}, listed)
}

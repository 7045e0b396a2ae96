package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreObject_handOver gives a new object the name that another one is
// planned to leave: always if depends_on orders the two, and otherwise if the
// other one is planned first. No plan waits for another one.
func TestCoreObject_handOver(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		renamed := w.block() + s.resource(w, "test", `"renamed"`)
		unordered := renamed + s.resource(w, "second", s.quoted())
		ordered := renamed + s.resource(w, "second", s.quoted(), "depends_on = ["+s.address+"]")
		unknown := w.block() + data("name", "renamed") + s.resource(w, "test", "terraform_data.name.output") +
			s.resource(w, "second", s.quoted(), "depends_on = ["+s.address+"]")
		read, leaves, takes := "read "+s.objectName, s.objectName+"→renamed", "→"+s.objectName
		in := func(order ...string) func() { return func() { w.order = order } }
		w.run(t,
			[]resource.TestStep{{Config: s.config(w), Check: checked(w.own)}},
			prepared(in(leaves, takes), plans(unordered)...),
			prepared(in(takes, read, leaves), fails(unordered, s.taken("second", s.objectName, anyID, sameSettings))...),
			prepared(in(read, takes, leaves), fails(unordered, s.managed("second"))...),
			prepared(in(), plans(unknown)...),
			prepared(func() { w.expectWarnings(t); w.ResetRequests() }, resource.TestStep{
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		before := s.config(w, `deletion_policy = "RETIRE"`)
		after := w.block() + s.resource(w, "second", s.quoted(), `deletion_policy = "RETIRE"`)
		goes, takes := s.objectName+"→", "→"+s.objectName
		in := func(order ...string) func() { return func() { w.order = order } }
		retired := func() {
			warnings := slices.Sorted(slices.Values(w.takeWarnings())) // two plans may warn at the same moment
			if len(warnings) != 2 || !strings.HasPrefix(warnings[1], explain.TitleCase(s.noun)+"s Are Retired\n") ||
				!strings.HasPrefix(warnings[0], fmt.Sprintf("%s Name %q Is Not Free Yet\n", explain.TitleCase(s.noun), s.objectName)) {
				t.Errorf("warnings = %q, want one about what is retired, and one that it may come too late", warnings)
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := func(name, version string) string {
			return w.block() + data("version", version) +
				s.resource(w, "test", name, `deletion_policy = "RETIRE"`, "lifecycle { replace_triggered_by = [terraform_data.version] }")
		}
		replaced := config(`"renamed"`, "2") + s.resource(w, "second", s.quoted())
		w.run(t, []resource.TestStep{{Config: config(s.quoted(), "1")}},
			prepared(func() { w.own(); w.order = []string{s.objectName + "→renamed", "→" + s.objectName} }, plans(replaced, plancheck.ExpectResourceAction(s.address, plancheck.ResourceActionDestroyBeforeCreate))...))
	}, listed)
}

// TestCoreObject_renames plans to rename objects to names that others have, in
// each order of what Terraform plans at the same time.
func TestCoreObject_renames(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		named := func(names ...string) string {
			config := w.block()
			for i, name := range names {
				config += s.resource(w, string(rune('a'+i)), fmt.Sprintf("%q", name))
			}
			return config
		}
		in := func(order ...string) func() { return func() { w.takeWarnings(); w.order = order } }
		warned := func() { w.expectWarned(t, fmt.Sprintf("%s Name %q Is Taken", explain.TitleCase(s.noun), "two2")) }
		renames := fmt.Sprintf("renames the %s \"one1\" (id %s) to \"two2\"", s.noun, anyID)
		keeps := fmt.Sprintf("The plan %s, but the %s \"two2\" (id %s)", renames, s.short, anyID)
		swapped := "The plan swaps the names of " + s.short + "s: the "
		w.run(t,
			[]resource.TestStep{{Config: named("one1", "two2", "three3"), Check: checked(w.own)}},
			// Onto a name that another one keeps: the error is on the one that is planned second.
			prepared(in("two2→two2", "one1→two2"), fails(named("two2", "two2", "three3"), keeps+", which another resource manages, keeps this name. "+unique+" "+third)...),
			prepared(in("one1→two2", "two2→two2"), fails(named("two2", "two2", "three3"), keeps+" keeps this name. "+unique+" "+third)...),
			// Onto a name that another one leaves: a warning if that is planned second.
			prepared(in("two2→four4", "one1→two2"), plans(named("two2", "four4", "three3"))...),
			prepared(func() { w.expectWarnings(t); in("one1→two2", "two2→four4")() }, plans(named("two2", "four4", "three3"))...),
			prepared(func() { warned(); in("one1→two2", "two2→one1")() }, fails(named("two2", "one1", "three3"), swapped)...),
			prepared(in("two2→one1", "one1→two2"), fails(named("two2", "one1", "three3"), swapped)...),
			prepared(in("two2→three3", "three3→one1", "one1→two2"), fails(named("two2", "three3", "one1"), swapped)...),
			// Onto a name that an object of no state has.
			prepared(func() { in()(); s.hold(w, "four4") }, plans(named("four4", "two2", "three3"))...),
			prepared(func() { w.expectWarned(t, fmt.Sprintf("%s Name %q Is Taken", explain.TitleCase(s.noun), "four4")) },
				fails(named("four4", "two2", "three3"), nameTaken+"Nothing was changed, and the state is kept as it was. ")...),
			prepared(in(), resource.TestStep{Config: named("one1", "two2", "three3"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}}),
		)
	}, listed)
}

// TestCoreObject_shift takes the first element out of a list of objects with count: each of the others gets the name of
// the next one, and the last one goes. One apply does it under RETIRE, in any order of the writes.
func TestCoreObject_shift(t *testing.T) {
	t.Parallel()
	const count = 8 // no more than a core works on at once
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		shifted := func(from int) string {
			var names []string
			for i := from; i < count; i++ {
				names = append(names, fmt.Sprintf("\"name-%02d\"", i))
			}
			list := "[" + strings.Join(names, ", ") + "]"
			return w.block() + s.resource(w, "test", list+"[count.index]", own(object.Retire), fmt.Sprintf("count = %d", len(names)))
		}
		w.run(t, []resource.TestStep{{Config: shifted(0)}, {
			PreConfig: func() {
				// Each write waits for the one that gives its name up, and none runs out of patience.
				w.clock.stopped = make(chan struct{})
				time.AfterFunc(time.Minute, func() { close(w.clock.stopped) })
			},
			Config: shifted(1),
			Check: checked(func() {
				for i := 1; i < count; i++ {
					if name := fmt.Sprintf("name-%02d", i); w.named(name) != 1 {
						t.Errorf("%d objects are called %s, want 1", w.named(name), name)
					}
				}
			}),
		}})
	}, listed, func(o *simulator.Options) { o.RefuseRepeatedSignature = false })
}

// expectWarned compares the summaries of the warnings since they were last taken.
func (w *testAccount) expectWarned(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, warning := range w.takeWarnings() {
		summary, _, _ := strings.Cut(warning, "\n")
		got = append(got, summary)
	}
	if !slices.Equal(got, want) {
		t.Errorf("warned of %q, want %q", got, want)
	}
}

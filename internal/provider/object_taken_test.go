package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// own gives each application a template, by which it can be found.
func (w *world) own() {
	for i, app := range w.Apps() {
		template := heldTemplate()
		template.ID, template.AppID, template.Name = 200+int64(i), app.ID, fmt.Sprintf("owned-%d", i)
		w.PutTemplate(template)
	}
}

func (s subject) typeName() string { return strings.TrimSuffix(s.address, ".test") }

// resource is a resource of the kind under a label, whose name is given as in HCL.
func (s subject) resource(w *world, label, name string, lines ...string) string {
	_, block, _ := strings.Cut(s.config(w, lines...), "\n}\n")
	return strings.NewReplacer(`"test" {`, fmt.Sprintf("%q {", label), fmt.Sprintf("name = %q", s.objectName), "name = "+name).Replace(block)
}

// quoted is the name of the subject's configuration as in HCL.
func (s subject) quoted() string { return fmt.Sprintf("%q", s.objectName) }

// onName begins an error: its summary, and the line of the configuration that it points at.
func (s subject) onName(summary, label, name string) string {
	return fmt.Sprintf("Error: %s with %s.%s, on terraform_plugin_test.tf line %s, in resource %q %q: %[4]s: name = %[7]s ",
		summary, s.typeName(), label, anyID, s.typeName(), label, name)
}

// importing is the block that a diagnostic has ready for an object.
func (s subject) importing(id string) string {
	return fmt.Sprintf("import {\n  to = %s.RESOURCE_NAME\n  id = %q\n}", s.typeName(), id)
}

// heldBy is what an error says about a holder whose id is known.
func (s subject) heldBy(id, has, compared string) string {
	return fmt.Sprintf("The %s with the id %s has %s. %s If Terraform manages it under another address, because the resource was renamed, use a moved block. "+
		"If nothing manages it (a destroy leaves it in the account), import it, or choose another name:\n\n%s\n\n%s", s.short, id, has, compared, s.importing(id), otherWays)
}

// heldByUnseen is what an error says if no holder is known.
func (s subject) heldByUnseen() string {
	return fmt.Sprintf("The %[1]s that has the name may have been destroyed by Terraform, which leaves it in the account, or made in the console, "+
		"or it may be managed by another resource or another state. Choose another name; or rename the resource in the configuration with a moved block, "+
		"if it is the same %[1]s; or, if nothing else manages it, import it. %[2]s\n\n%[3]s\n\n%[4]s", s.short, s.hint, s.importing("ID"), otherWays)
}

// heldByFirst is what an error says if another resource of the run got the name.
func (s subject) heldByFirst() string {
	return fmt.Sprintf("This run has just created the %s that has the name, with the id %s: two resources of the configuration ask for the same name. "+
		"Give one of them another.", s.short, anyID)
}

// taken is the summary and the detail of a plan that creates an object whose name another one has.
func (s subject) taken(name, heldBy string) (summary, detail string) {
	return explain.TitleCase(s.noun) + " Name Is Taken",
		fmt.Sprintf("The plan creates the %s %q, but the name is taken, and nothing can be deleted. %s", s.noun, name, heldBy)
}

// takenBy is the error of such a plan.
func (s subject) takenBy(label, name, id, compared string) string {
	summary, detail := s.taken(name, s.heldBy(id, "the name", compared))
	return s.onName(summary, label, fmt.Sprintf("%q", name)) + detail
}

// mayBeTaken is the warning of such a plan where that may not matter.
func (s subject) mayBeTaken(name, id, has, unless string) string {
	return fmt.Sprintf("%s Name %q May Be Taken\nThe %s with the id %s has the name%s. If %s, which is not documented, the API refuses to create another, "+
		"and nothing is created. If it is the same %[3]s, import it instead:\n\n%[7]s", explain.TitleCase(s.noun), name, s.short, id, has, unless, s.importing(id))
}

// isTwice is the error of a plan that gives one name to two objects.
func (s subject) isTwice() string {
	return s.onName("Same "+explain.TitleCase(s.noun)+" Name Twice", anyID, s.quoted()) + fmt.Sprintf(
		"Two resources of the configuration plan the %s %q. Names are unique, and nothing can be deleted: give one of them another.", s.noun, s.objectName)
}

// refused is the error of a create up to what it knows of the holder. The name stands in the configuration as in HCL.
func (s subject) refused(label, name string) string {
	return s.onName("Unable to Create "+explain.TitleCase(s.noun), label, name) +
		fmt.Sprintf("Terraform could not create the %s %q. %sNothing was created. ", s.noun, s.objectName, nameTaken)
}

const (
	sameSettings = "It has the settings of the configuration."
	differsIn    = "It differs from the configuration in "
)

// errPlanned ends a step whose plan has succeeded.
var errPlanned = errors.New("planned, and not to be applied")

// plans is a step that plans and applies nothing.
func plans(config string, checks ...plancheck.PlanCheck) []resource.TestStep {
	checks = append(checks, planned(func(plancheck.CheckPlanRequest) error { return errPlanned }))
	return []resource.TestStep{{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: checks}, ExpectError: says(errPlanned.Error())}}
}

// fails is a step that ends with an error.
func fails(config, text string) []resource.TestStep {
	return []resource.TestStep{{Config: config, ExpectError: saysAnyID(text)}}
}

// prepared does something before the first of some steps.
func prepared(does func(), steps ...resource.TestStep) []resource.TestStep {
	steps[0].PreConfig = does
	return steps
}

func (w *world) run(t *testing.T, steps ...[]resource.TestStep) {
	t.Helper()
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: slices.Concat(steps...)})
}

// expectWarnings compares the warnings since they were last taken, but for
// that of the destroy which ends each test.
func (w *world) expectWarnings(t *testing.T, want ...string) {
	t.Helper()
	got := slices.DeleteFunc(w.takeWarnings(), func(warning string) bool {
		return warning == appsStay || warning == templatesStay || warning == flowsStay
	})
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("warnings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestCoreObject_takenAtPlan finds a taken name while planning, says how its
// holder differs, and hands over an import block that works.
func TestCoreObject_takenAtPlan(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		id := s.hold(w, s.objectName)
		block := strings.Replace(s.importing(id), "RESOURCE_NAME", "test", 1)
		first, _, _ := strings.Cut(s.richNames, ", ")
		var steps [][]resource.TestStep
		for _, test := range []struct {
			lines    []string
			compared string
			imported plancheck.ResourceActionType
		}{
			{nil, sameSettings, plancheck.ResourceActionNoop},
			{s.rich[:1], differsIn + first + ".", plancheck.ResourceActionUpdate},
			{s.rich, differsIn + s.richNames + ".", plancheck.ResourceActionUpdate},
		} {
			config := s.config(w, test.lines...)
			steps = append(steps,
				prepared(w.ResetRequests, fails(config, s.takenBy("test", s.objectName, id, test.compared))...),
				prepared(func() { w.expectPaths(t, "the plan", s.looks) }, plans(config+block, plancheck.ExpectResourceAction(s.address, test.imported))...))
		}
		w.run(t, steps...)
		w.expectWrites(t)
		w.expectWarnings(t)
	})
}

// TestCoreTemplateResource_takenCompared does not call different what only the apply knows.
func TestCoreTemplateResource_takenCompared(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), subjects()[1]
	id := s.hold(w, s.objectName)
	config := s.config(w, "text = terraform_data.text.output", "code_length = 10") + data("text", "##code##")
	w.run(t, fails(config, s.takenBy("test", s.objectName, id, differsIn+"code_length.")))
}

// TestCoreTemplateResource_takenElsewhere warns of names that templates of
// another application have: whether that matters is for the API to say.
func TestCoreTemplateResource_takenElsewhere(t *testing.T) {
	t.Parallel()
	s := subjects()[1]
	for appID, where := range map[string]string{
		`"mRELxtHc"`:               " in the application another1",
		"itniotech_otp_app.app.id": " in the application another1, and that of the new one is not known yet",
	} {
		for scope, isRefused := range map[simulator.NameScope]bool{simulator.NamesPerAccount: true, simulator.NamesPerApplication: false} {
			t.Run(appID+" "+scope.String(), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, listed, func(o *simulator.Options) { o.NameScope = scope })
				for i, name := range []string{s.objectName, "second"} {
					held := heldTemplate()
					held.ID, held.AppID, held.Name = 100+int64(i), "another1", name
					w.PutTemplate(held)
				}
				config := w.block() + subjects()[0].resource(w, "app", `"fresh"`) + s.resource(w, "test", s.quoted(), "app_id = "+appID)
				step := resource.TestStep{Config: config}
				if isRefused {
					step.ExpectError = saysAnyID(s.refused("test", s.quoted()) + s.heldBy("100", "the name", differsIn+"app_id."))
				}
				w.run(t, plans(config+s.resource(w, "second", `"second"`, "app_id = "+appID)), prepared(func() {
					const unless = "names have to be unique in the whole account"
					w.expectWarnings(t, s.mayBeTaken(s.objectName, "100", where, unless), s.mayBeTaken("second", "101", where, unless))
				}, step))
			})
		}
	}
}

// TestCoreObject_takenAlmost warns of a name that the API may take for the same.
func TestCoreObject_takenAlmost(t *testing.T) {
	t.Parallel()
	for _, almost := range []func(string) string{strings.ToUpper, func(name string) string { return " " + name }} {
		for _, counts := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s %t", almost("login"), counts), func(t *testing.T) {
				t.Parallel()
				everySubject(t, func(t *testing.T, s subject, w *world) {
					name := fmt.Sprintf("%q", almost(s.objectName))
					id := s.hold(w, almost(s.objectName))
					step := resource.TestStep{Config: s.config(w)}
					if counts {
						step.ExpectError = saysAnyID(s.refused("test", s.quoted()) + s.heldBy(id, "the name "+name+", which counts as the same", differsIn+"name."))
					}
					w.run(t, plans(s.config(w)), prepared(func() {
						w.expectWarnings(t, s.mayBeTaken(s.objectName, id, " "+name, "it counts as the same"))
					}, step))
				}, listed, func(o *simulator.Options) { o.NamesIgnoreCase, o.NamesIgnoreBlanks = counts, counts })
			})
		}
	}
}

// TestCoreObject_takenUnseen plans in silence what a plan cannot see, and says it at the apply.
func TestCoreObject_takenUnseen(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		id := s.hold(w, s.objectName)
		config := s.config(w)
		const name = "terraform_data.name.output"
		unknownName := w.block() + data("name", s.objectName) + s.resource(w, "test", name)
		unknownKey := data("key", "unknown") + strings.Replace(config, fmt.Sprintf("%q", simulator.DefaultAPIKey), "terraform_data.key.output", 1)
		expect := func(calls string) {
			w.expectPaths(t, "the plan", calls)
			w.expectWarnings(t)
		}
		w.run(t,
			prepared(w.ResetRequests, plans(unknownKey)...),
			prepared(func() { expect("") }, plans(unknownName)...),
			prepared(func() { expect("") }, fails(unknownName, strings.Replace(s.takenBy("test", s.objectName, id, sameSettings), s.quoted(), name, 1))...),
			prepared(func() {
				w.expectWrites(t)
				w.Inject(simulator.Fault{Path: s.lists(), Respond: simulator.RespondStatus(-18, "system error")})
			}, plans(config)...),
			prepared(func() { expect("1 × GET " + s.lists()) }, fails(config, s.refused("test", s.quoted())+s.heldByUnseen())...),
		)
		if posts := w.posts(); posts != 1 {
			t.Errorf("%d creates were sent, want the one that no plan could keep back", posts)
		}
	})
}

// TestCoreAppResource_takenByOwner asks for each application that has a
// template once, also for one of the state.
func TestCoreAppResource_takenByOwner(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t, listed), subjects()[0]
	config := s.config(w)
	w.run(t, []resource.TestStep{{Config: config}}, prepared(func() {
		w.PutApp(simulator.App{ID: "owner123", Name: "owner", CodeExpiry: 5})
		w.PutApp(simulator.App{ID: "held1234", Name: "sign-in", CodeExpiry: 6})
		w.own()
		w.PutApp(simulator.App{ID: "unseen12", Name: "unseen", CodeExpiry: 5})
		w.ResetRequests()
	}, fails(config+s.resource(w, "second", `"sign-in"`), s.takenBy("second", "sign-in", "held1234", differsIn+"code_expiry."))...))
	var calls []string
	for _, request := range w.calls() {
		calls = append(calls, request.Path+" "+request.ID)
	}
	want := []string{"/app/details/{appId} " + w.Apps()[0].ID, "/app/details/{appId} held1234", "/app/details/{appId} owner123", "/template/list "}
	slices.Sort(calls)
	slices.Sort(want)
	if !slices.Equal(calls, want) {
		t.Errorf("calls = %q, want %q", calls, want)
	}
}

// TestCoreObject_takenByOwn finds the name of an object of the state: one that
// stays as it is, and one that the plan forgets, most likely because its
// resource was renamed without a moved block.
func TestCoreObject_takenByOwn(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		config, second := s.config(w), s.resource(w, "second", s.quoted())
		removed := fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", s.address)
		taken := s.takenBy("second", s.objectName, anyID, sameSettings)
		read, keeps, goes, takes := "read "+s.objectName, s.objectName+"→"+s.objectName, s.objectName+"→", "→"+s.objectName
		letGo := taken
		if likeOpenTofu() { // reads what a removed block lets go of, so that it looks like a tainted object
			letGo = s.keepsItsName()
		}
		w.run(t,
			[]resource.TestStep{{Config: config}},
			prepared(func() { w.own(); w.order = []string{keeps, takes} }, fails(config+second, taken)...),
			prepared(func() { w.order = []string{goes, takes} }, fails(w.block()+second, taken)...),
			prepared(func() { w.order = []string{read, takes} }, fails(w.block()+second+removed, letGo)...),
			[]resource.TestStep{{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)}},
		)
		w.expectWarnings(t)
	}, listed)
}

// TestCoreAppResource_takenByUnlisted finds an application without a template by
// what is planned for it.
func TestCoreAppResource_takenByUnlisted(t *testing.T) {
	t.Parallel()
	w, s := newWorld(t), subjects()[0]
	config, second := s.config(w), s.resource(w, "second", s.quoted())
	taken := "The plan creates the OTP application \"login\", but the name is taken, and nothing can be deleted. The application with the id"
	w.run(t, []resource.TestStep{{Config: config, Check: checked(w.ResetRequests)}},
		prepared(func() { w.order = []string{"login→login", "→login"} }, fails(config+second, taken)...),
		prepared(func() { w.order = []string{"login→", "→login"} }, fails(w.block()+second, taken)...),
		prepared(func() { w.order = nil }, resource.TestStep{Config: config}))
	if writes := w.writes(); len(writes) != 0 {
		t.Errorf("writes = %+v", writes)
	}
}

// TestCoreObject_takenMeanwhile names the holder that came after the plan.
func TestCoreObject_takenMeanwhile(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		config := s.config(w, "depends_on = ["+firstAddress+"]") + firstApp // an apply that has begun leaves errors to the create
		steps := fails(config, s.refused("test", s.quoted())+s.heldBy(s.heldID, "the name", sameSettings))
		steps[0].ConfigPlanChecks = afterPlan(func() { s.hold(w, s.objectName) })
		w.run(t, steps)
		w.expectWarnings(t)
		if posts := w.posts(); posts != 2 {
			t.Errorf("%d creates were sent, want 2", posts)
		}
	}, listed)
}

// TestCoreObject_takenForUpdate names the holder of the name that an object is to be given.
func TestCoreObject_takenForUpdate(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		w.run(t, []resource.TestStep{{Config: s.config(w)}}, prepared(func() { s.hold(w, "taken") }, fails(w.block()+s.resource(w, "test", `"taken"`),
			s.onName("Unable to Update "+explain.TitleCase(s.noun), "test", `"taken"`)+fmt.Sprintf("Terraform could not update the %s %q (id %s). %s"+
				"Nothing was changed, and the state is kept as it was. The %s with the id %s has the name \"taken\". Choose another one. %s",
				s.noun, s.objectName, anyID, nameTaken, s.short, s.heldID, otherWays))...))
	}, listed)
}

// TestCoreObject_twice refuses to plan one name for two new objects, or for a new and a renamed one.
func TestCoreObject_twice(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		both, same := s.config(w)+s.resource(w, "second", s.quoted(), s.differs), s.config(w)+s.resource(w, "second", s.quoted())
		w.run(t, plans(same), prepared(func() {
			w.expectWarnings(t, fmt.Sprintf("%s Name %q May Be Taken\nTwo resources of the configuration plan the %s %[2]q, with the same settings, "+
				"unless Terraform has planned one of them twice. Names are unique, so that the API refuses the second one.", explain.TitleCase(s.noun), s.objectName, s.noun))
		}, fails(both, s.isTwice())...), []resource.TestStep{{Config: w.block() + s.resource(w, "test", `"first"`)}}, fails(both, s.isTwice()))
		if writes := w.writes(); len(writes) != 1 {
			t.Errorf("writes = %+v, want the one that created", writes)
		}
		w.expectWarnings(t)
	}, listed)
}

// TestCoreTemplateResource_twiceElsewhere warns of one name for templates of
// different applications, as far as these are known.
func TestCoreTemplateResource_twiceElsewhere(t *testing.T) {
	t.Parallel()
	s := subjects()[1]
	for _, appIDs := range [][2]string{{`"mRELxtHc"`, `"another1"`}, {"itniotech_otp_app.one.id", "itniotech_otp_app.two.id"}} {
		for scope, made := range map[simulator.NameScope]int{simulator.NamesPerAccount: 1, simulator.NamesPerApplication: 2} {
			t.Run(appIDs[0]+" "+scope.String(), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, listed, func(o *simulator.Options) { o.NameScope = scope })
				w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
				config := w.block() + subjects()[0].resource(w, "one", `"one1"`) + subjects()[0].resource(w, "two", `"two2"`) +
					s.resource(w, "test", s.quoted(), "app_id = "+appIDs[0]) +
					s.resource(w, "second", s.quoted(), "app_id = "+appIDs[1], "depends_on = ["+s.address+"]")
				step := resource.TestStep{Config: config}
				if made == 1 {
					step.ExpectError = saysAnyID(s.refused("second", s.quoted()) + s.heldByFirst())
				}
				w.run(t, plans(config), prepared(func() {
					w.expectWarnings(t, "OTP Template Name \"login-en\" May Be Taken\nTwo resources of the configuration plan the OTP template \"login-en\", "+
						"in different applications as far as that is known. If names have to be unique in the whole account, which is not documented, "+
						"the API refuses the second one, and only one is created.")
				}, step))
				if found := w.named(s.objectName); found != made {
					t.Errorf("%d templates of the name, want %d", found, made)
				}
			})
		}
	}
}

// TestCoreObject_twiceUnseen makes one object of a name that only the apply finds to be there twice.
func TestCoreObject_twiceUnseen(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		const name = "terraform_data.name.output"
		config := w.block() + data("name", s.objectName) + s.resource(w, "test", name) + s.resource(w, "second", name, "depends_on = ["+s.address+"]")
		w.run(t, plans(config), fails(config, s.refused("second", name)+s.heldByFirst()))
		if posts, made := w.posts(), w.named(s.objectName); posts != 2 || made != 1 {
			t.Errorf("%d creates and %d objects of the name, want 2 and 1", posts, made)
		}
		w.expectWarnings(t)
	}, listed)
}

// TestCoreObject_takenRetire warns of a taken name where RETIRE may be about to free it.
func TestCoreObject_takenRetire(t *testing.T) {
	t.Parallel()
	everySubject(t, func(t *testing.T, s subject, w *world) {
		heldBy := s.heldBy(s.hold(w, s.objectName), "the name", sameSettings) + fmt.Sprintf(
			" The new half of a replacement must not have create_before_destroy, because the old %s gives up its name when it goes.", s.short)
		_, detail := s.taken(s.objectName, heldBy)
		summary := fmt.Sprintf("%s Name %q Is Taken", explain.TitleCase(s.noun), s.objectName)
		other := s.resource(w, "other", `"other"`)
		retiring := s.config(w, `deletion_policy = "RETIRE"`)
		w.run(t,
			plans(retiring),
			prepared(func() { w.expectWarnings(t, summary+"\n"+detail) }, fails(retiring, s.refused("test", s.quoted())+heldBy)...),
			prepared(func() { w.expectWarnings(t, summary+"\n"+detail) }, resource.TestStep{Config: w.block() + other}),
			plans(retiring+other),
		)
		w.expectWarnings(t, summary+"\n"+detail)
	}, listed)
}

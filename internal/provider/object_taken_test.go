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
func (w *testAccount) own() {
	for i, app := range w.Apps() {
		template := heldTemplate()
		template.ID, template.AppID, template.Name = 200+int64(i), app.ID, fmt.Sprintf("owned-%d", i)
		w.PutTemplate(template)
	}
}

func (s testKind) typeName() string { return strings.TrimSuffix(s.address, ".test") }

// resource is a resource of the kind under a label, whose name is given as in HCL.
func (s testKind) resource(w *testAccount, label, name string, lines ...string) string {
	_, block, _ := strings.Cut(s.config(w, lines...), "\n}\n")
	return strings.NewReplacer(`"test" {`, fmt.Sprintf("%q {", label), fmt.Sprintf("name = %q", s.objectName), "name = "+name).Replace(block)
}

// quoted is the name of the kind's configuration as in HCL.
func (s testKind) quoted() string { return fmt.Sprintf("%q", s.objectName) }

// onName begins an error: its summary, and the line of the configuration that it points at.
func (s testKind) onName(summary, label, name string) string {
	return fmt.Sprintf("Error: %s with %s.%s, on terraform_plugin_test.tf line %s, in resource %q %q: %[4]s: name = %[7]s ",
		summary, s.typeName(), label, anyID, s.typeName(), label, name)
}

// importBlock is the block that a diagnostic has ready for an object.
func (s testKind) importBlock(id string) string {
	return fmt.Sprintf("import {\n  to = %s.RESOURCE_NAME\n  id = %q\n}", s.typeName(), id)
}

// importing is the block with what a diagnostic says of the address in it.
func (s testKind) importing(id string) string {
	return s.importBlock(id) + "\n\nPut the name of the resource block in place of RESOURCE_NAME. In a module, or with count or for_each, " +
		"write the whole address, such as module.login." + s.typeName() + ".RESOURCE_NAME[\"en\"]."
}

// importUnseen is how to import an object whose id nobody knows.
func (s testKind) importUnseen() (hint, block string) {
	if s.isListed() {
		return "", s.importing("name=" + s.objectName)
	}
	return " " + s.hint, s.importing("ID")
}

// What to do about a name that is taken.
const (
	unique   = "Names are unique, and the API deletes nothing."
	addMoved = "If the resource was renamed in the configuration, add a moved block."
	dependOn = "If another resource gives this name up in the same change, add depends_on to this resource, so that Terraform changes that one first."
	third    = "Give one of the two another name."
)

// createsFirst is what to do about a name that the old half of a replacement still has.
func (s testKind) createsFirst() string {
	return fmt.Sprintf("- If this resource is replaced with create_before_destroy, the old %s has the name until the new one exists. "+
		"Give the new one another name, or remove the reason for the replacement, such as a taint.", s.short)
}

// heldBy is what the error of a create says about a holder whose id is known.
func (s testKind) heldBy(id, name, compared string) string {
	return fmt.Sprintf("The %s %q (id %s) has that name. %s - Choose another name. - %s - %s %s - If nothing manages that %[1]s (a destroy leaves it in the account), import it. %[8]s",
		s.short, name, id, compared, addMoved, dependOn, s.createsFirst(), s.importing("name="+name))
}

// heldByUnseen is what the error of a create says if no holder is known.
func (s testKind) heldByUnseen() string {
	hint, block := s.importUnseen()
	return fmt.Sprintf("Another %s has that name. Its id is not known. - Choose another name. - %s - %s %s - If nothing manages that %[1]s (a destroy leaves it in the account), import it.%[5]s %[6]s",
		s.short, addMoved, dependOn, s.createsFirst(), hint, block)
}

// heldByFirst is what an error says if another resource of the run got the name.
func (s testKind) heldByFirst() string {
	return fmt.Sprintf("This run has just created the %s %q (id %s): two resources of the configuration ask for the same name. Give one of them another.", s.short, s.objectName, anyID)
}

// taken is the error of a plan that creates an object whose name one has that the state does not know.
func (s testKind) taken(label, name, id, compared string) string {
	return s.onName(explain.TitleCase(s.noun)+" Name Is Taken", label, fmt.Sprintf("%q", name)) + fmt.Sprintf(
		"The plan creates the %s %q, but the account already has the %s %[2]q (id %[4]s). %s %s "+
			"- If nothing manages that %[3]s (a destroy leaves it in the account), import it with the block below, or choose another name. - %[7]s "+
			`- If this resource was tainted, run "terraform untaint", which keeps the object. - %[8]s %[9]s`,
		s.noun, name, s.short, id, unique, compared, addMoved, dependOn, s.importing("name="+name))
}

// managed is the error of a plan that creates an object whose name one of the state has, which is not planned yet.
func (s testKind) managed(label string) string {
	return s.onName(explain.TitleCase(s.noun)+" Name Is Taken", label, s.quoted()) + s.isManaged()
}

func (s testKind) isManaged() string {
	return fmt.Sprintf("The plan creates the %s %q, but the state already has the %s %[2]q (id %[4]s). %s "+
		`- If this resource was tainted, run "terraform untaint", which keeps the object. To replace it, set deletion_policy = "RETIRE" on the resource, `+
		"which renames the old one, or choose another name. - %s - %s - If another resource keeps the name, choose another one.",
		s.noun, s.objectName, s.short, anyID, unique, addMoved, dependOn)
}

// keptBy is the error of a plan that gives an object a name which another one of the state keeps.
func (s testKind) keptBy(label, does, keeps, then string) string {
	return s.onName(explain.TitleCase(s.noun)+" Name Is Taken", label, s.quoted()) +
		fmt.Sprintf("The plan %s, but the %s %q (id %s), which another resource manages, %s. %s %s", does, s.short, s.objectName, anyID, keeps, unique, then)
}

// freed is the warning of a plan whose name another object has, which RETIRE may free.
func (s testKind) freed(id string) string {
	return fmt.Sprintf("%s Name %q Is Taken\nThe plan %s, but the %s %[2]q (id %[5]s) has that name now. Under deletion_policy = \"RETIRE\" the same apply may free it. "+
		"If it does not, the apply fails here and creates nothing.\n\n- %[6]s\n%[7]s",
		explain.TitleCase(s.noun), s.objectName, s.creates(), s.short, id, dependOn, s.createsFirst())
}

// creates is what a plan does.
func (s testKind) creates() string { return fmt.Sprintf("creates the %s %q", s.noun, s.objectName) }

// mayBeTaken is the warning of a plan whose name another object has where that may not matter.
func (s testKind) mayBeTaken(name, id, has, unless string) string {
	held := name
	if _, quoted, isOther := strings.Cut(has, ` "`); isOther {
		held = strings.TrimSuffix(quoted, `"`)
	}
	return fmt.Sprintf("%s Name %q May Be Taken\nThe plan creates the %s %[2]q. The %[4]s with the id %s has the name%s. If %s, which is not documented, the API refuses this name, "+
		"and the apply fails here.\n\nIf you mean that %[4]s and nothing manages it, import it instead:\n\n%[8]s",
		explain.TitleCase(s.noun), name, s.noun, s.short, id, has, unless, s.importing("name="+held))
}

// isTwice is the error of a plan that gives one name to two objects, as a part of what it says.
func (s testKind) isTwice() string {
	return s.onName(explain.TitleCase(s.noun)+" Name Is Planned Twice", anyID, s.quoted()) + "The plan "
}

// heldByAlmost is heldBy where the name may count as the same.
func (s testKind) heldByAlmost(id, name string) string {
	return s.heldBy(id, name, differsIn+"name.")
}

// refused is the error of a create up to what it knows of the holder. The name stands in the configuration as in HCL.
func (s testKind) refused(label, name string) string {
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

func (w *testAccount) run(t *testing.T, steps ...[]resource.TestStep) {
	t.Helper()
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: slices.Concat(steps...)})
}

// expectWarnings compares the warnings since they were last taken, but for
// that of the destroy which ends each test.
func (w *testAccount) expectWarnings(t *testing.T, want ...string) {
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		id := s.hold(w, s.objectName)
		block := strings.Replace(s.importBlock(id), "RESOURCE_NAME", "test", 1)
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
				prepared(w.ResetRequests, fails(config, s.taken("test", s.objectName, id, test.compared))...),
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
	w, s := newTestAccount(t), testKinds()[1]
	id := s.hold(w, s.objectName)
	config := s.config(w, "text = terraform_data.text.output", "code_length = 10") + data("text", "##code##")
	w.run(t, fails(config, s.taken("test", s.objectName, id, differsIn+"code_length.")))
}

// TestCoreTemplateResource_takenElsewhere warns of names that templates of
// another application have: whether that matters is for the API to say.
func TestCoreTemplateResource_takenElsewhere(t *testing.T) {
	t.Parallel()
	s := testKinds()[1]
	for appID, where := range map[string]string{
		`"mRELxtHc"`:               " in the application another1",
		"itniotech_otp_app.app.id": " in the application another1, and that of the new one is not known yet",
	} {
		for scope, isRefused := range map[simulator.NameScope]bool{simulator.NamesPerAccount: true, simulator.NamesPerApplication: false} {
			t.Run(appID+" "+scope.String(), func(t *testing.T) {
				t.Parallel()
				w := newTestAccount(t, listed, func(o *simulator.Options) { o.NameScope = scope })
				for i, name := range []string{s.objectName, "second"} {
					held := heldTemplate()
					held.ID, held.AppID, held.Name = 100+int64(i), "another1", name
					w.PutTemplate(held)
				}
				config := w.block() + testKinds()[0].resource(w, "app", `"fresh"`) + s.resource(w, "test", s.quoted(), "app_id = "+appID)
				step := resource.TestStep{Config: config}
				if isRefused {
					step.ExpectError = saysAnyID(s.refused("test", s.quoted()) + s.heldBy("100", s.objectName, differsIn+"app_id."))
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
				everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
					name := fmt.Sprintf("%q", almost(s.objectName))
					id := s.hold(w, almost(s.objectName))
					step := resource.TestStep{Config: s.config(w)}
					if counts {
						step.ExpectError = saysAnyID(s.refused("test", s.quoted()) + s.heldByAlmost(id, almost(s.objectName)))
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
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
			prepared(func() { expect("") }, fails(unknownName, strings.Replace(s.taken("test", s.objectName, id, sameSettings), s.quoted(), name, 1))...),
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
	w, s := newTestAccount(t, listed), testKinds()[0]
	config := s.config(w)
	w.run(t, []resource.TestStep{{Config: config}}, prepared(func() {
		w.PutApp(simulator.App{ID: "owner123", Name: "owner", CodeExpiry: 5})
		w.PutApp(simulator.App{ID: "held1234", Name: "sign-in", CodeExpiry: 6})
		w.own()
		w.PutApp(simulator.App{ID: "unseen12", Name: "unseen", CodeExpiry: 5})
		w.ResetRequests()
	}, fails(config+s.resource(w, "second", `"sign-in"`), s.taken("second", "sign-in", "held1234", differsIn+"code_expiry."))...))
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

// TestCoreObject_takenByOwn finds the name of an object of the state. It may be one that
// stays as it is, or one that the plan forgets, most likely because its
// resource was renamed without a moved block.
func TestCoreObject_takenByOwn(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config, second := s.config(w), s.resource(w, "second", s.quoted())
		removed := fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", s.address)
		read, keeps, goes, takes := "read "+s.objectName, s.objectName+"→"+s.objectName, s.objectName+"→", "→"+s.objectName
		stays := s.keptBy("second", s.creates(), "keeps this name", third)
		left := s.keptBy("second", s.creates(), "is destroyed and stays in the account with this name", fmt.Sprintf(
			"- Choose another name for the new %s. - %s - If the plan shows that %[1]s as a deposed object of this resource, import it by its id, which keeps it. "+
				"- If the %[1]s %[3]q (id %[4]s) is no longer needed, apply deletion_policy = \"RETIRE\" to it first. Then make this change, which renames it and so frees the name.",
			s.short, addMoved, s.objectName, anyID))
		letGo := s.taken("second", s.objectName, anyID, sameSettings)
		if likeOpenTofu() { // reads what a removed block lets go of, so that it looks like a tainted object
			letGo = s.managed("second")
		}
		w.run(t,
			[]resource.TestStep{{Config: config}},
			prepared(func() { w.own(); w.order = []string{keeps, takes} }, fails(config+second, stays)...),
			prepared(func() { w.order = []string{read, takes, keeps} }, fails(config+second, s.isManaged())...),
			prepared(func() { w.order = []string{goes, takes} }, fails(w.block()+second, left)...),
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
	w, s := newTestAccount(t), testKinds()[0]
	config, second := s.config(w), s.resource(w, "second", s.quoted())
	taken := "The plan creates the OTP application \"login\", but the application \"login\" (id"
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w, "depends_on = ["+firstAddress+"]") + firstApp // an apply that has begun leaves errors to the create
		steps := fails(config, s.refused("test", s.quoted())+s.heldBy(s.heldID, s.objectName, sameSettings))
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		w.run(t, []resource.TestStep{{Config: s.config(w)}}, prepared(func() { s.hold(w, "taken") }, fails(w.block()+s.resource(w, "test", `"taken"`),
			s.onName("Unable to Update "+explain.TitleCase(s.noun), "test", `"taken"`)+fmt.Sprintf("Terraform could not update the %s %q (id %s). %s"+
				"Nothing was changed, and the state is kept as it was. The %s \"taken\" (id %s) has that name. - Choose another name. - %s - If the plan shows",
				s.noun, s.objectName, anyID, nameTaken, s.short, s.heldID, dependOn))...))
	}, listed)
}

// TestCoreObject_twice refuses to plan one name for two new objects, or for a new and a renamed one.
func TestCoreObject_twice(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		both, same := s.config(w)+s.resource(w, "second", s.quoted(), s.differs), s.config(w)+s.resource(w, "second", s.quoted())
		w.run(t, fails(same, s.isTwice()), fails(both, s.isTwice()), []resource.TestStep{{Config: w.block() + s.resource(w, "test", `"first"`)}}, fails(both, s.isTwice()))
		if writes := w.writes(); len(writes) != 1 {
			t.Errorf("writes = %+v, want the one that created", writes)
		}
		w.expectWarnings(t)
	}, listed)
}

// TestCoreTemplateResource_twiceElsewhere warns of one name for templates of
// different applications, if these are known.
func TestCoreTemplateResource_twiceElsewhere(t *testing.T) {
	t.Parallel()
	s := testKinds()[1]
	for _, appIDs := range [][2]string{{`"mRELxtHc"`, `"another1"`}, {"itniotech_otp_app.one.id", "itniotech_otp_app.two.id"}} {
		for scope, made := range map[simulator.NameScope]int{simulator.NamesPerAccount: 1, simulator.NamesPerApplication: 2} {
			t.Run(appIDs[0]+" "+scope.String(), func(t *testing.T) {
				t.Parallel()
				w := newTestAccount(t, listed, func(o *simulator.Options) { o.NameScope = scope })
				w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
				config := w.block() + testKinds()[0].resource(w, "one", `"one1"`) + testKinds()[0].resource(w, "two", `"two2"`) +
					s.resource(w, "test", s.quoted(), "app_id = "+appIDs[0]) +
					s.resource(w, "second", s.quoted(), "app_id = "+appIDs[1], "depends_on = ["+s.address+"]")
				step := resource.TestStep{Config: config}
				if made == 1 {
					step.ExpectError = saysAnyID(s.refused("second", s.quoted()) + s.heldByFirst())
				}
				w.run(t, plans(config), prepared(func() {
					w.expectWarnings(t, "OTP Template Name \"login-en\" May Be Taken\nThe plan creates the OTP template \"login-en\". Another resource creates the OTP template \"login-en\". "+
						"If names have to be unique in the whole account, which is not documented, the API refuses the second one.")
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
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
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		id := s.hold(w, s.objectName)
		freed := s.freed(id)
		other := s.resource(w, "other", `"other"`)
		retiring := s.config(w, `deletion_policy = "RETIRE"`)
		w.run(t,
			plans(retiring),
			prepared(func() { w.expectWarnings(t, freed) }, fails(retiring, s.refused("test", s.quoted()))...),
			prepared(func() { w.expectWarnings(t, freed) }, resource.TestStep{Config: w.block() + other}),
			plans(retiring+other),
		)
		w.expectWarnings(t, freed)
	}, listed)
}

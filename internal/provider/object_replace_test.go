package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What a lifecycle block has that replaces an object when the trigger changes, in either order.
const (
	triggered       = "lifecycle { replace_triggered_by = [terraform_data.trigger] }"
	triggeredBefore = "lifecycle {\n  create_before_destroy = true\n  replace_triggered_by = [terraform_data.trigger]\n}"
)

// data is a resource with a value that only the apply knows.
func data(label, input string) string {
	return fmt.Sprintf("resource \"terraform_data\" %q {\n  input = %q\n}\n", label, input)
}

// replaceable is s.config with a trigger.
func (s testKind) replaceable(w *testAccount, trigger string, lines ...string) string {
	return s.config(w, append(lines, triggered)...) + data("trigger", trigger)
}

// cannotBeReplaced is the error of a replacement under ABANDON that keeps the name.
func (s testKind) cannotBeReplaced() *regexp.Regexp {
	return atPlan(explain.TitleCase(s.noun)+" Cannot Be Replaced", s.keepsItsName())
}

func (s testKind) keepsItsName() string {
	return fmt.Sprintf("The plan replaces the %s %q (id %s). %s %s", s.noun, s.objectName, anyID, s.wouldFail("the new one is to have the same name"), s.ratherThanReplace())
}

// wouldFail is why a replacement under ABANDON cannot be.
func (s testKind) wouldFail(why string) string {
	return fmt.Sprintf("Under deletion_policy = \"ABANDON\" the old %s keeps its name, and %s: Terraform would forget the old one and then fail to create the new one. Nothing was changed.", s.short, why)
}

func (s testKind) ratherThanReplace() string {
	return `- Remove the reason for the replacement: -replace, replace_triggered_by, or a taint, which "terraform untaint" takes away. ` +
		fmt.Sprintf("- Give the new %s another name, which must be known while planning. - Set deletion_policy = \"RETIRE\" on the resource in the same change, which renames the old %[1]s. "+
			"This does not help with create_before_destroy, which creates the new one first.", s.short)
}

// TestCoreObject_replace replaces an object as -replace does: under ABANDON only
// by one of another name, under RETIRE by a renaming and a create, under
// PREVENT not at all. The policy is that of the configuration.
func TestCoreObject_replace(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		replace := action(s.address, plancheck.ResourceActionReplace)
		retired := checked(func() {
			w.did(t, "", s.renames("retired-"+s.before(w)+"-"+s.objectName), s.creation(s.objectName))
		})
		untouched := checked(func() { w.expectWrites(t) })
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.replaceable(w, "1")},
				{PreConfig: w.fresh, Config: s.replaceable(w, "2"), ExpectError: s.cannotBeReplaced()},
				{Config: s.replaceable(w, "2", own(object.Abandon)), ExpectError: s.cannotBeReplaced()},
				{Config: s.replaceable(w, "2", own(object.Prevent)), ExpectError: atPlan(s.mustNot("replaces", resourceForbids+untainted))},
				{Config: byDefault(s.replaceable(w, "2"), object.Prevent), ExpectError: atPlan(s.mustNot("replaces", providerForbids+untainted))},
				{Config: s.replaceable(w, "1"), ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop), Check: untouched},

				{PreConfig: w.fresh, Config: s.replaceable(w, "2", own(object.Retire)), ConfigPlanChecks: replace, Check: retired},
				{PreConfig: w.fresh, Config: s.replaceable(w, "3", own(object.Retire)), ConfigPlanChecks: replace, Check: retired},
				{PreConfig: w.fresh, Config: byDefault(s.replaceable(w, "4"), object.Retire), ConfigPlanChecks: replace, Check: retired},

				// What is protected stays so until another policy was applied.
				{Config: s.replaceable(w, "4", own(object.Prevent)), Check: untouched},
				{Config: s.replaceable(w, "5", own(object.Retire)), ExpectError: atPlan(s.mustNot("replaces", resourceForbids+untainted))},
				{Config: s.replaceable(w, "4", own(object.Retire)), Check: untouched},
				{
					PreConfig:        w.fresh,
					Config:           s.named(s.replaceable(w, "5", own(object.Abandon)), "second"),
					ConfigPlanChecks: replace,
					Check:            checked(func() { w.did(t, "", s.creation("second")) }),
				},
				{
					Config:      s.named(s.replaceable(w, "6", own(object.Prevent)), "third"),
					ExpectError: atPlan(s.as("second").mustNot("replaces", resourceForbids+untainted)),
				},
			},
		})
		if w.named(s.objectName) != 1 || w.named("second") != 1 {
			t.Errorf("the account has %+v and %+v", w.Apps(), w.Templates())
		}
	})
}

// as is the kind under another name.
func (s testKind) as(name string) testKind {
	s.objectName = name
	return s
}

// TestAccObject_taint replaces a tainted object under RETIRE and by one of
// another name, and refuses what the apply could only fail at.
func TestAccObject_taint(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		replace := action(s.address, plancheck.ResourceActionReplace)
		taint := []string{s.address}
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w)},
				{PreConfig: w.fresh, Taint: taint, Config: s.config(w), ExpectError: saysAnyID(s.managed("test"))},
				{Config: s.config(w, own(object.Prevent)), ExpectError: saysAnyID(s.managed("test"))},
				{
					Config:           s.config(w, own(object.Retire)),
					ConfigPlanChecks: replace,
					Check: checked(func() {
						w.did(t, s.freed(s.before(w)), s.renames("retired-"+s.before(w)+"-"+s.objectName), s.creation(s.objectName))
					}),
				},
				// Another name is free: only the apply sees what it replaces.
				{
					PreConfig: w.fresh, Taint: taint, Config: s.named(s.config(w, own(object.Prevent)), "second"),
					ExpectError: atApply(s.mustNot("replaces", resourceForbids+untainted)),
				},
				{
					Config:           s.named(s.config(w, own(object.Abandon)), "second"),
					ConfigPlanChecks: replace,
					Check:            checked(func() { w.did(t, "", s.creation("second")) }),
				},
			},
		})
		if w.named(s.objectName) != 1 || w.named("second") != 1 {
			t.Errorf("the account has %+v and %+v", w.Apps(), w.Templates())
		}
	})
}

// withTemplate is an application with a template of its own.
func withTemplate(w *testAccount, app, template []string) string {
	_, block, _ := strings.Cut(templateConfig(w, append([]string{"app_id = itniotech_otp_app.test.id"}, template...)...), "\n}\n")
	return appConfig(w, app...) + block
}

// familyReplaced are the calls that replace an application and its template,
// the last ones that were made, under RETIRE.
func familyReplaced(w *testAccount) []string {
	app, template := testKinds()[0], testKinds()[1]
	return []string{
		template.renames("retired-" + template.before(w) + "-login-en"),
		app.renames("retired-" + app.before(w) + "-login"),
		app.creation("login"),
		"POST /template/add " + templateBody(fmt.Sprintf("appId=%q", app.newest(w))),
	}
}

// TestCoreAppResource_taintWithTemplate replaces a tainted application together with its template.
func TestCoreAppResource_taintWithTemplate(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	config := withTemplate(w, nil, nil)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: w.fresh, Taint: []string{appAddress}, Config: config, ExpectError: saysAnyID(testKinds()[0].managed("test"))},
			{
				Config:           byDefault(config, object.Retire),
				ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionReplace),
				Check:            checked(func() { w.expectWrites(t, familyReplaced(w)...) }),
			},
		},
	})
}

// undoMove is what an app_id that changed in the configuration asks for.
const undoMove = "If the change of app_id is a mistake, undo it."

// needsAnotherName is the error on app_id of a template that would be replaced by one of the same name.
func needsAnotherName(undo string) *regexp.Regexp {
	const app = "APP" // any id that the account gave it
	text := atAttribute("app_id", "Replacement Needs Another Name",
		`The OTP template "login-en" (id 455) belongs to the application `+app+" and cannot move, so another app_id, or one that is not known yet, replaces it. "+
			testKinds()[1].wouldFail("the new one is to have the same name")+
			" - "+undo+" - Give the new template another name, which must be known while planning. "+
			`- Set deletion_policy = "RETIRE" on the resource in the same change, which renames the old template. This does not help with create_before_destroy, which creates the new one first. `+
			"- If the account already has the template that you want, take this one out of the state with a removed block (destroy = false), and import that one.")
	return regexp.MustCompile(strings.Replace(text.String(), app, `\w+`, 1))
}

// TestCoreTemplateResource_anotherApp replaces a template whose application
// changes, if the new one can have its name.
func TestCoreTemplateResource_anotherApp(t *testing.T) {
	t.Parallel()
	w, s := newTestAccount(t).addApp(), testKinds()[1]
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	const literal = `app_id = "another1"`
	replace := action(templateAddress, plancheck.ResourceActionReplace)
	created := func(appID, name string) string {
		return "POST /template/add " + templateBody(fmt.Sprintf("appId=%q", appID), fmt.Sprintf("name=%q", name))
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: templateConfig(w)},
			{PreConfig: w.fresh, Config: templateConfig(w, literal), ExpectError: needsAnotherName(undoMove)},
			{Config: templateConfig(w, literal, own(object.Abandon)), ExpectError: needsAnotherName(undoMove)},
			{Config: templateConfig(w, literal, own(object.Prevent)), ExpectError: atPlan(s.mustNot("replaces", resourceForbids+untainted))},
			{Config: byDefault(templateConfig(w, literal), object.Prevent), ExpectError: atPlan(s.mustNot("replaces", providerForbids+untainted))},
			{Config: templateConfig(w), ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop), Check: checked(func() { w.did(t, "") })},
			{
				PreConfig:         w.fresh,
				Config:            templateConfig(w, literal, own(object.Retire)),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: state(templateAddress, "id", "456", "app_id", "another1"),
				Check:             checked(func() { w.did(t, templatesRetired, s.renames("retired-455-login-en"), created("another1", "login-en")) }),
			},
			{
				PreConfig:         w.fresh,
				Config:            byDefault(templateConfig(w), object.Retire),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: state(templateAddress, "id", "457", "app_id", "mRELxtHc"),
				Check:             checked(func() { w.did(t, templatesRetired, s.renames("retired-456-login-en"), created("mRELxtHc", "login-en")) }),
			},
			{
				PreConfig:         w.fresh,
				Config:            templateConfig(w, literal, `name = "another-en"`),
				ConfigPlanChecks:  replace,
				ConfigStateChecks: state(templateAddress, "id", "458", "app_id", "another1"),
				Check:             checked(func() { w.did(t, templatesStay, created("another1", "another-en")) }),
			},
		},
	})
	if w.named("login-en") != 1 {
		t.Errorf("the account has %+v", w.Templates())
	}
}

// TestCoreTemplateResource_replacedApp replaces an application, whose new id its template waits for.
func TestCoreTemplateResource_replacedApp(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	config := func(trigger string, app, template []string) string {
		return withTemplate(w, append(app, triggered), template) + data("trigger", trigger)
	}
	replace := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionReplace),
		plancheck.ExpectResourceAction(templateAddress, plancheck.ResourceActionReplace),
	}}
	renamed := strings.Replace(config("3", []string{own(object.Abandon)}, []string{`name = "second-en"`, own(object.Abandon)}), `"login"`, `"second"`, 1)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config("1", nil, nil)},
			{PreConfig: w.fresh, Config: config("2", []string{own(object.Retire)}, nil), ExpectError: needsAnotherName("If app_id stays the same, first apply on their own the applications that this plan creates, replaces or destroys.")},
			{Config: config("1", nil, nil), Check: checked(func() { w.did(t, "") })},
			{
				Config:           config("2", []string{own(object.Retire)}, []string{own(object.Retire)}),
				ConfigPlanChecks: replace,
				Check:            checked(func() { w.did(t, templatesRetired, familyReplaced(w)...) }),
			},
			{
				Config:           renamed,
				ConfigPlanChecks: replace,
				Check: checked(func() {
					w.did(t, templatesStay, testKinds()[0].creation("second"),
						"POST /template/add "+templateBody(fmt.Sprintf("appId=%q", testKinds()[0].newest(w)), `name="second-en"`))
				}),
			},
		},
	})
}

// createdTooSoon is the error of a replacement under RETIRE that creates before it destroys.
func (s testKind) createdTooSoon(differs string) *regexp.Regexp {
	has := s.heldByUnseen()
	if s.isListed() {
		has = s.heldBy(anyID, s.objectName, differs)
	}
	const nothing = "- If nothing manages that "
	has = strings.Replace(has, nothing, fmt.Sprintf("- If the plan shows that %[1]s as a deposed object of this resource, its destroy always comes second. "+
		"Apply once with the name that the current %[1]s has, which destroys the deposed one. Then change the name. %[2]s", s.short, nothing), 1)
	return atApply("Unable to Create "+explain.TitleCase(s.noun), fmt.Sprintf("Terraform could not create the %s %q. %sNothing was created. %s", s.noun, s.objectName, nameTaken, has))
}

// TestCoreObject_createBeforeDestroy fails to make the new object while the old
// one has the name, and keeps the old one.
func TestCoreObject_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		before := func(trigger string) string {
			return s.config(w, own(object.Retire), triggeredBefore) + data("trigger", trigger)
		}
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: before("1")},
				{PreConfig: w.fresh, Config: before("2"), ExpectError: s.createdTooSoon("It has the settings of the configuration.")},
				{
					PreConfig:         func() { w.expectWrites(t, s.creation(s.objectName)) },
					Config:            s.replaceable(w, "2", own(object.Retire)),
					ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}, // nor is anything deposed
					ConfigStateChecks: state(s.address, "name", s.objectName),
				},
				{Taint: []string{s.address}, Config: before("2"), ExpectError: s.createdTooSoon("It has the settings of the configuration.")},
				{
					PreConfig:        w.fresh,
					Config:           s.replaceable(w, "3", own(object.Retire)),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionReplace),
					Check: checked(func() {
						w.did(t, s.freed(s.before(w)), s.renames("retired-"+s.before(w)+"-"+s.objectName), s.creation(s.objectName))
					}),
				},
				{
					PreConfig:        w.fresh,
					Config:           s.named(before("4"), "second"),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionReplace),
					Check: checked(func() {
						w.did(t, s.retired, s.creation("second"), s.renames("retired-"+s.before(w)+"-"+s.objectName))
					}),
				},
			},
		})
	})
}

// TestCoreObject_createBeforeDestroyPolicy lets go of an object whose successor
// exists by the policy that was last applied, all that Terraform has of it
// then. One that was protected is left as it is: to refuse would be too late.
func TestCoreObject_createBeforeDestroyPolicy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := func(name, policy, trigger string) string {
			return s.named(s.config(w, own(policy), triggeredBefore), name) + data("trigger", trigger)
		}
		stays := func(name, warning string) resource.TestCheckFunc {
			return checked(func() { w.did(t, warning, s.creation(name)) })
		}
		replace := action(s.address, plancheck.ResourceActionReplace)
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config(s.objectName, object.Abandon, "1")},
				{PreConfig: w.fresh, Config: config("second", object.Retire, "2"), ConfigPlanChecks: replace, Check: stays("second", s.stay)},
				{Config: config("second", object.Prevent, "2")},
				{
					PreConfig: w.fresh, Taint: []string{s.address}, Config: config("third", object.Retire, "2"),
					ConfigPlanChecks: replace, Check: checked(func() {
						w.did(t, fmt.Sprintf("%s %s Is Forgotten\nTerraform has replaced the %s \"second\" (id %[2]s) with create_before_destroy, and deletion_policy = \"PREVENT\" "+
							"forbids any change of the old one. Terraform forgets it. The account keeps it unchanged, with its name. To manage it again, import it by its id.",
							explain.TitleCase(s.noun), s.before(w), s.noun), s.creation("third"))
					}),
				},
			},
		})
		if w.named(s.objectName) != 1 || w.named("second") != 1 {
			t.Errorf("the account has %+v and %+v", w.Apps(), w.Templates())
		}
	})
}

// TestCoreObject_policyUnknown replaces nothing of which the plan does not know what becomes.
func TestCoreObject_policyUnknown(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		unknown := "deletion_policy = terraform_data.policy.output"
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.replaceable(w, "1")},
				{
					PreConfig: w.fresh,
					Config:    s.replaceable(w, "2", unknown) + data("policy", object.Retire),
					ExpectError: atAttribute("deletion_policy", "Deletion Policy Is Not Known", fmt.Sprintf("The plan replaces the %s %q (id %s), "+
						"and what becomes of it is not known yet. Nothing was changed. Set deletion_policy, here or in the provider block, to a value that is known while planning.", s.noun, s.objectName, anyID)),
				},
				{
					Config:            s.replaceable(w, "1", unknown) + data("policy", object.Retire),
					ConfigPlanChecks:  action(s.address, plancheck.ResourceActionUpdate),
					ConfigStateChecks: state(s.address, "deletion_policy", object.Retire),
					Check:             checked(func() { w.did(t, "") }),
				},
			},
		})
	})
}

// TestCoreTemplateResource_createBeforeDestroy does so for another application.
func TestCoreTemplateResource_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	w, s := newTestAccount(t, func(o *simulator.Options) { o.NameScope = simulator.NamesPerAccount }).addApp(), testKinds()[1]
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	const another, before = `app_id = "another1"`, "lifecycle { create_before_destroy = true }"
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: templateConfig(w, own(object.Retire), before)},
			{
				PreConfig:   w.fresh,
				Config:      templateConfig(w, own(object.Retire), before, another),
				ExpectError: s.createdTooSoon("It differs from the configuration in app_id."),
			},
			{
				PreConfig:         func() { w.expectWrites(t, "POST /template/add "+templateBody(`appId="another1"`)) },
				Config:            templateConfig(w, own(object.Retire)),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}, // nor is anything deposed
				ConfigStateChecks: state(templateAddress, "id", "455", "name", "login-en"),
			},
			{
				PreConfig:        w.fresh,
				Config:           templateConfig(w, own(object.Retire), another),
				ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionReplace),
				Check: checked(func() {
					w.did(t, templatesRetired, s.renames("retired-455-login-en"), "POST /template/add "+templateBody(`appId="another1"`))
				}),
			},
		},
	})
}

// TestCoreTemplateResource_createBeforeDestroyLate learns only in an apply that
// has begun that the name of the new template is taken, and keeps the old one.
func TestCoreTemplateResource_createBeforeDestroyLate(t *testing.T) {
	t.Parallel()
	w, s := newTestAccount(t).addApp(), testKinds()[1]
	config := func(generation string) string {
		lifecycle := strings.Replace(triggeredBefore, "trigger]", "name.id]", 1)
		template := s.nameLater(templateConfig(w, own(object.Retire), lifecycle), s.objectName, firstAddress)
		return strings.Replace(firstApp, `"first"`+"\n}", `"first"`+"\n  code_expiry = "+generation+"\n}", 1) +
			strings.Replace(template, "  depends_on", "  triggers_replace = "+generation+"\n  depends_on", 1)
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config("6")},
			{Config: config("7"), ExpectError: says(`Terraform could not create the OTP template "login-en". ` + nameTaken + "Nothing was created.")},
			{
				Config: config("7"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(templateAddress, plancheck.ResourceActionNoop),
					planned(func(req plancheck.CheckPlanRequest) error {
						for _, change := range req.Plan.ResourceChanges {
							if change.Address == templateAddress && change.DeposedKey != "" {
								return fmt.Errorf("%s is deposed", change.Address)
							}
						}
						return nil
					}),
				}},
				ConfigStateChecks: state(templateAddress, "id", "455"),
			},
		},
	})
}

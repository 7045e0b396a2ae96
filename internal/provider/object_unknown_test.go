package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// nameOf is an object whose name is known only in the apply, and changes with it.
func (s testKind) nameOf(w *testAccount, label, generation string, lines ...string) string {
	return s.resource(w, label, "terraform_data.name.output", lines...) +
		fmt.Sprintf("resource \"terraform_data\" \"name\" {\n  input            = %q\n  triggers_replace = %s\n}\n", s.objectName, generation)
}

// TestCoreObject_unknownName refuses to replace an object under ABANDON by one whose name is not known: the apply would
// forget the old one and then fail to make the new one.
func TestCoreObject_unknownName(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		replaced := func(generation string, lines ...string) string {
			return w.block() + s.nameOf(w, "test", generation, append(lines, "lifecycle { replace_triggered_by = [terraform_data.name.id] }")...)
		}
		refused := fmt.Sprintf("The plan replaces the %s %q (id %s). %s", s.noun, s.objectName, anyID, s.wouldFail("the name of the new one is not known yet"))
		stays := resource.TestStep{
			PreConfig: w.fresh, Config: replaced("1"), ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop), Check: checked(func() { w.did(t, "") }),
		}
		w.run(t,
			[]resource.TestStep{{Config: replaced("1")}},
			fails(replaced("2"), refused),
			[]resource.TestStep{stays},
			// Nothing tells a tainted object's create from another one until the apply lets go of the old one.
			[]resource.TestStep{{Taint: []string{s.address}, Config: w.block() + s.nameOf(w, "test", "2"), ExpectError: saysAnyID(refused)}},
			[]resource.TestStep{{
				Config:           replaced("3", own(object.Retire)),
				ConfigPlanChecks: action(s.address, plancheck.ResourceActionReplace),
				Check: checked(func() {
					w.expectWrites(t, s.renames("retired-"+s.before(w)+"-"+s.objectName), s.creation(s.objectName))
				}),
			}},
		)
	}, listed)
}

// TestCoreObject_almostSameName refuses so for a name that may count as the same.
func TestCoreObject_almostSameName(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		upper := strings.ToUpper(s.objectName)
		w.run(t, []resource.TestStep{{Config: s.replaceable(w, "1")}}, fails(s.named(s.replaceable(w, "2"), upper),
			s.wouldFail(fmt.Sprintf("the name of the new one, %q, may count as the same", upper))))
	})
}

// appLater is a template whose application is known only in the apply.
func appLater(w *testAccount, id, generation string, lines ...string) string {
	return templateConfig(w, append(lines, "app_id = terraform_data.app.output.id")...) +
		fmt.Sprintf("resource \"terraform_data\" \"app\" {\n  input = { id = %q, generation = %s }\n}\n", id, generation)
}

// notKnown is the warning about an application that is not known yet.
const notKnown = "Application of OTP Template 455 Is Not Known Yet\nThe value of app_id is not known before apply. " +
	"The plan assumes that it is still mRELxtHc, the application of the OTP template \"login-en\" (id 455). " +
	"If it turns out to be another one, the apply fails here and does not change this template, and the next plan shows the replacement, or why it cannot be."

// TestAccTemplateResource_unknownApp changes a template in place whose application is not known yet, and fails if it
// turns out to be another one, with the state intact.
func TestAccTemplateResource_unknownApp(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]runner{"core": onCore, "CLI": throughCLI} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t).addApp()
			w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
			replace := action(templateAddress, plancheck.ResourceActionReplace)
			another := says(`The plan did not know app_id and assumed that it is still mRELxtHc, the application of the OTP template "login-en" (id 455). It turned out to be another1. ` +
				"A template cannot move. Nothing was changed. Plan again: the next plan shows the replacement, or why it cannot be.")
			if isOpenTofu() || name == "core" && likeOpenTofu() { // does not tell an apply, in which the provider has applied nothing yet, from a plan
				another = says("Provider produced inconsistent final plan")
			}
			run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
				{Config: appLater(w, "mRELxtHc", "1", own(object.Retire))},
				{
					PreConfig: w.fresh, Config: appLater(w, "mRELxtHc", "2", own(object.Retire)),
					ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionUpdate), Check: checked(func() { w.did(t, notKnown) }),
				},
				{
					Config:           appLater(w, "mRELxtHc", "3", own(object.Retire), "code_length = 6"),
					ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionUpdate), Check: checked(func() {
						w.did(t, notKnown, "PUT /template/update/{templateId} "+templateBody("codeLength=6"))
					}),
				},
				{Config: appLater(w, "another1", "4", own(object.Retire), "code_length = 6"), ExpectError: another},
				{
					PreConfig: w.fresh, Config: appLater(w, "another1", "4", own(object.Retire), "code_length = 6"),
					ConfigPlanChecks: replace, ConfigStateChecks: state(templateAddress, "id", "456", "app_id", "another1"),
				},
			}})
		})
	}
}

// TestCoreTemplateResource_unknownNewApp replaces a template if the same change makes an application: that is most
// likely the one that its app_id is to be.
func TestCoreTemplateResource_unknownNewApp(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed).addApp()
	moved := templateConfig(w, "app_id = itniotech_otp_app.first.id", own(object.Retire)) + firstApp
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{
		{Config: templateConfig(w, own(object.Retire))},
		{
			PreConfig: w.fresh, Config: moved, ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionReplace),
			ConfigStateChecks: state(templateAddress, "id", "456", "name", "login-en"),
		},
	}})
}

// TestCoreObject_unknownRename takes an object that is renamed to a name not known yet for one that leaves its own.
func TestCoreObject_unknownRename(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		leaves := s.resource(w, "test", "terraform_data.name.output") + data("name", "renamed")
		w.run(t,
			[]resource.TestStep{{Config: s.config(w), Check: checked(w.own)}},
			[]resource.TestStep{{
				Config:            w.block() + leaves + s.resource(w, "second", s.quoted(), "depends_on = ["+s.address+"]"),
				ConfigStateChecks: state(s.typeName()+".second", "name", s.objectName),
			}},
		)
		w.expectWarnings(t)
	}, listed)
}

// TestCoreObject_unknownProviderPolicy plans reads without it, never promises ABANDON, and does what the policy turns
// out to be.
func TestCoreObject_unknownProviderPolicy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		unknown := strings.Replace(w.block(), "  max_retries", "  deletion_policy = terraform_data.policy.output.policy\n  max_retries", 1)
		policy := func(generation string) string {
			return fmt.Sprintf("resource \"terraform_data\" \"policy\" {\n  input = { policy = \"RETIRE\", generation = %s }\n}\n", generation)
		}
		kind := explain.TitleCase(s.noun) + "s"
		w.run(t,
			[]resource.TestStep{{Config: strings.Replace(s.replaceable(w, "1"), w.block(), unknown, 1) + policy("1")}},
			fails(strings.Replace(s.replaceable(w, "2"), w.block(), unknown, 1)+policy("2"), fmt.Sprintf("The plan replaces the %s %q (id %s), "+
				"and what becomes of it is not known yet. Nothing was changed. Set deletion_policy, here or in the provider block, to a value that is known while planning.",
				s.noun, s.objectName, anyID)),
			[]resource.TestStep{{
				PreConfig: w.fresh, Config: unknown + policy("3"), ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
				Check: checked(func() {
					w.did(t, fmt.Sprintf("What Becomes of %s Is Not Known Yet\nThe API deletes nothing. What becomes of each %s that this plan destroys depends on the "+
						"deletion_policy of the provider block, which is not known before apply. Set it to a value that is known while planning to see it in the plan.", kind, s.noun), s.retirement(w))
				}),
			}},
		)
	})
}

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
)

// limitRetired is the total limit of a retired application as it is sent.
const limitRetired = `{"enabled":true,"unit":1,"period":90,"limit":1}`

// own is deletion_policy in a block.
func own(policy string) string { return fmt.Sprintf("deletion_policy = %q", policy) }

// byDefault sets deletion_policy in the provider block.
func byDefault(config, policy string) string {
	return strings.Replace(config, "  max_retries", "  "+own(policy)+"\n  max_retries", 1)
}

// governed are the configurations of an object that is under a policy, and of
// the account without it.
type governed struct{ with, without string }

// everyPlace runs a test with each kind of object, under a policy that the
// resource or the provider block has, or for the default neither.
func everyPlace(t *testing.T, policy string, test func(*testing.T, testKind, *testAccount, governed)) {
	t.Helper()
	places := map[string]func(testKind, *testAccount) governed{
		"resource": func(s testKind, w *testAccount) governed { return governed{s.config(w, own(policy)), w.block()} },
		"provider": func(s testKind, w *testAccount) governed {
			return governed{byDefault(s.config(w), policy), byDefault(w.block(), policy)}
		},
	}
	if policy == object.Abandon {
		places["default"] = func(s testKind, w *testAccount) governed { return governed{s.config(w), w.block()} }
	}
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) { test(t, s, w, place(s, w)) })
		})
	}
}

// atPlan and atApply match the one error of a step, from its summary to its
// end, anywhere in the configuration.
func atPlan(summary, text string) *regexp.Regexp {
	return failsAt("pre-apply plan", `[^"]*(in resource "[^\n]*\n[^\n]*)?`, summary, text)
}

func atApply(summary, text string) *regexp.Regexp {
	return failsAt("(apply|destroy)", `[^"]*(in resource "[^\n]*\n[^\n]*)?`, summary, text)
}

// atAttribute is atPlan for an error about one line of the configuration.
func atAttribute(name, summary, text string) *regexp.Regexp {
	return failsAt("pre-apply plan", `[^"]*in resource "[^\n]*\n\s*\d+:\s*`+name+` = [^\n]*`, summary, text)
}

func failsAt(command, place, summary, text string) *regexp.Regexp {
	return regexp.MustCompile(fmt.Sprintf(`^Error running %s: exit status 1\s+%s\n%s\s*%s\s*$`, command, says("Error: "+summary), place, saysAnyID(text)))
}

// fresh forgets what was called and said so far.
func (w *testAccount) fresh() {
	w.ResetRequests()
	w.takeWarnings()
}

// did checks what was called and said since fresh.
func (w *testAccount) did(t *testing.T, warning string, writes ...string) {
	t.Helper()
	w.expectWrites(t, writes...)
	var warnings []string
	if warning != "" {
		warnings = []string{warning}
	}
	expectTexts(t, "warnings", w.takeWarnings(), warnings...)
}

// isTaken is the error of a configuration whose object was abandoned before:
// what is listed is found when planning, applications without a template are not.
func (s testKind) isTaken() *regexp.Regexp {
	if s.isListed() {
		_, text, _ := strings.Cut(s.taken("test", s.objectName, anyID, sameSettings), s.quoted()+" ")
		return atAttribute("name", explain.TitleCase(s.noun)+" Name Is Taken", text)
	}
	return atApply("Unable to Create OTP Application", `Terraform could not create the OTP application "login". `+nameTaken+"Nothing was created. "+s.heldByUnseen())
}

// mustNot is the error about an object that must not go.
func (s testKind) mustNot(happens, then string) (summary, text string) {
	if happens == "destroys" {
		then += s.ifDeposed()
	}
	return explain.TitleCase(s.noun) + " Must Not Be Destroyed", fmt.Sprintf("The plan %s the %s %q (id %s), which deletion_policy = \"PREVENT\" forbids. Nothing was changed. "+
		"%s - To make Terraform forget it and change nothing, use a removed block with destroy = false.", happens, s.noun, s.objectName, anyID, then)
}

// ifDeposed is how Terraform forgets a deposed object that must not go.
func (s testKind) ifDeposed() string {
	return fmt.Sprintf(` - If the plan shows it as a deposed object, note the id of the resource's current %s, run "terraform state rm" for the resource, and import that id.`, s.short)
}

// How a policy is changed that forbids what a plan does.
const (
	policies        = `"ABANDON" (it stays in the account as it is) or "RETIRE" (it is renamed)`
	resourceForbids = "- The resource has this policy. Set its deletion_policy to " + policies + " and apply that first. If its block is gone, put the block back for that."
	providerForbids = "- The provider block has this policy. Change it there to " + policies + ", which applies at once."
	untainted       = ` - If it is tainted, run "terraform untaint" first, which keeps it.`
)

// TestCoreObject_abandon forgets an object without a call and says what stays.
// Its name stays taken.
func TestCoreObject_abandon(t *testing.T) {
	t.Parallel()
	everyPlace(t, object.Abandon, func(t *testing.T, s testKind, w *testAccount, config governed) {
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config.with},
				{
					PreConfig:        w.fresh,
					Config:           config.without,
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check:            checked(func() { w.did(t, s.stay) }),
				},
				{Config: config.with, ExpectError: s.isTaken()},
			},
		})
		if found := w.named(s.objectName); found != 1 {
			t.Errorf("%d objects of the name, want 1", found)
		}
	})
}

// TestCoreObject_retire renames an object in one call, stops an application,
// and changes nothing else. Its name is free at once.
func TestCoreObject_retire(t *testing.T) {
	t.Parallel()
	everyPlace(t, object.Retire, func(t *testing.T, s testKind, w *testAccount, config governed) {
		var old string
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config.with},
				{
					PreConfig:        func() { w.fresh(); old = s.id(w) },
					Config:           config.without,
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check:            checked(func() { w.did(t, s.retired, s.retirement(w)) }),
				},
				{
					Config:            config.with,
					ConfigPlanChecks:  action(s.address, plancheck.ResourceActionCreate),
					ConfigStateChecks: state(s.address, "name", s.objectName),
					Check:             checked(func() { w.did(t, "", s.creation(s.objectName)) }),
				},
			},
		})
		if s.id(w) != old || w.named("retired-"+old+"-"+s.objectName) != 1 {
			t.Errorf("the account has %+v and %+v, want %s retired", w.Apps(), w.Templates(), old)
		}
	})
}

// TestCoreObject_retireRich sends the object's other fields as they were.
func TestCoreObject_retireRich(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w, append(s.rich, own(object.Retire))...)},
				{
					PreConfig:        w.fresh,
					Config:           w.block(),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check: checked(func() {
						name := "retired-" + s.id(w) + "-" + s.objectName
						w.did(t, s.retired, "PUT "+s.updates()+" "+s.richRetiredBody(name))
					}),
				},
			},
		})
	})
}

// TestCoreObject_prevent refuses to destroy an object while planning.
func TestCoreObject_prevent(t *testing.T) {
	t.Parallel()
	everyPlace(t, object.Prevent, func(t *testing.T, s testKind, w *testAccount, config governed) {
		then := resourceForbids
		if config.without != w.block() {
			then = providerForbids
		}
		refused := atPlan(s.mustNot("destroys", then))
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config.with},
				{PreConfig: w.fresh, Config: config.without, ExpectError: refused},
				{Config: config.with, Destroy: true, ExpectError: refused},
				{
					Config:           config.with,
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
					Check:            checked(func() { w.did(t, "") }),
				},
				{Config: strings.Replace(config.with, object.Prevent, object.Abandon, 1)},
			},
		})
	})
}

// TestCoreObject_policyOfTheDestroy takes the provider's policy as it is at the
// destroy, and the resource's as it was last applied, which comes first.
func TestCoreObject_policyOfTheDestroy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		unset := s.config(w)
		destroy := func(providers string) resource.TestStep {
			return resource.TestStep{PreConfig: w.fresh, Config: byDefault(w.block(), providers)}
		}
		retires, refuses, abandons := destroy(object.Retire), destroy(object.Prevent), destroy(object.Retire)
		retires.Check = checked(func() { w.did(t, s.retired, s.retirement(w)) })
		refuses.ExpectError = atPlan(s.mustNot("destroys", providerForbids))
		abandons.Check = checked(func() { w.did(t, s.stay) })
		retiresAnyway, refusesAnyway := retires, destroy(object.Retire)
		retiresAnyway.Config = byDefault(w.block(), object.Prevent)
		refusesAnyway.ExpectError = atPlan(s.mustNot("destroys", resourceForbids))
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: unset},
				retires,
				{Config: s.config(w, own(object.Retire))},
				retiresAnyway,
				{Config: unset},
				refuses,
				{Config: s.config(w, own(object.Prevent))},
				refusesAnyway,
				{Config: s.config(w, own(object.Abandon))},
				abandons,
			},
		})
	})
}

// TestCoreObject_policyNotApplied does not know a policy that was never applied.
func TestCoreObject_policyNotApplied(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w)},
				{PreConfig: w.fresh, Config: s.config(w, own(object.Prevent)), Destroy: true},
			},
		})
		w.did(t, s.stay)
	})
}

// TestCoreObject_changePolicy changes deletion_policy alone: that is an update
// without a call. What the provider's is does not show.
func TestCoreObject_changePolicy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		unset := s.config(w)
		steps := []resource.TestStep{{Config: unset, ConfigStateChecks: state(s.address, "deletion_policy", nil)}}
		var before any
		for _, policy := range []string{object.Retire, object.Prevent, object.Abandon, ""} {
			config, after := unset, any(nil)
			if policy != "" {
				config, after = s.config(w, own(policy)), policy
			}
			steps = append(steps, resource.TestStep{
				PreConfig: w.fresh,
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(s.address, plancheck.ResourceActionUpdate),
					expectChange{s.address, "deletion_policy", before, after},
				}},
				ConfigStateChecks: state(s.address, "deletion_policy", after),
				Check:             checked(func() { w.did(t, "") }),
			})
			before = after
		}
		steps = append(steps, resource.TestStep{
			Config:            byDefault(unset, object.Retire),
			ConfigPlanChecks:  action(s.address, plancheck.ResourceActionNoop),
			ConfigStateChecks: state(s.address, "deletion_policy", nil),
		})
		onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
	})
}

// TestCoreObject_retiredAlready sends nothing for an object that is as retiring would leave it.
func TestCoreObject_retiredAlready(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w, own(object.Retire))
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() {
						s.rename(w, s.id(w), "retired-"+s.id(w)+"-x")
						w.fresh()
					},
					Config: config, Destroy: true,
				},
			},
		})
		w.did(t, s.retired)
	})
}

// TestAccObject_removed forgets an object by a removed block, without a call
// and under any policy. One that destroys is like no block at all.
func TestAccObject_removed(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		named := func(name, policy string) resource.TestStep {
			return resource.TestStep{Config: s.named(s.config(w, own(policy)), name)}
		}
		removed := func(destroy bool) resource.TestStep {
			return resource.TestStep{
				PreConfig: w.fresh,
				Config:    fmt.Sprintf("%sremoved {\n  from = %s\n  lifecycle {\n    destroy = %t\n  }\n}\n", w.block(), s.address, destroy),
			}
		}
		forgets, retires, refuses, abandons := removed(false), removed(true), removed(true), removed(true)
		forgets.ConfigPlanChecks = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planned(forgetsOne)}}
		forgets.Check = checked(func() { w.did(t, "") })
		retires.Check = checked(func() { w.did(t, s.retired, s.retirement(w)) })
		refuses.ExpectError = atPlan(s.mustNot("destroys", resourceForbids))
		abandons.Check = checked(func() { w.did(t, s.stay) })
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				named(s.objectName, object.Retire), retires,
				named(s.objectName, object.Prevent), refuses, forgets,
				named("second", object.Retire), forgets,
				named("third", object.Abandon), forgets,
				named("fourth", object.Abandon), abandons,
			},
		})
	})
}

// named gives the object of a configuration another name.
func (s testKind) named(config, name string) string {
	return strings.ReplaceAll(config, fmt.Sprintf("%q\n", s.objectName), fmt.Sprintf("%q\n", name))
}

// forgetsOne expects a plan that forgets one object and does nothing else.
func forgetsOne(req plancheck.CheckPlanRequest) error {
	if changes := req.Plan.ResourceChanges; len(changes) != 1 || !changes[0].Change.Actions.Forget() {
		return fmt.Errorf("planned %d changes, want one that forgets", len(changes))
	}
	return nil
}

// TestCoreObject_preventDestroy leaves the refusal to Terraform where that is asked to refuse.
func TestCoreObject_preventDestroy(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		refused := says("prevent_destroy set, but the plan calls for") // Terraform and OpenTofu go on in different words
		var steps []resource.TestStep
		for _, policy := range []string{object.Retire, object.Abandon} {
			config := s.config(w, own(policy), "lifecycle { prevent_destroy = true }")
			steps = append(steps, resource.TestStep{Config: config}, resource.TestStep{PreConfig: w.fresh, Config: config, Destroy: true, ExpectError: refused})
		}
		steps = append(steps, resource.TestStep{Config: s.config(w), Check: checked(func() { w.expectWrites(t) })})
		onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
	})
}

// TestAccObject_moved does nothing to an object whose resource is renamed with a moved block.
func TestAccObject_moved(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		from, to := s.address, strings.Replace(s.address, ".test", ".renamed", 1)
		relabel := func(config string) string { return strings.Replace(config, `"test" {`, `"renamed" {`, 1) }
		var steps []resource.TestStep
		for _, policy := range []string{object.Abandon, object.Retire, object.Prevent} {
			before, after := s.config(w, own(policy)), relabel(s.config(w, own(policy)))
			if from != s.address {
				before, after = after, before
			}
			steps = append(steps, resource.TestStep{Config: before}, resource.TestStep{
				PreConfig:         w.fresh,
				Config:            fmt.Sprintf("%smoved {\n  from = %s\n  to = %s\n}\n", after, from, to),
				ConfigPlanChecks:  action(to, plancheck.ResourceActionNoop),
				ConfigStateChecks: state(to, "name", s.objectName),
				Check:             checked(func() { w.did(t, "") }),
			})
			from, to = to, from
		}
		steps = append(steps, resource.TestStep{Config: relabel(s.config(w))})
		run(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
	})
}

package provider

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// says matches a text however the CLI wraps it.
func says(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(strings.Join(words, `[\s│╷╵]+`))
}

// TestCoreObject_calls counts: one look for the name to plan a new object and
// another to apply that, one call to create it, and one to read it.
func TestCoreObject_calls(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w)
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{
					// The API lists no applications, so that names are looked for by way of the templates.
					Config:           config,
					ConfigPlanChecks: afterPlan(func() { w.expectPaths(t, "the plan", "1 × GET "+s.lists()) }),
					Check:            checked(func() { w.expectPaths(t, "the apply", "1 × GET "+s.lists()+", 1 × POST /"+s.name+"/add") }),
				},
				{
					PreConfig:        w.ResetRequests,
					Config:           config,
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
					// The step plans once before this, and applies what needs no call.
					Check: checked(func() { w.expectPaths(t, "a plan without changes", "1 × GET "+s.reading) }),
				},
			},
		})
	})
}

// TestCoreObject_gone plans to create an object again that the account no longer has.
func TestCoreObject_gone(t *testing.T) {
	t.Parallel()
	for _, unknownID := range []simulator.UnknownID{simulator.UnknownIDRefused, simulator.UnknownIDNullData} {
		t.Run(unknownID.String(), func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				config := s.config(w)
				var gone string
				onCore(t, resource.TestCase{
					ProtoV6ProviderFactories: w.factories(),
					Steps: []resource.TestStep{
						{Config: config},
						{
							PreConfig: func() {
								gone = s.id(w)
								s.remove(w, gone)
								w.takeWarnings()
							},
							Config:           config,
							ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate),
							Check: checked(func() {
								want := fmt.Sprintf("%s %s Is Gone\nThe account no longer has the %s %q (id %s). Terraform forgets it. If it is still in the configuration, the plan creates it again.",
									explain.TitleCase(s.noun), gone, s.noun, s.objectName, gone)
								if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != want {
									t.Errorf("warnings = %q, want %q", warnings, want)
								}
							}),
						},
					},
				})
			}, func(o *simulator.Options) { o.UnknownID = unknownID })
		})
	}
}

// TestCoreObject_wrongAccount asks another account for an object, which does
// not have it, and keeps the state: at another address, and with another key
// at the same one.
func TestCoreObject_wrongAccount(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		other := newTestAccount(t, func(o *simulator.Options) { o.Now = w.clock.Now })
		otherAccount, otherKey := twoAccounts(t, w)
		config := s.config(w)
		says := says(fmt.Sprintf("Terraform last saw it with another API key or base_url. The state is kept. - Use the API key and base_url of the account that has the object. "+
			"- If this is the right account and the %s is really gone, remove it from the state with \"terraform state rm\".", s.short))
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{Config: strings.Replace(config, w.url, other.url, 1), ExpectError: says},
				{Config: strings.Replace(config, simulator.DefaultAPIKey, otherKey, 1), ExpectError: says},
				{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)},
			},
		})
		if created := len(other.writes()) + len(otherAccount.writes()); created != 0 {
			t.Errorf("%d writes to other accounts", created)
		}
	})
}

// TestCoreObject_listed keeps a template that details do not know and the list has.
func TestCoreObject_listed(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: templateConfig(w)},
			{
				PreConfig: func() {
					w.Inject(simulator.Fault{Path: "/template/details/{templateId}", Respond: simulator.RespondStatus(-22, "no")})
				},
				Config:           templateConfig(w),
				ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop),
			},
		},
	})
}

// TestCoreFaults_failedReads keeps the state after any failure of a read.
func TestCoreFaults_failedReads(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w)
		steps := []resource.TestStep{{Config: config}}
		for _, fault := range []struct {
			respond http.HandlerFunc
			says    string
		}{
			{simulator.RespondStatus(-1, "authentication error"), "The API key or the API secret is wrong, or they belong to another base_url."},
			{simulator.RespondStatus(-2, "restricted IP access"), "The address that this run calls from is not on the account's IP allow list."},
			{simulator.RespondStatus(-13, "user locked"), "The account's user is locked."},
			{simulator.RespondStatus(-18, "system error"), "This is a fault on the API's side."},
			{simulator.RespondHTTP(200, "text/html", "<html>Sign in</html>"), "answered with HTML (HTTP 200) instead of the API's JSON. Is a proxy or a login page in the way, or is base_url wrong?"},
			{simulator.RespondHTTP(502, "text/plain", ""), "answered with HTTP 502 (Bad Gateway) instead of the API's JSON."},
			{nil, "failed: EOF."},
		} {
			steps = append(steps, resource.TestStep{
				PreConfig:   func() { w.Inject(simulator.Fault{Path: s.reading, Respond: fault.respond}) },
				Config:      config,
				ExpectError: says(fault.says),
			}, resource.TestStep{
				PreConfig:        w.ClearFaults,
				Config:           config,
				ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
			})
		}
		onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
		if created := len(w.writes()); created != 1 {
			t.Errorf("%d writes, want the one that created", created)
		}
	})
}

// TestAccObject_import brings an object into the state by each way, and refuses ids that lead nowhere.
func TestAccObject_import(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		config := s.config(w)
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{ResourceName: s.address, ImportState: true, ImportStateVerify: true},
				{ResourceName: s.address, ImportState: true, ImportStateKind: resource.ImportBlockWithID},
				{
					ResourceName: s.address, ImportState: true, ImportStateId: s.missingID,
					ExpectError: says(fmt.Sprintf("The account of the API key in use has no %s with the id %s. Check the id, and that api_key and base_url lead to the right account. %s", s.noun, s.missingID, s.hint)),
				},
				{
					ResourceName: s.address, ImportState: true, ImportStateId: "a b",
					ExpectError: says(fmt.Sprintf("%q cannot be the id of an %s: it must", "a b", s.noun)),
				},
				{
					ResourceName: s.address, ImportState: true, ImportStateIdFunc: func(*terraform.State) (string, error) { return "", nil },
					ExpectError: says(fmt.Sprintf("%q cannot be the id of an %s: it must", "", s.noun)),
				},
			},
		})
	})
}

// TestAccObject_importByIdentity needs a CLI that has identities.
func TestAccObject_importByIdentity(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		throughCLI(t, resource.TestCase{
			TerraformVersionChecks:   needs(hasIdentities),
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w)},
				{ResourceName: s.address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
			},
		})
	})
}

// TestAccObject_generatedConfig writes a configuration for an object that plans clean.
func TestAccObject_generatedConfig(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		throughCLI(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w, s.rich...)},
				{ResourceName: s.address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, GenerateConfig: true},
			},
		})
	})
}

// TestAccObject_destroy forgets an object without a call, and says what stays.
// It cannot be made again: the plan knows who has the name if that is listed,
// the apply otherwise.
func TestAccObject_destroy(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, s testKind, w *testAccount, run runner) {
		config := s.config(w)
		again := nameTaken + "Nothing was created."
		if s.isListed() {
			again = fmt.Sprintf("The plan creates the %s %q, but the account already has the %s %[2]q (id %[4]s). %s %s",
				s.noun, s.objectName, s.short, anyID, unique, sameSettings)
		}
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig:        func() { w.takeWarnings(); w.ResetRequests() },
					Config:           w.block(),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check: checked(func() {
						w.expectWrites(t)
						if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != s.stay {
							t.Errorf("warnings = %q, want %q", warnings, s.stay)
						}
					}),
				},
				{Config: config, ExpectError: saysAnyID(again)},
			},
		})
		if made := w.named(s.objectName); made != 1 {
			t.Errorf("%d objects of the name, want 1", made)
		}
	})
}

// nameTaken is what the API says of a name that is not free.
const nameTaken = "The API answered with status -20 (data existing). The name is taken, and nothing can be deleted: a name is taken as long as its object exists. "

// TestCoreObject_takenName says that a name is not free which was when the plan
// was made, on create and on update.
func TestCoreObject_takenName(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w)
		w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Respond: func(rw http.ResponseWriter, r *http.Request) {
			s.hold(w, "taken")
			simulator.RespondStatus(-20, "data existing")(rw, r)
		}})
		taken := strings.Replace(config, "name = "+s.quoted(), `name = "taken"`, 1)
		holder := fmt.Sprintf("The %s \"taken\" (id %s) has that name.", s.short, s.heldID)
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: taken, ExpectError: says(nameTaken + "Nothing was created.")},
				{Config: config},
				{Config: taken, ExpectError: says(nameTaken + "Nothing was changed, and the state is kept as it was. " + holder + " - Choose another name.")},
				{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)},
			},
		})
	})
}

// drift is a change behind Terraform's back, and how a plan shows it.
type drift[Object any] struct {
	attribute string
	change    func(*Object)
	from, to  any
}

// driftSteps apply a configuration, and then make and repair one drift after
// the other, each with the same update.
func driftSteps[Object any](
	t *testing.T, w *testAccount, address, config, update string, drifts []drift[Object], first func() Object, put func(Object),
) []resource.TestStep {
	t.Helper()
	steps := []resource.TestStep{{Config: config}}
	for _, drift := range drifts {
		steps = append(steps, resource.TestStep{
			PreConfig: func() {
				object := first()
				drift.change(&object)
				put(object)
				w.ResetRequests()
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				expectChange{address, drift.attribute, drift.from, drift.to},
			}},
			Check: checked(func() { w.expectWrites(t, update) }),
		})
	}
	return steps
}

// TestCoreObject_oddAnswer keeps the id of an object whose answer has a field
// that cannot be read.
func TestCoreObject_oddAnswer(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w)
		w.Inject(simulator.Fault{Method: http.MethodPost, Commit: true, Times: 1, Respond: simulator.RespondEdited(func(answer []byte) []byte {
			return bytes.Replace(answer, []byte(`"name":`), []byte(`"name":7,"was":`), 1)
		})})
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps:                    []resource.TestStep{{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionCreate)}},
		})
		if created := len(w.writes()); created != 1 {
			t.Errorf("%d writes, want 1", created)
		}
	})
}

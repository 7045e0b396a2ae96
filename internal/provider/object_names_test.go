package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// heldTemplate is the template of templateConfig as the account has it.
func heldTemplate() simulator.Template {
	return simulator.Template{
		ID: 100, AppID: "mRELxtHc", Name: "login-en", Text: "Your code: ##code##",
		CodeType: 1, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1,
	}
}

// meanwhile lets something happen in the account while a create is lost.
func meanwhile(happens func()) simulator.Fault {
	return simulator.Fault{Method: http.MethodPost, Times: 1, Respond: func(http.ResponseWriter, *http.Request) {
		happens()
		panic(http.ErrAbortHandler)
	}}
}

// TestCoreFaults_fence claims nothing after a lost answer but what
// this run has made. It does not claim what was there before, even if it is equal in every
// field, nor what differs in one.
func TestCoreFaults_fence(t *testing.T) {
	t.Parallel()
	const (
		again = onceMore + nameTaken + "Either the first attempt created the template, or the name was taken before. If its settings are those of the configuration and nothing else manages it, " +
			"it is most likely the one of this run: compare, and import it. The template \"login-en\" (id 100) has that name. "
		choose = " - Choose another name. - " + addMoved + " - " + dependOn + " - If this resource is replaced with create_before_destroy, " +
			"the old template has the name until the new one exists. Give the new one another name, or remove the reason for the replacement, such as a taint. " +
			"- If nothing manages that template (a destroy leaves it in the account), import it. " +
			`import { to = itniotech_otp_template.RESOURCE_NAME id = "name=login-en" }`
	)
	for name, test := range map[string]struct {
		before, during func(*testAccount)
		says           string // "" if the template is claimed
	}{
		"equal and there before": {
			before: func(w *testAccount) { w.PutTemplate(heldTemplate()) },
			says:   again + "It has the settings of the configuration." + choose,
		},
		"new and different": {
			during: func(w *testAccount) {
				other := heldTemplate()
				other.Text = "Another code: ##code##"
				w.PutTemplate(other)
			},
			says: again + "It differs from the configuration in text." + choose,
		},
		"new and equal": {
			during: func(w *testAccount) { w.PutTemplate(heldTemplate()) },
		},
		"the list could not be had before": {
			before: func(w *testAccount) {
				w.Inject(simulator.Fault{Method: http.MethodGet, Path: "/template/list", Skip: 1, Times: 1, Respond: simulator.RespondStatus(-99, "?")})
			},
			during: func(w *testAccount) { w.PutTemplate(heldTemplate()) },
			says:   again + "It has the settings of the configuration." + choose,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, listed).addApp()
			w.repeats = 1
			config := firstApp + testKinds()[1].nameLater(templateConfig(w), "login-en", firstAddress)
			if test.before != nil {
				test.before(w)
			}
			lost := meanwhile(func() {
				if test.during != nil {
					test.during(w)
				}
			})
			lost.Path = "/template/add"
			w.Inject(lost)
			step := resource.TestStep{Config: config, ConfigStateChecks: state(templateAddress, "id", "100")}
			if test.says != "" {
				step = resource.TestStep{Config: config, ExpectError: says(test.says)}
			}
			claimed := []string{"OTP Template 100 Was Found\nThe answer to the create of the OTP template \"login-en\" was lost. " +
				"The account now has one with the id 100, which was not there before and has all planned settings, so Terraform takes it for the one that it created. " +
				"If another run created the same one at that moment, both runs now manage it."}
			if test.says != "" {
				claimed = nil
			}
			step.Check = checked(func() { w.expectWarnings(t, claimed...) })
			onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: []resource.TestStep{step}})
			if found := w.named("login-en"); found != 1 {
				t.Errorf("%d templates of the name, want 1", found)
			}
		})
	}
}

// nameLater is a configuration whose names only the apply knows, once it has
// made what is named after them: no plan can see what they clash with.
func (s testKind) nameLater(config, name string, after ...string) string {
	return strings.ReplaceAll(config, fmt.Sprintf("name = %q", s.objectName), "name = terraform_data.name.output") +
		fmt.Sprintf("resource \"terraform_data\" \"name\" {\n  input      = %q\n  depends_on = [%s]\n}\n", name, strings.Join(after, ", "))
}

// firstApp is an application that is made before all else. What is planned after
// that is planned in an apply that has begun, which leaves errors to the create.
const (
	firstApp     = "resource \"itniotech_otp_app\" \"first\" {\n  name = \"first\"\n}\n"
	firstAddress = "itniotech_otp_app.first"
)

// twice is a configuration with a second object of the same name, made after the first.
func (s testKind) twice(w *testAccount) string {
	return s.config(w) + s.resource(w, "second", s.quoted(), s.differs, "depends_on = ["+s.address+"]")
}

// TestCoreObject_sameNameTwice makes one object of a name that a configuration
// has twice, and none if the plan can know.
func TestCoreObject_sameNameTwice(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{{
				Config:      s.twice(w),
				ExpectError: saysAnyID(s.isTwice()),
			}},
		})
		w.expectWrites(t)
		sameNameTwice(t, s, w)
	}, listed)
}

// TestCoreFaults_sameNameTwice does so when the answer to the first create is lost.
func TestCoreFaults_sameNameTwice(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed)
	w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Commit: true})
	sameNameTwice(t, testKinds()[1], w)
}

func sameNameTwice(t *testing.T, s testKind, w *testAccount) {
	t.Helper()
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config:      s.nameLater(s.twice(w), s.objectName),
			ExpectError: saysAnyID(nameTaken + "Nothing was created. " + s.heldByFirst()),
		}, {
			Config:           s.config(w),
			ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
		}},
	})
	if made := w.named(s.objectName); made != 1 {
		t.Errorf("%d objects of the name, want 1", made)
	}
}

// TestCoreObject_nameJustGiven does not take an object that this run has only
// renamed for one that it has created.
func TestCoreObject_nameJustGiven(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: s.config(w)},
				{
					Config:      s.nameLater(s.twice(w), "renamed"),
					ExpectError: saysAnyID(nameTaken + "Nothing was created. The " + s.short + " \"renamed\" (id " + anyID + ") has that name. It differs from the configuration in"),
				},
			},
		})
		if made := w.named("renamed"); made != 1 {
			t.Errorf("%d objects of the name, want 1", made)
		}
	})
}

// TestCoreObject_swappedNames keeps two objects whose names cannot be swapped.
func TestCoreObject_swappedNames(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		one := s.config(w)
		_, block, _ := strings.Cut(one, "\n}\n")
		config := one + strings.NewReplacer(`"test" {`, `"second" {`, s.objectName, "second").Replace(block)
		swapped := strings.NewReplacer(fmt.Sprintf("%q\n", s.objectName), "\"second\"\n", "\"second\"\n", fmt.Sprintf("%q\n", s.objectName)).Replace(config)
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{Config: swapped, ExpectError: says("Error: " + explain.TitleCase(s.noun) + " Names Are Swapped")},
				{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)},
			},
		})
		if made := w.named(s.objectName) + w.named("second"); made != 2 {
			t.Errorf("%d objects, want 2", made)
		}
	})
}

// TestCoreTemplateResource_taken names the holder of a taken name, also one
// that came after the list was read, and one whose name counts as the same.
func TestCoreTemplateResource_taken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		option func(*simulator.Options)
		name   string
		says   string
	}{
		"same": {func(*simulator.Options) {}, "login-en", "The template \"login-en\" (id 100) has that name. It has the settings of the configuration. - Choose another name."},
		"case": {
			func(o *simulator.Options) { o.NamesIgnoreCase = true }, "Login-EN",
			"The template \"Login-EN\" (id 100) has that name. It differs from the configuration in name. - Choose another name.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, listed, test.option).addApp()
			config := templateConfig(w)
			holder := heldTemplate()
			holder.Name = test.name
			w.Inject(simulator.Fault{Method: http.MethodPost, Times: 1, Respond: func(rw http.ResponseWriter, r *http.Request) {
				w.PutTemplate(holder)
				simulator.RespondStatus(-20, "data existing")(rw, r)
			}})
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps:                    []resource.TestStep{{Config: config, ExpectError: says(test.says)}},
			})
		})
	}
}

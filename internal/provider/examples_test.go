package provider

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const examples = "../../examples"

// example is a configuration that the documentation shows.
type example struct {
	files []string // read one after the other
	needs []tfversion.TerraformVersionCheck
}

// findExamples makes a configuration of each file that stands alone, and of
// each import block with the resource it is for. A file that is in none fails.
func findExamples(t *testing.T) map[string]example {
	t.Helper()
	found := map[string]example{}
	err := filepath.WalkDir(examples, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".tf" {
			return err
		}
		name, err := filepath.Rel(examples, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name) // names tests
		switch provider, dir := filepath.Join(examples, "provider", "provider.tf"), filepath.Dir(path); {
		case strings.HasPrefix(name, "module"+string(filepath.Separator)): // is for TestAccModule in internal/e2e
		case strings.HasPrefix(name, filepath.Join("pipeline", "backends")): // is for TestAccPipeline_backends there
		case name == filepath.Join("pipeline", "versions.tf"):
			found[filepath.Dir(name)] = example{files: []string{path, filepath.Join(dir, "main.tf")}}
		case name == filepath.Join("pipeline", "main.tf"): // is read with versions.tf
		case entry.Name() == "main.tf":
			found[name] = example{files: []string{path}}
		case entry.Name() == "provider.tf":
			found[name] = example{files: []string{provider, filepath.Join(examples, "resources", "itniotech_otp_app", "resource.tf")}}
		case slices.Contains([]string{"resource.tf", "full.tf", "function.tf", "data-source.tf"}, entry.Name()):
			found[name] = example{files: []string{provider, path}}
		case strings.HasPrefix(entry.Name(), "import-by-"):
			found[name] = example{files: []string{provider, filepath.Join(dir, "resource.tf"), path}}
			if entry.Name() == "import-by-identity.tf" {
				found[name] = example{found[name].files, needs(hasIdentities)}
			}
		case entry.Name() == "triggered.tf":
			found[name] = example{[]string{provider, path}, needs(hasActions)}
		case entry.Name() == "action.tf": // is for TestExamples_actions
		default:
			t.Errorf("%s is an example that nothing tests", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("no examples")
	}
	return found
}

// text is what the files say.
func (e example) text(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, file := range e.files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// in writes the test's account into an example's provider block. A user has it in the environment.
func (w *testAccount) in(t *testing.T, text string) string {
	t.Helper()
	const begin = "provider \"itniotech\" {"
	if strings.Count(text, begin) != 1 {
		t.Fatalf("the example has not one provider block:\n%s", text)
	}
	return strings.Replace(text, begin, strings.TrimSuffix(w.block(), "}\n"), 1)
}

// printed are the outputs that an example says it has, in its last lines, as JSON; nil if it says nothing of them.
func printed(t *testing.T, text string) map[string]string {
	t.Helper()
	_, comment, isPrinted := strings.Cut(text, "\n# Outputs:\n#\n")
	if !isPrinted {
		return nil
	}
	parsed, problems := hclsyntax.ParseConfig([]byte(strings.ReplaceAll("\n"+comment, "\n# ", "\n")), "outputs", hcl.InitialPos)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	outputs := map[string]string{}
	for name, attribute := range parsed.Body.(*hclsyntax.Body).Attributes {
		text, err := json.Marshal(literal(t, attribute.Expr))
		if err != nil {
			t.Fatal(err)
		}
		outputs[name] = string(text)
	}
	return outputs
}

// prints checks that the outputs are these.
func prints(want map[string]string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		got := map[string]string{}
		for name, output := range state.RootModule().Outputs {
			text, err := json.Marshal(output.Value)
			if err != nil {
				return err
			}
			got[name] = string(text)
		}
		if !maps.Equal(got, want) {
			return fmt.Errorf("the outputs are %q, the example says %q", got, want)
		}
		return nil
	}
}

// TestAccExamples plans every example in an account that has what import blocks and data sources name, and applies the
// ones that say what they print.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	for name, example := range findExamples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t, listed)
			w.PutApp(simulator.App{ID: "mRELxtHc", Name: "imported", CodeExpiry: 5})
			w.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "imported", Text: "##code##", CodeType: 1, CodeLength: 4, Language: "EN"})
			imported := heldFlow(31, "imported")
			imported.Nodes[0].Channel = "sms"
			w.PutFlow(imported)
			w.PutFlow(heldFlow(40, "sms-then-call"))
			for id, name := range map[string]string{"xP3kTq8Z": "shop", "hW7mYc2R": "forum"} {
				w.PutApp(simulator.App{ID: id, Name: name, CodeExpiry: 5})
			}
			for id, of := range map[int64][2]string{470: {"xP3kTq8Z", "shop-zh"}, 471: {"xP3kTq8Z", "shop-en"}, 472: {"xP3kTq8Z", "sign-up"}, 473: {"hW7mYc2R", "sign-up"}, 474: {"hW7mYc2R", "retired-474-sign-in"}} {
				w.PutTemplate(simulator.Template{ID: id, AppID: of[0], Name: of[1], Text: "##code##"})
			}
			for _, route := range []string{routeRecord, routeOrder} {
				w.Inject(simulator.Fault{Path: route, Respond: simulator.RespondHTTP(http.StatusOK, "application/json",
					`{"status":"0","data":{"verificationId":"22206051443051000003","verifications":[{"channel":"sms","sms":{"status":0}}]}}`)})
			}
			text := example.text(t)
			step := resource.TestStep{PlanOnly: true, ExpectNonEmptyPlan: true}
			if outputs := printed(t, text); outputs != nil {
				step = resource.TestStep{Check: prints(outputs)}
			} else if strings.HasSuffix(name, "/data-source.tf") || strings.HasSuffix(name, "/function.tf") {
				t.Error("the example does not say what it prints")
			}
			step.Config = w.in(t, text)
			if strings.Contains(text, `variable "phone"`) {
				step.ConfigVariables = config.Variables{"phone": config.StringVariable(testPhone)}
			}
			throughCLI(t, resource.TestCase{
				TerraformVersionChecks:   example.needs,
				ProtoV6ProviderFactories: w.factories(),
				Steps:                    []resource.TestStep{step},
			})
			w.expectWrites(t)
		})
	}
}

// shown finds a configuration in the README.
var shown = regexp.MustCompile("(?s)```terraform\n(.*?)```")

// TestAccExamples_firstPages applies what the README and the documentation start with. It cannot be parallel: both take
// their account from the environment.
func TestAccExamples_firstPages(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	configs := shown.FindSubmatch(readme)
	if configs == nil {
		t.Fatal("the README shows no configuration")
	}
	quickstart, err := os.ReadFile(filepath.Join(examples, "quickstart", "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]string{"README": string(configs[1]), "quickstart": string(quickstart)} {
		t.Run(name, func(t *testing.T) {
			w := newTestAccount(t)
			t.Setenv(otp.EnvAPIKey, simulator.DefaultAPIKey)
			t.Setenv(otp.EnvAPISecret, simulator.DefaultAPISecret)
			t.Setenv(otp.EnvBaseURL, w.url)
			throughCLI(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{{
					Config: config,
					Check: checked(func() {
						if len(w.Apps()) != 1 || len(w.Templates()) != 1 {
							t.Errorf("the account has %+v and %+v", w.Apps(), w.Templates())
						}
					}),
				}},
			})
		})
	}
}

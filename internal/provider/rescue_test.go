package provider

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	acctest "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var _ model[*panicking, otp.TemplateSettings, otp.Template] = (*panicking)(nil)

// panicking is a template whose answer cannot be compared.
type panicking struct{ templateModel }

func (p *panicking) settings(prior *panicking) (otp.TemplateSettings, diag.Diagnostics) {
	if prior == nil {
		return p.templateModel.settings(nil)
	}
	return p.templateModel.settings(&prior.templateModel)
}

func (*panicking) differences(otp.Template) []string { panic("test-api-secret") }

// panickingResource is a template resource that panics where a test wants it to.
type panickingResource struct {
	crud[panicking, *panicking, otp.TemplateSettings, otp.Template]
}

func (*panickingResource) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	(&templateResource{}).Schema(ctx, req, resp)
}

// panicking serves it in place of the template resource.
func (w *world) panicking(spoil func(*panickingResource)) map[string]func() (tfprotov6.ProviderServer, error) {
	return w.serving(func() resource.Resource {
		r := &panickingResource{}
		whole := newTemplate()
		r.kind, r.add, r.update, r.catalog, r.scopeName = whole.kind, whole.add, whole.update, whole.catalog, whole.scopeName
		spoil(r)
		return r
	})
}

// TestCoreFaults_panicBeforeTheID makes an error of a panic, which leaves the state alone and shows no secret.
func TestCoreFaults_panicBeforeTheID(t *testing.T) {
	t.Parallel()
	w := newWorld(t).addApp()
	config := templateConfig(w)
	boom := func() { panic("test-api-secret") }
	whole := func(*panickingResource) {}
	acctest.UnitTest(t, acctest.TestCase{
		ProtoV6ProviderFactories: w.panicking(func(r *panickingResource) {
			r.add = func(*otp.Client, context.Context, otp.TemplateSettings) (otp.Template, error) {
				boom()
				return otp.Template{}, nil
			}
		}),
		Steps: []acctest.TestStep{{Config: config, ExpectError: regexp.MustCompile(
			`(?s)^[^*]*The\s+provider\s+failed\s+\(string\)\s+at:.*crud.*Create.*This\s+is\s+a\s+bug.*Whether\s+the\s+template\s+was\s+created\s+is\s+not\s+known\.`)}},
	})
	var none func(*session) *catalog[otp.Template]
	acctest.UnitTest(t, acctest.TestCase{
		Steps: []acctest.TestStep{
			{ProtoV6ProviderFactories: w.panicking(whole), Config: config},
			{
				ProtoV6ProviderFactories: w.panicking(func(r *panickingResource) { r.catalog = none }),
				Config:                   config,
				ExpectError:              says("The provider failed (runtime.errorString) at:"),
			},
			{
				ProtoV6ProviderFactories: w.panicking(func(r *panickingResource) {
					r.update = func(*otp.Client, context.Context, string, otp.TemplateSettings) (otp.Template, error) {
						boom()
						return otp.Template{}, nil
					}
				}),
				Config:      templateConfig(w, `code_length = 8`),
				ExpectError: says("This is a bug in the provider; please report it. Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."),
			},
			{ProtoV6ProviderFactories: w.panicking(whole), Config: config, ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop)},
		},
	})
}

// TestCoreFaults_panicAfterTheID saves the object and makes a warning of a panic.
func TestCoreFaults_panicAfterTheID(t *testing.T) {
	t.Parallel()
	w := newWorld(t).addApp()
	acctest.UnitTest(t, acctest.TestCase{
		ProtoV6ProviderFactories: w.panicking(func(*panickingResource) {}),
		Steps: []acctest.TestStep{{
			Config: templateConfig(w), ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionCreate),
			Check: checked(func() {
				warnings := strings.Join(w.takeWarnings(), "\n")
				if !strings.HasPrefix(warnings, "OTP Template 455 Is Saved, but the Provider Failed\nThe provider failed (string) at:\n\n") ||
					!strings.HasSuffix(warnings, "\n\nThis is a bug in the provider; please report it. The template is in the state.") ||
					!strings.Contains(warnings, "differences (rescue_test.go:") {
					t.Errorf("warnings = %q", warnings)
				}
				if strings.Contains(warnings, "test-api-secret") {
					t.Errorf("a warning shows what was panicked with: %q", warnings)
				}
			}),
		}},
	})
}

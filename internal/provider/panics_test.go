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

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// panicking is a template whose answer cannot be compared.
type panicking struct{ templateModel }

func (p *panicking) ToAPI(prior *panicking) (object.Request[otp.Template], diag.Diagnostics) {
	if prior == nil {
		return p.templateModel.ToAPI(nil)
	}
	return p.templateModel.ToAPI(&prior.templateModel)
}

func (p *panicking) Retired(name string) *panicking {
	return &panicking{*p.templateModel.Retired(name)}
}

func (*panicking) Differences(otp.Template) []string { panic("test-api-secret") }

// unsendable is a template whose requests panic when they are sent.
type unsendable struct{ templateModel }

type unsendableRequest struct{ templateRequest }

func (unsendableRequest) Add(context.Context, *otp.Client) (otp.Template, error) {
	panic("test-api-secret")
}

func (unsendableRequest) Update(context.Context, *otp.Client, string) (otp.Template, error) {
	panic("test-api-secret")
}

func (u *unsendable) ToAPI(*unsendable) (object.Request[otp.Template], diag.Diagnostics) {
	request, diags := u.templateModel.ToAPI(nil)
	return unsendableRequest{request.(templateRequest)}, diags
}

func (u *unsendable) Retired(name string) *unsendable {
	return &unsendable{*u.templateModel.Retired(name)}
}

// templatesOf serves the template resource with another model, and what the process knows of templates.
func templatesOf[M object.Model[M, otp.Template]](
	w *testAccount, empty func() M, objects func(*session.Session) *account.Objects[otp.Template],
) map[string]func() (tfprotov6.ProviderServer, error) {
	return w.serving(func() resource.Resource {
		return object.NewResource(object.Kind[M, otp.Template]{
			Texts: templateKind.Texts, AppAttribute: templateKind.AppAttribute, Schema: templateKind.Schema, Objects: objects, Plans: templateKind.Plans, New: empty,
		})
	})
}

// panicking serves templates that panic when they are compared.
func (w *testAccount) panicking(objects func(*session.Session) *account.Objects[otp.Template]) map[string]func() (tfprotov6.ProviderServer, error) {
	return templatesOf(w, func() *panicking { return &panicking{} }, objects)
}

// unsendable serves templates that panic when they are sent.
func (w *testAccount) unsendable() map[string]func() (tfprotov6.ProviderServer, error) {
	return templatesOf(w, func() *unsendable { return &unsendable{} }, templateKind.Objects)
}

// TestAccFaults_panicBeforeTheID makes an error of a panic, which leaves the state alone and shows no secret.
func TestCoreFaults_panicBeforeTheID(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	config := templateConfig(w)
	whole := templateKind.Objects
	acctest.UnitTest(t, acctest.TestCase{
		ProtoV6ProviderFactories: w.unsendable(),
		Steps: []acctest.TestStep{{Config: config, ExpectError: regexp.MustCompile(
			`(?s)^[^*]*The\s+provider\s+failed\s+\(string\)\s+at:.*Resource.*Create.*This\s+is\s+a\s+bug.*Whether\s+the\s+template\s+was\s+created\s+is\s+not\s+known\.`)}},
	})
	var none func(*session.Session) *account.Objects[otp.Template]
	acctest.UnitTest(t, acctest.TestCase{
		Steps: []acctest.TestStep{
			{ProtoV6ProviderFactories: w.panicking(whole), Config: config},
			{
				ProtoV6ProviderFactories: w.panicking(none),
				Config:                   config,
				ExpectError:              says("The provider failed (runtime.errorString) at:"),
			},
			{
				ProtoV6ProviderFactories: w.unsendable(),
				Config:                   templateConfig(w, `code_length = 8`),
				ExpectError:              says("This is a bug in the provider; please report it. Whether the change took effect is not known. The state is kept as it was, and the next plan shows what the account has."),
			},
			{ProtoV6ProviderFactories: w.panicking(whole), Config: config, ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop)},
		},
	})
}

// TestAccFaults_panicAfterTheID saves the object and makes a warning of a panic.
func TestCoreFaults_panicAfterTheID(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	acctest.UnitTest(t, acctest.TestCase{
		ProtoV6ProviderFactories: w.panicking(templateKind.Objects),
		Steps: []acctest.TestStep{{
			Config: templateConfig(w), ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionCreate),
			Check: checked(func() {
				warnings := strings.Join(w.takeWarnings(), "\n")
				if !strings.HasPrefix(warnings, "OTP Template 455 Is Saved, but the Provider Failed\nThe provider failed (string) at:\n\n") ||
					!strings.HasSuffix(warnings, "\n\nThis is a bug in the provider; please report it. The template is in the state.") ||
					!strings.Contains(warnings, "Differences (panics_test.go:") {
					t.Errorf("warnings = %q", warnings)
				}
				if strings.Contains(warnings, "test-api-secret") {
					t.Errorf("a warning shows what was panicked with: %q", warnings)
				}
			}),
		}},
	})
}

package provider

import (
	"context"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// panickingTemplates are templates whose list panics, and a session that reaches it.
func panickingTemplates(t *testing.T) (object.Kind[*templateModel, otp.Template], *session.Session) {
	t.Helper()
	known := account.New(
		func(*otp.Client, context.Context) (otp.List[otp.Template], error) { panic("test-api-secret") },
		func(*otp.Client, context.Context, string) (otp.Template, error) {
			return otp.Template{}, otp.ErrNotFound
		},
	)
	kind := templateKind
	kind.Objects = func(*session.Session) *account.Objects[otp.Template] { return known }
	client, err := otp.New(otp.Config{APIKey: otp.NewSecret("test-api-key"), APISecret: otp.NewSecret("test-api-secret")})
	if err != nil {
		t.Fatal(err)
	}
	return kind, session.New(session.Config{Client: client})
}

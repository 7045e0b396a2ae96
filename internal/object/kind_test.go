package object

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Test kinds, in the words of real ones. They are made as every kind is.
var (
	testApps = Kind[*madeApp, otp.App]{
		Texts: Texts{
			TypeName: "otp_app", Noun: "OTP application", Short: "application",
			IDHint:  "The API cannot list applications.",
			Fixed:   "create_time",
			Leaves:  "it still accepts sends, which can cost money.",
			Retires: "it may send 1 message in 90 days from then on.",
			ValidID: attribute.IsAppID,
		},
		New:    func() *madeApp { return &madeApp{} },
		Schema: func() schema.Schema { return testSchema() },
	}
	testTemplates = Kind[*madeTemplate, otp.Template]{
		Texts: Texts{
			TypeName: "otp_template", Noun: "OTP template", Short: "template",
			IDRule: attribute.NumericIDRule, IDHint: "The data source itniotech_otp_templates lists the ids.", IsListed: true, Fixed: "app_id",
			Leaves:   "messages can still be sent with it.",
			Retires:  "messages can still be sent with it by its id.",
			Rejected: "Is app_id the id of an application of this account?",
			ValidID:  attribute.NumericID.MatchString,
		},
		AppAttribute: "app_id",
		New:          func() *madeTemplate { return &madeTemplate{} },
		Schema:       func() schema.Schema { return testSchema("app_id") },
	}
)

// testFlows are of no application.
func testFlows() Kind[*madeTemplate, otp.Template] {
	kind := testTemplates
	kind.AppAttribute = ""
	return kind
}

// testTexts are what is said of applications or of templates.
func testTexts(t *testing.T, name string) Texts {
	t.Helper()
	if name == "app" {
		return testApps.Texts
	}
	return testTemplates.Texts
}

func testSchema(more ...string) schema.Schema {
	attributes := map[string]schema.Attribute{
		"id": attribute.ID("The id."), "name": attribute.Name("Any."), "deletion_policy": DeletionPolicy("it is renamed."),
	}
	for _, name := range more {
		attributes[name] = schema.StringAttribute{Required: true}
	}
	return schema.Schema{Attributes: attributes}
}

// madeApp is a model with nothing but what each has.
type madeApp struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

func (m *madeApp) Identity() (id, name types.String) { return m.ID, m.Name }

func (*madeApp) App() types.String { return types.StringValue("") }

func (m *madeApp) Policy() types.String { return m.DeletionPolicy }

func (*madeApp) Computed() map[string]attr.Value { return nil }

func (*madeApp) IsOther(otp.App) bool { return false }

func (*madeApp) IsStopped(otp.App) bool { return true }

func (m *madeApp) Retired(name string) *madeApp {
	return &madeApp{m.ID, types.StringValue(name), m.DeletionPolicy}
}

func (m *madeApp) ToAPI(*madeApp) (Request[otp.App], diag.Diagnostics) {
	return testAppRequest{Name: m.Name.ValueString()}, nil
}

func (m *madeApp) FromCreated(app otp.App) { m.ID = types.StringValue(app.ObjectID()) }

func (m *madeApp) FromAPI(app otp.App) { m.Name = types.StringValue(app.ObjectName()) }

func (m *madeApp) Differences(app otp.App) []string {
	if m.Name.ValueString() != app.ObjectName() {
		return []string{"name"}
	}
	return nil
}

type testAppRequest otp.AppSettings

func (r testAppRequest) Add(ctx context.Context, client *otp.Client) (otp.App, error) {
	return client.AddApp(ctx, otp.AppSettings(r))
}

func (r testAppRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.App, error) {
	return client.UpdateApp(ctx, id, otp.AppSettings(r))
}

// madeTemplate is the same of an object that belongs to an application.
type madeTemplate struct {
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	AppID          types.String `tfsdk:"app_id"`
	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

func (m *madeTemplate) Identity() (id, name types.String) { return m.ID, m.Name }

func (m *madeTemplate) App() types.String { return m.AppID }

func (m *madeTemplate) Policy() types.String { return m.DeletionPolicy }

func (*madeTemplate) Computed() map[string]attr.Value { return nil }

func (m *madeTemplate) IsOther(template otp.Template) bool {
	return string(template.AppID) != m.AppID.ValueString()
}

func (*madeTemplate) IsStopped(otp.Template) bool { return true }

func (m *madeTemplate) Retired(name string) *madeTemplate {
	return &madeTemplate{m.ID, types.StringValue(name), m.AppID, m.DeletionPolicy}
}

func (m *madeTemplate) ToAPI(*madeTemplate) (Request[otp.Template], diag.Diagnostics) {
	return testTemplateRequest{Name: m.Name.ValueString(), AppID: m.AppID.ValueString()}, nil
}

func (m *madeTemplate) FromCreated(template otp.Template) {
	m.ID = types.StringValue(template.ObjectID())
}

func (m *madeTemplate) FromAPI(template otp.Template) {
	m.Name, m.AppID = types.StringValue(template.ObjectName()), types.StringValue(string(template.AppID))
}

func (m *madeTemplate) Differences(template otp.Template) []string {
	if m.Name.ValueString() != template.ObjectName() {
		return []string{"name"}
	}
	return nil
}

type testTemplateRequest otp.TemplateSettings

func (r testTemplateRequest) Add(ctx context.Context, client *otp.Client) (otp.Template, error) {
	return client.AddTemplate(ctx, otp.TemplateSettings(r))
}

func (r testTemplateRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.Template, error) {
	return client.UpdateTemplate(ctx, id, otp.TemplateSettings(r))
}

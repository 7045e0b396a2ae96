package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// appModel is itniotech_otp_app in plan and state.
type appModel struct {
	ID                   types.String          `tfsdk:"id"`
	Name                 types.String          `tfsdk:"name"`
	CodeExpiry           attribute.WholeNumber `tfsdk:"code_expiry"`
	PeriodTotalSendLimit *sendLimitModel       `tfsdk:"period_total_send_limit"`
	PeriodPhoneSendLimit *sendLimitModel       `tfsdk:"period_phone_send_limit"`
	CreateTime           types.String          `tfsdk:"create_time"`
	DeletionPolicy       types.String          `tfsdk:"deletion_policy"`
}

func (m *appModel) Identity() (id, name types.String) { return m.ID, m.Name }

// App is the account: an application's name is unique in it.
func (*appModel) App() types.String { return types.StringValue("") }

func (m *appModel) Policy() types.String { return m.DeletionPolicy }

func (*appModel) Computed() map[string]attr.Value { return nil }

// Retired leaves an application with which nobody can spend money.
func (m *appModel) Retired(name string) *appModel {
	retired := *m
	retired.Name = types.StringValue(name)
	retired.PeriodTotalSendLimit = &sendLimitModel{
		Enabled: types.BoolValue(true),
		Unit:    types.StringValue(attribute.Units().Word(attribute.NumberCode(otp.UnitDay))),
		Period:  attribute.Whole(otp.SendLimitPeriodMax),
		Limit:   attribute.Whole(otp.SendLimitMin),
	}
	return &retired
}

func (m *appModel) IsStopped(app otp.App) bool {
	return app.PeriodTotalSendLimit == nil || m.PeriodTotalSendLimit.equal(readSendLimit(nil, app.PeriodTotalSendLimit))
}

// IsOther compares the moment of creation.
func (m *appModel) IsOther(app otp.App) bool {
	return app.CreateTime != nil && !m.CreateTime.IsNull() && !sameInstant(m.CreateTime.ValueString(), string(*app.CreateTime))
}

// ToAPI is what the API is sent for a plan.
func (m *appModel) ToAPI(*appModel) (object.Request[otp.App], diag.Diagnostics) {
	total, diags := m.PeriodTotalSendLimit.settings(path.Root("period_total_send_limit"))
	phone, phoneDiags := m.PeriodPhoneSendLimit.settings(path.Root("period_phone_send_limit"))
	diags.Append(phoneDiags...)
	return appRequest{
		Name:                 m.Name.ValueString(),
		CodeExpiry:           otp.Number(m.CodeExpiry.ValueInt64()),
		PeriodTotalSendLimit: total,
		PeriodPhoneSendLimit: phone,
	}, diags
}

// FromCreated implements object.Model.
func (m *appModel) FromCreated(app otp.App) {
	m.ID = types.StringValue(string(app.ID))
	m.CreateTime = attribute.TextValue(app.CreateTime)
}

// Differences names the attributes that the API answered otherwise than planned.
func (m *appModel) Differences(app otp.App) []string {
	answered := *m
	answered.FromAPI(app)
	var names []string
	for _, attribute := range []struct {
		name string
		same bool
	}{
		{"name", m.Name.Equal(answered.Name)},
		{"code_expiry", m.CodeExpiry.Equal(answered.CodeExpiry)},
		{"period_total_send_limit", app.PeriodTotalSendLimit == nil || m.PeriodTotalSendLimit.equal(answered.PeriodTotalSendLimit)},
		{"period_phone_send_limit", app.PeriodPhoneSendLimit == nil || m.PeriodPhoneSendLimit.equal(answered.PeriodPhoneSendLimit)},
	} {
		if !attribute.same {
			names = append(names, attribute.name)
		}
	}
	return names
}

// FromAPI takes over what the API has. A field that the answer lacks keeps its
// prior value; a limit that it lacks is off.
func (m *appModel) FromAPI(app otp.App) {
	attribute.SetString(&m.Name, app.Name)
	attribute.SetNumber(&m.CodeExpiry, app.CodeExpiry)
	attribute.SetDefault(&m.CodeExpiry, otp.CodeExpiryDefault)
	m.PeriodTotalSendLimit = readSendLimit(m.PeriodTotalSendLimit, app.PeriodTotalSendLimit)
	m.PeriodPhoneSendLimit = readSendLimit(m.PeriodPhoneSendLimit, app.PeriodPhoneSendLimit)
	if app.CreateTime != nil && !sameInstant(m.CreateTime.ValueString(), string(*app.CreateTime)) {
		m.CreateTime = attribute.TextValue(app.CreateTime)
	}
}

// sameInstant tells whether two texts name the same moment, in any time zone.
func sameInstant(a, b string) bool {
	first, firstErr := time.Parse(time.RFC3339, a)
	second, secondErr := time.Parse(time.RFC3339, b)
	return firstErr == nil && secondErr == nil && first.Equal(second)
}

// appRequest is what the API is sent about an application.
type appRequest otp.AppSettings

// Add implements object.Request.
func (r appRequest) Add(ctx context.Context, client *otp.Client) (otp.App, error) {
	return client.AddApp(ctx, otp.AppSettings(r))
}

// Update implements object.Request.
func (r appRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.App, error) {
	return client.UpdateApp(ctx, id, otp.AppSettings(r))
}

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
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

func (m *appModel) key() (id, name types.String) { return m.ID, m.Name }

// scope is the account: an application's name is unique in it.
func (*appModel) scope() types.String { return types.StringValue("") }

func (m *appModel) policy() types.String { return m.DeletionPolicy }

func (*appModel) computed() map[string]attr.Value { return nil }

// retire leaves an application with which nobody can spend money.
func (m *appModel) retire(name string) {
	m.Name = types.StringValue(name)
	m.PeriodTotalSendLimit = &sendLimitModel{
		Enabled: types.BoolValue(true),
		Unit:    types.StringValue(attribute.Units().Word(attribute.NumberCode(otp.UnitDay))),
		Period:  attribute.Whole(otp.SendLimitPeriodMax),
		Limit:   attribute.Whole(otp.SendLimitMin),
	}
}

func (m *appModel) isStopped(app otp.App) bool {
	return app.PeriodTotalSendLimit == nil || m.PeriodTotalSendLimit.equal(readSendLimit(nil, app.PeriodTotalSendLimit))
}

// settings is what the API is sent for a plan.
func (m *appModel) settings(*appModel) (otp.AppSettings, diag.Diagnostics) {
	total, diags := m.PeriodTotalSendLimit.settings(path.Root("period_total_send_limit"))
	phone, phoneDiags := m.PeriodPhoneSendLimit.settings(path.Root("period_phone_send_limit"))
	diags.Append(phoneDiags...)
	return otp.AppSettings{
		Name:                 m.Name.ValueString(),
		CodeExpiry:           otp.Number(m.CodeExpiry.ValueInt64()),
		PeriodTotalSendLimit: total,
		PeriodPhoneSendLimit: phone,
	}, diags
}

// created fills in what only the API decides. The rest stays as planned,
// whatever the answer says: Terraform would taint the object otherwise.
func (m *appModel) created(app otp.App) {
	m.ID = types.StringValue(string(app.ID))
	m.CreateTime = attribute.TextValue(app.CreateTime)
}

// differences names the attributes that the API answered otherwise than planned.
func (m *appModel) differences(app otp.App) []string {
	answered := *m
	answered.read(app)
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

// read takes over what the API has. A field that the answer lacks keeps its
// prior value; a limit that it lacks is off.
func (m *appModel) read(app otp.App) {
	attribute.SetString(&m.Name, app.Name)
	attribute.SetNumber(&m.CodeExpiry, app.CodeExpiry)
	attribute.SetDefault(&m.CodeExpiry, otp.CodeExpiryDefault)
	m.PeriodTotalSendLimit = readSendLimit(m.PeriodTotalSendLimit, app.PeriodTotalSendLimit)
	m.PeriodPhoneSendLimit = readSendLimit(m.PeriodPhoneSendLimit, app.PeriodPhoneSendLimit)
	if app.CreateTime != nil && !sameInstant(m.CreateTime.ValueString(), string(*app.CreateTime)) {
		m.CreateTime = attribute.TextValue(app.CreateTime)
	}
}

// sameInstant tells whether two texts name the same moment, in whatever zone.
func sameInstant(a, b string) bool {
	first, firstErr := time.Parse(time.RFC3339, a)
	second, secondErr := time.Parse(time.RFC3339, b)
	return firstErr == nil && secondErr == nil && first.Equal(second)
}

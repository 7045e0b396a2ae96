package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/sms"
)

// templateModel is itniotech_otp_template in plan and state.
type templateModel struct {
	ID          types.String          `tfsdk:"id"`
	AppID       types.String          `tfsdk:"app_id"`
	Name        types.String          `tfsdk:"name"`
	Text        types.String          `tfsdk:"text"`
	CodeType    types.String          `tfsdk:"code_type"`
	CodeLength  attribute.WholeNumber `tfsdk:"code_length"`
	SpeechRate  attribute.WholeNumber `tfsdk:"speech_rate"`
	Language    types.String          `tfsdk:"language"`
	MaxDuration attribute.WholeNumber `tfsdk:"max_duration"`
	RepeatCount attribute.WholeNumber `tfsdk:"repeat_count"`
	SenderID    types.String          `tfsdk:"sender_id"`
	SMSEncoding types.String          `tfsdk:"sms_encoding"`
	SMSSegments types.Int64           `tfsdk:"sms_segments"`
	SMSUCS2     types.List            `tfsdk:"sms_ucs2_characters"`

	DeletionPolicy types.String `tfsdk:"deletion_policy"`
}

func (m *templateModel) Identity() (id, name types.String) { return m.ID, m.Name }

func (m *templateModel) App() types.String { return m.AppID }

func (m *templateModel) Policy() types.String { return m.DeletionPolicy }

// Computed is the size of the message, so that a reviewer sees a text that has become dearer.
func (m *templateModel) Computed() map[string]attr.Value {
	m.measure()
	return map[string]attr.Value{"sms_encoding": m.SMSEncoding, "sms_segments": m.SMSSegments, "sms_ucs2_characters": m.SMSUCS2}
}

// Retired implements object.Model.
func (m *templateModel) Retired(name string) *templateModel {
	retired := *m
	retired.Name = types.StringValue(name)
	return &retired
}

func (*templateModel) IsStopped(otp.Template) bool { return true }

// IsOther compares the application, which a template cannot leave.
func (m *templateModel) IsOther(template otp.Template) bool {
	return template.AppID != "" && string(template.AppID) != m.AppID.ValueString()
}

// ToAPI is what the API is sent for a plan.
func (m *templateModel) ToAPI(prior *templateModel) (object.Request[otp.Template], diag.Diagnostics) {
	var diags diag.Diagnostics
	attribute.CodeTypes().Check(&diags, path.Root("code_type"), m.CodeType)
	codeType, _ := attribute.CodeTypes().Number(m.CodeType.ValueString())
	attribute.Languages().Check(&diags, path.Root("language"), m.Language)
	language, _ := attribute.Languages().Code(m.Language.ValueString())
	sender := m.SenderID.ValueStringPointer()
	// Left out, a sender would stay where the API merges fields.
	if sender == nil && prior != nil && !prior.SenderID.IsNull() {
		sender = new(string)
	}
	return templateRequest{
		AppID:       m.AppID.ValueString(),
		Name:        m.Name.ValueString(),
		Text:        m.Text.ValueString(),
		CodeType:    codeType,
		CodeLength:  otp.Number(m.CodeLength.ValueInt64()),
		SpeechRate:  otp.Number(m.SpeechRate.ValueInt64()),
		Language:    language,
		MaxDuration: otp.Number(m.MaxDuration.ValueInt64()),
		RepeatCount: otp.Number(m.RepeatCount.ValueInt64()),
		SenderID:    sender,
	}, diags
}

// FromCreated implements object.Model.
func (m *templateModel) FromCreated(template otp.Template) {
	m.ID = types.StringValue(string(template.ID))
	m.measure()
}

// Differences names the attributes that the API answered otherwise than planned.
func (m *templateModel) Differences(template otp.Template) []string {
	answered := *m
	answered.FromAPI(template)
	var names []string
	for _, attribute := range []struct {
		name              string
		planned, answered attr.Value
	}{
		{"app_id", m.AppID, answered.AppID},
		{"name", m.Name, answered.Name},
		{"text", m.Text, answered.Text},
		{"code_type", m.CodeType, answered.CodeType},
		{"code_length", m.CodeLength, answered.CodeLength},
		{"speech_rate", m.SpeechRate, answered.SpeechRate},
		{"language", m.Language, answered.Language},
		{"max_duration", m.MaxDuration, answered.MaxDuration},
		{"repeat_count", m.RepeatCount, answered.RepeatCount},
		{"sender_id", m.SenderID, answered.SenderID},
	} {
		if !attribute.planned.Equal(attribute.answered) {
			names = append(names, attribute.name)
		}
	}
	return names
}

// FromAPI takes over what the API has. A field that the answer lacks keeps its prior value.
func (m *templateModel) FromAPI(template otp.Template) {
	if template.AppID != "" {
		m.AppID = types.StringValue(string(template.AppID))
	}
	attribute.SetString(&m.Name, template.Name)
	attribute.SetString(&m.Text, template.Text)
	if template.CodeType != nil {
		m.CodeType = types.StringValue(attribute.CodeTypes().Word(attribute.NumberCode(*template.CodeType)))
	}
	attribute.SetNumber(&m.CodeLength, template.CodeLength)
	attribute.SetNumber(&m.SpeechRate, template.SpeechRate)
	if template.Language != nil && *template.Language != "" {
		m.Language = types.StringValue(attribute.Languages().Word(string(*template.Language)))
	}
	attribute.SetNumber(&m.MaxDuration, template.MaxDuration)
	attribute.SetNumber(&m.RepeatCount, template.RepeatCount)
	m.setDefaults()
	if template.SenderID.Answered {
		m.SenderID = types.StringNull()
		if template.SenderID.Text != "" {
			m.SenderID = attribute.TextValue(&template.SenderID.Text)
		}
	}
	m.measure()
}

// setDefaults fills in the documented defaults of what is null.
func (m *templateModel) setDefaults() {
	if m.CodeType.IsNull() {
		m.CodeType = types.StringValue(attribute.CodeTypes().Word(attribute.NumberCode(otp.CodeTypeNumeric)))
	}
	if m.Language.IsNull() {
		m.Language = types.StringValue(otp.LanguageDefault)
	}
	attribute.SetDefault(&m.CodeLength, otp.CodeLengthDefault)
	attribute.SetDefault(&m.SpeechRate, otp.SpeechRateDefault)
	attribute.SetDefault(&m.MaxDuration, otp.MaxDurationDefault)
	attribute.SetDefault(&m.RepeatCount, otp.RepeatCountDefault)
}

// measure computes the size of the message, unknown while the text is.
func (m *templateModel) measure() {
	m.SMSEncoding, m.SMSSegments, m.SMSUCS2 = types.StringUnknown(), types.Int64Unknown(), types.ListUnknown(types.StringType)
	if m.Text.IsUnknown() || m.CodeLength.IsUnknown() {
		return
	}
	size := sms.Measure(m.Text.ValueString(), m.CodeLength.ValueInt64())
	characters := []attr.Value{}
	for _, character := range sms.UCS2Characters(m.Text.ValueString()) {
		characters = append(characters, types.StringValue(character))
	}
	m.SMSEncoding, m.SMSSegments = types.StringValue(size.Encoding), types.Int64Value(size.Segments)
	m.SMSUCS2 = types.ListValueMust(types.StringType, characters)
}

// templateRequest is what the API is sent about a template.
type templateRequest otp.TemplateSettings

// Add implements object.Request.
func (r templateRequest) Add(ctx context.Context, client *otp.Client) (otp.Template, error) {
	return client.AddTemplate(ctx, otp.TemplateSettings(r))
}

// Update implements object.Request.
func (r templateRequest) Update(ctx context.Context, client *otp.Client, id string) (otp.Template, error) {
	return client.UpdateTemplate(ctx, id, otp.TemplateSettings(r))
}

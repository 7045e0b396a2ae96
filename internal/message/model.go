package message

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// resourceModel is itniotech_otp_verification in plan and state.
type resourceModel struct {
	ID             types.String `tfsdk:"id"`
	AppID          types.String `tfsdk:"app_id"`
	TemplateID     types.String `tfsdk:"template_id"`
	FlowID         types.String `tfsdk:"flow_id"`
	To             types.String `tfsdk:"to"`
	Channel        types.String `tfsdk:"channel"`
	OrderID        types.String `tfsdk:"order_id"`
	Triggers       types.Map    `tfsdk:"triggers"`
	ResendTriggers types.Map    `tfsdk:"resend_triggers"`
	Code           types.String `tfsdk:"code"`
	Result         types.String `tfsdk:"result"`
	Delivery       types.String `tfsdk:"delivery"`
	SNAURL         types.String `tfsdk:"sna_url"`
}

func (m *resourceModel) config() sendConfig {
	return sendConfig{m.AppID, m.TemplateID, m.FlowID, m.To, m.Channel, m.OrderID}
}

// check reports what is known to be wrong.
func (m *resourceModel) check() diag.Diagnostics {
	diags := m.config().check()
	diags.Append(checkCode(m.Code)...)
	return diags
}

// sent takes over a message that the API has taken on.
func (m *resourceModel) sent(message otp.Message) {
	m.ID = types.StringValue(message.ObjectID())
	m.Result = types.StringValue(attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked)))
	m.Delivery = types.StringValue(attribute.DeliverySending)
	m.SNAURL = types.StringNull()
	if message.SNAURL != nil && *message.SNAURL != "" {
		m.SNAURL = types.StringValue(*message.SNAURL)
	}
}

// isResent tells whether a change sends the message once more.
func (m *resourceModel) isResent(state resourceModel) bool {
	return !m.ResendTriggers.Equal(state.ResendTriggers)
}

// isChecked tells whether a change has a code checked: one that is new, or one
// that came too early. One that stays while the message is sent once more was
// read from an earlier message, and a failed check may set off the task flow.
func (m *resourceModel) isChecked(state resourceModel) bool {
	isNew, isEarly := !m.Code.Equal(state.Code), state.cameEarly() && !m.isResent(state)
	return !m.Code.IsNull() && (isNew || isEarly)
}

// cameEarly tells whether a code was not compared because its message was on
// its way, which has arrived since.
func (m *resourceModel) cameEarly() bool {
	result, _ := attribute.Results().Number(m.Result.ValueString())
	return result == otp.MatchedSending && m.Delivery.ValueString() != attribute.DeliverySending
}

// keep takes over what stays as long as nothing is sent or checked.
func (m *resourceModel) keep(state resourceModel) {
	m.ID, m.Result, m.Delivery, m.SNAURL = state.ID, state.Result, state.Delivery, state.SNAURL
}

// expect plans a change: what sending or checking decides is not known, and the rest stays.
func (m *resourceModel) expect(state resourceModel) {
	m.keep(state)
	if m.isResent(state) {
		m.ID, m.Delivery, m.SNAURL = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	}
	if m.isResent(state) || m.isChecked(state) {
		m.Result = types.StringUnknown()
	}
}

// read takes over what became of the message. What the check of a code has
// found stays: a record tells of the last check, whoever made it.
func (m *resourceModel) read(record otp.Record) {
	told := readRecord(record)
	if !told.delivery.IsNull() {
		m.Delivery = told.delivery
	}
	switch was, _ := attribute.Results().Number(m.Result.ValueString()); {
	case told.result.IsNull() || told.result.ValueString() == attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked)):
	case m.Result.IsNull() || was == otp.MatchedNotChecked || was == otp.MatchedSending:
		m.Result = told.result
	}
}

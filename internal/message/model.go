package message

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// resourceModel is itniotech_otp_verification in plan and state.
type resourceModel struct {
	ID             types.String          `tfsdk:"id"`
	AppID          types.String          `tfsdk:"app_id"`
	TemplateID     types.String          `tfsdk:"template_id"`
	FlowID         types.String          `tfsdk:"flow_id"`
	To             types.String          `tfsdk:"to"`
	ToWO           types.String          `tfsdk:"to_wo"` // known in the configuration alone
	ToWOVersion    attribute.WholeNumber `tfsdk:"to_wo_version"`
	Channel        types.String          `tfsdk:"channel"`
	OrderID        types.String          `tfsdk:"order_id"`
	Triggers       types.Map             `tfsdk:"triggers"`
	ResendTriggers types.Map             `tfsdk:"resend_triggers"`
	Code           types.String          `tfsdk:"code"`
	CodeWO         types.String          `tfsdk:"code_wo"` // known in the configuration alone
	CodeWOVersion  attribute.WholeNumber `tfsdk:"code_wo_version"`
	Result         types.String          `tfsdk:"result"`
	Delivery       types.String          `tfsdk:"delivery"`
	SNAURL         types.String          `tfsdk:"sna_url"`
	bill
}

func (m *resourceModel) config() sendConfig {
	return sendConfig{m.AppID, m.TemplateID, m.FlowID, either(m.To, m.ToWO), m.Channel, m.OrderID}
}

// code is the code of a configuration, plain or write-only.
func (m *resourceModel) code() types.String { return either(m.Code, m.CodeWO) }

// either is the one of two values that is set.
func either(plain, writeOnly types.String) types.String {
	if plain.IsNull() {
		return writeOnly
	}
	return plain
}

// reference names the message.
func (m *resourceModel) reference() reference {
	return reference{m.ID.ValueString(), m.AppID.ValueString(), m.OrderID.ValueString(), m.To.ValueString()}
}

// check reports what is known to be wrong with a configuration.
func (m *resourceModel) check() diag.Diagnostics {
	diags := m.config().check()
	if code := m.code(); attribute.IsKnown(code) && code.ValueString() == "" {
		diags.AddError("Invalid Code", attribute.LeaveOut("code"))
	} else {
		diags.Append(checkCode(code)...)
	}
	if m.To.IsNull() && m.ToWO.IsNull() {
		diags.AddError("Missing Value", "Set to, or to_wo and to_wo_version.")
	}
	diags.Append(checkWriteOnly("to", m.To, m.ToWO, m.ToWOVersion)...)
	diags.Append(checkWriteOnly("code", m.Code, m.CodeWO, m.CodeWOVersion)...)
	return diags
}

// checkWriteOnly reports a secret that is set twice, and one whose change
// nothing would show. There is no path to a secret: Terraform prints the line
// that a path leads to.
func checkWriteOnly(name string, plain, writeOnly types.String, version attribute.WholeNumber) diag.Diagnostics {
	var diags diag.Diagnostics
	const combination = "Invalid Attribute Combination"
	switch {
	case attribute.IsKnown(plain) && attribute.IsKnown(writeOnly):
		diags.AddError(combination, fmt.Sprintf("%[1]s and %[1]s_wo cannot be set together.", name))
	case attribute.IsKnown(writeOnly) && version.IsNull():
		diags.AddError(combination, fmt.Sprintf("%[1]s_wo must be set together with %[1]s_wo_version: "+
			"Terraform does not keep the value, so only another version shows that it has changed.", name))
	case writeOnly.IsNull() && attribute.IsKnown(version):
		diags.AddAttributeError(path.Root(name+"_wo_version"), combination, fmt.Sprintf("%[1]s_wo_version must be set together with %[1]s_wo.", name))
	}
	return diags
}

// sent takes over a message that the API has taken on.
func (m *resourceModel) sent(message otp.Message) {
	m.ID = types.StringNull()
	if id := message.ObjectID(); id != "" {
		m.ID = types.StringValue(id)
	}
	m.Result = types.StringValue(attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked)))
	m.Delivery = types.StringValue(attribute.DeliverySending)
	m.bill = bill{}
	m.SNAURL = types.StringNull()
	if message.SNAURL != nil && *message.SNAURL != "" {
		m.SNAURL = types.StringValue(*message.SNAURL)
	}
}

// isResent tells whether a change sends the message once more.
func (m *resourceModel) isResent(state resourceModel) bool {
	return areOther(m.ResendTriggers, state.ResendTriggers)
}

// areOther tells whether triggers have changed. None and no element are the same.
func areOther(plan, state types.Map) bool {
	areNone := !plan.IsUnknown() && len(plan.Elements()) == 0 && len(state.Elements()) == 0
	return !areNone && !plan.Equal(state)
}

// isChecked tells whether a change has a code checked: one that is new, or one
// that came too early. One that stays while the message is sent once more was
// read from an earlier message, and a failed check may set off the task flow.
// WasCheckedAgain tells that one which came too early had its second check.
func (m *resourceModel) isChecked(state resourceModel, wasCheckedAgain bool) bool {
	isEarly := state.cameEarly() && !wasCheckedAgain && !m.isResent(state)
	return m.hasCode() && (isEarly || !m.hasSameCode(state))
}

// hasSameCode tells whether the code is still the one that was checked.
func (m *resourceModel) hasSameCode(state resourceModel) bool {
	return m.Code.Equal(state.Code) && m.CodeWOVersion.Equal(state.CodeWOVersion)
}

// hasCode tells whether there is a code to check.
func (m *resourceModel) hasCode() bool { return !m.Code.IsNull() || !m.CodeWOVersion.IsNull() }

// cameEarly tells whether a code was not compared because its message was on
// its way, which has arrived since.
func (m *resourceModel) cameEarly() bool {
	result, _ := attribute.Results().Number(m.Result.ValueString())
	return result == otp.MatchedSending && m.Delivery.ValueString() != attribute.DeliverySending
}

// keep takes over what stays as long as nothing is sent or checked.
func (m *resourceModel) keep(state resourceModel) {
	m.ID, m.Result, m.Delivery, m.SNAURL, m.bill = state.ID, state.Result, state.Delivery, state.SNAURL, state.bill
}

// expect plans a change: what sending or checking decides is not known, and the rest stays.
func (m *resourceModel) expect(state resourceModel, wasCheckedAgain bool) {
	m.keep(state)
	if m.isResent(state) {
		m.ID, m.Delivery, m.SNAURL, m.bill = types.StringUnknown(), types.StringUnknown(), types.StringUnknown(), unknownBill()
	}
	if m.isResent(state) || m.isChecked(state, wasCheckedAgain) {
		m.Result = types.StringUnknown()
	}
}

// read takes over what became of the message. What the check of a code has
// found stays: a record tells of the last check, by anyone.
func (m *resourceModel) read(record otp.Record) {
	told := readRecord(record)
	if id := record.ObjectID(); id != "" {
		m.ID = types.StringValue(id)
	}
	m.bill.read(told.bill)
	if !told.delivery.IsNull() {
		m.Delivery = told.delivery
	}
	switch was, _ := attribute.Results().Number(m.Result.ValueString()); {
	case told.result.IsNull() || told.result.ValueString() == attribute.Results().Word(attribute.NumberCode(otp.MatchedNotChecked)):
	case m.Result.IsNull() || was == otp.MatchedNotChecked || was == otp.MatchedSending:
		m.Result = told.result
	}
}

// whatIsSent are the values without which a message is another.
func (m *resourceModel) whatIsSent() []namedValue {
	return []namedValue{{"app_id", m.AppID}, {"template_id", m.TemplateID}, {"flow_id", m.FlowID}}
}

type namedValue struct {
	name  string
	value types.String
}

// another reports values that the plan did not know, and that mean another message than the state's.
func (m *resourceModel) another(state resourceModel) diag.Diagnostics {
	var diags diag.Diagnostics
	was := state.whatIsSent()
	for i, is := range m.whatIsSent() {
		if !is.value.IsUnknown() && !is.value.Equal(was[i].value) {
			diags.Append(anotherNow(is.name, was[i].value.ValueString(), is.value.ValueString()))
		}
	}
	return diags
}

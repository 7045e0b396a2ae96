package message

import (
	"context"
	"errors"

	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var (
	_ actions.ActionWithConfigure      = (*sendAction)(nil)
	_ actions.ActionWithModifyPlan     = (*sendAction)(nil)
	_ actions.ActionWithValidateConfig = (*sendAction)(nil)
)

// sendAction is itniotech_otp_send.
type sendAction struct{ messageAction }

// NewSendAction is the action itniotech_otp_send.
func NewSendAction() actions.Action {
	return &sendAction{messageAction{messages{}, "otp_send", func() checkable { return &sendModel{} }}}
}

type sendModel struct {
	AppID           types.String `tfsdk:"app_id"`
	TemplateID      types.String `tfsdk:"template_id"`
	FlowID          types.String `tfsdk:"flow_id"`
	To              types.String `tfsdk:"to"`
	Channel         types.String `tfsdk:"channel"`
	OrderID         types.String `tfsdk:"order_id"`
	WaitForDelivery types.String `tfsdk:"wait_for_delivery"`
}

func (m *sendModel) config() sendConfig {
	return sendConfig{m.AppID, m.TemplateID, m.FlowID, m.To, m.Channel, m.OrderID}
}

func (*sendAction) Schema(_ context.Context, _ actions.SchemaRequest, resp *actions.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a message. " + describeCost +
			" If an answer is lost, the message is looked up by its order id, and never sent twice." + needsActions +
			" If a resource triggers it on Terraform 1.16, set `on_failure` to `continue` or `halt`: `taint` would taint that resource.",
		Attributes: map[string]schema.Attribute{
			"app_id":      schema.StringAttribute{Required: true, Validators: attribute.AppIDValidators(), MarkdownDescription: describeSendingApp},
			"template_id": schema.StringAttribute{Required: true, MarkdownDescription: describeTemplate},
			"flow_id":     schema.StringAttribute{Optional: true, MarkdownDescription: describeFlow},
			"to":          schema.StringAttribute{Required: true, MarkdownDescription: describePhone() + " Take it from a sensitive variable."},
			"channel":     channelAttribute(),
			"order_id": schema.StringAttribute{
				Optional: true, Validators: orderIDValidators(),
				MarkdownDescription: describeOrder + "With one set, the action sends once: run again, it finds the message and sends none. " +
					"Without, each run sends a message.",
			},
			"wait_for_delivery": waitAttribute(),
		},
	}
}

func (m *sendModel) check() diag.Diagnostics {
	return append(m.config().check(), checkWait(m.Channel, m.WaitForDelivery)...)
}

// Invoke sends the message, unless its order was sent before.
func (a *sendAction) Invoke(ctx context.Context, req actions.InvokeRequest, resp *actions.InvokeResponse) {
	var config sendModel
	a.invoke(ctx, req, resp, explain.Send, mayBeUnderWay, &config, func(client *otp.Client) {
		order, problems := config.config().order()
		resp.Diagnostics.Append(problems...)
		if resp.Diagnostics.HasError() {
			return
		}
		again := "Another run sends another message."
		if order.isOwn {
			again = "Another run finds this message by its order id, and sends none."
			a.takes(order)
		}
		message, err := a.send(ctx, client, order)
		sent := reference{message.ObjectID(), order.AppID, order.OrderID, order.To}
		if used, isUsed := errors.AsType[*orderUsed](err); isUsed {
			sent.id = used.record.ObjectID()
			delivery := readRecord(used.record).delivery
			if delivery.IsNull() {
				delivery = types.StringValue(attribute.DeliverySending)
			}
			progress(resp, "Message %s was sent before with this order id, so none is sent now; delivery: %s", sent.short(), delivery.ValueString())
		} else if err != nil {
			resp.Diagnostics.Append(a.failedSend(err, order))
			return
		} else {
			progress(resp, "Message %s sent by %s, delivery: %s", sent.short(), order.Channel, attribute.DeliverySending)
		}
		a.waitFor(ctx, client, sent, wait{waitLimit(ctx, config.WaitForDelivery), order.FlowID != nil, again}, resp)
	})
}

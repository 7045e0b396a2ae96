package message

import (
	"context"

	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var (
	_ actions.ActionWithConfigure      = (*resendAction)(nil)
	_ actions.ActionWithModifyPlan     = (*resendAction)(nil)
	_ actions.ActionWithValidateConfig = (*resendAction)(nil)
)

// resendAction is itniotech_otp_resend.
type resendAction struct{ messageAction }

// NewResendAction is the action itniotech_otp_resend.
func NewResendAction() actions.Action {
	return &resendAction{messageAction{messages{}, "otp_resend", func() checkable { return &resendModel{} }}}
}

type resendModel struct {
	VerificationID  types.String `tfsdk:"verification_id"`
	Channel         types.String `tfsdk:"channel"`
	WaitForDelivery types.String `tfsdk:"wait_for_delivery"`
}

func (*resendAction) Schema(_ context.Context, _ actions.SchemaRequest, resp *actions.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends a message once more, which gets another id. " + describeCost + " Each run sends one. " +
			"If an answer is lost, nothing is sent again: the action fails and says that a message may be under way." + needsActions,
		Attributes: map[string]schema.Attribute{
			"verification_id":   verificationIDAttribute("The id of the message."),
			"channel":           channelAttribute(),
			"wait_for_delivery": waitAttribute(),
		},
	}
}

func (m *resendModel) check() diag.Diagnostics { return checkWait(m.Channel, m.WaitForDelivery) }

// Invoke resends the message.
func (a *resendAction) Invoke(ctx context.Context, req actions.InvokeRequest, resp *actions.InvokeResponse) {
	var config resendModel
	a.invoke(ctx, req, resp, explain.Resend, mayBeUnderWay, &config, func(client *otp.Client) {
		const again = "Another run resends it once more."
		before, channel := config.VerificationID.ValueString(), channelOf(config.Channel, &resp.Diagnostics)
		message, err := client.Resend(ctx, before, channel)
		if err != nil {
			resp.Diagnostics.Append(a.failedResend(err, before, " "+again))
			return
		}
		progress(resp, "Message %s resent by %s as message %s, delivery: %s", before, channel, message.ObjectID(), attribute.DeliverySending)
		// The API does not tell whether it was sent with a task flow.
		a.waitFor(ctx, client, reference{id: message.ObjectID()}, wait{waitLimit(ctx, config.WaitForDelivery), true, again}, resp)
	})
}

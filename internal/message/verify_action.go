package message

import (
	"context"
	"fmt"

	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var (
	_ actions.ActionWithConfigure      = (*verifyAction)(nil)
	_ actions.ActionWithModifyPlan     = (*verifyAction)(nil)
	_ actions.ActionWithValidateConfig = (*verifyAction)(nil)
)

// verifyAction is itniotech_otp_verify.
type verifyAction struct{ messageAction }

// NewVerifyAction is the action itniotech_otp_verify.
func NewVerifyAction() actions.Action {
	return &verifyAction{messageAction{messages{}, "otp_verify", func() checkable { return &verifyModel{} }}}
}

type verifyModel struct {
	VerificationID types.String `tfsdk:"verification_id"`
	Code           types.String `tfsdk:"code"`
}

func (*verifyAction) Schema(_ context.Context, _ actions.SchemaRequest, resp *actions.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Has the code of a message checked, and fails unless it matches. " +
			"A code is used up by that: run again with it, the action fails with `already_used`." +
			needsActions,
		Attributes: map[string]schema.Attribute{
			"verification_id": verificationIDAttribute("The id of the message."),
			"code": schema.StringAttribute{
				Required: true,
				MarkdownDescription: fmt.Sprintf("The code that the phone received, %d–%d characters. Take it from a sensitive variable.",
					otp.CodeMinLength, otp.CodeMaxLength),
			},
		},
	}
}

func (m *verifyModel) check() diag.Diagnostics { return checkCode(m.Code) }

// Invoke has the code checked.
func (a *verifyAction) Invoke(ctx context.Context, req actions.InvokeRequest, resp *actions.InvokeResponse) {
	var config verifyModel
	a.invoke(ctx, req, resp, explain.Verify, "Whether the code was checked is not known.", &config, func(client *otp.Client) {
		id, code := config.VerificationID.ValueString(), config.Code.ValueString()
		result, err := a.verify(ctx, client, id, code, false)
		if err != nil {
			resp.Diagnostics.Append(a.failedVerify(err, id, code, " Another run has it checked again; one that is used up by then shows as already_used."))
			return
		}
		progress(resp, "Message %s, result: %s", id, result)
		switch {
		case result == attribute.Results().Word(attribute.NumberCode(otp.MatchedNotFound)):
			resp.Diagnostics.AddError("OTP Message Not Found", fmt.Sprintf("The account has no message with the id %s, so no code was checked.\n\n"+
				"- Check verification_id. A resend gives the message another id.\n"+
				"- Check that the API key belongs to the account that sent the message.", id))
		case result != attribute.Results().Word(attribute.NumberCode(otp.MatchedRight)):
			resp.Diagnostics.AddError("OTP Code Did Not Match", fmt.Sprintf(
				"The check of the code of the message with the id %s found %s.", id, attribute.Results().Explained(result)))
		}
	})
}

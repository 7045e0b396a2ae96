package message

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

var (
	_ resource.ResourceWithConfigure      = (*messageResource)(nil)
	_ resource.ResourceWithImportState    = (*messageResource)(nil)
	_ resource.ResourceWithMoveState      = (*messageResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*messageResource)(nil)
	_ resource.ResourceWithValidateConfig = (*messageResource)(nil)
)

// messageResource is itniotech_otp_verification: one message, as a test
// that messages go out. It has no identity and refuses an import, because a
// message that was sent elsewhere proves nothing here.
type messageResource struct{ messages }

// NewResource is itniotech_otp_verification.
func NewResource() resource.Resource { return &messageResource{messages{}} }

// Metadata names the type.
func (*messageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_otp_verification"
}

// Configure takes the session.
func (r *messageResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Connect(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig checks what no validator of an attribute can: that would show
// the phone number or the code.
func (*messageResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config resourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check()...)
	}
}

// MoveState refuses moves from other types.
func (*messageResource) MoveState(context.Context) []resource.StateMover {
	return session.RefuseMoves("itniotech_otp_verification")
}

// ImportState refuses: the framework's own error would ask to report a bug.
func (*messageResource) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("OTP Message Cannot Be Imported",
		"A message is an event that was sent once, so there is nothing to manage. Nothing was read or changed.\n\n"+
			"- Remove the import block, or do not run the import.\n"+
			"- To read what became of a message, use the data source itniotech_otp_verification.")
}

// ModifyPlan plans what sending and checking decide, and refuses an order id
// that was used before. What was not known while planning, and turns out to be
// another value in the apply, is an error: the plan showed no replacement.
func (r *messageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	session.Guarded(&resp.Diagnostics, r.summary(explain.Plan), nothingSent, func() {
		if req.Plan.Raw.IsNull() {
			return
		}
		var plan, state resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if req.State.Raw.IsNull() {
			// An order id may have the phone number in it, which is in the configuration alone.
			resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("to_wo"), &plan.ToWO)...)
			r.planOrder(ctx, plan, &resp.Diagnostics)
			return
		}
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.Session != nil && r.Session.IsApply(req.ClientCapabilities) {
			resp.Diagnostics.Append(plan.another(state)...)
		}
		checkedAgain, problems := req.Private.GetKey(ctx, checkedAgainKey)
		resp.Diagnostics.Append(problems...)
		if resp.Diagnostics.HasError() {
			return
		}
		if len(resp.RequiresReplace) == 0 {
			for _, sent := range plan.whatIsSent() {
				if sent.value.IsUnknown() {
					resp.Diagnostics.Append(unknownYet(sent.name, state.reference()))
				}
			}
		}
		plan.expect(state, checkedAgain != nil)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	})
}

// checkedAgainKey notes in the private state that a code which came too early
// had its second check: the API may go on saying that its message is on its way.
const checkedAgainKey = "code_checked_again"

// planOrder looks for the order of a message that is to be sent. If that
// cannot be done, it is left to the apply.
func (r *messageResource) planOrder(ctx context.Context, plan resourceModel, diags *diag.Diagnostics) {
	if r.Session == nil || !attribute.IsKnown(plan.OrderID) {
		return
	}
	order, _ := plan.config().order()
	if !r.takes(order) {
		diags.Append(usedTwice(order))
		return
	}
	if !r.CanCall() || !attribute.IsKnown(plan.AppID) {
		return
	}
	r.Reading(diags, r.summary(explain.Plan), nothingSent, func(client *otp.Client) {
		if record, isFound, err := findOrder(ctx, client, order.SendSettings); err == nil && isFound {
			diags.Append(usedBefore(record.ObjectID(), order))
		}
	})
}

const nothingSent = "Nothing was sent."

// Create sends the message, and has the code checked if there is one. Once the
// message is sent there is no error: Terraform would taint it, and send another.
func (r *messageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Writing(&resp.Diagnostics, r.summary(explain.Send), mayBeUnderWay, func(client *otp.Client) {
		var plan, config resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		resp.Diagnostics.Append(config.check()...)
		if resp.Diagnostics.HasError() {
			return
		}
		order, problems := config.config().order()
		resp.Diagnostics.Append(problems...)
		if resp.Diagnostics.HasError() {
			return
		}
		message, err := r.send(ctx, client, order)
		if err != nil {
			resp.Diagnostics.Append(r.failedSend(err, order))
			return
		}
		plan.OrderID = types.StringValue(order.OrderID)
		plan.sent(message)
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		sent := reference{plan.ID.ValueString(), order.AppID, order.OrderID, order.To}
		r.warnSNA(order.Channel, plan.SNAURL, sent, &resp.Diagnostics)
		if plan.ID.IsNull() {
			resp.Diagnostics.AddWarning("ID of the OTP Message Is Not Known", fmt.Sprintf(
				"The answer to sending the message %s was lost. The API has a record of its order, which does not tell the id. "+
					"The message is in the state, and is not sent again. It can be neither resent nor checked.", sent))
		} else if plan.hasCode() {
			r.verifyFirst(ctx, client, plan, config.code().ValueString(), resp)
		}
	})
}

// verifyFirst has the code of a message checked that was just sent.
func (r *messageResource) verifyFirst(ctx context.Context, client *otp.Client, sent resourceModel, code string, resp *resource.CreateResponse) {
	const isSent = "The message was sent, and is in the state."
	var failed diag.Diagnostics
	session.Guarded(&failed, r.summary(explain.Verify), isSent, func() {
		result, err := r.verify(ctx, client, sent.ID.ValueString(), code, true)
		if err != nil {
			failed.Append(r.failedVerify(err, sent.ID.ValueString(), code, " "+isSent+" To have a code checked, change it."))
			return
		}
		sent.Result = types.StringValue(result)
		failed.Append(resp.State.Set(ctx, sent)...)
	})
	for _, problem := range failed {
		resp.Diagnostics.AddWarning(problem.Summary(), problem.Detail())
	}
}

// warnSNA says that a message cannot be used.
func (*messageResource) warnSNA(channel string, url types.String, sent reference, diags *diag.Diagnostics) {
	if channel == otp.ChannelSNA && url.IsNull() {
		then := "resend the message."
		if sent.id == "" {
			then = "change triggers, which sends another message."
		}
		diags.AddWarning("Address for Silent Network Authentication Is Not Known", fmt.Sprintf(
			"The message %s was sent, but the address to open was not in the answer, or the answer was lost, and the API does not tell it again. "+
				"To get one, %s", sent, then))
	}
}

// Read looks what became of the message. It sends nothing, and keeps a message
// that the API knows nothing of: that it was sent stays true.
func (r *messageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.Reading(&resp.Diagnostics, r.summary(explain.Read), keepsState, func(client *otp.Client) {
		var state resourceModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		record, err := state.reference().record(ctx, client)
		switch {
		case errors.Is(err, otp.ErrNotFound):
		case err != nil:
			failed := r.failedRead(err, state.reference(), "\n\n"+keepsState)
			resp.Diagnostics.AddError(failed.Summary(), hide(failed.Detail(), state.Code.ValueString()))
		default:
			state.read(record)
			resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		}
	})
}

const keepsState = "The state is kept as it was."

// Update resends the message if resend_triggers have changed, and has a new code checked.
func (r *messageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.Writing(&resp.Diagnostics, r.summary(explain.Update), mayBeUnderWay, func(client *otp.Client) {
		var plan, state, config resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		checkedAgain, problems := req.Private.GetKey(ctx, checkedAgainKey)
		resp.Diagnostics.Append(problems...)
		isResent, isChecked := plan.isResent(state), plan.isChecked(state, checkedAgain != nil)
		resp.Diagnostics.Append(plan.another(state)...)
		resp.Diagnostics.Append(config.check()...)
		resp.Diagnostics.Append(r.checkID(state, isResent, isChecked)...)
		if resp.Diagnostics.HasError() {
			return
		}
		plan.keep(state)
		if isResent {
			if plan, isResent = r.resend(ctx, client, plan, state, resp); !isResent {
				return
			}
		}
		if isChecked {
			code := config.code().ValueString()
			result, err := r.verify(ctx, client, plan.ID.ValueString(), code, isResent)
			if err != nil {
				resp.Diagnostics.Append(r.failedVerify(err, plan.ID.ValueString(), code,
					" The next apply has it checked again; one that is used up by then shows as already_used."))
				return
			}
			plan.Result = types.StringValue(result)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		var again []byte // of one that is new, or a message that is, there was no second check
		if isChecked && !isResent && plan.hasSameCode(state) || !isChecked && !isResent && checkedAgain != nil {
			again = []byte("true")
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, checkedAgainKey, again)...)
	})
}

// checkID reports what cannot be done with a message whose id is not known.
func (r *messageResource) checkID(state resourceModel, isResent, isChecked bool) diag.Diagnostics {
	switch {
	case !state.ID.IsNull():
		return nil
	case isResent:
		return diag.Diagnostics{r.idNotKnown(explain.Resend, state.reference())}
	case isChecked:
		return diag.Diagnostics{r.idNotKnown(explain.Verify, state.reference())}
	}
	return nil
}

// resend sends a message once more and saves that, and returns what is planned with the new message in it.
func (r *messageResource) resend(
	ctx context.Context, client *otp.Client, plan, state resourceModel, resp *resource.UpdateResponse,
) (resent resourceModel, isResent bool) {
	channel := channelOf(plan.Channel, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return plan, false
	}
	message, err := client.Resend(ctx, state.ID.ValueString(), channel)
	if err != nil {
		resp.Diagnostics.Append(r.failedResend(err, state.ID.ValueString(),
			" "+keepsState+" The next apply resends the message, unless resend_triggers are as before."))
		return plan, false
	}
	plan.sent(message)
	r.warnSNA(channel, plan.SNAURL, plan.reference(), &resp.Diagnostics)
	// A check that fails is made up for by the next apply.
	saved := plan
	saved.Code, saved.CodeWOVersion = state.Code, state.CodeWOVersion
	resp.Diagnostics.Append(resp.State.Set(ctx, saved)...)
	return plan, true
}

// Delete does nothing: a message that was sent is sent. The framework lets go of the state.
func (*messageResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

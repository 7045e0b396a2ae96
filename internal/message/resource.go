package message

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

var (
	_ resource.ResourceWithConfigure      = (*messageResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*messageResource)(nil)
	_ resource.ResourceWithValidateConfig = (*messageResource)(nil)
)

// messageResource is itniotech_otp_verification: one message, as a test
// that messages go out. It has neither identity nor import, because a message
// that was sent elsewhere proves nothing here.
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

// What resource and action say of the same arguments.
const (
	describeSendingApp = "The id of the application that sends."
	describeTemplate   = "The id of the template, which must be one of the application's."
	describeFlow       = "The id of the task flow to fall back by. None by default."
	describeOrder      = "The caller's own id of the message, 1–64 characters, which is good for one message, for ever. If none is set, one is made up. "
	describeCost       = "**Each message goes to a real phone and costs money.**"
)

func describePhone() string {
	return fmt.Sprintf("The phone number: country code and number, %d–%d digits without a plus sign.", otp.PhoneMinLength, otp.PhoneMaxLength)
}

func describeChannel() string {
	return "How the message goes out: " + attribute.SendChannels().Markdown() + ". Default `" + otp.ChannelSMS + "`."
}

func orderIDValidators() []validator.String {
	return []validator.String{stringvalidator.UTF8LengthBetween(1, otp.OrderIDMaxLength)}
}

func (*messageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const anew = " A change sends a new message."
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One message, as a smoke test after a change: creating it sends the message, and a `code` is checked. " + describeCost + " " +
			"Reading it sends nothing. Destroying it does nothing, because a message that was sent is sent. It cannot be imported.\n\n" +
			"A message is never sent twice by accident: if an answer is lost, the message is looked up by its order id. " +
			"If that finds nothing, the apply fails and says that a message may be under way.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The id that the API gave the message. Resending it gives it another.",
			},
			"app_id": schema.StringAttribute{
				Required: true, Validators: attribute.AppIDValidators(), PlanModifiers: replaces, MarkdownDescription: describeSendingApp + anew,
			},
			"template_id": schema.StringAttribute{Required: true, PlanModifiers: replaces, MarkdownDescription: describeTemplate + anew},
			"flow_id":     schema.StringAttribute{Optional: true, PlanModifiers: replaces, MarkdownDescription: describeFlow + anew},
			"to":          schema.StringAttribute{Required: true, Sensitive: true, PlanModifiers: replaces, MarkdownDescription: describePhone() + anew},
			"channel": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(otp.ChannelSMS), Validators: []validator.String{attribute.SendChannels()},
				MarkdownDescription: describeChannel() + " A change sends nothing: it counts when the message is sent the next time.",
			},
			"order_id": schema.StringAttribute{
				Optional: true, Computed: true, Validators: orderIDValidators(),
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
				},
				MarkdownDescription: describeOrder + "One that was used before is an error while planning." + anew +
					" With one set, whatever else sends a new message needs another one.",
			},
			"triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType, PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()},
				MarkdownDescription: "Any values." + anew,
			},
			"resend_triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Any values. A change resends the message by the `channel` that is then set: it gets another `id`, " +
					"and `result` is `not_checked` again, unless `code` changes as well.",
			},
			"code": schema.StringAttribute{
				Optional: true, Sensitive: true,
				MarkdownDescription: fmt.Sprintf("The code that the phone received, %d–%d characters. "+
					"It is checked when it is set or changed, and `result` tells what came of it. "+
					"One that came while the message was still on its way is checked again after that. "+
					"One that stays while the message is resent is not checked again, because it was read from the message before; "+
					"leave it out of a change that sends a new message, which would take it for the new one's.", otp.CodeMinLength, otp.CodeMaxLength),
			},
			"result": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "What the check of `code` found: " + attribute.Results().Markdown() + ". " +
					"A wrong code does not fail the apply: judge it in a `postcondition`. " +
					"As long as Terraform has checked no code, a refresh shows what a check from elsewhere found.",
			},
			"delivery": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "What became of the message, as of the last refresh: " + attribute.Deliveries().Markdown() + ". " +
					"With a task flow it is that of the last step that sent. The API tells nothing about `sna`: it stays `" + attribute.DeliverySending + "`.",
			},
			"sna_url": schema.StringAttribute{
				Computed: true, Sensitive: true, MarkdownDescription: "The address that the phone has to open, with `channel = \"sna\"`.",
			},
		},
	}
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

// ModifyPlan plans what sending and checking decide, and refuses an order id
// that was used before.
func (r *messageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	session.Guarded(&resp.Diagnostics, r.summary(explain.Plan), nothingSent, func() {
		if req.Plan.Raw.IsNull() {
			return
		}
		var plan resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if req.State.Raw.IsNull() {
			r.planOrder(ctx, plan, &resp.Diagnostics)
			return
		}
		var state resourceModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		plan.expect(state)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	})
}

// planOrder looks for the order of a message that is to be sent. If that
// cannot be done, it is left to the apply.
func (r *messageResource) planOrder(ctx context.Context, plan resourceModel, diags *diag.Diagnostics) {
	if !r.CanCall() || !attribute.IsKnown(plan.AppID) || !attribute.IsKnown(plan.OrderID) {
		return
	}
	r.Reading(diags, r.summary(explain.Plan), nothingSent, func(client *otp.Client) {
		order, _ := plan.config().order()
		if record, err := findOrder(ctx, client, order.SendSettings); err == nil && record.ObjectID() != "" {
			diags.Append(usedBefore(record.ObjectID(), order))
		}
	})
}

const nothingSent = "Nothing was sent."

// Create sends the message, and has the code checked if there is one. Once the
// message is sent there is no error: Terraform would taint it, and send another.
func (r *messageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Writing(&resp.Diagnostics, r.summary(explain.Send), mayBeUnderWay, func(client *otp.Client) {
		var plan resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		order, problems := plan.config().order()
		resp.Diagnostics.Append(problems...)
		resp.Diagnostics.Append(checkCode(plan.Code)...)
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
		r.warnSNA(order.Channel, plan, &resp.Diagnostics)
		if plan.Code.IsNull() {
			return
		}
		var failed diag.Diagnostics
		session.Guarded(&failed, r.summary(explain.Verify), "The message was sent, and is in the state.", func() {
			result, err := r.verify(ctx, client, message.ObjectID(), plan.Code.ValueString(), true)
			if err != nil {
				failed.Append(r.failedVerify(err, message.ObjectID(), plan.Code.ValueString(),
					" The message was sent, and is in the state. To have a code checked, change it."))
				return
			}
			plan.Result = types.StringValue(result)
			failed.Append(resp.State.Set(ctx, plan)...)
		})
		for _, problem := range failed {
			resp.Diagnostics.AddWarning(problem.Summary(), problem.Detail())
		}
	})
}

// warnSNA says that a message cannot be used.
func (*messageResource) warnSNA(channel string, sent resourceModel, diags *diag.Diagnostics) {
	if channel == otp.ChannelSNA && sent.SNAURL.IsNull() {
		diags.AddWarning("Address for Silent Network Authentication Is Not Known", fmt.Sprintf(
			"The message with the id %s was sent, but the address to open was not in the answer, or the answer was lost, and the API does not tell it again. "+
				"To get one, resend the message.", sent.ID.ValueString()))
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
		record, err := client.RecordOf(ctx, state.ID.ValueString())
		switch {
		case errors.Is(err, otp.ErrNotFound):
		case err != nil:
			failed := r.failedRead(err, "with the id "+state.ID.ValueString(), "\n\n"+keepsState)
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
		var plan, state resourceModel
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		order, problems := plan.config().order()
		resp.Diagnostics.Append(problems...)
		resp.Diagnostics.Append(checkCode(plan.Code)...)
		if resp.Diagnostics.HasError() {
			return
		}
		plan.keep(state)
		if plan.isResent(state) {
			message, err := client.Resend(ctx, state.ID.ValueString(), order.Channel)
			if err != nil {
				resp.Diagnostics.Append(r.failedResend(err, state.ID.ValueString(),
					" "+keepsState+" The next apply resends the message, unless resend_triggers are as before."))
				return
			}
			plan.sent(message)
			r.warnSNA(order.Channel, plan, &resp.Diagnostics)
			// A check that fails is made up for by the next apply.
			resent := plan
			resent.Code = state.Code
			resp.Diagnostics.Append(resp.State.Set(ctx, resent)...)
		}
		if plan.isChecked(state) {
			code := plan.Code.ValueString()
			result, err := r.verify(ctx, client, plan.ID.ValueString(), code, plan.isResent(state))
			if err != nil {
				resp.Diagnostics.Append(r.failedVerify(err, plan.ID.ValueString(), code,
					" The next apply has it checked again; one that is used up by then shows as already_used."))
				return
			}
			plan.Result = types.StringValue(result)
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	})
}

// Delete does nothing: a message that was sent is sent. The framework lets go of the state.
func (*messageResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

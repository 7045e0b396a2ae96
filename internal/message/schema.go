package message

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// What resource and action say of the same arguments.
const (
	describeSendingApp = "The id of the application that sends."
	describeTemplate   = "The id of the template, which must be one of the application's."
	describeFlow       = "The id of the task flow to fall back by. None by default."
	describeOrder      = "The caller's own id of the message, 1–64 characters. It is good for one message. If none is set, one is made up. "
	describeCost       = "**Each message goes to a real phone and costs money.**"
)

// What resource and data source say of what a record tells.
const (
	describeSegments = "How many SMS segments were charged."
	describeCostOf   = "What the message cost, as a decimal number, which `<` and `>` compare as one."
	describeCurrency = "The settlement currency of `cost`. Null if the API tells the cost without one."
	describeSender   = "The sender that the SMS showed."
	describeMCC      = "The mobile country code of the phone's network."
	describeMNC      = "The mobile network code of the phone's network."
)

func describePhone() string {
	return fmt.Sprintf("The phone number: country code and number, %d–%d digits without a plus sign.", otp.PhoneMinLength, otp.PhoneMaxLength)
}

func describeChannel() string {
	return "How the message goes out: " + attribute.SendChannels().Markdown() + ". Default `" + otp.ChannelSMS + "`."
}

func orderIDValidators() []validator.String {
	return []validator.String{attribute.Filled(stringvalidator.UTF8LengthBetween(1, otp.OrderIDMaxLength))}
}

func (*messageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const sendsAgain = " A change sends a new message."
	replacesIfKnown := []planmodifier.String{stringplanmodifier.RequiresReplaceIf(isKnownNow, "", "")}
	const unlessUnknown = " An unknown value is not a change: it sends nothing, and the apply fails if it turns out to be another one."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Sends one message, as a smoke test after a change. Creating it sends the message, and a `code` is checked. " + describeCost + " " +
			"Reading it sends nothing. Destroying it does nothing, because a message that was sent is sent. It cannot be imported.\n\n" +
			"A message is never sent twice by accident: if an answer is lost, the message is looked up by its order id. " +
			"If that finds nothing, the apply fails and says that a message may be under way.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The id that the API gave the message. Resending it gives it another. Null if the answer to sending it was lost, " +
					"and the API does not tell the id by the order.",
			},
			"app_id": schema.StringAttribute{
				Required: true, Validators: attribute.AppIDValidators(), PlanModifiers: replacesIfKnown,
				MarkdownDescription: describeSendingApp + sendsAgain + unlessUnknown,
			},
			"template_id": schema.StringAttribute{Required: true, PlanModifiers: replacesIfKnown, MarkdownDescription: describeTemplate + sendsAgain + unlessUnknown},
			"flow_id":     schema.StringAttribute{Optional: true, PlanModifiers: replacesIfKnown, MarkdownDescription: describeFlow + sendsAgain + unlessUnknown},
			"channel": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(otp.ChannelSMS),
				Validators:          []validator.String{attribute.Filled(attribute.SendChannels())},
				MarkdownDescription: describeChannel() + " A change sends nothing: it counts when the message is sent the next time.",
			},
			"order_id": schema.StringAttribute{
				Optional: true, Computed: true, Validators: orderIDValidators(),
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
				},
				MarkdownDescription: describeOrder + "One that was used before is an error while planning." + sendsAgain +
					" If it is set, every change that sends a new message needs another one.",
			},
			"triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType, PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplaceIf(areOthersNow, "", "")},
				MarkdownDescription: "Any values." + sendsAgain,
			},
			"resend_triggers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Any values. A change resends the message by the `channel` that is then set: it gets another `id`, " +
					"and `result` is `not_checked` again, unless `code` changes as well.",
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
	for _, more := range []map[string]schema.Attribute{phoneAttributes(sendsAgain), codeAttributes(), recordAttributes()} {
		maps.Copy(resp.Schema.Attributes, more)
	}
}

// phoneAttributes are the phone number in both ways.
func phoneAttributes(sendsAgain string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"to": schema.StringAttribute{
			Optional: true, Sensitive: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			MarkdownDescription: describePhone() + " Required, unless `to_wo` is set." + sendsAgain,
		},
		"to_wo": schema.StringAttribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "The phone number in place of `to`, where neither state nor plan may have it; " +
				"it can come from an ephemeral variable. " + needsWriteOnly,
		},
		"to_wo_version": schema.Int64Attribute{
			CustomType: attribute.WholeNumberType{}, Optional: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
			MarkdownDescription: "Any whole number, required with `to_wo`: Terraform does not see that a write-only value changes." + sendsAgain,
		},
	}
}

// codeAttributes are the code in both ways.
func codeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"code": schema.StringAttribute{
			Optional: true, Sensitive: true,
			MarkdownDescription: fmt.Sprintf("The code that the phone received, %d–%d characters. "+
				"It is checked when it is set or changed, and `result` tells what came of it. "+
				"One that came while the message was still on its way is checked once more after that. "+
				"One that stays while the message is resent is not checked again, because it belongs to the message before. "+
				"Remove it in a change that sends a new message. Otherwise it would be checked against that message.", otp.CodeMinLength, otp.CodeMaxLength),
		},
		"code_wo": schema.StringAttribute{
			Optional: true, WriteOnly: true,
			MarkdownDescription: "The code in place of `code`, where neither state nor plan may have it; " +
				"it can come from an ephemeral variable. " + needsWriteOnly,
		},
		"code_wo_version": schema.Int64Attribute{
			CustomType: attribute.WholeNumberType{}, Optional: true,
			MarkdownDescription: "Any whole number, required with `code_wo`: Terraform does not see that a write-only value changes. A change has the code checked.",
		},
	}
}

// recordAttributes are what the message's record tells.
func recordAttributes() map[string]schema.Attribute {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description + unlessTold}
	}
	return map[string]schema.Attribute{
		"charged_segments": schema.Int64Attribute{Computed: true, MarkdownDescription: describeSegments + unlessTold},
		"cost":             computed(describeCostOf),
		"currency":         computed(describeCurrency),
		"sender":           computed(describeSender),
		"mcc":              computed(describeMCC),
		"mnc":              computed(describeMNC),
	}
}

const (
	needsWriteOnly = "Needs Terraform or OpenTofu 1.11."
	unlessTold     = " As of the last refresh; null until the message's record tells it."
)

// isKnownNow makes a change replace, but for a value that is not known yet: that is not another one.
func isKnownNow(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.PlanValue.IsUnknown()
}

// areOthersNow makes triggers replace that have changed.
func areOthersNow(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = areOther(req.PlanValue, req.StateValue)
}

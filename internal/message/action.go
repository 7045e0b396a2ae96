package message

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	actions "github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// messageAction is what the actions share.
type messageAction struct {
	messages
	typeName string           // after the provider's, as in itniotech_otp_send
	model    func() checkable // of its configuration
}

// checkable is a configuration that says what is known to be wrong with it.
type checkable interface{ check() diag.Diagnostics }

// Metadata names the type.
func (a *messageAction) Metadata(_ context.Context, req actions.MetadataRequest, resp *actions.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + a.typeName
}

// Configure takes the session.
func (a *messageAction) Configure(_ context.Context, req actions.ConfigureRequest, resp *actions.ConfigureResponse) {
	a.Connect(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig checks what no validator of an attribute can: that would show a phone number or a code.
func (a *messageAction) ValidateConfig(ctx context.Context, req actions.ValidateConfigRequest, resp *actions.ValidateConfigResponse) {
	config := a.model()
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check()...)
	}
}

// ModifyPlan checks what is known by now: an action that fails after a change is not run again.
func (a *messageAction) ModifyPlan(ctx context.Context, req actions.ModifyPlanRequest, resp *actions.ModifyPlanResponse) {
	resp.Diagnostics.Append(decodeChecked(ctx, req.Config, a.model())...)
}

// invoke decodes and checks the configuration of an action that runs, and hands over to it.
func (a *messageAction) invoke(
	ctx context.Context, req actions.InvokeRequest, resp *actions.InvokeResponse, verb explain.Verb, consequence string, config checkable, run func(*otp.Client),
) {
	a.Writing(&resp.Diagnostics, a.summary(verb), consequence, func(client *otp.Client) {
		resp.Diagnostics.Append(decodeChecked(ctx, req.Config, config)...)
		if !resp.Diagnostics.HasError() {
			run(client)
		}
	})
}

const needsActions = "\n\nNeeds Terraform 1.14 or newer. The resource `itniotech_otp_verification` does the same on any version."

func verificationIDAttribute(of string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, Validators: []validator.String{verificationIDs()}, MarkdownDescription: of}
}

func channelAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{attribute.Filled(attribute.SendChannels())},
		MarkdownDescription: describeChannel() + " The address that `sna` needs is shown nowhere: to have it, use the resource.",
	}
}

func waitAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{attribute.Filled(attribute.PositiveDuration{})},
		MarkdownDescription: "How long to wait at most until the message is delivered, with a unit, such as `30s`. " +
			"The action fails if it is not delivered by then, and at once if its delivery has failed and it was sent without a task flow. " +
			"It does not wait by default. Not with `channel = \"sna\"`, of which the API tells no delivery.",
	}
}

// checkWait reports a wait for what the API never tells.
func checkWait(channel, wait types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if channel.ValueString() == otp.ChannelSNA && !wait.IsNull() {
		diags.AddAttributeError(path.Root("wait_for_delivery"), "Invalid Attribute Combination",
			`wait_for_delivery cannot be set with channel = "sna": the API does not tell its delivery.`)
	}
	return diags
}

// decodeChecked decodes a configuration, and reports all that is known to be wrong with it.
func decodeChecked(ctx context.Context, config tfsdk.Config, model checkable) diag.Diagnostics {
	diags := config.Get(ctx, model)
	if !diags.HasError() {
		diags.Append(checkAgain(ctx, config)...)
		diags.Append(model.check()...)
	}
	return diags
}

// checkAgain reports what validation could not know: Terraform does not
// validate an action once more when its values are known.
func checkAgain(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	attributes := config.Schema.GetAttributes()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		value, at := attribute.Text(attribute.Values(config.Raw)[name]), path.Root(name)
		switch {
		case value.IsNull() && attributes[name].IsRequired():
			diags.AddError("Missing Value", name+" is required, but null.")
		case attribute.IsKnown(value):
			if checked, ok := attributes[name].(interface{ StringValidators() []validator.String }); ok {
				for _, rule := range checked.StringValidators() {
					var found validator.StringResponse
					rule.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: value}, &found)
					diags.Append(found.Diagnostics...)
				}
			}
		}
	}
	return diags
}

// waitLimit is how long to wait by a value that was checked, 0 for not at all.
func waitLimit(ctx context.Context, wait types.String) time.Duration {
	if wait.IsNull() {
		return 0
	}
	var checked diag.Diagnostics
	return attribute.PositiveDuration{}.Parse(ctx, path.Root("wait_for_delivery"), wait, &checked)
}

// progress shows a line while the action runs.
func progress(resp *actions.InvokeResponse, format string, values ...any) {
	resp.SendProgress(actions.InvokeProgressEvent{Message: fmt.Sprintf(format, values...)})
}

// pollTime is how long to wait between two looks at a record.
const pollTime = time.Second

// wait is for how long an action waits until a message is delivered, 0 for not at all.
type wait struct {
	limit time.Duration
	// mayFallBack tells that a task flow may send what could not be delivered.
	mayFallBack bool
	again       string // what another run does
}

// waitFor shows what becomes of a message until it is delivered, and fails if
// it is not within the limit.
func (a *messageAction) waitFor(ctx context.Context, client *otp.Client, of reference, wait wait, resp *actions.InvokeResponse) {
	if wait.limit == 0 {
		return
	}
	limited, cancel := context.WithTimeout(ctx, wait.limit)
	defer cancel()
	until := client.Now().Add(wait.limit)
	shown, wasRead := attribute.DeliverySending, false
	for {
		record, err := of.record(limited, client)
		err = unlessMissing(err) // not yet
		wasRead = wasRead || err == nil
		if isCutOff := ctx.Err() != nil || limited.Err() != nil && wasRead; err != nil && !isCutOff {
			resp.Diagnostics.Append(a.failedRead(err, of, "\n\nThe message was sent; whether it is delivered is not known. "+wait.again))
			return
		}
		delivery := readRecord(record).delivery.ValueString()
		if delivery != "" && delivery != shown {
			shown = delivery
			progress(resp, "Message %s, delivery: %s", of.short(), delivery)
		}
		isFailed := delivery == attribute.DeliveryFailed && record.FlowID == "" && !wait.mayFallBack
		if delivery == attribute.DeliveryDelivered {
			return
		}
		if !isFailed && pollAgain(limited, client, until) {
			continue
		}
		resp.Diagnostics.AddError("OTP Message Not Delivered", fmt.Sprintf("The message %s was sent, but %s %s",
			of, undelivered(ctx, isFailed, wait.limit, shown), wait.again))
		return
	}
}

// pollAgain waits for the next look at a record, and tells whether there is time for one.
func pollAgain(ctx context.Context, client *otp.Client, until time.Time) bool {
	return client.Sleep(ctx, pollTime) == nil && client.Now().Before(until)
}

// undelivered says why a message is not delivered, if that is known.
func undelivered(ctx context.Context, isFailed bool, limit time.Duration, delivery string) string {
	switch {
	case isFailed:
		return "could not be delivered. The data source itniotech_otp_verification tells the reason."
	case ctx.Err() != nil:
		return "the run was interrupted before it was delivered."
	}
	return fmt.Sprintf("not delivered within %s. Its delivery is %q.", limit, delivery)
}

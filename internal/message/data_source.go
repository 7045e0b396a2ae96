package message

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var (
	_ datasource.DataSourceWithConfigure      = (*messageDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*messageDataSource)(nil)
)

// messageDataSource is itniotech_otp_verification: what became of a message.
type messageDataSource struct{ messages }

// NewDataSource is the data source itniotech_otp_verification.
func NewDataSource() datasource.DataSource {
	return &messageDataSource{messages{}}
}

// recordModel is a message as the data source reads it.
type recordModel struct {
	VerificationID types.String `tfsdk:"verification_id"`
	AppID          types.String `tfsdk:"app_id"`
	OrderID        types.String `tfsdk:"order_id"`
	FlowID         types.String `tfsdk:"flow_id"`
	Channel        types.String `tfsdk:"channel"`
	Result         types.String `tfsdk:"result"`
	Delivery       types.String `tfsdk:"delivery"`
	Reason         types.String `tfsdk:"reason"`
	bill
}

// Metadata names the type.
func (*messageDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_otp_verification"
}

// Configure takes the session.
func (d *messageDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Connect(req.ProviderData, &resp.Diagnostics)
}

func (*messageDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	const unless = " Null if the record does not tell."
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description + unless}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What became of a message: its record, by `verification_id`, or by `app_id` and `order_id`. Reading it sends nothing. " +
			"Of a message that went out in several turns, as through a task flow, it tells about the newest.",
		Attributes: map[string]schema.Attribute{
			"verification_id": schema.StringAttribute{
				Optional: true, Computed: true, Validators: []validator.String{attribute.Filled(verificationIDs())},
				MarkdownDescription: "The id that the API gave the message. Null if the message was found by its order, and the API does not tell it there.",
			},
			"app_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{attribute.Filled(attribute.AppIDLength())},
				MarkdownDescription: "The id of the application that sent, together with `order_id`.",
			},
			"order_id": schema.StringAttribute{
				Optional: true, Computed: true, Validators: orderIDValidators(), MarkdownDescription: "The order id that the message was sent with.",
			},
			"flow_id":  computed("The id of the task flow that the message was sent with."),
			"channel":  computed("How it went out: " + attribute.SendChannels().Markdown() + "."),
			"result":   computed("What the last check of its code found: " + attribute.Results().Markdown() + "."),
			"delivery": computed("What became of it: " + attribute.Deliveries().Markdown() + ". The API tells nothing about `sna`."),
			"reason":   computed("Why it was not delivered, in the API's words."),

			"charged_segments": schema.Int64Attribute{Computed: true, MarkdownDescription: describeSegments + unless},
			"cost":             computed(describeCostOf),
			"currency":         computed(describeCurrency),
			"sender":           computed(describeSender),
			"mcc":              computed(describeMCC),
			"mnc":              computed(describeMNC),
		},
	}
}

// ValidateConfig wants exactly one of the two ways to name a message.
func (*messageDataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var config recordModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.check()...)
	}
}

// check reports what is known to be wrong with how the message is named.
func (m *recordModel) check() diag.Diagnostics {
	var diags diag.Diagnostics
	wrong := func(attribute, text string) {
		diags.AddAttributeError(path.Root(attribute), "Invalid Attribute Combination", text)
	}
	byID, byApp, byOrder := attribute.IsKnown(m.VerificationID), attribute.IsKnown(m.AppID), attribute.IsKnown(m.OrderID)
	switch {
	case byID && byApp:
		wrong("app_id", "app_id cannot be set together with verification_id.")
	case byID && byOrder:
		wrong("order_id", "order_id cannot be set together with verification_id.")
	case m.VerificationID.IsUnknown() || m.AppID.IsUnknown() || m.OrderID.IsUnknown(): // may turn out to be null
	case byID || byApp && byOrder:
	case byApp:
		wrong("app_id", "app_id must be set together with order_id.")
	case byOrder:
		wrong("order_id", "order_id must be set together with app_id.")
	default:
		wrong("verification_id", "Set verification_id, or app_id and order_id.")
	}
	return diags
}

// Read reads the record of the message.
func (d *messageDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	d.Reading(&resp.Diagnostics, d.summary(explain.Read), "", func(client *otp.Client) {
		var model recordModel
		resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
		resp.Diagnostics.Append(model.check()...)
		if resp.Diagnostics.HasError() {
			return
		}
		which := reference{model.VerificationID.ValueString(), model.AppID.ValueString(), model.OrderID.ValueString(), ""}
		record, err := which.record(ctx, client)
		switch {
		case errors.Is(err, otp.ErrNotFound):
			resp.Diagnostics.AddError("OTP Message Not Found", fmt.Sprintf(
				"The account of the API key in use has no message %s. Check it, and that api_key and base_url lead to the right account.", which))
		case err != nil:
			resp.Diagnostics.Append(d.failedRead(err, which, ""))
		default:
			model.read(record)
			resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		}
	})
}

// read takes over what the record tells.
func (m *recordModel) read(record otp.Record) {
	told := readRecord(record)
	if id := record.ObjectID(); id != "" {
		m.VerificationID = types.StringValue(id)
	}
	if order := filled(record.OrderID); !order.IsNull() {
		m.OrderID = order
	}
	m.FlowID = types.StringNull()
	if record.FlowID != "" {
		m.FlowID = types.StringValue(string(record.FlowID))
	}
	m.Channel, m.Result, m.Delivery, m.Reason, m.bill = told.channel, told.result, told.delivery, told.reason, told.bill
}

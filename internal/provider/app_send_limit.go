package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// sendLimitModel is a limit of itniotech_otp_app. A nil one is off, and so is
// one that is parked with enabled = false, which keeps its numbers for later.
type sendLimitModel struct {
	Enabled types.Bool            `tfsdk:"enabled"`
	Unit    types.String          `tfsdk:"unit"`
	Period  attribute.WholeNumber `tfsdk:"period"`
	Limit   attribute.WholeNumber `tfsdk:"limit"`
}

func sendLimitAttribute(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional:            true,
		MarkdownDescription: description + " Left out, there is no such limit.",
		Validators:          []validator.Object{completeSendLimit{}},
		Attributes: map[string]schema.Attribute{
			"enabled": schema.BoolAttribute{
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
				MarkdownDescription: "Whether the limit is on. `false` parks it: it is off, and its numbers stay in the configuration. Default `true`.",
			},
			"unit": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{attribute.Units()},
				MarkdownDescription: "The unit of `period`: " + attribute.Units().Markdown() + ". Required when enabled.",
			},
			"period": sendLimitNumber("How many units the period has", otp.SendLimitPeriodMin, otp.SendLimitPeriodMax),
			"limit":  sendLimitNumber("How many messages may be sent in a period", otp.SendLimitMin, otp.SendLimitMax),
		},
	}
}

func sendLimitNumber(description string, minimum, maximum int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		CustomType:          attribute.WholeNumberType{},
		Optional:            true,
		Validators:          []validator.Int64{int64validator.Between(minimum, maximum)},
		MarkdownDescription: fmt.Sprintf("%s, %d–%d. Required when enabled.", description, minimum, maximum),
	}
}

// isOff tells whether there is no limit.
func (m *sendLimitModel) isOff() bool { return m == nil || !m.Enabled.ValueBool() }

// settings is what the API is sent: of a limit that is off, no numbers.
func (m *sendLimitModel) settings(at path.Path) (otp.SendLimit, diag.Diagnostics) {
	var diags diag.Diagnostics
	if m.isOff() {
		return otp.SendLimit{}, diags
	}
	attribute.Units().Check(&diags, at.AtName("unit"), m.Unit)
	unit, _ := attribute.Units().Number(m.Unit.ValueString())
	return otp.SendLimit{
		Enabled: true,
		Unit:    &unit,
		Period:  attribute.NumberPointer(m.Period),
		Limit:   attribute.NumberPointer(m.Limit),
	}, diags
}

// readSendLimit takes over what the API has. However it shows a limit that is
// off, the numbers stay those of the state, so that off is never a difference.
func readSendLimit(prior *sendLimitModel, answer *otp.SendLimit) *sendLimitModel {
	var limit sendLimitModel
	if prior != nil {
		limit = *prior
	}
	switch {
	case answer != nil && answer.Enabled:
		limit.Enabled = types.BoolValue(true)
		if answer.Unit != nil {
			limit.Unit = types.StringValue(attribute.Units().Word(attribute.NumberCode(*answer.Unit)))
		}
		attribute.SetNumber(&limit.Period, answer.Period)
		attribute.SetNumber(&limit.Limit, answer.Limit)
	case prior == nil:
		return nil
	default:
		limit.Enabled = types.BoolValue(false)
	}
	return &limit
}

// equal compares what the limits do, not how they are written.
func (m *sendLimitModel) equal(other *sendLimitModel) bool {
	if m.isOff() || other.isOff() {
		return m.isOff() == other.isOff()
	}
	return *m == *other
}

// completeSendLimit requires the numbers of a limit that is enabled.
type completeSendLimit struct{}

func (completeSendLimit) Description(context.Context) string {
	return "unit, period and limit are required unless enabled is false"
}

func (v completeSendLimit) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (completeSendLimit) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if !attribute.IsKnown(req.ConfigValue) {
		return
	}
	attributes := req.ConfigValue.Attributes()
	if enabled, ok := attributes["enabled"].(types.Bool); ok && (enabled.IsUnknown() || attribute.IsKnown(enabled) && !enabled.ValueBool()) {
		return
	}
	for _, name := range []string{"unit", "period", "limit"} {
		if attributes[name].IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtName(name), "Incomplete Send Limit",
				fmt.Sprintf("A send limit that is enabled needs unit, period and limit; %s is missing or misspelled. "+
					"To switch the limit off, set enabled = false or leave out %s altogether.", name, req.Path))
		}
	}
}

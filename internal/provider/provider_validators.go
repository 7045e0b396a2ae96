package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// positiveDuration accepts durations above zero.
type positiveDuration struct{}

func (positiveDuration) Description(context.Context) string {
	return "a duration above zero with a unit, such as 30s or 1m30s"
}

func (v positiveDuration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v positiveDuration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if isKnown(req.ConfigValue) {
		v.parse(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
	}
}

// parse returns a duration, and reports what is none.
func (v positiveDuration) parse(ctx context.Context, at path.Path, text types.String, diags *diag.Diagnostics) time.Duration {
	duration, err := time.ParseDuration(text.ValueString())
	if err != nil || duration <= 0 {
		diags.AddAttributeError(at, "Invalid Duration", at.String()+" must be "+v.Description(ctx)+", got: "+text.ValueString()+".")
	}
	return duration
}

// positiveNumber accepts numbers above zero.
type positiveNumber struct{}

func (positiveNumber) Description(context.Context) string { return "a number above zero" }

func (v positiveNumber) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v positiveNumber) ValidateFloat64(ctx context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if isKnown(req.ConfigValue) && req.ConfigValue.ValueFloat64() <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number",
			fmt.Sprintf("%s must be %s, got: %v.", req.Path, v.Description(ctx), req.ConfigValue.ValueFloat64()))
	}
}

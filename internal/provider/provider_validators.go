package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// positiveDuration accepts durations above zero.
type positiveDuration struct{}

func (positiveDuration) Description(context.Context) string {
	return "a duration above zero with a unit, such as 30s or 1m30s"
}

func (v positiveDuration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v positiveDuration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !isKnown(req.ConfigValue) {
		return
	}
	if duration, err := time.ParseDuration(req.ConfigValue.ValueString()); err != nil || duration <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Duration",
			req.Path.String()+" must be "+v.Description(ctx)+", got: "+req.ConfigValue.ValueString()+".")
	}
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

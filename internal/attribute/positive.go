package attribute

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// PositiveDuration accepts durations above zero.
type PositiveDuration struct{}

// Description implements validator.Describer.
func (PositiveDuration) Description(context.Context) string {
	return "a duration above zero with a unit, such as 30s or 1m30s"
}

// MarkdownDescription implements validator.Describer.
func (v PositiveDuration) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v PositiveDuration) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if IsKnown(req.ConfigValue) {
		v.Parse(ctx, req.Path, req.ConfigValue, &resp.Diagnostics)
	}
}

// Parse returns a duration, and reports what is none.
func (v PositiveDuration) Parse(ctx context.Context, at path.Path, text types.String, diags *diag.Diagnostics) time.Duration {
	duration, err := time.ParseDuration(text.ValueString())
	if err != nil || duration <= 0 {
		diags.AddAttributeError(at, "Invalid Duration", at.String()+" must be "+v.Description(ctx)+", got: "+strconv.Quote(text.ValueString())+".")
	}
	return duration
}

// PositiveNumber accepts numbers above zero.
type PositiveNumber struct{}

// Description implements validator.Describer.
func (PositiveNumber) Description(context.Context) string { return "a number above zero" }

// MarkdownDescription implements validator.Describer.
func (v PositiveNumber) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateNumber implements validator.Number.
func (v PositiveNumber) ValidateNumber(ctx context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if !IsKnown(req.ConfigValue) {
		return
	}
	number := req.ConfigValue.ValueBigFloat()
	short, _ := number.Float64()
	switch rule := fmt.Sprintf("%s must be %s", req.Path, v.Description(ctx)); {
	case number.Sign() <= 0:
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number", fmt.Sprintf("%s, got: %v.", rule, number))
	case short == 0 || math.IsInf(short, 0):
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Number", fmt.Sprintf("%s that fits a 64-bit float, got: %v.", rule, number))
	}
}

package attribute

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// filled refuses an empty text where no value is meant, and leaves all others to its rule.
type filled struct{ validator.String }

// Filled is a rule for an optional attribute that says of "" to leave the attribute out.
func Filled(rule validator.String) validator.String { return filled{rule} }

// ValidateString implements validator.String.
func (v filled) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if IsKnown(req.ConfigValue) && req.ConfigValue.ValueString() == "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value",
			fmt.Sprintf("%s must not be empty. For no value, leave it out or set it to null.", req.Path))
		return
	}
	v.String.ValidateString(ctx, req, resp)
}

package attribute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// filled refuses an empty text where no value is meant, and leaves all others to its rule.
type filled struct{ validator.String }

// Filled is a rule for an optional attribute. It says of "" to leave the attribute out, and which words there are.
func Filled(rule validator.String) validator.String { return filled{rule} }

// LeaveOut says of an optional attribute what to write for no value.
func LeaveOut(name string) string {
	return name + " must not be empty. For no value, leave it out or set it to null."
}

// ValidateString implements validator.String.
func (v filled) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if IsKnown(req.ConfigValue) && req.ConfigValue.ValueString() == "" {
		detail := LeaveOut(req.Path.String())
		if words, ok := v.String.(Vocabulary); ok {
			detail += words.possible()
		}
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value", detail)
		return
	}
	v.String.ValidateString(ctx, req, resp)
}

package attribute

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// trimmed refuses spaces and line breaks at an end: the API may drop them, and
// then takes the name for another one than the state has.
type trimmed struct{}

// Description implements validator.Describer.
func (trimmed) Description(context.Context) string {
	return "must not begin or end with a space or a line break"
}

// MarkdownDescription implements validator.Describer.
func (v trimmed) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v trimmed) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if name := req.ConfigValue; IsKnown(name) && strings.TrimSpace(name.ValueString()) != name.ValueString() {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value", fmt.Sprintf(
			"%s %s, because the API may remove it. A heredoc ends with a line break; remove it with chomp() or trimspace(). Got: %q.",
			req.Path, v.Description(ctx), name.ValueString()))
	}
}

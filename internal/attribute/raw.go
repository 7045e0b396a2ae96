package attribute

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// IsKnown tells whether a value is neither null nor unknown.
func IsKnown(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// isKnownShape tells whether an object, or all objects of a list, are known
// but for their attributes.
func isKnownShape(value tftypes.Value) bool {
	var elements []tftypes.Value
	if !value.IsKnown() || !value.Type().Is(tftypes.List{}) || value.As(&elements) != nil {
		return value.IsKnown()
	}
	return !slices.ContainsFunc(elements, func(element tftypes.Value) bool { return !element.IsKnown() || element.IsNull() })
}

// IsKnownAt tells whether an attribute of an object is known as a whole.
func IsKnownAt(raw tftypes.Value, name string) bool { return Values(raw)[name].IsFullyKnown() }

// Values are the attributes of an object.
func Values(raw tftypes.Value) map[string]tftypes.Value {
	attributes := map[string]tftypes.Value{}
	_ = raw.As(&attributes) // of what is no object there are none
	return attributes
}

// Change gives attributes of an object other values.
func Change(ctx context.Context, raw *tftypes.Value, values map[string]attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(values) == 0 {
		return diags
	}
	attributes := maps.Clone(Values(*raw))
	for name, value := range values {
		changed, err := value.ToTerraformValue(ctx)
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Value Cannot Be Written", err.Error())
			return diags
		}
		attributes[name] = changed
	}
	*raw = tftypes.NewValue(raw.Type(), attributes)
	return diags
}

// Text is the value of a text attribute, null if there is none.
func Text(value tftypes.Value) types.String {
	var text *string
	switch {
	case value.Type() == nil: // there is no such attribute
		return types.StringNull()
	case !value.IsKnown():
		return types.StringUnknown()
	case value.As(&text) != nil:
		return types.StringNull()
	}
	return types.StringPointerValue(text)
}

// WithID is a planned object as it can be saved when all else has failed. It
// has its id, and null for what only the API decides, which the next read fills
// in.
func WithID(planned tftypes.Value, id string) tftypes.Value {
	known, err := tftypes.Transform(planned, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		switch {
		case path.Equal(tftypes.NewAttributePath().WithAttributeName("id")):
			return tftypes.NewValue(tftypes.String, id), nil
		case !value.IsKnown():
			return tftypes.NewValue(value.Type(), nil), nil
		}
		return value, nil
	})
	if err != nil {
		return planned
	}
	return known
}

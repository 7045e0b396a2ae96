package attribute

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// IsKnown tells whether a value is neither null nor unknown.
func IsKnown(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// Decodable is an object whose nested objects are null where they are not
// known, because a model cannot hold that.
func Decodable(raw tftypes.Value) tftypes.Value {
	attributes := maps.Clone(Values(raw))
	for name, value := range attributes {
		if isNested(value) && !isKnownShape(value) {
			attributes[name] = tftypes.NewValue(value.Type(), nil)
		}
	}
	return tftypes.NewValue(raw.Type(), attributes)
}

func isNested(value tftypes.Value) bool {
	return value.Type().Is(tftypes.Object{}) || value.Type().Is(tftypes.List{})
}

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

// WithID is a planned object as it can be saved when all else has failed: with
// its id, and null for what only the API decides, which the next read fills in.
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

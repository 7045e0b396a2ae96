package export

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// value is an object with the schema of its attributes.
type value struct {
	tftypes.Value

	attributes map[string]schema.Attribute
}

// configured is what a person would write of an object: without what only the provider computes, and without defaults.
func configured(ctx context.Context, attributes map[string]schema.Attribute, from tftypes.Value) value {
	values := attributesOf(from)
	for name, attribute := range attributes {
		one := values[name]
		switch nested := attribute.(type) {
		case schema.SingleNestedAttribute:
			if !one.IsNull() {
				values[name] = configured(ctx, nested.Attributes, one).Value
			}
			continue
		case schema.ListNestedAttribute:
			values[name] = configuredItems(ctx, nested.NestedObject.Attributes, one)
			continue
		}
		if !attribute.IsRequired() && !attribute.IsOptional() || one.Equal(defaultOf(ctx, attribute)) {
			values[name] = tftypes.NewValue(one.Type(), nil)
		}
	}
	return value{tftypes.NewValue(from.Type(), values), attributes}
}

func configuredItems(ctx context.Context, attributes map[string]schema.Attribute, list tftypes.Value) tftypes.Value {
	items := itemsOf(list)
	for i := range items {
		items[i] = configured(ctx, attributes, items[i]).Value
	}
	if items == nil {
		return list
	}
	return tftypes.NewValue(list.Type(), items)
}

// itemsOf are the items of a list, nil if it is null.
func itemsOf(list tftypes.Value) []tftypes.Value {
	var items []tftypes.Value
	_ = list.As(&items) // stays nil if it is no list
	return items
}

// defaultOf is the value that the schema fills in, the zero value if there is none.
func defaultOf(ctx context.Context, attribute schema.Attribute) tftypes.Value {
	var value attr.Value
	switch attribute := attribute.(type) {
	case schema.StringAttribute:
		if attribute.Default == nil {
			break
		}
		var resp defaults.StringResponse
		attribute.Default.DefaultString(ctx, defaults.StringRequest{}, &resp)
		value = resp.PlanValue
	case schema.Int64Attribute:
		if attribute.Default == nil {
			break
		}
		var resp defaults.Int64Response
		attribute.Default.DefaultInt64(ctx, defaults.Int64Request{}, &resp)
		value = resp.PlanValue
	case schema.BoolAttribute:
		if attribute.Default == nil {
			break
		}
		var resp defaults.BoolResponse
		attribute.Default.DefaultBool(ctx, defaults.BoolRequest{}, &resp)
		value = resp.PlanValue
	}
	if value == nil {
		return tftypes.Value{}
	}
	converted, err := value.ToTerraformValue(ctx)
	if err != nil {
		return tftypes.Value{} // then the attribute is written, which does no harm
	}
	return converted
}

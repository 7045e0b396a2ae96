package attribute_test

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
)

type innerModel struct {
	Size types.Int64 `tfsdk:"size"`
}

type namedModel struct {
	Name types.String `tfsdk:"name"`
}

type codecModel struct {
	namedModel

	One  *innerModel  `tfsdk:"one"`
	Many []innerModel `tfsdk:"many"`
	List types.List   `tfsdk:"list"`
}

func codecSchema() schema.Schema {
	inner := map[string]schema.Attribute{"size": schema.Int64Attribute{Optional: true}}
	return schema.Schema{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true},
		"one":  schema.SingleNestedAttribute{Optional: true, Attributes: inner},
		"many": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: inner}},
		"list": schema.ListAttribute{Optional: true, ElementType: types.StringType},
	}}
}

func codecOf(t *testing.T, model any) *attribute.Codec {
	t.Helper()
	return attribute.CodecOf(t.Context(), model, func() attr.Type { return codecSchema().Type() })
}

// TestCodec_asTheFramework has a codec do what the framework does.
func TestCodec_asTheFramework(t *testing.T) {
	t.Parallel()
	list := types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a")})
	for name, model := range map[string]codecModel{
		"all":    {namedModel{types.StringValue("n")}, &innerModel{types.Int64Value(1)}, []innerModel{{types.Int64Value(2)}, {types.Int64Null()}}, list},
		"null":   {namedModel{types.StringNull()}, nil, nil, types.ListNull(types.StringType)},
		"empty":  {namedModel{types.StringValue("")}, &innerModel{types.Int64Null()}, []innerModel{}, types.ListValueMust(types.StringType, []attr.Value{})},
		"opaque": {namedModel{types.StringUnknown()}, &innerModel{types.Int64Unknown()}, []innerModel{{types.Int64Unknown()}}, types.ListUnknown(types.StringType)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := tfsdk.State{Schema: codecSchema(), Raw: tftypes.NewValue(codecSchema().Type().TerraformType(t.Context()), nil)}
			if diags := state.Set(t.Context(), model); diags.HasError() {
				t.Fatal(diags)
			}
			raw, diags := codecOf(t, &model).Encode(t.Context(), &model)
			if diags.HasError() || !raw.Equal(state.Raw) {
				t.Errorf("encoded\n%s\nwant\n%s\n%s", raw, state.Raw, diags)
			}
			var decoded, want codecModel
			if diags := state.Get(t.Context(), &want); diags.HasError() {
				t.Fatal(diags)
			}
			if diags := codecOf(t, &decoded).Decode(t.Context(), state.Raw, &decoded); diags.HasError() || !reflect.DeepEqual(decoded, want) {
				t.Errorf("decoded\n%+v\nwant\n%+v\n%s", decoded, want, diags)
			}
		})
	}
}

// TestCodec_notKnown leaves empty what a struct cannot hold.
func TestCodec_notKnown(t *testing.T) {
	t.Parallel()
	typ := codecSchema().Type().TerraformType(t.Context()).(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, typ := range typ.AttributeTypes {
		attributes[name] = tftypes.NewValue(typ, tftypes.UnknownValue)
	}
	held := codecModel{One: &innerModel{}, Many: []innerModel{{}}}
	diags := codecOf(t, &held).Decode(t.Context(), tftypes.NewValue(typ, attributes), &held)
	if diags.HasError() || held.One != nil || held.Many != nil || !held.Name.IsUnknown() || !held.List.IsUnknown() {
		t.Errorf("%+v\n%s", held, diags)
	}
	element := typ.AttributeTypes["many"].(tftypes.List).ElementType
	attributes["many"] = tftypes.NewValue(typ.AttributeTypes["many"], []tftypes.Value{tftypes.NewValue(element, tftypes.UnknownValue)})
	held.Many = []innerModel{{}}
	diags = codecOf(t, &held).Decode(t.Context(), tftypes.NewValue(typ, attributes), &held)
	if diags.HasError() || held.Many != nil {
		t.Errorf("%+v\n%s", held, diags)
	}
}

// TestCodec_mismatch panics, so that no attribute can be forgotten in a model.
func TestCodec_mismatch(t *testing.T) {
	t.Parallel()
	for name, model := range map[string]any{
		"less": &namedModel{},
		"more": &struct {
			codecModel

			Other types.String `tfsdk:"other"`
		}{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("want a panic")
				}
			}()
			codecOf(t, model)
		})
	}
}

package attribute

import (
	"context"
	"fmt"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Codec turns an object of Terraform into a model and back, as State.Get and State.Set of the framework do. Those look
// at the schema and at the tags of the struct once more for each object, which took half of a read.
type Codec struct {
	typ    tftypes.Object
	fields []codecField
}

// codecField is the field of a model that has an attribute.
type codecField struct {
	name    string
	typ     attr.Type
	index   []int
	isValue bool // it holds the framework's value itself
}

var codecs sync.Map // *Codec by the type of the model

// CodecOf returns the codec of a model, a pointer to a struct whose fields have the names of attributes as tags. It is
// made once for each type of model, which therefore belongs to one schema.
func CodecOf(ctx context.Context, model any, schema func() attr.Type) *Codec {
	typ := reflect.TypeOf(model).Elem()
	made, ok := codecs.Load(typ)
	if !ok {
		made, _ = codecs.LoadOrStore(typ, newCodec(ctx, typ, schema()))
	}
	return made.(*Codec) //nolint:forcetypeassert // nothing else is stored
}

// newCodec panics if model and schema do not fit, as no program that was tried once does.
func newCodec(ctx context.Context, model reflect.Type, schema attr.Type) *Codec {
	object, ok := schema.(types.ObjectType)
	if !ok {
		panic(fmt.Sprintf("%s is not of an object", schema))
	}
	c := &Codec{typ: tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}}
	for _, field := range reflect.VisibleFields(model) {
		name, tagged := field.Tag.Lookup("tfsdk")
		if !tagged {
			continue
		}
		typ, ok := object.AttrTypes[name]
		if !ok {
			panic(fmt.Sprintf("%s has no attribute %s", schema, name))
		}
		c.typ.AttributeTypes[name] = typ.TerraformType(ctx)
		c.fields = append(c.fields, codecField{name, typ, field.Index, field.Type.Implements(reflect.TypeFor[attr.Value]())})
	}
	if len(c.fields) != len(object.AttrTypes) {
		panic(fmt.Sprintf("%s has %d attributes, and the model %d", schema, len(object.AttrTypes), len(c.fields)))
	}
	return c
}

// Decode fills a model with the attributes of an object. What the model holds as structs is left empty where it is not
// known, because they cannot say so.
func (c *Codec) Decode(ctx context.Context, raw tftypes.Value, model any) diag.Diagnostics {
	var diags diag.Diagnostics
	attributes := Values(raw)
	into := reflect.ValueOf(model).Elem()
	for _, field := range c.fields {
		value, isKnown := attributes[field.name], true
		if !field.isValue && !isKnownShape(value) {
			value, isKnown = tftypes.NewValue(field.typ.TerraformType(ctx), nil), false
		}
		decoded, err := field.typ.ValueFromTerraform(ctx, value)
		target := into.FieldByIndex(field.index)
		switch {
		case err != nil:
			diags.AddAttributeError(path.Root(field.name), "Value Cannot Be Read", err.Error())
		case !field.isValue && !isKnown:
			target.SetZero()
		case !field.isValue:
			diags.Append(tfsdk.ValueAs(ctx, decoded, target.Addr().Interface())...)
		default:
			target.Set(reflect.ValueOf(decoded))
		}
	}
	return diags
}

// Encode returns the object that a model describes.
func (c *Codec) Encode(ctx context.Context, model any) (tftypes.Value, diag.Diagnostics) {
	var diags diag.Diagnostics
	from := reflect.ValueOf(model).Elem()
	attributes := make(map[string]tftypes.Value, len(c.fields))
	for _, field := range c.fields {
		held := from.FieldByIndex(field.index).Interface()
		value, ok := held.(attr.Value)
		if !ok {
			diags.Append(tfsdk.ValueFrom(ctx, held, field.typ, &value)...)
		}
		if diags.HasError() {
			continue
		}
		encoded, err := value.ToTerraformValue(ctx)
		if err != nil {
			diags.AddAttributeError(path.Root(field.name), "Value Cannot Be Written", err.Error())
		}
		attributes[field.name] = encoded
	}
	if diags.HasError() {
		return tftypes.NewValue(c.typ, nil), diags
	}
	return tftypes.NewValue(c.typ, attributes), diags
}

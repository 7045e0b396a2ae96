package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// templateType is the resource that the bench has many of.
const templateType = "itniotech_otp_template"

// object is what a schema says of values.
type object struct {
	cty.Type

	computed map[string]bool
}

// schemas asks a provider what its configuration and a template look like.
func (s *server) schemas(ctx context.Context) (configuration, template object, err error) {
	answer, err := s.call(ctx, "GetProviderSchema", nil)
	if err != nil {
		return object{}, object{}, err
	}
	found := get(answer, "resource_schemas").Map().Get(protoreflect.ValueOfString(templateType).MapKey())
	if !found.IsValid() {
		return object{}, object{}, errors.New("the provider has no " + templateType)
	}
	if configuration, err = newObject(get(answer, "provider", "block").Message()); err != nil {
		return object{}, object{}, err
	}
	template, err = newObject(get(found.Message(), "block").Message())
	return configuration, template, err
}

// newObject reads a schema without nested attributes, which neither of the two has.
func newObject(block protoreflect.Message) (object, error) {
	types, computed := map[string]cty.Type{}, map[string]bool{}
	attributes := get(block, "attributes").List()
	for i := range attributes.Len() {
		attribute := attributes.Get(i).Message()
		name := get(attribute, "name").String()
		kind, err := ctyjson.UnmarshalType(get(attribute, "type").Bytes())
		if err != nil {
			return object{}, fmt.Errorf("reading the type of %s: %w", name, err)
		}
		types[name], computed[name] = kind, get(attribute, "computed").Bool()
	}
	return object{cty.Object(types), computed}, nil
}

// value makes an object of some attributes; the others are null.
func (o object) value(known map[string]cty.Value) cty.Value {
	all := map[string]cty.Value{}
	for name, kind := range o.AttributeTypes() {
		if value, ok := known[name]; ok {
			all[name] = value
		} else {
			all[name] = cty.NullVal(kind)
		}
	}
	return cty.ObjectVal(all)
}

// proposed is a configuration, and what is computed where that says nothing: as it was, or unknown if there was nothing.
func (o object) proposed(configuration, prior cty.Value) cty.Value {
	all := configuration.AsValueMap()
	for name, value := range all {
		switch {
		case !value.IsNull() || !o.computed[name]:
		case prior.IsNull():
			all[name] = cty.UnknownVal(o.AttributeType(name))
		default:
			all[name] = prior.GetAttr(name)
		}
	}
	return cty.ObjectVal(all)
}

// encode is a value as the protocol has it.
func (o object) encode(value cty.Value) (fields, error) {
	encoded, err := msgpack.Marshal(value, o.Type)
	if err != nil {
		return nil, fmt.Errorf("encoding a value: %w", err)
	}
	return fields{"msgpack": encoded}, nil
}

// decode is a value of an answer.
func (o object) decode(answer protoreflect.Message, name protoreflect.Name) (cty.Value, error) {
	value, err := msgpack.Unmarshal(get(answer, name, "msgpack").Bytes(), o.Type)
	if err != nil {
		return cty.NilVal, fmt.Errorf("decoding %s: %w", name, err)
	}
	return value, nil
}

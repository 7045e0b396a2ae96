package object

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	managed "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
)

// nothingRead is what a data source that failed leaves behind.
const nothingRead = "Nothing was read, and nothing was changed."

// imported is an object as the state has it after an import.
func (r *Resource[M, A]) imported(answer A) M {
	object := r.New()
	object.FromCreated(answer)
	object.FromAPI(answer)
	return object
}

// show turns objects into what data sources have of them: all that the
// resource's state would have but for what only Terraform knows.
func (r *Resource[M, A]) show(ctx context.Context, objects []M, resp *datasource.ReadResponse) []tftypes.Value {
	shown := make([]tftypes.Value, len(objects))
	for i, object := range objects {
		state, diags := r.codec(ctx).Encode(ctx, object)
		resp.Diagnostics.Append(diags...)
		attributes := attribute.Values(state)
		delete(attributes, deletionPolicyName)
		typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
		for name, value := range attributes {
			typ.AttributeTypes[name] = value.Type()
		}
		shown[i] = tftypes.NewValue(typ, attributes)
	}
	return shown
}

const deletionPolicyName = "deletion_policy"

// computedAttributes are a resource's attributes as a data source has them:
// what is only read. The first sentence of a description says what a value
// is, and the others how to set it.
func computedAttributes(from map[string]managed.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, attribute := range from {
		description := attribute.GetMarkdownDescription()
		if first, _, more := strings.Cut(description, ". "); more {
			description = first + "."
		}
		switch attribute := attribute.(type) {
		case managed.StringAttribute:
			attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
		case managed.Int64Attribute:
			attributes[name] = schema.Int64Attribute{Computed: true, MarkdownDescription: description}
		case managed.ListAttribute:
			attributes[name] = schema.ListAttribute{Computed: true, ElementType: attribute.ElementType, MarkdownDescription: description}
		case managed.BoolAttribute:
			attributes[name] = schema.BoolAttribute{Computed: true, MarkdownDescription: description}
		case managed.SingleNestedAttribute:
			attributes[name] = schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: description + " Null if there is none.", Attributes: computedAttributes(attribute.Attributes),
			}
		case managed.ListNestedAttribute:
			attributes[name] = schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: description,
				NestedObject: schema.NestedAttributeObject{Attributes: computedAttributes(attribute.NestedObject.Attributes)},
			}
		}
	}
	delete(attributes, deletionPolicyName)
	return attributes
}

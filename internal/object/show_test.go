package object

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	managed "github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
)

// TestComputedAttributes takes over of a description what a value is, and not how to set it.
func TestComputedAttributes(t *testing.T) {
	t.Parallel()
	attributes := computedAttributes(map[string]managed.Attribute{
		"whole": managed.StringAttribute{Required: true, MarkdownDescription: "One sentence, such as `a.b`."},
		"first": managed.Int64Attribute{Optional: true, Computed: true, CustomType: attribute.WholeNumberType{}, MarkdownDescription: "How many, 1–2. Default `1`. No more."},
		"outer": managed.ListNestedAttribute{Required: true, NestedObject: managed.NestedAttributeObject{Attributes: map[string]managed.Attribute{
			"inner": managed.BoolAttribute{Optional: true, MarkdownDescription: "Whether. Default `true`."},
		}}},
		"deletion_policy": DeletionPolicy(""),
	})
	want := map[string]schema.Attribute{
		"whole": schema.StringAttribute{Computed: true, MarkdownDescription: "One sentence, such as `a.b`."},
		"first": schema.Int64Attribute{Computed: true, MarkdownDescription: "How many, 1–2."},
		"outer": schema.ListNestedAttribute{Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"inner": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether."},
		}}},
	}
	if got := slices.Sorted(maps.Keys(attributes)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("attributes = %q", got)
	}
	for name, attribute := range want {
		if fmt.Sprintf("%#v", attributes[name]) != fmt.Sprintf("%#v", attribute) {
			t.Errorf("%s = %#v, want %#v", name, attributes[name], attribute)
		}
	}
}

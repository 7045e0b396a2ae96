package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

// TestShape holds the provider's schema to the one that was reviewed.
func TestShape(t *testing.T) {
	t.Parallel()
	var now bytes.Buffer
	if err := exportShape(t.Context(), providerserver.NewProtocol6(provider.New("test")())(), &now); err != nil {
		t.Fatal(err)
	}
	reviewed, err := os.ReadFile(filepath.Join("testdata", "schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	reviewed = bytes.ReplaceAll(reviewed, []byte("\r\n"), []byte("\n")) // as git may check it out
	if !bytes.Equal(now.Bytes(), reviewed) {
		t.Error("The schema is not the one in internal/cmd/schema/testdata/schema.json. Run: make schema. " +
			"Then look at its difference: a change that breaks configurations or states needs a major version (docs/index.md, \"What a version promises\").")
	}
}

// TestShapeOf keeps each name, type and flag, and no description, even if an attribute has the name of one.
func TestShapeOf(t *testing.T) {
	t.Parallel()
	described := attribute{Type: tftypes.Number, Description: "Prose.", DescriptionKind: "markdown", Required: true, Sensitive: true, Deprecated: true}
	shape, err := shapeOf(providerSchema{
		Resources: map[string]schema{"x_resource": {Version: 3, Block: block{
			Description: "Prose.", DescriptionKind: "plain",
			Attributes: map[string]attribute{"description": described, "limit": {NestedType: &nestedType{
				NestingMode: "single",
				Attributes:  map[string]attribute{"type": described},
			}, Description: "Prose."}},
		}}},
		Functions: map[string]function{"f": {
			Description: "Prose.", Summary: "Prose.", DeprecationMessage: "Use g.",
			ReturnType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"description": tftypes.String}},
			Parameters: []parameter{{Name: "a", Description: "Prose.", Type: tftypes.String}},
		}},
		Identities: map[string]identity{"x_resource": {Attributes: map[string]identityAttribute{
			"id": {Type: tftypes.String, Description: "Prose.", RequiredForImport: true},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(shape)
	if err != nil {
		t.Fatal(err)
	}
	const flags = `{"type": "number", "required": true, "sensitive": true, "deprecated": true}`
	want := `{"provider": {"version": 0, "block": {}},
		"resource_schemas": {"x_resource": {"version": 3, "block": {"attributes": {
			"description": ` + flags + `,
			"limit": {"nested_type": {"nesting_mode": "single", "attributes": {"type": ` + flags + `}}}
		}}}},
		"functions": {"f": {"deprecation_message": "Use g.", "return_type": ["object", {"description": "string"}], "parameters": [{"name": "a", "type": "string"}]}},
		"resource_identity_schemas": {"x_resource": {"version": 0, "attributes": {"id": {"type": "string", "required_for_import": true}}}}}`
	if g, w := indented(t, string(got)), indented(t, want); g != w || strings.Contains(g, "Prose") {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

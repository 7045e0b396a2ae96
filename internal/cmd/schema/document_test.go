package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestNewDocument holds each kind of schema to the format that Terraform prints.
func TestNewDocument(t *testing.T) {
	t.Parallel()
	schemaOf := func(attributes ...*tfprotov6.SchemaAttribute) *tfprotov6.Schema {
		return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attributes}}
	}
	id := &tfprotov6.SchemaAttribute{Name: "id", Type: tftypes.String, Computed: true}
	flags := &tfprotov6.SchemaAttribute{
		Name: "flags", Type: tftypes.List{ElementType: tftypes.Bool}, Optional: true,
		Description: "All <flags>.", DescriptionKind: tfprotov6.StringKindMarkdown,
		Deprecated: true, Sensitive: true, WriteOnly: true,
	}
	nested := &tfprotov6.SchemaAttribute{Name: "limit", Required: true, NestedType: &tfprotov6.SchemaObject{
		Nesting:    tfprotov6.SchemaObjectNestingModeSingle,
		Attributes: []*tfprotov6.SchemaAttribute{{Name: "unit", Type: tftypes.Number, Required: true}},
	}}
	resource := schemaOf(id, flags, nested)
	resource.Version = 3
	resource.Block.Description = "A thing."
	resource.Block.Deprecated = true
	resource.Block.BlockTypes = []*tfprotov6.SchemaNestedBlock{{
		TypeName: "node", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, Block: schemaOf(id).Block, MinItems: 1, MaxItems: 2,
	}}
	schemas := &tfprotov6.GetProviderSchemaResponse{
		Provider:                 schemaOf(),
		ResourceSchemas:          map[string]*tfprotov6.Schema{"x_resource": resource},
		DataSourceSchemas:        map[string]*tfprotov6.Schema{"x_data": schemaOf()},
		EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"x_ephemeral": schemaOf()},
		ListResourceSchemas:      map[string]*tfprotov6.Schema{"x_resource": schemaOf()},
		StateStoreSchemas:        map[string]*tfprotov6.Schema{"x_store": schemaOf()},
		ActionSchemas:            map[string]*tfprotov6.ActionSchema{"x_action": {Schema: schemaOf(id)}},
		Functions: map[string]*tfprotov6.Function{"f": {
			Summary: "Does f.", Description: "Does f at length.", DeprecationMessage: "Use g.",
			Parameters:        []*tfprotov6.FunctionParameter{{Name: "a", Type: tftypes.String, Description: "First.", AllowNullValue: true}},
			VariadicParameter: &tfprotov6.FunctionParameter{Name: "rest", Type: tftypes.Bool},
			Return:            &tfprotov6.FunctionReturn{Type: tftypes.Object{AttributeTypes: map[string]tftypes.Type{"n": tftypes.Number}}},
		}},
	}
	identities := &tfprotov6.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"x_resource": {
			Version: 1,
			IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
				{Name: "id", Type: tftypes.String, Description: "The id.", RequiredForImport: true},
				{Name: "region", Type: tftypes.String, OptionalForImport: true},
			},
		}},
	}

	empty := `{"version": 0, "block": {"description_kind": "plain"}}`
	idJSON := `"id": {"type": "string", "description_kind": "plain", "computed": true}`
	want := `{"format_version": "1.0", "provider_schemas": {"registry.terraform.io/hashicorp/itniotech": {
		"provider": ` + empty + `,
		"resource_schemas": {"x_resource": {"version": 3, "block": {
			"attributes": {
				` + idJSON + `,
				"flags": {"type": ["list", "bool"], "description": "All <flags>.", "description_kind": "markdown",
					"deprecated": true, "optional": true, "sensitive": true, "write_only": true},
				"limit": {"nested_type": {
					"attributes": {"unit": {"type": "number", "description_kind": "plain", "required": true}},
					"nesting_mode": "single"}, "description_kind": "plain", "required": true}
			},
			"block_types": {"node": {"nesting_mode": "list", "min_items": 1, "max_items": 2,
				"block": {"attributes": {` + idJSON + `}, "description_kind": "plain"}}},
			"description": "A thing.", "description_kind": "plain", "deprecated": true}}},
		"data_source_schemas": {"x_data": ` + empty + `},
		"ephemeral_resource_schemas": {"x_ephemeral": ` + empty + `},
		"list_resource_schemas": {"x_resource": ` + empty + `},
		"state_store_schemas": {"x_store": ` + empty + `},
		"functions": {"f": {"description": "Does f at length.", "summary": "Does f.", "deprecation_message": "Use g.",
			"return_type": ["object", {"n": "number"}],
			"parameters": [{"name": "a", "description": "First.", "is_nullable": true, "type": "string"}],
			"variadic_parameter": {"name": "rest", "type": "bool"}}},
		"resource_identity_schemas": {"x_resource": {"version": 1, "attributes": {
			"id": {"type": "string", "description": "The id.", "required_for_import": true},
			"region": {"type": "string", "optional_for_import": true}}}},
		"action_schemas": {"x_action": {"block": {"attributes": {` + idJSON + `}, "description_kind": "plain"}}}
	}}}`

	got, err := json.Marshal(newDocument(schemas, identities))
	if err != nil {
		t.Fatal(err)
	}
	if g, w := indented(t, string(got)), indented(t, want); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

// indented gives a JSON text the one form in which it can be compared.
func indented(t *testing.T, text string) string {
	t.Helper()
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	out, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

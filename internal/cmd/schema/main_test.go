package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

// TestExport_provider looks for each attribute that the real provider has.
func TestExport_provider(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	var out bytes.Buffer
	if err := export(t.Context(), server, &out); err != nil {
		t.Fatal(err)
	}
	var exported map[string]any
	if err := json.Unmarshal(out.Bytes(), &exported); err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}

	root := cursor{t: t, path: "provider", value: exported}.at("provider_schemas").at(providerKey)
	root.at("provider").at("block").holds(schemas.Provider.Block.Attributes)
	for kind, all := range map[string]map[string]*tfprotov6.Schema{
		"resource_schemas":           schemas.ResourceSchemas,
		"data_source_schemas":        schemas.DataSourceSchemas,
		"ephemeral_resource_schemas": schemas.EphemeralResourceSchemas,
		"list_resource_schemas":      schemas.ListResourceSchemas,
	} {
		for name, s := range all {
			root.at(kind).at(name).at("block").holds(s.Block.Attributes)
		}
	}
	for name, a := range schemas.ActionSchemas {
		root.at("action_schemas").at(name).at("block").holds(a.Schema.Block.Attributes)
	}
	for name := range schemas.Functions {
		root.at("functions").at(name).at("return_type")
	}
	if len(schemas.ResourceSchemas) == 0 {
		t.Error("the provider has no resources: this test looks at nothing")
	}
}

// cursor is a place in the exported JSON.
type cursor struct {
	t     *testing.T
	path  string
	value any
}

// at goes one step down, and fails the test where there is none.
func (c cursor) at(key string) cursor {
	c.t.Helper()
	object, ok := c.value.(map[string]any)
	if !ok || object[key] == nil {
		c.t.Fatalf("%s has no %q", c.path, key)
	}
	return cursor{t: c.t, path: c.path + " " + key, value: object[key]}
}

// holds looks for attributes and their descriptions at all depths.
func (c cursor) holds(attributes []*tfprotov6.SchemaAttribute) {
	c.t.Helper()
	for _, a := range attributes {
		found := c.at("attributes").at(a.Name)
		if a.Description != "" && found.at("description").value != a.Description {
			c.t.Errorf("%s has the description %v, want %q", found.path, found.value, a.Description)
		}
		if a.NestedType != nil {
			found.at("nested_type").holds(a.NestedType.Attributes)
		}
	}
}

// brokenServer is a provider whose schema has a fault.
type brokenServer struct {
	tfprotov6.ProviderServer
}

func (brokenServer) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Diagnostics: []*tfprotov6.Diagnostic{{Summary: "Bad Schema", Detail: "No such type."}},
	}, nil
}

func TestExport_refusesFaultySchema(t *testing.T) {
	t.Parallel()
	server := brokenServer{providerserver.NewProtocol6(provider.New("test")())()}
	var out bytes.Buffer
	err := export(t.Context(), server, &out)
	if err == nil || !strings.Contains(err.Error(), "Bad Schema: No such type.") || out.Len() > 0 {
		t.Errorf("got error %v and %d bytes", err, out.Len())
	}
}

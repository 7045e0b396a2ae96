package provider

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknown stands for a value that is not known yet.
type unknown struct{}

// protocol is the provider as a CLI calls it.
type protocol struct {
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
}

func newProtocol(t *testing.T) *protocol {
	t.Helper()
	return newPacedProtocol(t, pace{})
}

func newPacedProtocol(t *testing.T, pace pace) *protocol {
	t.Helper()
	server := providerserver.NewProtocol6(newPaced("test", pace)())()
	schema, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.Diagnostics) > 0 {
		t.Fatalf("schema: %v, %v", err, schema.Diagnostics)
	}
	return &protocol{server, schema}
}

// value makes a value of a type: missing attributes are null.
func value(t *testing.T, typ tftypes.Type, from any) tftypes.Value {
	t.Helper()
	switch from := from.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case int:
		return tftypes.NewValue(typ, big.NewFloat(0).SetInt64(int64(from)))
	case map[string]any:
		object, ok := typ.(tftypes.Object)
		if !ok {
			t.Fatalf("%s is no object", typ)
		}
		attributes := map[string]tftypes.Value{}
		for name, attributeType := range object.AttributeTypes {
			attributes[name] = value(t, attributeType, from[name])
		}
		for name := range from {
			if _, ok := object.AttributeTypes[name]; !ok {
				t.Fatalf("there is no attribute %s", name)
			}
		}
		return tftypes.NewValue(typ, attributes)
	}
	return tftypes.NewValue(typ, from)
}

func dynamic(t *testing.T, typ tftypes.Type, from any) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(typ, value(t, typ, from))
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

// texts are diagnostics, each as path, summary and detail.
func texts(diagnostics []*tfprotov6.Diagnostic) []string {
	var texts []string
	for _, diagnostic := range diagnostics {
		text := diagnostic.Summary + ": " + diagnostic.Detail
		if diagnostic.Attribute != nil && len(diagnostic.Attribute.Steps()) > 0 {
			text = diagnostic.Attribute.String() + ": " + text
		}
		texts = append(texts, text)
	}
	return texts
}

// validate returns what "terraform validate" says about a resource.
func (p *protocol) validate(ctx context.Context, t *testing.T, typeName string, attributes map[string]any) []string {
	t.Helper()
	resp, err := p.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: dynamic(t, p.schema.ResourceSchemas[typeName].ValueType(), attributes),
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// validateProvider returns what "terraform validate" says about the provider block.
func (p *protocol) validateProvider(ctx context.Context, t *testing.T, attributes map[string]any) []string {
	t.Helper()
	resp, err := p.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{
		Config: dynamic(t, p.schema.Provider.ValueType(), attributes),
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// configure configures the provider and returns its diagnostics.
func (p *protocol) configure(ctx context.Context, t *testing.T, attributes map[string]any) []string {
	t.Helper()
	resp, err := p.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4", Config: dynamic(t, p.schema.Provider.ValueType(), attributes),
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// plan plans a change from prior to proposed, both nil for none.
func (p *protocol) plan(ctx context.Context, t *testing.T, typeName string, prior, proposed map[string]any) []string {
	t.Helper()
	typ := p.schema.ResourceSchemas[typeName].ValueType()
	encode := func(attributes map[string]any) *tfprotov6.DynamicValue {
		if attributes == nil {
			return dynamic(t, typ, nil)
		}
		return dynamic(t, typ, attributes)
	}
	resp, err := p.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeName, PriorState: encode(prior), ProposedNewState: encode(proposed), Config: encode(proposed),
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// read reads an object that Terraform has in its state.
func (p *protocol) read(ctx context.Context, t *testing.T, typeName string, state map[string]any) []string {
	t.Helper()
	resp, err := p.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: typeName, CurrentState: dynamic(t, p.schema.ResourceSchemas[typeName].ValueType(), state),
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics)
}

// join is a warning of a testAccount in the form of texts.
func join(warning string) string { return strings.Replace(warning, "\n", ": ", 1) }

// expectTexts compares whole diagnostics.
func expectTexts(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("%s:\n   got %q\n  want %q", what, got, want)
	}
}

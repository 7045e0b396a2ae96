package export

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/environment"
)

// server is the provider as Terraform calls it.
type server struct {
	protocol   tfprotov6.ProviderServer
	lists      tfprotov6.ListResourceServer
	listTypes  map[string]tftypes.Type
	types      map[string]tftypes.Type
	identities map[string]tftypes.Type
	attributes map[string]map[string]schema.Attribute // of each resource
}

func newServer(ctx context.Context, version string, account environment.Account) (*server, error) {
	itniotech := provider.New(version)()
	protocol := providerserver.NewProtocol6(itniotech)()
	lists, ok := protocol.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, errors.New("the provider lists nothing")
	}
	s := &server{
		protocol: protocol, lists: lists,
		listTypes: map[string]tftypes.Type{}, types: map[string]tftypes.Type{}, identities: map[string]tftypes.Type{},
		attributes: map[string]map[string]schema.Attribute{},
	}
	all, err := protocol.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err := failed(err, all.Diagnostics); err != nil {
		return nil, err
	}
	identities, err := protocol.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err := failed(err, identities.Diagnostics); err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		s.types[kind.typeName] = all.ResourceSchemas[kind.typeName].ValueType()
		s.listTypes[kind.typeName] = all.ListResourceSchemas[kind.typeName].ValueType()
		s.identities[kind.typeName] = identities.IdentitySchemas[kind.typeName].ValueType()
	}
	for _, construct := range itniotech.Resources(ctx) { // the protocol does not tell defaults
		one := construct()
		var metadata resource.MetadataResponse
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "itniotech"}, &metadata)
		var answer resource.SchemaResponse
		one.Schema(ctx, resource.SchemaRequest{}, &answer)
		s.attributes[metadata.TypeName] = answer.Schema.Attributes
	}
	config, err := configuration(all.Provider.ValueType(), map[string]string{
		"api_key": account.Key, "api_secret": account.Secret, "base_url": account.BaseURL,
	})
	if err != nil {
		return nil, err
	}
	configured, err := protocol.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: config})
	if err := failed(err, configured.Diagnostics); err != nil {
		return nil, err
	}
	return s, nil
}

// row is one object of a list, or why it cannot be read.
type row struct {
	id, name string
	value    tftypes.Value
	problem  string
}

// list returns all objects of a kind, and warnings.
func (s *server) list(ctx context.Context, kind *kind) (rows []row, warnings []string, err error) {
	config, err := configuration(s.listTypes[kind.typeName], nil)
	if err != nil {
		return nil, nil, err
	}
	stream, err := s.lists.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: kind.typeName, Config: config, IncludeResource: true})
	if err != nil {
		return nil, nil, err
	}
	for result := range stream.Results {
		problem := failed(nil, result.Diagnostics)
		if result.Identity == nil {
			if problem != nil {
				return nil, nil, problem
			}
			warnings = append(warnings, texts(result.Diagnostics, tfprotov6.DiagnosticSeverityWarning)...)
			continue
		}
		one := row{name: result.DisplayName}
		identity, err := result.Identity.IdentityData.Unmarshal(s.identities[kind.typeName])
		if err != nil {
			return nil, nil, err
		}
		one.id = text(identity, "id")
		switch {
		case problem != nil:
			one.problem = problem.Error()
		case result.Resource == nil:
			one.problem = "The list has nothing but its id."
		default:
			if one.value, err = result.Resource.Unmarshal(s.types[kind.typeName]); err != nil {
				return nil, nil, err
			}
			one.name = text(one.value, "name") // the other one is for a terminal
		}
		rows = append(rows, one)
	}
	return rows, warnings, nil
}

// read returns an object as an import has it, by one call.
func (s *server) read(ctx context.Context, kind *kind, id string) (one row, warnings []string) {
	one.id = id
	imported, err := s.protocol.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: kind.typeName, ID: id})
	if err = failed(err, imported.Diagnostics); err != nil {
		one.problem = err.Error()
		return one, nil
	}
	object := imported.ImportedResources[0]
	answer, err := s.protocol.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: kind.typeName, CurrentState: object.State, Private: object.Private, CurrentIdentity: object.Identity,
	})
	if err = failed(err, answer.Diagnostics); err == nil {
		one.value, err = answer.NewState.Unmarshal(s.types[kind.typeName])
	}
	switch {
	case err != nil:
		one.problem = err.Error()
	case one.value.IsNull():
		one.problem = strings.Join(texts(answer.Diagnostics, tfprotov6.DiagnosticSeverityWarning), " ")
	default:
		one.name = text(one.value, "name")
		warnings = texts(answer.Diagnostics, tfprotov6.DiagnosticSeverityWarning)
	}
	return one, warnings
}

// validate returns why the provider would refuse a configuration, "" if it does not.
func (s *server) validate(ctx context.Context, kind *kind, config tftypes.Value) (string, error) {
	encoded, err := tfprotov6.NewDynamicValue(s.types[kind.typeName], config)
	if err != nil {
		return "", err
	}
	answer, err := s.protocol.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: kind.typeName, Config: &encoded})
	if err != nil {
		return "", err
	}
	return strings.Join(texts(answer.Diagnostics, tfprotov6.DiagnosticSeverityError), " "), nil
}

// configuration is an object with some texts, and without any other value.
func configuration(typ tftypes.Type, texts map[string]string) (*tfprotov6.DynamicValue, error) {
	object, ok := typ.(tftypes.Object)
	if !ok {
		return nil, fmt.Errorf("%s is no object", typ)
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if text, ok := texts[name]; ok {
			values[name] = tftypes.NewValue(attribute, text)
		}
	}
	encoded, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
	return &encoded, err
}

// failed is the error of a call, or what its diagnostics say.
func failed(err error, diagnostics []*tfprotov6.Diagnostic) error {
	if err != nil {
		return err
	}
	if all := texts(diagnostics, tfprotov6.DiagnosticSeverityError); len(all) > 0 {
		return errors.New(strings.Join(all, " "))
	}
	return nil
}

// texts are the diagnostics of a severity, each on one line.
func texts(diagnostics []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity) []string {
	var all []string
	for _, one := range diagnostics {
		if one.Severity != severity {
			continue
		}
		line := one.Summary + ": " + strings.Join(strings.Fields(one.Detail), " ")
		all = append(all, line)
	}
	return all
}

// text is an attribute of an object that is a string, "" if it is null.
func text(object tftypes.Value, name string) string {
	var text string
	if one, ok := attributesOf(object)[name]; ok && one.IsKnown() && !one.IsNull() {
		_ = one.As(&text) // stays "" if it is no string
	}
	return text
}

// attributesOf are the values of an object, nil if it is null.
func attributesOf(object tftypes.Value) map[string]tftypes.Value {
	var values map[string]tftypes.Value
	_ = object.As(&values) // stays nil if it is no object
	return values
}

package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// providerKey is the name under which the documentation generator looks for the provider. It knows no other namespace.
const providerKey = "registry.terraform.io/hashicorp/itniotech"

// document is what Terraform documents as the output of "providers schema -json". A tftypes.Type writes itself as the
// format wants it, for instance ["list","string"].
type document struct {
	FormatVersion   string                    `json:"format_version"`
	ProviderSchemas map[string]providerSchema `json:"provider_schemas"`
}

type providerSchema struct {
	Provider           schema              `json:"provider"`
	Resources          map[string]schema   `json:"resource_schemas,omitempty"`
	DataSources        map[string]schema   `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]schema   `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]schema   `json:"list_resource_schemas,omitempty"`
	StateStores        map[string]schema   `json:"state_store_schemas,omitempty"`
	Functions          map[string]function `json:"functions,omitempty"`
	Identities         map[string]identity `json:"resource_identity_schemas,omitempty"`
	Actions            map[string]action   `json:"action_schemas,omitempty"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type action struct {
	Block block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute `json:"attributes,omitempty"`
	BlockTypes      map[string]blockType `json:"block_types,omitempty"`
	Description     string               `json:"description,omitempty"`
	DescriptionKind string               `json:"description_kind,omitempty"`
	Deprecated      bool                 `json:"deprecated,omitempty"`
}

type blockType struct {
	NestingMode string `json:"nesting_mode"`
	Block       block  `json:"block"`
	MinItems    int64  `json:"min_items,omitempty"`
	MaxItems    int64  `json:"max_items,omitempty"`
}

type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	NestedType      *nestedType  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type nestedType struct {
	Attributes  map[string]attribute `json:"attributes"`
	NestingMode string               `json:"nesting_mode"`
}

type function struct {
	Description        string       `json:"description,omitempty"`
	Summary            string       `json:"summary,omitempty"`
	DeprecationMessage string       `json:"deprecation_message,omitempty"`
	ReturnType         tftypes.Type `json:"return_type"`
	Parameters         []parameter  `json:"parameters,omitempty"`
	VariadicParameter  *parameter   `json:"variadic_parameter,omitempty"`
}

type parameter struct {
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	IsNullable  bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

type identity struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes,omitempty"`
}

type identityAttribute struct {
	Type              tftypes.Type `json:"type"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}

func newDocument(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) document {
	p := providerSchema{
		Provider:           newSchema(s.Provider),
		Resources:          each(s.ResourceSchemas, newSchema),
		DataSources:        each(s.DataSourceSchemas, newSchema),
		EphemeralResources: each(s.EphemeralResourceSchemas, newSchema),
		ListResources:      each(s.ListResourceSchemas, newSchema),
		StateStores:        each(s.StateStoreSchemas, newSchema),
		Functions:          each(s.Functions, newFunction),
		Identities:         each(i.IdentitySchemas, newIdentity),
		Actions: each(s.ActionSchemas, func(a *tfprotov6.ActionSchema) action {
			return action{Block: newBlock(a.Schema.Block)}
		}),
	}
	return document{FormatVersion: "1.0", ProviderSchemas: map[string]providerSchema{providerKey: p}}
}

// each converts the values of a map.
func each[From, To any](from map[string]*From, convert func(*From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

func newSchema(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: newBlock(s.Block)}
}

func newBlock(b *tfprotov6.SchemaBlock) block {
	blockTypes := make(map[string]blockType, len(b.BlockTypes))
	for _, t := range b.BlockTypes {
		blockTypes[t.TypeName] = blockType{
			NestingMode: strings.ToLower(t.Nesting.String()),
			Block:       newBlock(t.Block),
			MinItems:    t.MinItems,
			MaxItems:    t.MaxItems,
		}
	}
	return block{
		Attributes:      newAttributes(b.Attributes),
		BlockTypes:      blockTypes,
		Description:     b.Description,
		DescriptionKind: strings.ToLower(b.DescriptionKind.String()),
		Deprecated:      b.Deprecated,
	}
}

func newAttributes(list []*tfprotov6.SchemaAttribute) map[string]attribute {
	attributes := make(map[string]attribute, len(list))
	for _, a := range list {
		attributes[a.Name] = newAttribute(a)
	}
	return attributes
}

func newAttribute(a *tfprotov6.SchemaAttribute) attribute {
	result := attribute{
		Description:     a.Description,
		DescriptionKind: strings.ToLower(a.DescriptionKind.String()),
		Deprecated:      a.Deprecated,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		WriteOnly:       a.WriteOnly,
	}
	if a.NestedType == nil {
		result.Type = a.Type
		return result
	}
	result.NestedType = &nestedType{
		Attributes:  newAttributes(a.NestedType.Attributes),
		NestingMode: strings.ToLower(a.NestedType.Nesting.String()),
	}
	return result
}

func newFunction(f *tfprotov6.Function) function {
	result := function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
	}
	for _, p := range f.Parameters {
		result.Parameters = append(result.Parameters, newParameter(p))
	}
	if f.VariadicParameter != nil {
		variadic := newParameter(f.VariadicParameter)
		result.VariadicParameter = &variadic
	}
	return result
}

func newParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}

func newIdentity(i *tfprotov6.ResourceIdentitySchema) identity {
	attributes := make(map[string]identityAttribute, len(i.IdentityAttributes))
	for _, a := range i.IdentityAttributes {
		attributes[a.Name] = identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return identity{Version: i.Version, Attributes: attributes}
}

package provider

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// configBlock is a block of a kind that only newer CLIs have: a list or an action.
type configBlock struct {
	typeName string
	config   map[string]any
}

// configBlocks finds the blocks of a kind in a configuration. Values that are
// no literals are unknown.
func configBlocks(t *testing.T, kind, file string, source []byte) []configBlock {
	t.Helper()
	parsed, problems := hclsyntax.ParseConfig(source, file, hcl.InitialPos)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var found []configBlock
	for _, block := range parsed.Body.(*hclsyntax.Body).Blocks {
		if block.Type != kind {
			continue
		}
		config := map[string]any{}
		for _, inner := range block.Body.Blocks {
			for name, attribute := range inner.Body.Attributes {
				config[name] = literal(t, attribute.Expr)
			}
		}
		found = append(found, configBlock{block.Labels[0], config})
	}
	return found
}

// literal is a value as value takes it.
func literal(t *testing.T, expression hclsyntax.Expression) any {
	t.Helper()
	if len(expression.Variables()) > 0 {
		return unknown{}
	}
	evaluated, problems := expression.Value(nil)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	text, err := ctyjson.Marshal(evaluated, evaluated.Type())
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	if number, ok := plain.(float64); ok {
		return int(number)
	}
	return plain
}

// TestExamples_lists validates the list blocks of the examples and of the
// guide, which Terraform before 1.14 and OpenTofu do not read.
func TestExamples_lists(t *testing.T) {
	t.Parallel()
	sources := map[string][]byte{}
	files, err := filepath.Glob(filepath.Join(examples, "list-resources", "*", "*.tfquery.hcl"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if sources[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	const guide = "../../templates/guides/existing-account.md"
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	inGuide := regexp.MustCompile("(?s)```hcl\n(# \\w+\\.tfquery\\.hcl\n.*?)```").FindAllSubmatch(page, -1)
	if len(inGuide) != 2 {
		t.Fatalf("%d list files in the guide", len(inGuide))
	}
	for _, match := range inGuide {
		sources[guide] = append(sources[guide], match[1]...)
	}
	p := newProtocol(t)
	server, ok := p.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		t.Fatal("the provider lists nothing")
	}
	for file, source := range sources {
		blocks := configBlocks(t, "list", file, source)
		if len(blocks) == 0 {
			t.Errorf("%s has no list", file)
		}
		for _, block := range blocks {
			schema := p.schema.ListResourceSchemas[block.typeName]
			if schema == nil {
				t.Errorf("%s: there is no %s", file, block.typeName)
				continue
			}
			resp, err := server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
				TypeName: block.typeName, Config: dynamic(t, schema.ValueType(), block.config),
			})
			if err != nil {
				t.Fatal(err)
			}
			expectTexts(t, file, texts(resp.Diagnostics))
		}
	}
}

package export

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// file is one file to write.
type file struct {
	name string
	text []byte
}

// files are those of the account: none for a kind without objects.
func (a *account) files(withVersions bool) ([]file, error) {
	var files []file
	imports := hclwrite.NewEmptyFile()
	for _, kind := range kinds {
		objects := a.of(kind)
		slices.SortStableFunc(objects, func(x, y *object) int { return cmp.Compare(x.resourceName, y.resourceName) })
		written := hclwrite.NewEmptyFile()
		for _, o := range objects {
			if err := a.put(o, written.Body(), imports.Body()); err != nil {
				return nil, err
			}
		}
		if len(objects) > 0 {
			files = append(files, file{kind.file, formatted(written)})
		}
	}
	if len(files) == 0 {
		return nil, nil
	}
	if len(imports.Body().Blocks()) > 0 {
		files = append(files, file{importsFile, formatted(imports)})
	}
	if withVersions {
		files = append(files, file{versionsFile, formatted(versions())})
	}
	return files, nil
}

// formatted is a file as "terraform fmt" leaves it, with no blank line at its beginning.
func formatted(f *hclwrite.File) []byte { return hclwrite.Format(bytes.TrimLeft(f.Bytes(), "\n")) }

// put appends an object and its import, or a comment.
func (a *account) put(o *object, resources, imports *hclwrite.Body) error {
	resources.AppendNewline()
	if o.problem == "" {
		imports.AppendNewline()
		imports.AppendBlock(importBlock(o))
		block, err := a.block(o)
		if err == nil {
			resources.AppendBlock(block)
		}
		return err
	}
	comment := fmt.Sprintf("The %s is not exported. %s\n", o.title(), o.problem)
	if !o.config.IsNull() {
		f := hclwrite.NewEmptyFile()
		block, err := a.block(o)
		if err != nil {
			return err
		}
		f.Body().AppendBlock(block)
		f.Body().AppendNewline()
		f.Body().AppendBlock(importBlock(o))
		comment += "\n" + string(formatted(f))
	}
	for line := range bytes.Lines([]byte(comment)) {
		line = append([]byte("# "), bytes.TrimRight(line, "\r\n")...)
		line = append(bytes.TrimRight(line, " "), '\n')
		resources.AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: line}})
	}
	return nil
}

func importBlock(o *object) *hclwrite.Block {
	block := hclwrite.NewBlock("import", nil)
	block.Body().SetAttributeTraversal("to", hcl.Traversal{hcl.TraverseRoot{Name: o.kind.typeName}, hcl.TraverseAttr{Name: o.resourceName}})
	block.Body().SetAttributeValue("id", cty.StringVal(o.id))
	return block
}

func versions() *hclwrite.File {
	f := hclwrite.NewEmptyFile()
	required := f.Body().AppendNewBlock("terraform", nil).Body().AppendNewBlock("required_providers", nil)
	required.Body().SetAttributeValue("itniotech", cty.ObjectVal(map[string]cty.Value{"source": cty.StringVal("itniotech/itniotech")}))
	return f
}

// block is the resource of an object.
func (a *account) block(o *object) (*hclwrite.Block, error) {
	block := hclwrite.NewBlock("resource", []string{o.kind.typeName, o.resourceName})
	for _, name := range o.config.order() {
		tokens, err := tokensFor(o.config.attributes[name], attributesOf(o.config.Value)[name])
		if err != nil {
			return nil, fmt.Errorf("%s of the %s: %w", name, o.title(), err)
		}
		if owner := a.app(o.app); name == appAttribute && owner != nil {
			tokens = hclwrite.TokensForTraversal(hcl.Traversal{
				hcl.TraverseRoot{Name: apps.typeName}, hcl.TraverseAttr{Name: owner.resourceName}, hcl.TraverseAttr{Name: "id"},
			})
		}
		if isNested(o.config.attributes[name]) {
			block.Body().AppendNewline()
		}
		block.Body().SetAttributeRaw(name, tokens)
	}
	return block, nil
}

// app is the application with an id, nil if there is no resource for it.
func (a *account) app(id string) *object {
	for _, o := range a.objects {
		if o.kind == apps && o.id == id && o.problem == "" {
			return o
		}
	}
	return nil
}

// order is that in which a person reads the attributes that have a value: what the object is, what it needs, its
// settings, and last what takes several lines.
func (v value) order() []string {
	values := attributesOf(v.Value)
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(v.attributes)), func(name string) bool { return values[name].IsNull() })
	rank := func(name string) int {
		switch attribute := v.attributes[name]; {
		case name == appAttribute:
			return 0
		case name == "name":
			return 1
		case isNested(attribute):
			return 4
		case attribute.IsRequired():
			return 2
		}
		return 3
	}
	slices.SortStableFunc(names, func(x, y string) int { return cmp.Compare(rank(x), rank(y)) })
	return names
}

func isNested(attribute schema.Attribute) bool {
	_, isNested := attribute.(schema.NestedAttribute)
	return isNested
}

// tokensFor is a value as HCL.
func tokensFor(attribute schema.Attribute, from tftypes.Value) (hclwrite.Tokens, error) {
	switch nested := attribute.(type) {
	case schema.SingleNestedAttribute:
		return tokensForObject(value{from, nested.Attributes})
	case schema.ListNestedAttribute:
		tokens := hclwrite.Tokens{{Type: hclsyntax.TokenOBrack, Bytes: []byte("[")}, newline()}
		for _, item := range itemsOf(from) {
			one, err := tokensForObject(value{item, nested.NestedObject.Attributes})
			if err != nil {
				return nil, err
			}
			tokens = append(append(tokens, one...), &hclwrite.Token{Type: hclsyntax.TokenComma, Bytes: []byte(",")}, newline())
		}
		return append(tokens, &hclwrite.Token{Type: hclsyntax.TokenCBrack, Bytes: []byte("]")}), nil
	}
	var scalar cty.Value
	var err error
	switch typ := from.Type(); {
	case typ.Is(tftypes.String):
		var text string
		err = from.As(&text)
		scalar = cty.StringVal(text)
	case typ.Is(tftypes.Number):
		number := &big.Float{}
		err = from.As(number)
		scalar = cty.NumberVal(number)
	case typ.Is(tftypes.Bool):
		var is bool
		err = from.As(&is)
		scalar = cty.BoolVal(is)
	default:
		err = fmt.Errorf("export cannot write a %s", typ)
	}
	if err != nil {
		return nil, err
	}
	return hclwrite.TokensForValue(scalar), nil
}

func tokensForObject(v value) (hclwrite.Tokens, error) {
	var attributes []hclwrite.ObjectAttrTokens
	for _, name := range v.order() {
		tokens, err := tokensFor(v.attributes[name], attributesOf(v.Value)[name])
		if err != nil {
			return nil, err
		}
		attributes = append(attributes, hclwrite.ObjectAttrTokens{Name: hclwrite.TokensForIdentifier(name), Value: tokens})
	}
	return hclwrite.TokensForObject(attributes), nil
}

func newline() *hclwrite.Token {
	return &hclwrite.Token{Type: hclsyntax.TokenNewline, Bytes: []byte("\n")}
}

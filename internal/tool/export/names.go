package export

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/text/unicode/norm"
)

// setNames gives each object a name for its resource that no other one of its kind has. Objects come in the order of
// their ids, so that a later one never takes the name of an earlier one.
func (a *account) setNames(taken map[string]bool) {
	for _, o := range a.objects {
		name := identifier(o.name, o.kind)
		if name == "" {
			name = short(o.kind) + "_" + slug(o.id)
		}
		first := name
		for try := 0; taken[o.kind.typeName+"."+name]; try++ {
			name = first + "_" + slug(o.id)
			if try > 0 {
				name += fmt.Sprintf("_%d", try+1)
			}
		}
		taken[o.kind.typeName+"."+name] = true
		o.resourceName = name
	}
}

// identifier is a name as HCL takes one, "" if it has no letter.
func identifier(name string, kind *kind) string {
	name = slug(name)
	switch {
	case !strings.ContainsFunc(name, func(r rune) bool { return hclsyntax.ValidIdentifier(string(r)) && r != '_' }):
		return ""
	case !hclsyntax.ValidIdentifier(name): // it begins with a digit, for instance
		return short(kind) + "_" + name
	}
	return name
}

// slug keeps letters and digits of any script, and has one underscore in place of all else.
func slug(text string) string {
	var words []string
	for word := range strings.FieldsFuncSeq(norm.NFC.String(strings.ToLower(text)), func(r rune) bool {
		return r == '-' || r == '_' || !hclsyntax.ValidIdentifier("a"+string(r))
	}) {
		words = append(words, word)
	}
	return strings.Join(words, "_")
}

// short is the last word of a kind's resource: app, template or flow.
func short(kind *kind) string { return kind.typeName[strings.LastIndex(kind.typeName, "_")+1:] }

package object

import (
	"fmt"
	"slices"
	"strings"
)

// noSuchID says that the account has no object with an id.
func (t Texts) noSuchID(id string) string {
	return fmt.Sprintf("The account of the API key in use has no %s with the id %s. Check the id, and that api_key and base_url lead to the right account. %s",
		t.Noun, id, t.IDHint)
}

// wrongID says that a text cannot be an id.
func (t Texts) wrongID(id string) string {
	return fmt.Sprintf("%q cannot be the id of an %s: %s. %s", id, t.Noun, t.IDRule, t.IDHint)
}

// which names one object in a sentence.
func (t Texts) which(id, name string) string {
	switch {
	case id == "":
		return fmt.Sprintf("the %s %q", t.Noun, name)
	case name == "":
		return fmt.Sprintf("the %s with the id %s", t.Noun, id)
	}
	return fmt.Sprintf("the %s %q (id %s)", t.Noun, name, id)
}

// sentences are those that there are, as one text.
func sentences(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(one string) bool { return one == "" }), " ")
}

package attribute

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Vocabulary gives the API's codes the words that configuration uses. A code
// without a word reads as unknown(code) and is sent back as it came, so that
// what the API learns tomorrow breaks nothing today.
type Vocabulary struct {
	// Noun says what the words are, in the singular.
	Noun string
	// numeric tells that the codes are whole numbers.
	numeric bool
	// Closed tells that the words are the provider's own: there are no others.
	Closed  bool
	Entries []Entry
	// Aliases lead from words that people try to the right ones.
	Aliases map[string]string
}

// Entry is a code of the API with its word, and with what it means unless the word says so.
type Entry struct{ Code, Word, Meaning string }

// NumberCode is a number as a vocabulary has it.
func NumberCode(number otp.Number) string { return strconv.FormatInt(int64(number), 10) }

// codeNumber is how a number that has no word is written.
var codeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)

// unknownCode returns the code in unknown(code).
func unknownCode(word string) (string, bool) {
	inner, opened := strings.CutPrefix(word, "unknown(")
	code, closed := strings.CutSuffix(inner, ")")
	return code, opened && closed && code != ""
}

// Word returns the word for a code of the API.
func (v Vocabulary) Word(code string) string {
	for _, entry := range v.Entries {
		if entry.Code == code {
			return entry.Word
		}
	}
	return "unknown(" + code + ")"
}

// Code returns the API's code for a word, and false if there is none.
func (v Vocabulary) Code(word string) (string, bool) {
	for _, entry := range v.Entries {
		if entry.Word == word {
			return entry.Code, true
		}
	}
	code, ok := unknownCode(word)
	// A code that has a word, or that no answer can have, would never be what the API answers.
	if !ok || v.Closed || v.Word(code) != word || v.numeric && !codeNumber.MatchString(code) {
		return "", false
	}
	return code, true
}

// Number is code for a vocabulary of numbers.
func (v Vocabulary) Number(word string) (otp.Number, bool) {
	code, ok := v.Code(word)
	number, err := strconv.ParseInt(code, 10, 64)
	return otp.Number(number), ok && err == nil
}

// suggest returns the entry that a wrong word most likely means.
func (v Vocabulary) suggest(word string) (Entry, bool) {
	if code, ok := unknownCode(word); ok {
		word = code
	}
	// A language often comes with a region: en-US is EN.
	word, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(word), "_", "-"), "-")
	if alias, ok := v.Aliases[strings.ToUpper(word)]; ok {
		word = alias
	}
	for _, entry := range v.Entries {
		if strings.EqualFold(entry.Word, word) || entry.Code == word {
			return entry, true
		}
	}
	return Entry{}, false
}

// Complaint says what is wrong with a word and what to write instead.
func (v Vocabulary) Complaint(word string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%q is not a %s", word, v.Noun)
	if entry, ok := v.suggest(word); ok {
		fmt.Fprintf(&text, "; did you mean %s?", entry.quoted())
	} else {
		text.WriteByte('.')
	}
	text.WriteString(v.possible())
	return text.String()
}

// possible lists the words at the end of an error.
func (v Vocabulary) possible() string {
	words := make([]string, len(v.Entries))
	for i, entry := range v.Entries {
		words[i] = entry.quoted()
	}
	return " Possible values: " + strings.Join(words, ", ") + "."
}

// Explained is a word with what it means, if that is known.
func (v Vocabulary) Explained(word string) string {
	for _, entry := range v.Entries {
		if entry.Word == word {
			return entry.quoted()
		}
	}
	return strconv.Quote(word)
}

func (e Entry) quoted() string {
	if e.Meaning == "" {
		return strconv.Quote(e.Word)
	}
	return strconv.Quote(e.Word) + " (" + e.Meaning + ")"
}

// Markdown lists the words for a description.
func (v Vocabulary) Markdown() string {
	words := make([]string, len(v.Entries))
	for i, entry := range v.Entries {
		words[i] = "`" + entry.Word + "`"
		if entry.Meaning != "" {
			words[i] += " (" + entry.Meaning + ")"
		}
	}
	return strings.Join(words, ", ")
}

// Description implements validator.String.
func (v Vocabulary) Description(context.Context) string { return "must be a " + v.Noun }

// MarkdownDescription implements validator.String.
func (v Vocabulary) MarkdownDescription(context.Context) string {
	return "must be a " + v.Noun + ": " + v.Markdown()
}

// ValidateString implements validator.String.
func (v Vocabulary) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if IsKnown(req.ConfigValue) {
		v.Check(&resp.Diagnostics, req.Path, req.ConfigValue)
	}
}

// Check reports a word that is none.
func (v Vocabulary) Check(diags *diag.Diagnostics, at path.Path, word types.String) {
	if _, ok := v.Code(word.ValueString()); !ok {
		diags.AddAttributeError(at, "Invalid "+explain.TitleCase(v.Noun), at.String()+": "+v.Complaint(word.ValueString()))
	}
}

package explain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Verb is what may fail, as a summary names it.
type Verb string

// The verbs of objects, and then those of messages.
const (
	Create  Verb = "Create"
	Read    Verb = "Read"
	Update  Verb = "Update"
	Destroy Verb = "Destroy"
	Plan    Verb = "Plan"
	Import  Verb = "Import"
	Send    Verb = "Send"
	Resend  Verb = "Resend"
	Verify  Verb = "Verify"
)

// Summary is the first line of what failed.
func Summary(verb Verb, noun string) string {
	return "Unable to " + string(verb) + " " + TitleCase(noun)
}

// sentence makes text a sentence.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}

// TitleCase is for summaries: "OTP application" becomes "OTP Application".
func TitleCase(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if word != "of" {
			first, size := utf8.DecodeRuneInString(word)
			words[i] = string(unicode.ToUpper(first)) + word[size:]
		}
	}
	return strings.Join(words, " ")
}

// Enumerate lists ids in a sentence, and no more than that many.
func Enumerate(ids []string, most int) string {
	var text []string
	for _, id := range ids[:min(len(ids), most)] {
		text = append(text, Printable(id))
	}
	if more := len(ids) - most; more > 0 {
		text = append(text, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(text, ", ")
}

// Printable shows a text as it is, but for characters that could change a terminal.
func Printable(text string) string {
	var shown strings.Builder
	for _, char := range text {
		if unicode.IsPrint(char) {
			shown.WriteRune(char)
		} else {
			shown.WriteString(strings.Trim(strconv.QuoteRuneToASCII(char), "'"))
		}
	}
	return shown.String()
}

// Bullets lists alternatives, of which one alone is a sentence.
func Bullets(items ...string) string {
	if len(items) == 1 {
		return items[0]
	}
	return "- " + strings.Join(items, "\n- ")
}

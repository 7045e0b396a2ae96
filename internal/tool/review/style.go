package review

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is how a format shows what a plan says. Texts of a plan reach a page through code alone.
type style interface {
	// code shows a text of the plan so that it is one piece of one line, with any content.
	code(text string) string
	// address shows the address of a resource in the same way.
	address(text string) string
	// strong stresses words of ours.
	strong(words string) string
}

// maxText is how many characters of one text of a plan are shown.
const maxText = 600

type markdownStyle struct{}

// code is a code span, in which neither GitHub nor GitLab looks for mentions, references, links, HTML or formulas.
func (markdownStyle) code(text string) string {
	text = oneLine(text)
	if text == "" {
		return "(empty)"
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	first, last := text[0], text[len(text)-1]
	if first == '`' || last == '`' || first == ' ' && last == ' ' && strings.Trim(text, " ") != "" {
		text = " " + text + " " // Markdown takes one space off both ends
	}
	return fence + text + fence
}

func (m markdownStyle) address(text string) string { return m.code(text) }
func (markdownStyle) strong(words string) string   { return "**" + words + "**" }

type plainStyle struct{}

func (plainStyle) code(text string) string    { return `"` + oneLine(text) + `"` }
func (plainStyle) address(text string) string { return oneLine(text) }
func (plainStyle) strong(words string) string { return words }

// oneLine makes characters visible that would end a line, move the cursor or turn the direction of writing, and cuts a
// text that is too long.
func oneLine(text string) string {
	var b strings.Builder
	length := 0
	for _, char := range text {
		shown := string(char)
		switch {
		case char == '\n':
			shown = "⏎"
		case isHidden(char):
			shown = fmt.Sprintf("⟨U+%04X⟩", char)
		}
		if length += utf8.RuneCountInString(shown); length > maxText {
			b.WriteString("…")
			break
		}
		b.WriteString(shown)
	}
	return b.String()
}

// isHidden tells whether a character shows nothing, or acts on what is around it. Joiners are part of emoji.
func isHidden(char rune) bool {
	const joiner = '\u200d'
	return char != joiner && (unicode.IsControl(char) || unicode.In(char, unicode.Cf, unicode.Zl, unicode.Zp) || char == unicode.ReplacementChar)
}

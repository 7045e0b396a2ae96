package review

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/sms"
)

// template is a template as the message that a phone receives, and what of it costs more or protects less.
func (c change) template() []line {
	var lines []line
	lines = append(lines, c.size()...)
	lines = append(lines, c.codes()...)
	lines = append(lines, c.messages()...)
	return append(lines, c.voice()...)
}

// size says which characters make an SMS expensive, and how many segments it takes if that changes.
func (c change) size() []line {
	was, hadOne := sizeOf(c.before)
	will, hasOne := sizeOf(c.after)
	switch {
	case c.deed == destroys || c.deed == forgets:
		return nil
	case !hasOne && hadOne:
		return []line{{
			alert: words("takes a number of SMS segments that is known only after the apply"),
			text:  words("How many SMS segments it takes is known only after the apply."),
		}}
	case !hadOne && len(will.ucs2) == 0:
		return nil
	case !hadOne:
		return []line{{text: will.because}}
	case was.Segments == will.Segments && was.Encoding == will.Encoding:
		return nil
	}
	l := line{text: func(st style) string {
		text := "Still " + count(will.Segments, "SMS segment") + ", in " + will.Encoding + " instead of " + was.Encoding + "."
		if will.Segments != was.Segments {
			text = fmt.Sprintf("%s instead of %d.", count(will.Segments, "SMS segment"), was.Segments)
		}
		switch {
		case len(will.ucs2) > 0:
			text += " " + will.because(st)
		case len(was.ucs2) > 0:
			text += " No longer there: " + listed(was.ucs2, st.code) + "."
		}
		return text
	}}
	if will.Segments > was.Segments {
		l.alert = words(fmt.Sprintf("takes %s instead of %d", count(will.Segments, "SMS segment"), was.Segments))
	}
	return []line{l}
}

// smsSize is the size of a template's SMS. Of a sensitive text, Characters is 0, and ucs2 empty.
type smsSize struct {
	sms.Size
	ucs2 []string
}

// sizeOf is the size that the plan has, or that the text and its code have.
func sizeOf(template side) (smsSize, bool) {
	if text, length, ok := textOf(template); ok {
		return smsSize{sms.Measure(text, length), ucs2Characters(text)}, true
	}
	size := smsSize{}
	segments, ok := template.at("sms_segments").number()
	size.Segments = segments
	if encoding := template.at("sms_encoding").word(); encoding == sms.GSM7 || encoding == sms.UCS2 {
		size.Encoding = encoding
	}
	return size, ok
}

// textOf is a template's text and the length of its codes, if both may be shown.
func textOf(template side) (text string, codeLength int64, ok bool) {
	text, isText := template.at("text").text()
	codeLength, isNumber := template.at("code_length").number()
	return text, codeLength, isText && isNumber
}

// ucs2Characters are the characters that no SMS in GSM-7 has, each once, for example "’ (U+2019)"; of one that cannot be seen
// alone, only the code.
func ucs2Characters(text string) []string {
	var all []string
	seen := map[rune]bool{}
	for _, char := range text {
		if !seen[char] && sms.Measure(string(char), 0).Encoding == sms.UCS2 {
			seen[char] = true
			shown := fmt.Sprintf("U+%04X", char)
			if unicode.IsGraphic(char) && !unicode.In(char, unicode.M, unicode.Z) {
				shown = fmt.Sprintf("%c (%s)", char, shown)
			}
			all = append(all, shown)
		}
	}
	return all
}

// in says the size in words, for example "GSM-7, 1 segment, 42 characters".
func (s smsSize) in() string {
	text := count(s.Segments, "segment")
	if s.Encoding != "" {
		text = s.Encoding + ", " + text
	}
	if s.Characters > 0 {
		text += ", " + count(s.Characters, "character")
	}
	return text
}

// because names the characters that make an SMS expensive.
func (s smsSize) because(st style) string {
	verb := "forces"
	if len(s.ucs2) > 1 {
		verb = "force"
	}
	return listed(s.ucs2, st.code) + " " + verb + " UCS-2, in which one SMS holds 70 characters instead of 160."
}

// Samples of codes, as long as a code can be.
var samples = map[string]struct{ code, noun string }{
	"NUMERIC":      {"4829175036", "digit"},
	"ALPHA":        {"KXQWMTZRVB", "letter"},
	"ALPHANUMERIC": {"4K9X2QW7MB", "letters and digits"},
	"HEX":          {"4F9A1C70BE", "hexadecimal digit"},
}

// sample is a code of a template's kind and length. Of a kind that nobody knows, only the length is shown.
func sample(codeType string, length int64) string {
	code := samples[codeType].code
	if code == "" {
		code = "??????????"
	}
	for int64(len(code)) < min(length, maxText) {
		code += code
	}
	return code[:max(0, min(length, int64(len(code))))]
}

// codes says what codes look like, or how that changes.
func (c change) codes() []line {
	if unknown := c.cannotTell("code_length", "code length"); unknown != nil {
		return unknown
	}
	was, will := kindOfCodes(c.before), kindOfCodes(c.after)
	switch {
	case c.deed == destroys || c.deed == forgets:
		return nil
	case c.before.values == nil || c.deed == imports:
		return []line{{text: func(st style) string { return "Codes: " + will(st) + "." }}}
	case !c.changed("code_length") && !c.changed("code_type"):
		return nil
	}
	l := line{text: func(st style) string { return "Codes: " + will(st) + " instead of " + was(st) + "." }}
	old, _ := c.before.at("code_length").number()
	now, _ := c.after.at("code_length").number()
	if now < old {
		l.alert = words(fmt.Sprintf("has codes of %s instead of %d", count(now, "character"), old))
	}
	return []line{l}
}

func kindOfCodes(template side) phrase {
	length, kind := template.at("code_length"), template.at("code_type")
	return func(st style) string {
		known, ok := samples[kind.word()]
		number, isNumber := length.number()
		switch {
		case ok && isNumber && strings.Contains(known.noun, " and "):
			return grouped(number) + " " + known.noun
		case ok && isNumber:
			return count(number, known.noun)
		}
		return fmt.Sprintf("%s of length %s", kind.in(st), length.in(st))
	}
}

// messages shows the message before and after, each with a sample code.
func (c change) messages() []line {
	switch {
	case c.deed == destroys || c.deed == forgets:
		return []line{bubble("The message was", c.before)}
	case c.before.values == nil || c.deed == imports:
		return []line{bubble("The message", c.after)}
	case c.changed("text") || c.changed("code_length") || c.changed("code_type"):
		return []line{bubble("Before", c.before), bubble("After", c.after)}
	}
	return []line{bubble("The message stays", c.after)}
}

// bubble is a message as a phone shows it, and what it takes.
func bubble(title string, template side) line {
	if size, ok := sizeOf(template); ok {
		title += " (" + size.in() + ")"
	}
	text, ok := template.at("text").text()
	if !ok {
		return line{text: func(st style) string { return title + ": " + template.at("text").in(st) }}
	}
	if length, ok := template.at("code_length").number(); ok {
		text = strings.ReplaceAll(text, otp.CodePlace, sample(template.at("code_type").word(), length))
	}
	return line{text: words(title + ":"), message: strings.Split(text, "\n")}
}

// voice says how a call reads the message, if that is new or changes.
func (c change) voice() []line {
	if c.deed == destroys || c.deed == forgets {
		return nil
	}
	changed := c.before.values == nil || c.deed == imports
	for _, attribute := range []string{"language", "speech_rate", "max_duration", "repeat_count"} {
		changed = changed || c.changed(attribute)
	}
	if !changed {
		return nil
	}
	return []line{{text: func(st style) string {
		text := "Voice call: " + call(c.after, st)
		if c.before.values != nil && c.deed != imports {
			text += ", instead of " + call(c.before, st)
		}
		return text + "."
	}}}
}

func call(template side, st style) string {
	language := template.at("language").in(st)
	for _, known := range otp.Languages() {
		if known.Code == template.at("language").word() {
			language = known.Name
		}
	}
	times := template.at("repeat_count").in(st) + " times"
	if number, ok := template.at("repeat_count").number(); ok && number == 1 {
		times = "once"
	}
	return fmt.Sprintf("%s, at speed %s of 100, played %s, for at most %s s",
		language, template.at("speech_rate").in(st), times, template.at("max_duration").in(st))
}

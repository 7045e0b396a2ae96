package sms

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CodePlace is what a code replaces in a text, and maxCode more than a code ever has.
const (
	CodePlace = "##code##"
	maxCode   = 256
)

// Encodings of a short message.
const (
	GSM7 = "GSM-7"
	UCS2 = "UCS-2"
)

// The GSM 03.38 default alphabet without its escape, and its extension table,
// whose characters take two units.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// A message that fits is sent whole; a longer one in segments, each of which
// loses room to the header that joins them. Units are septets or UTF-16 words.
const (
	gsm7Single, gsm7Segment = 160, 153
	ucs2Single, ucs2Segment = 70, 67
)

// Size is the size of a text message.
type Size struct {
	Encoding   string
	Characters int64
	Segments   int64
}

// Measure estimates the message that a template's text becomes. A code
// counts as that many characters of the default alphabet, which all code types are.
func Measure(text string, codeLength int64) Size {
	// The API may answer any length; a text is never longer than this.
	codeLength = min(max(codeLength, 0), maxCode)
	text = strings.ReplaceAll(text, CodePlace, strings.Repeat("0", int(codeLength)))
	size := Size{Encoding: GSM7, Characters: int64(utf8.RuneCountInString(text))}
	units, single, segment := gsm7Units, gsm7Single, gsm7Segment
	if len(UCS2Characters(text)) > 0 {
		size.Encoding = UCS2
		units, single, segment = ucs2Units, ucs2Single, ucs2Segment
	}
	total := 0
	for _, char := range text {
		total += units(char)
	}
	if total <= single {
		size.Segments = 1
		return size
	}
	used := segment
	for _, char := range text {
		// A character of two units is never split over two segments.
		if used+units(char) > segment {
			size.Segments++
			used = 0
		}
		used += units(char)
	}
	return size
}

// UCS2Characters are the characters of a text outside of the GSM alphabet, each
// once, in the order of the text, such as "’ (U+2019)". A character that cannot
// be seen stands as its code alone, such as "U+200B". A text without any is sent as GSM7.
func UCS2Characters(text string) []string {
	found := []string{}
	seen := map[rune]bool{}
	for _, char := range text {
		if seen[char] || gsm7Units(char) > 0 {
			continue
		}
		seen[char] = true
		shown := fmt.Sprintf("U+%04X", char)
		if unicode.IsGraphic(char) && !unicode.In(char, unicode.M, unicode.Z) {
			shown = fmt.Sprintf("%c (%s)", char, shown)
		}
		found = append(found, shown)
	}
	return found
}

// gsm7Units returns how many septets a character takes, 0 if the alphabet lacks it.
func gsm7Units(char rune) int {
	switch {
	case strings.ContainsRune(gsmBasic, char):
		return 1
	case strings.ContainsRune(gsmExtension, char):
		return 2
	}
	return 0
}

// ucs2Units returns how many UTF-16 words a character takes.
func ucs2Units(char rune) int {
	if char > 0xFFFF {
		return 2
	}
	return 1
}

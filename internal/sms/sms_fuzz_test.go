package sms

import (
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// slowSMS is a reference that counts messages in another way: it encodes the
// text, and looks for the fewest segments that no character is split over.
func slowSMS(text string, codeLength int64) Size {
	const place = "##code##"
	code := strings.Repeat("0", int(max(0, min(codeLength, 256))))
	var whole strings.Builder
	for text != "" {
		if strings.HasPrefix(text, place) {
			whole.WriteString(code)
			text = text[len(place):]
			continue
		}
		whole.WriteByte(text[0])
		text = text[1:]
	}
	characters := []rune(whole.String())
	size := Size{Encoding: "GSM-7", Characters: int64(len(characters))}
	widths, single, segment := make([]int, len(characters)), 160, 153
	for i, char := range characters {
		if widths[i] = septets(char); widths[i] == 0 {
			size.Encoding, single, segment = "UCS-2", 70, 67
			break
		}
	}
	total := 0
	for i, char := range characters {
		if size.Encoding == "UCS-2" {
			widths[i] = len(utf16.Encode([]rune{char}))
		}
		total += widths[i]
	}
	if total <= single {
		size.Segments = 1
		return size
	}
	// fewest[i] is how many segments the first i characters take.
	fewest := make([]int64, len(characters)+1)
	for i := range characters {
		fewest[i+1] = math.MaxInt64
		used := 0
		for j := i; j >= 0; j-- {
			if used += widths[j]; used > segment {
				break
			}
			fewest[i+1] = min(fewest[i+1], fewest[j]+1)
		}
	}
	size.Segments = fewest[len(characters)]
	return size
}

// septets is how long a character is in GSM 03.38, by its code point, 0 if it has none there.
func septets(char rune) int {
	switch {
	case char >= 'a' && char <= 'z', char >= 'A' && char <= 'Z', char == '\n', char == '\r':
		return 1
	case char >= 0x20 && char <= 0x3F: // blank, digits and punctuation
		return 1
	case char == 0x0C, char == 0x20AC, char >= 0x5B && char <= 0x5E, char >= 0x7B && char <= 0x7E:
		return 2 // form feed, €, [\]^ and {|}~
	}
	switch char {
	case 0x40, 0x5F, // @ and _
		0xA1, 0xA3, 0xA4, 0xA5, 0xA7, 0xBF, // ¡ £ ¤ ¥ § ¿
		0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xD1, 0xD6, 0xD8, 0xDC, 0xDF, // Ä Å Æ Ç É Ñ Ö Ø Ü ß
		0xE0, 0xE4, 0xE5, 0xE6, 0xE8, 0xE9, 0xEC, 0xF1, 0xF2, 0xF6, 0xF8, 0xF9, 0xFC, // à ä å æ è é ì ñ ò ö ø ù ü
		0x393, 0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9: // Γ Δ Θ Λ Ξ Π Σ Φ Ψ Ω
		return 1
	}
	return 0
}

// FuzzSMSSegments measures any text like the reference.
func FuzzSMSSegments(f *testing.F) {
	for _, text := range []string{
		"", "##code##", "####code####code##", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), strings.Repeat("中", 66) + "😀" + strings.Repeat("中", 66),
		"\f^{}\\[~]|€ \x1b`ç’", gsmBasic, "\xff##code##\xf0\x9f", strings.Repeat("##code##", 32),
	} {
		f.Add(text, int64(6))
	}
	f.Add("##code##", int64(math.MaxInt64))
	f.Add("##code##", int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, text string, codeLength int64) {
		text = text[:min(len(text), 2000)]
		if got, want := Measure(text, codeLength), slowSMS(text, codeLength); got != want {
			t.Errorf("%q with a code of %d: %+v, want %+v", text, codeLength, got, want)
		}
	})
}

package sms

import (
	"fmt"
	"strings"
	"testing"
)

func TestMeasureSMS(t *testing.T) {
	t.Parallel()
	repeat := strings.Repeat
	for _, test := range []struct {
		name       string
		text       string
		codeLength int64
		want       Size
	}{
		{"the code counts at its length", "##code##", 6, Size{"GSM-7", 6, 1}},
		{"each code counts", "##code## ##code##", 10, Size{"GSM-7", 21, 1}},
		{"160 septets are one", repeat("a", 156) + "##code##", 4, Size{"GSM-7", 160, 1}},
		{"161 septets are two", repeat("a", 157) + "##code##", 4, Size{"GSM-7", 161, 2}},
		{"a longer code makes two", repeat("a", 156) + "##code##", 5, Size{"GSM-7", 161, 2}},
		{"306 septets are two", repeat("a", 306), 4, Size{"GSM-7", 306, 2}},
		{"307 septets are three", repeat("a", 307), 4, Size{"GSM-7", 307, 3}},
		{"the extension table takes two septets", repeat("€", 80), 4, Size{"GSM-7", 80, 1}},
		{"81 of them are too many", repeat("€", 81), 4, Size{"GSM-7", 81, 2}},
		{"all of the extension table", "\f^{}\\[~]|€", 4, Size{"GSM-7", 10, 1}},
		{"an extension character is not split", repeat("a", 152) + "€" + repeat("a", 152), 4, Size{"GSM-7", 305, 3}},
		{"the same without one at the seam", "€" + repeat("a", 304), 4, Size{"GSM-7", 305, 2}},
		{"the default alphabet", "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤§¿äöñüàÄÖÑÜ¡", 4, Size{"GSM-7", 45, 1}},
		{"a small ç is outside of it", "ç", 4, Size{"UCS-2", 1, 1}},
		{"a backtick is outside of it", "`", 4, Size{"UCS-2", 1, 1}},
		{"a typographic quote is outside of it", "it’s ##code##", 4, Size{"UCS-2", 9, 1}},
		{"70 words are one", repeat("中", 70), 4, Size{"UCS-2", 70, 1}},
		{"71 words are two", repeat("中", 71), 4, Size{"UCS-2", 71, 2}},
		{"134 words are two", repeat("中", 134), 4, Size{"UCS-2", 134, 2}},
		{"135 words are three", repeat("中", 135), 4, Size{"UCS-2", 135, 3}},
		{"one character makes all of it UCS-2", repeat("a", 70) + "中", 4, Size{"UCS-2", 71, 2}},
		{"a surrogate pair takes two words", repeat("😀", 35), 4, Size{"UCS-2", 35, 1}},
		{"36 of them are too many", repeat("😀", 36), 4, Size{"UCS-2", 36, 2}},
		{"a surrogate pair is not split", repeat("中", 66) + "😀" + repeat("中", 66), 4, Size{"UCS-2", 133, 3}},
		{"the largest text", repeat("中", 248) + "##code##", 10, Size{"UCS-2", 258, 4}},
		{"a code length out of all bounds", "##code##", 1 << 62, Size{"GSM-7", 256, 2}},
		{"a negative code length", "##code##", -1, Size{"GSM-7", 0, 1}},
	} {
		if got := Measure(test.text, test.codeLength); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
	if got := len([]rune(gsmBasic)) + 1; got != 128 {
		t.Errorf("the default alphabet has %d places with its escape, want 128", got)
	}
}

func TestUCS2Characters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Your code: ##code## €{}":         `[]`,
		"it’s ’##code##’":                 `["’ (U+2019)"]`,
		"“ç” – 中😀":                        `["“ (U+201C)" "ç (U+00E7)" "” (U+201D)" "– (U+2013)" "中 (U+4E2D)" "😀 (U+1F600)"]`,
		"a\u200bb\u00a0c\u202ed\te\u0301": `["U+200B" "U+00A0" "U+202E" "U+0009" "U+0301"]`,
		"":                                `[]`,
	} {
		if got := fmt.Sprintf("%q", UCS2Characters(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

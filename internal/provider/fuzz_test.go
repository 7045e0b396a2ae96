package provider

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// slowSMS is a reference that counts messages in another way: it encodes the
// text, and looks for the fewest segments that no character is split over.
func slowSMS(text string, codeLength int64) sms {
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
	size := sms{encoding: "GSM-7", characters: int64(len(characters))}
	widths, single, segment := make([]int, len(characters)), 160, 153
	for i, char := range characters {
		if widths[i] = septets(char); widths[i] == 0 {
			size.encoding, single, segment = "UCS-2", 70, 67
			break
		}
	}
	total := 0
	for i, char := range characters {
		if size.encoding == "UCS-2" {
			widths[i] = len(utf16.Encode([]rune{char}))
		}
		total += widths[i]
	}
	if total <= single {
		size.segments = 1
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
	size.segments = fewest[len(characters)]
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

// FuzzSMSSegments measures any text beside the reference.
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
		if got, want := measureSMS(text, codeLength), slowSMS(text, codeLength); got != want {
			t.Errorf("%q with a code of %d: %+v, want %+v", text, codeLength, got, want)
		}
	})
}

// FuzzDate reads a time in two zones, which is one instant, and any text, which changes nothing but itself.
func FuzzDate(f *testing.F) {
	f.Add(int64(1640966400), int16(480), int16(0), "2022-01-01T00:00:00+08:00")
	f.Add(int64(1640966400), int16(-210), int16(825), "2022-01-01 00:00:00")
	f.Add(int64(-62135596800), int16(0), int16(1), "0001-01-01T00:00:00.5Z")
	f.Add(int64(253402300799), int16(-1439), int16(1439), "null")
	f.Fuzz(func(t *testing.T, second int64, east, west int16, text string) {
		const year1, year9999 = -62135596800, 253402300799
		second = year1 + 86400 + int64(uint64(second)%(year9999-year1-2*86400)) //nolint:gosec // any second will do
		in := func(second int64, minutes int16) string {
			return time.Unix(second, 0).In(time.FixedZone("", int(minutes)%1440*60)).Format(time.RFC3339)
		}
		here, there, later := in(second, east), in(second, west), in(second+1, west)
		if !sameInstant(here, there) || !sameInstant(there, here) || sameInstant(here, later) || sameInstant(later, here) {
			t.Errorf("%s, %s and a second after that: %s", here, there, later)
		}
		answered, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, answered := range []string{text, string(answered)} {
			var app otp.App
			if json.Unmarshal([]byte(`{"createTime":`+answered+`}`), &app) != nil {
				continue // it was no JSON
			}
			model := appModel{CreateTime: types.StringValue(here)}
			model.read(app)
			if got := model.CreateTime.ValueString(); got != here && (app.CreateTime == nil || got != string(*app.CreateTime) || sameInstant(got, here)) {
				t.Errorf("%s after %s reads as %s", answered, here, got)
			}
			if read := model.CreateTime; app.CreateTime != nil {
				model.read(app)
				if !model.CreateTime.Equal(read) {
					t.Errorf("%s reads as %s, and then as %s", answered, read, model.CreateTime)
				}
			}
		}
	})
}

// FuzzWholeNumber reads a number as Terraform gives it, exactly or not at all.
func FuzzWholeNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "1e10", "10000000000", "1.5", "1e30", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
		"9223372036854775807.5", "1e-400", "0x1p62", "Inf",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		number, _, err := big.ParseFloat(text, 0, 512, big.ToNearestEven)
		if err != nil || number.IsInf() || number.MantExp(nil) > 1<<12 || number.MantExp(nil) < -1<<12 {
			return // Terraform has no such number, or it takes long to print
		}
		read, err := wholeNumberType{}.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Number, number))
		if err != nil {
			t.Fatal(err)
		}
		value := read.(wholeNumber)
		whole, accuracy := number.Int64()
		switch isWhole := accuracy == big.Exact; {
		case isWhole && (value.wrong != "" || value.IsUnknown() || value.ValueInt64() != whole):
			t.Errorf("%s reads as %s", text, value)
		case !isWhole && (value.wrong == "" || !value.IsUnknown()):
			t.Errorf("%s reads as %s, and nobody says that it is wrong", text, value)
		}
	})
}

// FuzzImportID imports by any text: it leads to one object, by its id or by its name, or to one error.
func FuzzImportID(f *testing.F) {
	for _, id := range []string{
		"", "98", "098", "mRELxtHc", "a b", "name=", "name=login-0", "name=fall back", "name=name=a,name=b", "app_id=mRELxtHc,name=login-1",
		"app_id=another1,name=other-3", "app_id=another1,name=login-0", "name=fallb", "name= login-0 ", "app_id=,name=login-0", "app_id=mRELxtHc", "app_id=a,name=b,name=c", "name=\x1b[31m\u202e", "\u202e\x07",
		"99999999999999999999", "\xff",
	} {
		for kind := range subjects() {
			f.Add(byte(kind), id)
		}
	}
	f.Fuzz(func(t *testing.T, kind byte, id string) {
		id = strings.ToValidUTF8(id, "?") // as in all texts of Terraform
		number := int(kind) % len(subjects())
		s := subjects()[number]
		parse := []func(string) (wanted, bool){newApp().importName, newTemplate().importName, newFlow().importName}[number]
		want, isName := parse(id)
		if isName {
			again := "name=" + want.name
			if want.scope != "" {
				again = "app_id=" + want.scope + "," + again
			}
			if parsed, ok := parse(again); again != id || !ok || parsed != want {
				t.Errorf("%q is %+v, which is written as %q and then %+v", id, want, again, parsed)
			}
		}
		p, w := queryable(t)
		identity, problems := p.importing(t.Context(), t, "itniotech_otp_"+s.name, id)
		lists := w.count("/template/list") + w.count("/flow/list")
		if len(problems) > 0 {
			if len(problems) > 1 || identity != "" {
				t.Errorf("%q is imported as %s with %q", id, identity, problems)
			}
			if odd := strings.IndexFunc(problems[0], func(char rune) bool { return unicode.In(char, unicode.C) && char != '\n' }); odd >= 0 {
				t.Errorf("%q shows a control character", problems[0])
			}
			return
		}
		var imported struct{ ID string }
		if err := json.Unmarshal([]byte(identity), &imported); err != nil {
			t.Fatal(err)
		}
		switch found := w.matching(s, want); {
		case !isName && imported.ID != id:
			t.Errorf("the id %q leads to the id %q", id, imported.ID)
		case isName && fmt.Sprint(found) != fmt.Sprint([]string{imported.ID}):
			t.Errorf("%q leads to the id %s, want one of %s", id, imported.ID, found)
		case isName && lists != 1:
			t.Errorf("%q takes %d lists", id, lists)
		}
	})
}

// matching are the ids of the objects that a name leads to.
func (w *world) matching(s subject, want wanted) []string {
	var ids []string
	for _, template := range w.Templates() {
		if s.name == "template" && template.Name == want.name && (want.scope == "" || want.scope == template.AppID) {
			ids = append(ids, fmt.Sprint(template.ID))
		}
	}
	for _, flow := range w.Flows() {
		if s.name == "flow" && flow.Name == want.name {
			ids = append(ids, fmt.Sprint(flow.ID))
		}
	}
	return ids
}

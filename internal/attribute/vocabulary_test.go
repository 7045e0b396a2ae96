package attribute

import (
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func TestWordsBothWays(t *testing.T) {
	t.Parallel()
	for code, word := range map[otp.Number]string{1: "day", 2: "hour", 3: "minute", 4: "second", 9: "unknown(9)", -1: "unknown(-1)"} {
		if got := Units().Word(NumberCode(code)); got != word {
			t.Errorf("word of unit %d = %q, want %q", code, got, word)
		}
		if got, ok := Units().Number(word); !ok || got != code {
			t.Errorf("code of unit %q = %d, %t, want %d", word, got, ok, code)
		}
	}
	for code, word := range map[otp.Number]string{1: "NUMERIC", 2: "ALPHA", 3: "ALPHANUMERIC", 4: "HEX", 9: "unknown(9)"} {
		if got := CodeTypes().Word(NumberCode(code)); got != word {
			t.Errorf("word of code type %d = %q, want %q", code, got, word)
		}
		if got, ok := CodeTypes().Number(word); !ok || got != code {
			t.Errorf("code of code type %q = %d, %t, want %d", word, got, ok, code)
		}
	}
	codes := "CN EN VN JP ARB DE IN IT KR RU ES PT IDN BD"
	if got := len(Languages().Entries); got != 14 {
		t.Errorf("%d languages, want 14", got)
	}
	for code := range strings.FieldsSeq(codes) {
		if got := Languages().Word(code); got != code {
			t.Errorf("word of language %s = %q", code, got)
		}
		if got, ok := Languages().Code(code); !ok || got != code {
			t.Errorf("code of language %s = %q, %t", code, got, ok)
		}
	}
	if got, ok := Languages().Code("unknown(tlh)"); !ok || got != "tlh" {
		t.Errorf("code of unknown(tlh) = %q, %t", got, ok)
	}
}

func TestWordsThatAreNone(t *testing.T) {
	t.Parallel()
	const (
		unitList = `Possible values: "day", "hour", "minute", "second".`
		typeList = `Possible values: "NUMERIC", "ALPHA", "ALPHANUMERIC", "HEX".`
		langList = `Possible values: "CN" (Chinese), "EN" (English), "VN" (Vietnamese), "JP" (Japanese), "ARB" (Arabic), "DE" (German), "IN" (Hindi), ` +
			`"IT" (Italian), "KR" (Korean), "RU" (Russian), "ES" (Spanish), "PT" (Portuguese), "IDN" (Indonesian), "BD" (Bengali).`
	)
	for _, test := range []struct {
		vocabulary Vocabulary
		word, want string
	}{
		{Units(), "Day", `"Day" is not a unit of time; did you mean "day"? ` + unitList},
		{Units(), "DAYS", `"DAYS" is not a unit of time; did you mean "day"? ` + unitList},
		{Units(), "1", `"1" is not a unit of time; did you mean "day"? ` + unitList},
		{Units(), "5", `"5" is not a unit of time. ` + unitList},
		{Units(), "week", `"week" is not a unit of time. ` + unitList},
		{Units(), "unknown()", `"unknown()" is not a unit of time. ` + unitList},
		{Units(), "", `"" is not a unit of time. ` + unitList},
		{CodeTypes(), "numeric", `"numeric" is not a code type; did you mean "NUMERIC"? ` + typeList},
		{CodeTypes(), "3", `"3" is not a code type; did you mean "ALPHANUMERIC"? ` + typeList},
		{CodeTypes(), "hexadecimal", `"hexadecimal" is not a code type; did you mean "HEX"? ` + typeList},
		{CodeTypes(), "EMOJI", `"EMOJI" is not a code type. ` + typeList},
		{Units(), "unknown(2)", `"unknown(2)" is not a unit of time; did you mean "hour"? ` + unitList},
		{Units(), "unknown(week)", `"unknown(week)" is not a unit of time. ` + unitList},
		{Units(), "unknown(09)", `"unknown(09)" is not a unit of time. ` + unitList},
		{Units(), "unknown(1e3)", `"unknown(1e3)" is not a unit of time. ` + unitList},
		{Units(), "unknown(99999999999999999999)", `"unknown(99999999999999999999)" is not a unit of time. ` + unitList},
		{Languages(), "unknown(EN)", `"unknown(EN)" is not a voice language; did you mean "EN" (English)? ` + langList},
		{Languages(), "ZH", `"ZH" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{Languages(), "zh", `"zh" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{Languages(), "JA", `"JA" is not a voice language; did you mean "JP" (Japanese)? ` + langList},
		{Languages(), "KO", `"KO" is not a voice language; did you mean "KR" (Korean)? ` + langList},
		{Languages(), "VI", `"VI" is not a voice language; did you mean "VN" (Vietnamese)? ` + langList},
		{Languages(), "AR", `"AR" is not a voice language; did you mean "ARB" (Arabic)? ` + langList},
		{Languages(), "HI", `"HI" is not a voice language; did you mean "IN" (Hindi)? ` + langList},
		{Languages(), "ID", `"ID" is not a voice language; did you mean "IDN" (Indonesian)? ` + langList},
		{Languages(), "BN", `"BN" is not a voice language; did you mean "BD" (Bengali)? ` + langList},
		{Languages(), "en", `"en" is not a voice language; did you mean "EN" (English)? ` + langList},
		{Languages(), "German", `"German" is not a voice language; did you mean "DE" (German)? ` + langList},
		{Languages(), "en-US", `"en-US" is not a voice language; did you mean "EN" (English)? ` + langList},
		{Languages(), "zh_CN", `"zh_CN" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{Languages(), "FR", `"FR" is not a voice language. ` + langList},
	} {
		if _, ok := test.vocabulary.Code(test.word); ok {
			t.Errorf("%q is taken for a %s", test.word, test.vocabulary.Noun)
		}
		if got := test.vocabulary.Complaint(test.word); got != test.want {
			t.Errorf("complaint = %q, want %q", got, test.want)
		}
	}
}

package provider

import (
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func TestWordsBothWays(t *testing.T) {
	t.Parallel()
	for code, word := range map[otp.Number]string{1: "day", 2: "hour", 3: "minute", 4: "second", 9: "unknown(9)", -1: "unknown(-1)"} {
		if got := units().word(numberCode(code)); got != word {
			t.Errorf("word of unit %d = %q, want %q", code, got, word)
		}
		if got, ok := units().number(word); !ok || got != code {
			t.Errorf("code of unit %q = %d, %t, want %d", word, got, ok, code)
		}
	}
	for code, word := range map[otp.Number]string{1: "NUMERIC", 2: "ALPHA", 3: "ALPHANUMERIC", 4: "HEX", 9: "unknown(9)"} {
		if got := codeTypes().word(numberCode(code)); got != word {
			t.Errorf("word of code type %d = %q, want %q", code, got, word)
		}
		if got, ok := codeTypes().number(word); !ok || got != code {
			t.Errorf("code of code type %q = %d, %t, want %d", word, got, ok, code)
		}
	}
	codes := "CN EN VN JP ARB DE IN IT KR RU ES PT IDN BD"
	if got := len(languages().entries); got != 14 {
		t.Errorf("%d languages, want 14", got)
	}
	for code := range strings.FieldsSeq(codes) {
		if got := languages().word(code); got != code {
			t.Errorf("word of language %s = %q", code, got)
		}
		if got, ok := languages().code(code); !ok || got != code {
			t.Errorf("code of language %s = %q, %t", code, got, ok)
		}
	}
	if got, ok := languages().code("unknown(tlh)"); !ok || got != "tlh" {
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
		vocabulary vocabulary
		word, want string
	}{
		{units(), "Day", `"Day" is not a unit of time; did you mean "day"? ` + unitList},
		{units(), "DAYS", `"DAYS" is not a unit of time; did you mean "day"? ` + unitList},
		{units(), "1", `"1" is not a unit of time; did you mean "day"? ` + unitList},
		{units(), "5", `"5" is not a unit of time. ` + unitList},
		{units(), "week", `"week" is not a unit of time. ` + unitList},
		{units(), "unknown()", `"unknown()" is not a unit of time. ` + unitList},
		{units(), "", `"" is not a unit of time. ` + unitList},
		{codeTypes(), "numeric", `"numeric" is not a code type; did you mean "NUMERIC"? ` + typeList},
		{codeTypes(), "3", `"3" is not a code type; did you mean "ALPHANUMERIC"? ` + typeList},
		{codeTypes(), "hexadecimal", `"hexadecimal" is not a code type; did you mean "HEX"? ` + typeList},
		{codeTypes(), "EMOJI", `"EMOJI" is not a code type. ` + typeList},
		{units(), "unknown(2)", `"unknown(2)" is not a unit of time; did you mean "hour"? ` + unitList},
		{units(), "unknown(week)", `"unknown(week)" is not a unit of time. ` + unitList},
		{units(), "unknown(09)", `"unknown(09)" is not a unit of time. ` + unitList},
		{units(), "unknown(1e3)", `"unknown(1e3)" is not a unit of time. ` + unitList},
		{units(), "unknown(99999999999999999999)", `"unknown(99999999999999999999)" is not a unit of time. ` + unitList},
		{languages(), "unknown(EN)", `"unknown(EN)" is not a voice language; did you mean "EN" (English)? ` + langList},
		{languages(), "ZH", `"ZH" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{languages(), "zh", `"zh" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{languages(), "JA", `"JA" is not a voice language; did you mean "JP" (Japanese)? ` + langList},
		{languages(), "KO", `"KO" is not a voice language; did you mean "KR" (Korean)? ` + langList},
		{languages(), "VI", `"VI" is not a voice language; did you mean "VN" (Vietnamese)? ` + langList},
		{languages(), "AR", `"AR" is not a voice language; did you mean "ARB" (Arabic)? ` + langList},
		{languages(), "HI", `"HI" is not a voice language; did you mean "IN" (Hindi)? ` + langList},
		{languages(), "ID", `"ID" is not a voice language; did you mean "IDN" (Indonesian)? ` + langList},
		{languages(), "BN", `"BN" is not a voice language; did you mean "BD" (Bengali)? ` + langList},
		{languages(), "en", `"en" is not a voice language; did you mean "EN" (English)? ` + langList},
		{languages(), "German", `"German" is not a voice language; did you mean "DE" (German)? ` + langList},
		{languages(), "en-US", `"en-US" is not a voice language; did you mean "EN" (English)? ` + langList},
		{languages(), "zh_CN", `"zh_CN" is not a voice language; did you mean "CN" (Chinese)? ` + langList},
		{languages(), "FR", `"FR" is not a voice language. ` + langList},
	} {
		if _, ok := test.vocabulary.code(test.word); ok {
			t.Errorf("%q is taken for a %s", test.word, test.vocabulary.noun)
		}
		if got := test.vocabulary.complaint(test.word); got != test.want {
			t.Errorf("complaint = %q, want %q", got, test.want)
		}
	}
}

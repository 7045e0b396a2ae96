package otp

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestNumberForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Number{
		`0`:                      0,
		`-22`:                    -22,
		`"-22"`:                  -22,
		`10000000000`:            10_000_000_000,
		`1e10`:                   10_000_000_000,
		`1E+10`:                  10_000_000_000,
		`10000000000.0`:          10_000_000_000,
		`"10000000000"`:          10_000_000_000,
		`"1e10"`:                 10_000_000_000,
		`100e-1`:                 10,
		`9007199254740993`:       9007199254740993,
		`9007199254740993.0`:     9007199254740993,
		`9223372036854775807`:    9223372036854775807,
		`-9223372036854775808`:   -9223372036854775808,
		`"-9223372036854775808"`: -9223372036854775808,
	} {
		var got Number
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestNumberRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`1.5`, `1e-1`, `9223372036854775808`, `1e19`, `1e31`, `1e999999999`, `1e-999999999`, `""`, `" 1"`, `"1 "`, `"+1"`,
		`"0x10"`, `"1_000"`, `"1/1"`, `"Inf"`, `"one"`, `true`, `{}`, `[]`, `"\"1\""`, `"` + strings.Repeat("1", 100) + `"`,
	} {
		var got Number
		if err := json.Unmarshal([]byte(text), &got); !errors.Is(err, errNumber) {
			t.Errorf("%s = %d, %v; want %v", text, got, err, errNumber)
		}
	}
}

func TestNumberIsSentAsInteger(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(Number(10_000_000_000))
	if err != nil || string(got) != "10000000000" {
		t.Errorf("Marshal = %s, %v", got, err)
	}
}

func TestIDForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ID{
		`455`: "455", `"455"`: "455", `"mRELxtHc"`: "mRELxtHc", `null`: "", `""`: "", `4.55e2`: "455", `0`: "", `"0"`: "", `22206051443051000003`: "22206051443051000003",
	} {
		var got ID
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{`{}`, `[]`, `true`, `1.5`} {
		var got ID
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s = %q, want an error", text, got)
		}
	}
}

func TestTextForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Text{`"EN"`: "EN", `5`: "5", `true`: "true", `{"a":1}`: `{"a":1}`, `""`: ""} {
		var got Text
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestOptionalTextForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]OptionalText{
		`{}`: {}, `{"a":null}`: {Answered: true}, `{"a":""}`: {Answered: true}, `{"a":"x"}`: {Answered: true, Text: "x"}, `{"a":7}`: {Answered: true, Text: "7"},
	} {
		var got struct{ A OptionalText }
		if err := json.Unmarshal([]byte(text), &got); err != nil || got.A != want {
			t.Errorf("%s = %+v, %v; want %+v", text, got.A, err, want)
		}
	}
}

package provider

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
)

// validConfigs are the smallest valid configurations.
func validConfigs() map[string]map[string]any {
	return map[string]map[string]any{
		"itniotech_otp_app":      {"name": "login"},
		"itniotech_otp_template": {"app_id": "mRELxtHc", "name": "login-en", "text": "##code##"},
	}
}

// with is a valid configuration with one attribute changed.
func with(typeName, name string, value any) map[string]any {
	attributes := maps.Clone(validConfigs()[typeName])
	attributes[name] = value
	return attributes
}

// TestValidatedRanges tries every documented range at both ends, one inside and one outside.
func TestValidatedRanges(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, test := range []struct {
		typeName, attribute string
		minimum, maximum    int
	}{
		{"itniotech_otp_app", "code_expiry", 1, 60},
		{"itniotech_otp_template", "code_length", 4, 10},
		{"itniotech_otp_template", "speech_rate", 0, 100},
		{"itniotech_otp_template", "max_duration", 5, 599},
		{"itniotech_otp_template", "repeat_count", 1, 10},
	} {
		path := fmt.Sprintf("AttributeName(%q)", test.attribute)
		for _, number := range []int{test.minimum, test.maximum} {
			got := p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, number))
			expectTexts(t, fmt.Sprintf("%s = %d", test.attribute, number), got)
		}
		for _, number := range []int{test.minimum - 1, test.maximum + 1} {
			got := p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, number))
			expectTexts(t, fmt.Sprintf("%s = %d", test.attribute, number), got, fmt.Sprintf(
				"%s: Invalid Attribute Value: Attribute %s value must be between %d and %d, got: %d", path, test.attribute, test.minimum, test.maximum, number))
		}
		for _, open := range []any{nil, unknown{}} {
			got := p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, open))
			expectTexts(t, fmt.Sprintf("%s = %v", test.attribute, open), got)
		}
	}
}

// TestValidatedLimits does the same for the numbers inside both limits.
func TestValidatedLimits(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, limit := range []string{"period_total_send_limit", "period_phone_send_limit"} {
		for _, test := range []struct {
			attribute        string
			minimum, maximum int
		}{{"period", 1, 90}, {"limit", 1, 10_000_000_000}} {
			object := func(number any) map[string]any {
				attributes := map[string]any{"unit": "day", "period": 1, "limit": 1}
				attributes[test.attribute] = number
				return with("itniotech_otp_app", limit, attributes)
			}
			for _, number := range []any{test.minimum, test.maximum, unknown{}} {
				expectTexts(t, fmt.Sprintf("%s.%s = %v", limit, test.attribute, number), p.validate(t.Context(), t, "itniotech_otp_app", object(number)))
			}
			for _, number := range []int{test.minimum - 1, test.maximum + 1} {
				expectTexts(t, fmt.Sprintf("%s.%s = %d", limit, test.attribute, number), p.validate(t.Context(), t, "itniotech_otp_app", object(number)),
					fmt.Sprintf("AttributeName(%q).AttributeName(%q): Invalid Attribute Value: Attribute %s.%s value must be between %d and %d, got: %d",
						limit, test.attribute, limit, test.attribute, test.minimum, test.maximum, number))
			}
		}
	}
}

// TestValidatedLengths counts characters, not bytes.
func TestValidatedLengths(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, test := range []struct {
		typeName, attribute string
		minimum, maximum    int
	}{
		{"itniotech_otp_app", "name", 4, 32},
		{"itniotech_otp_template", "name", 4, 32},
		{"itniotech_otp_template", "app_id", 4, 32},
	} {
		for _, char := range []string{"a", "é", "中", "😀"} {
			for _, length := range []int{test.minimum, test.maximum} {
				got := p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, strings.Repeat(char, length)))
				expectTexts(t, fmt.Sprintf("%s of %d %s", test.attribute, length, char), got)
			}
			for _, length := range []int{test.minimum - 1, test.maximum + 1} {
				got := p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, strings.Repeat(char, length)))
				expectTexts(t, fmt.Sprintf("%s of %d %s", test.attribute, length, char), got, fmt.Sprintf(
					"AttributeName(%q): Invalid Attribute Value Length: Attribute %s UTF-8 character count must be between %d and %d, got: %d",
					test.attribute, test.attribute, test.minimum, test.maximum, length))
			}
		}
		expectTexts(t, "unknown "+test.attribute, p.validate(t.Context(), t, test.typeName, with(test.typeName, test.attribute, unknown{})))
	}
}

func TestValidatedText(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		at       = `AttributeName("text"): `
		tooLong  = at + "Invalid Attribute Value Length: Attribute text UTF-8 character count must be between 1 and 256, got: "
		codeless = at + "Invalid Attribute Value Match: Attribute text must contain ##code##, which the code replaces, got: "
	)
	for _, test := range []struct {
		text any
		want []string
	}{
		{"##code##", nil},
		{"##code## ##code##", nil},
		{"##code##" + strings.Repeat("中", 248), nil},
		{unknown{}, nil},
		{"##code##" + strings.Repeat("中", 249), []string{tooLong + "257"}},
		{"", []string{tooLong + "0", codeless}},
		{"##CODE##", []string{codeless + "##CODE##"}},
		{"#code#", []string{codeless + "#code#"}},
		{"{{code}}", []string{codeless + "{{code}}"}},
	} {
		got := p.validate(t.Context(), t, "itniotech_otp_template", with("itniotech_otp_template", "text", test.text))
		expectTexts(t, fmt.Sprintf("text %.20v", test.text), got, test.want...)
	}
}

// TestValidatedWords tries every word, its wrong case and its number.
func TestValidatedWords(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	inLimit := func(word any) map[string]any {
		return with("itniotech_otp_app", "period_total_send_limit", map[string]any{"unit": word, "period": 1, "limit": 1})
	}
	for _, test := range []struct {
		typeName, path, attribute, summary string
		vocabulary                         attribute.Vocabulary
		config                             func(any) map[string]any
	}{
		{
			"itniotech_otp_app", `AttributeName("period_total_send_limit").AttributeName("unit")`, "period_total_send_limit.unit", "Invalid Unit of Time", attribute.Units(), inLimit,
		},
		{
			"itniotech_otp_template", `AttributeName("code_type")`, "code_type", "Invalid Code Type", attribute.CodeTypes(),
			func(word any) map[string]any { return with("itniotech_otp_template", "code_type", word) },
		},
		{
			"itniotech_otp_template", `AttributeName("language")`, "language", "Invalid Voice Language", attribute.Languages(),
			func(word any) map[string]any { return with("itniotech_otp_template", "language", word) },
		},
	} {
		for number, entry := range test.vocabulary.Entries {
			expectTexts(t, entry.Word, p.validate(t.Context(), t, test.typeName, test.config(entry.Word)))
			wrong := []string{strings.ToLower(entry.Word), fmt.Sprint(number + 1), entry.Word + " "}
			if wrong[0] == entry.Word {
				wrong[0] = strings.ToUpper(entry.Word)
			}
			for _, word := range wrong {
				expectTexts(t, word, p.validate(t.Context(), t, test.typeName, test.config(word)),
					test.path+": "+test.summary+": "+test.attribute+": "+test.vocabulary.Complaint(word))
			}
		}
		for _, word := range []any{unknown{}, "unknown(9)"} {
			expectTexts(t, fmt.Sprint(word), p.validate(t.Context(), t, test.typeName, test.config(word)))
		}
	}
}

func TestValidatedCompleteness(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	missing := func(name string) string {
		return fmt.Sprintf(`AttributeName("period_phone_send_limit").AttributeName(%q): Incomplete Send Limit: `+
			"A send limit that is enabled needs unit, period and limit; %s is missing or misspelled. "+
			"To switch the limit off, set enabled = false or leave out period_phone_send_limit altogether.", name, name)
	}
	for _, test := range []struct {
		limit any
		want  []string
	}{
		{map[string]any{"unit": "day", "period": 1, "limit": 1}, nil},
		{map[string]any{"enabled": true, "unit": "day", "period": 1, "limit": 1}, nil},
		{map[string]any{"enabled": false}, nil},
		{map[string]any{"enabled": false, "unit": "day"}, nil},
		{map[string]any{"enabled": unknown{}}, nil},
		{map[string]any{"unit": unknown{}, "period": unknown{}, "limit": unknown{}}, nil},
		{unknown{}, nil},
		{nil, nil},
		{map[string]any{}, []string{missing("unit"), missing("period"), missing("limit")}},
		{map[string]any{"enabled": true, "unit": "day", "period": 1}, []string{missing("limit")}},
		{map[string]any{"unit": unknown{}, "limit": 1}, []string{missing("period")}},
	} {
		got := p.validate(t.Context(), t, "itniotech_otp_app", with("itniotech_otp_app", "period_phone_send_limit", test.limit))
		expectTexts(t, fmt.Sprintf("%v", test.limit), got, test.want...)
	}
}

// TestValidatedWholeNumbers refuses numbers that are not whole.
func TestValidatedWholeNumbers(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	huge, _ := new(big.Float).SetString("1e30")
	for number, want := range map[any]string{1.5: "a whole number, got: 1.5", huge: "a whole number of at most 64 bits, got: 1e+30"} {
		for typeName, attributes := range map[string][]string{
			"itniotech_otp_app":      {"code_expiry"},
			"itniotech_otp_template": {"code_length", "speech_rate", "max_duration", "repeat_count"},
		} {
			for _, attribute := range attributes {
				expectTexts(t, attribute, p.validate(t.Context(), t, typeName, with(typeName, attribute, number)),
					fmt.Sprintf("AttributeName(%q): Invalid Number: %s must be %s.", attribute, attribute, want))
			}
		}
		limit := map[string]any{"unit": "day", "period": number, "limit": number}
		const path = `AttributeName("period_total_send_limit").AttributeName(%q): Invalid Number: period_total_send_limit.%s must be %s.`
		got := p.validate(t.Context(), t, "itniotech_otp_app", with("itniotech_otp_app", "period_total_send_limit", limit))
		slices.Sort(got)
		expectTexts(t, "limit", got, fmt.Sprintf(path, "limit", "limit", want), fmt.Sprintf(path, "period", "period", want))
		expectTexts(t, "max_retries", p.validateProvider(t.Context(), t, credentials("max_retries", number)),
			fmt.Sprintf(`AttributeName("max_retries"): Invalid Number: max_retries must be %s.`, want))
	}
}

func TestValidatedSender(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for _, sender := range []any{"A", nil, unknown{}} {
		expectTexts(t, fmt.Sprint(sender), p.validate(t.Context(), t, "itniotech_otp_template", with("itniotech_otp_template", "sender_id", sender)))
	}
}

// TestValidatedEmpty says of "" to leave the attribute out, and which words there are.
func TestValidatedEmpty(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for name, words := range map[string]string{
		"sender_id": "", "code_type": ` Possible values: "NUMERIC", "ALPHA", "ALPHANUMERIC", "HEX".`,
		"language": strings.TrimPrefix(attribute.Languages().Complaint("FR"), `"FR" is not a voice language.`),
	} {
		expectTexts(t, name, p.validate(t.Context(), t, "itniotech_otp_template", with("itniotech_otp_template", name, "")), fmt.Sprintf(
			"AttributeName(%q): Invalid Attribute Value: %s must not be empty. For no value, leave it out or set it to null.%s", name, name, words))
	}
}

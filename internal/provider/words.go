package provider

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// vocabulary gives the API's codes the words that configuration uses. A code
// without a word reads as unknown(code) and is sent back as it came, so that
// what the API learns tomorrow breaks nothing today.
type vocabulary struct {
	// noun says what the words are, in the singular.
	noun string
	// numeric tells that the codes are whole numbers.
	numeric bool
	// closed tells that the words are the provider's own: there are no others.
	closed  bool
	entries []entry
	// aliases lead from words that people try to the right ones.
	aliases map[string]string
}

type entry struct{ code, word, meaning string }

func units() vocabulary {
	return vocabulary{noun: "unit of time", numeric: true, entries: []entry{
		{code: numberCode(otp.UnitDay), word: "day"},
		{code: numberCode(otp.UnitHour), word: "hour"},
		{code: numberCode(otp.UnitMinute), word: "minute"},
		{code: numberCode(otp.UnitSecond), word: "second"},
	}, aliases: map[string]string{
		"DAYS": "day", "HOURS": "hour", "MINUTES": "minute", "SECONDS": "second",
		"D": "day", "H": "hour", "M": "minute", "S": "second", "MIN": "minute", "SEC": "second",
	}}
}

func codeTypes() vocabulary {
	return vocabulary{noun: "code type", numeric: true, entries: []entry{
		{code: numberCode(otp.CodeTypeNumeric), word: "NUMERIC"},
		{code: numberCode(otp.CodeTypeAlpha), word: "ALPHA"},
		{code: numberCode(otp.CodeTypeAlphanumeric), word: "ALPHANUMERIC"},
		{code: numberCode(otp.CodeTypeHex), word: "HEX"},
	}, aliases: map[string]string{
		"NUMBER": "NUMERIC", "DIGITS": "NUMERIC", "ALPHABETIC": "ALPHA", "ALNUM": "ALPHANUMERIC", "HEXADECIMAL": "HEX",
	}}
}

// languages are the API's own codes, several of which are codes of countries:
// the aliases are the ISO 639 codes of those languages.
func languages() vocabulary {
	v := vocabulary{noun: "voice language", aliases: map[string]string{
		"ZH": "CN", "VI": "VN", "JA": "JP", "AR": "ARB", "HI": "IN", "KO": "KR", "ID": "IDN", "BN": "BD",
	}}
	for _, language := range otp.Languages() {
		v.entries = append(v.entries, entry{code: language.Code, word: language.Code, meaning: language.Name})
		v.aliases[strings.ToUpper(language.Name)] = language.Code
	}
	return v
}

func triggers() vocabulary {
	return vocabulary{noun: "trigger", numeric: true, entries: []entry{
		{code: numberCode(otp.TriggerSendFailed), word: "send_failed", meaning: "sending has failed"},
		{code: numberCode(otp.TriggerUnverified), word: "unverified", meaning: "the code has not been verified yet, or a check has failed"},
	}, aliases: map[string]string{"FAILED": "send_failed", "SENDFAILED": "send_failed", "NOT_VERIFIED": "unverified"}}
}

func channels() vocabulary {
	return vocabulary{noun: "channel", entries: []entry{
		{code: otp.ChannelSMS, word: otp.ChannelSMS}, {code: otp.ChannelCall, word: otp.ChannelCall},
	}, aliases: map[string]string{"VOICE": otp.ChannelCall, "PHONE": otp.ChannelCall, "TEXT": otp.ChannelSMS}}
}

// sendChannels are the channels that a message can be sent by.
func sendChannels() vocabulary {
	v := channels()
	v.entries = append(v.entries, entry{code: otp.ChannelSNA, word: otp.ChannelSNA, meaning: "silent network authentication"})
	return v
}

// results are what becomes of a code.
func results() vocabulary {
	return vocabulary{noun: "result", numeric: true, entries: []entry{
		{code: numberCode(otp.MatchedNotChecked), word: "not_checked", meaning: "no code was checked"},
		{code: numberCode(otp.MatchedRight), word: "matched", meaning: "the code is right"},
		{code: numberCode(otp.MatchedSending), word: "sending", meaning: "the message is still being sent"},
		{code: numberCode(otp.MatchedWrongCode), word: "wrong_code", meaning: "the code is wrong"},
		{code: numberCode(otp.MatchedNotFound), word: "not_found", meaning: "the account has no such message"},
		{code: numberCode(otp.MatchedAlreadyUsed), word: "already_used", meaning: "the code was used before"},
		{code: numberCode(otp.MatchedExpired), word: "expired", meaning: "the code has expired"},
	}}
}

// Words for what becomes of a message on its way.
const (
	deliverySending   = "sending"
	deliveryDelivered = "delivered"
	deliveryFailed    = "failed"
)

// deliveries are what becomes of an SMS.
func deliveries() vocabulary {
	return vocabulary{noun: "delivery", numeric: true, entries: []entry{
		{code: "-1", word: deliverySending}, {code: "0", word: deliveryDelivered}, {code: "1", word: deliveryFailed},
	}}
}

func numberCode(number otp.Number) string { return strconv.FormatInt(int64(number), 10) }

// codeNumber is how a number that has no word is written.
var codeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,17})$`)

// unknownCode returns the code in unknown(code).
func unknownCode(word string) (string, bool) {
	inner, opened := strings.CutPrefix(word, "unknown(")
	code, closed := strings.CutSuffix(inner, ")")
	return code, opened && closed && code != ""
}

// word returns the word for a code of the API.
func (v vocabulary) word(code string) string {
	for _, entry := range v.entries {
		if entry.code == code {
			return entry.word
		}
	}
	return "unknown(" + code + ")"
}

// code returns the API's code for a word, and false if there is none.
func (v vocabulary) code(word string) (string, bool) {
	for _, entry := range v.entries {
		if entry.word == word {
			return entry.code, true
		}
	}
	code, ok := unknownCode(word)
	// A code that has a word, or that no answer can have, would never be what the API answers.
	if !ok || v.closed || v.word(code) != word || v.numeric && !codeNumber.MatchString(code) {
		return "", false
	}
	return code, true
}

// number is code for a vocabulary of numbers.
func (v vocabulary) number(word string) (otp.Number, bool) {
	code, ok := v.code(word)
	number, err := strconv.ParseInt(code, 10, 64)
	return otp.Number(number), ok && err == nil
}

// suggest returns the entry that a wrong word most likely means.
func (v vocabulary) suggest(word string) (entry, bool) {
	if code, ok := unknownCode(word); ok {
		word = code
	}
	// A language often comes with a region: en-US is EN.
	word, _, _ = strings.Cut(strings.ReplaceAll(strings.TrimSpace(word), "_", "-"), "-")
	if alias, ok := v.aliases[strings.ToUpper(word)]; ok {
		word = alias
	}
	for _, entry := range v.entries {
		if strings.EqualFold(entry.word, word) || entry.code == word {
			return entry, true
		}
	}
	return entry{}, false
}

// complaint says what is wrong with a word and what to write instead.
func (v vocabulary) complaint(word string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%q is not a %s", word, v.noun)
	if entry, ok := v.suggest(word); ok {
		fmt.Fprintf(&text, "; did you mean %s?", entry.quoted())
	} else {
		text.WriteByte('.')
	}
	text.WriteString(" Possible values: ")
	for i, entry := range v.entries {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(entry.quoted())
	}
	text.WriteByte('.')
	return text.String()
}

// explained is a word with what it means, if that is known.
func (v vocabulary) explained(word string) string {
	for _, entry := range v.entries {
		if entry.word == word {
			return entry.quoted()
		}
	}
	return strconv.Quote(word)
}

func (e entry) quoted() string {
	if e.meaning == "" {
		return strconv.Quote(e.word)
	}
	return strconv.Quote(e.word) + " (" + e.meaning + ")"
}

// markdown lists the words for a description.
func (v vocabulary) markdown() string {
	words := make([]string, len(v.entries))
	for i, entry := range v.entries {
		words[i] = "`" + entry.word + "`"
		if entry.meaning != "" {
			words[i] += " (" + entry.meaning + ")"
		}
	}
	return strings.Join(words, ", ")
}

// Description implements validator.String.
func (v vocabulary) Description(context.Context) string { return "must be a " + v.noun }

// MarkdownDescription implements validator.String.
func (v vocabulary) MarkdownDescription(context.Context) string {
	return "must be a " + v.noun + ": " + v.markdown()
}

// ValidateString implements validator.String.
func (v vocabulary) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if isKnown(req.ConfigValue) {
		v.check(&resp.Diagnostics, req.Path, req.ConfigValue)
	}
}

// check reports a word that is none.
func (v vocabulary) check(diags *diag.Diagnostics, at path.Path, word types.String) {
	if _, ok := v.code(word.ValueString()); !ok {
		diags.AddAttributeError(at, "Invalid "+titleCase(v.noun), at.String()+": "+v.complaint(word.ValueString()))
	}
}

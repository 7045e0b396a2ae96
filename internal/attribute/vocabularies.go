package attribute

import (
	"strings"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Units are the units of time.
func Units() Vocabulary {
	return Vocabulary{Noun: "unit of time", numeric: true, Entries: []Entry{
		{Code: NumberCode(otp.UnitDay), Word: "day"},
		{Code: NumberCode(otp.UnitHour), Word: "hour"},
		{Code: NumberCode(otp.UnitMinute), Word: "minute"},
		{Code: NumberCode(otp.UnitSecond), Word: "second"},
	}, Aliases: map[string]string{
		"DAYS": "day", "HOURS": "hour", "MINUTES": "minute", "SECONDS": "second",
		"D": "day", "H": "hour", "M": "minute", "S": "second", "MIN": "minute", "SEC": "second",
	}}
}

// CodeTypes are what codes are made of.
func CodeTypes() Vocabulary {
	return Vocabulary{Noun: "code type", numeric: true, Entries: []Entry{
		{Code: NumberCode(otp.CodeTypeNumeric), Word: "NUMERIC"},
		{Code: NumberCode(otp.CodeTypeAlpha), Word: "ALPHA"},
		{Code: NumberCode(otp.CodeTypeAlphanumeric), Word: "ALPHANUMERIC"},
		{Code: NumberCode(otp.CodeTypeHex), Word: "HEX"},
	}, Aliases: map[string]string{
		"NUMBER": "NUMERIC", "DIGITS": "NUMERIC", "ALPHABETIC": "ALPHA", "ALNUM": "ALPHANUMERIC", "HEXADECIMAL": "HEX",
	}}
}

// Languages are the API's own codes, several of which are codes of countries:
// the aliases are the ISO 639 codes of those languages.
func Languages() Vocabulary { return languages() }

// Each template that is read needs them.
var languages = sync.OnceValue(func() Vocabulary {
	v := Vocabulary{Noun: "voice language", Aliases: map[string]string{
		"ZH": "CN", "VI": "VN", "JA": "JP", "AR": "ARB", "HI": "IN", "KO": "KR", "ID": "IDN", "BN": "BD",
	}}
	for _, language := range otp.Languages() {
		v.Entries = append(v.Entries, Entry{Code: language.Code, Word: language.Code, Meaning: language.Name})
		v.Aliases[strings.ToUpper(language.Name)] = language.Code
	}
	return v
})

// Triggers are what a step of a task flow acts on.
func Triggers() Vocabulary {
	return Vocabulary{Noun: "trigger", numeric: true, Entries: []Entry{
		{Code: NumberCode(otp.TriggerSendFailed), Word: "send_failed", Meaning: "sending has failed"},
		{Code: NumberCode(otp.TriggerUnverified), Word: "unverified", Meaning: "the code has not been verified yet, or a check has failed"},
	}, Aliases: map[string]string{"FAILED": "send_failed", "SENDFAILED": "send_failed", "NOT_VERIFIED": "unverified"}}
}

// Channels are how a step of a task flow sends.
func Channels() Vocabulary {
	return Vocabulary{Noun: "channel", Entries: []Entry{
		{Code: otp.ChannelSMS, Word: otp.ChannelSMS}, {Code: otp.ChannelCall, Word: otp.ChannelCall},
	}, Aliases: map[string]string{"VOICE": otp.ChannelCall, "PHONE": otp.ChannelCall, "TEXT": otp.ChannelSMS}}
}

// SendChannels are the channels that a message can be sent by.
func SendChannels() Vocabulary {
	v := Channels()
	v.Entries = append(v.Entries, Entry{Code: otp.ChannelSNA, Word: otp.ChannelSNA, Meaning: "silent network authentication"})
	return v
}

// Results are what becomes of a code.
func Results() Vocabulary {
	return Vocabulary{Noun: "result", numeric: true, Entries: []Entry{
		{Code: NumberCode(otp.MatchedNotChecked), Word: "not_checked", Meaning: "no code was checked"},
		{Code: NumberCode(otp.MatchedRight), Word: "matched", Meaning: "the code is right"},
		{Code: NumberCode(otp.MatchedSending), Word: "sending", Meaning: "the message is still being sent"},
		{Code: NumberCode(otp.MatchedWrongCode), Word: "wrong_code", Meaning: "the code is wrong"},
		{Code: NumberCode(otp.MatchedNotFound), Word: "not_found", Meaning: "the account has no such message"},
		{Code: NumberCode(otp.MatchedAlreadyUsed), Word: "already_used", Meaning: "the code was used before"},
		{Code: NumberCode(otp.MatchedExpired), Word: "expired", Meaning: "the code has expired"},
	}}
}

// Words for what becomes of a message on its way.
const (
	DeliverySending   = "sending"
	DeliveryDelivered = "delivered"
	DeliveryFailed    = "failed"
)

// Deliveries are what becomes of an SMS.
func Deliveries() Vocabulary {
	return Vocabulary{Noun: "delivery", numeric: true, Entries: []Entry{
		{Code: "-1", Word: DeliverySending}, {Code: "0", Word: DeliveryDelivered}, {Code: "1", Word: DeliveryFailed},
	}}
}

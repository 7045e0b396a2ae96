package otp

// The ranges of the API reference, both ends included. Lengths count
// characters, not bytes.
const (
	// NameMinLength and NameMaxLength bound the name of every object.
	NameMinLength, NameMaxLength = 4, 32
	// AppIDMinLength and AppIDMaxLength bound an application's id ("Application").
	AppIDMinLength, AppIDMaxLength = 4, 32

	// CodeExpiryMin, CodeExpiryMax and CodeExpiryDefault are minutes ("Application").
	CodeExpiryMin, CodeExpiryMax, CodeExpiryDefault = 1, 60, 5
	// SendLimitPeriodMin and SendLimitPeriodMax count units of time ("Application").
	SendLimitPeriodMin, SendLimitPeriodMax = 1, 90
	// SendLimitMin and SendLimitMax count messages ("Application").
	SendLimitMin, SendLimitMax = 1, 10_000_000_000

	// TextMinLength and TextMaxLength bound a template's text ("Template").
	TextMinLength, TextMaxLength = 1, 256
	// CodePlace is what the code replaces in a template's text ("Template").
	CodePlace = "##code##"
	// CodeLengthMin, CodeLengthMax and CodeLengthDefault count characters ("Template").
	CodeLengthMin, CodeLengthMax, CodeLengthDefault = 4, 10, 4
	// SpeechRateMin, SpeechRateMax and SpeechRateDefault have no unit ("Template").
	SpeechRateMin, SpeechRateMax, SpeechRateDefault = 0, 100, 50
	// MaxDurationMin, MaxDurationMax and MaxDurationDefault are seconds of a call ("Template").
	MaxDurationMin, MaxDurationMax, MaxDurationDefault = 5, 599, 59
	// RepeatCountMin, RepeatCountMax and RepeatCountDefault count how often a call plays ("Template").
	RepeatCountMin, RepeatCountMax, RepeatCountDefault = 1, 10, 1
	// WaitingTimeMin and WaitingTimeMax are seconds before a step of a flow acts ("Task flow").
	WaitingTimeMin, WaitingTimeMax = 30, 120
	// PhoneMinLength and PhoneMaxLength count the digits of a phone number, with its country code ("Verification").
	PhoneMinLength, PhoneMaxLength = 10, 14
	// OrderIDMaxLength bounds an order id ("Verification").
	OrderIDMaxLength = 64
	// CodeMinLength and CodeMaxLength bound a code that is checked ("Verification").
	CodeMinLength, CodeMaxLength = 4, 10
	// LanguageDefault is the voice language of a template that names none ("Template").
	LanguageDefault = "EN"
)

// The units of time of a send limit (API reference, "Application").
const (
	UnitDay    Number = 1
	UnitHour   Number = 2
	UnitMinute Number = 3
	UnitSecond Number = 4
)

// The kinds of code of a template (API reference, "Template").
const (
	CodeTypeNumeric      Number = 1
	CodeTypeAlpha        Number = 2
	CodeTypeAlphanumeric Number = 3
	CodeTypeHex          Number = 4
)

// What a step of a task flow acts on (API reference, "Task flow").
const (
	TriggerSendFailed Number = 1
	TriggerUnverified Number = 2
)

// Whether a step of a task flow switches the channel for sending (API reference, "Task flow").
const (
	ChannelCutSwitch Number = 0
	ChannelCutKeep   Number = 1
)

// The channels of a message (API reference, "Verification"). SNA is silent
// network authentication.
const (
	ChannelSMS  = "sms"
	ChannelCall = "call"
	ChannelSNA  = "sna"
)

// What became of a code (API reference, "Verification").
const (
	MatchedNotChecked  Number = -1
	MatchedRight       Number = 0
	MatchedSending     Number = 1
	MatchedWrongCode   Number = 2
	MatchedNotFound    Number = 3
	MatchedAlreadyUsed Number = 4
	MatchedExpired     Number = 5
)

// Language is a voice language: the API's own code and its English name.
type Language struct{ Code, Name string }

// Languages returns the voice languages of the API reference, "Template", in its order.
func Languages() []Language {
	return []Language{
		{"CN", "Chinese"},
		{"EN", "English"},
		{"VN", "Vietnamese"},
		{"JP", "Japanese"},
		{"ARB", "Arabic"},
		{"DE", "German"},
		{"IN", "Hindi"},
		{"IT", "Italian"},
		{"KR", "Korean"},
		{"RU", "Russian"},
		{"ES", "Spanish"},
		{"PT", "Portuguese"},
		{"IDN", "Indonesian"},
		{"BD", "Bengali"},
	}
}

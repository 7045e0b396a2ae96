package otp

import "fmt"

// Status is a status code of the API's envelope (API reference, "Status
// codes"). As an error it can be asked for:
//
//	errors.Is(err, otp.StatusDataExists)
type Status int64

// The documented status codes. Each name is the API's own meaning.
const (
	StatusSuccess          Status = 0
	StatusAuthentication   Status = -1
	StatusRestrictedIP     Status = -2
	StatusBalance          Status = -10
	StatusUserLocked       Status = -13
	StatusInquiryID        Status = -14
	StatusTooFrequent      Status = -15
	StatusTimestampExpired Status = -16
	StatusSystem           Status = -18
	StatusDataExists       Status = -20
	StatusDataInvalid      Status = -21
	StatusParameter        Status = -22
	StatusDataCaps         Status = -23
	StatusDataMissing      Status = -24
	StatusOutOfRange       Status = -25
	StatusFee              Status = -26
	StatusPeriodTotalLimit Status = -27
	StatusPeriodPhoneLimit Status = -28
	StatusSensitiveWords   Status = -29
	StatusKeyDisabled      Status = -30
	StatusNotOnWhitelist   Status = -31
	StatusNoPermission     Status = -32
)

var statusMeanings = map[Status]string{
	StatusSuccess:          "success",
	StatusAuthentication:   "authentication error",
	StatusRestrictedIP:     "restricted IP access",
	StatusBalance:          "insufficient balance",
	StatusUserLocked:       "user locked",
	StatusInquiryID:        "inquiry id is abnormal",
	StatusTooFrequent:      "query too frequently",
	StatusTimestampExpired: "timestamp expired",
	StatusSystem:           "system error",
	StatusDataExists:       "data existing",
	StatusDataInvalid:      "data validation exception",
	StatusParameter:        "parameter exception",
	StatusDataCaps:         "data caps",
	StatusDataMissing:      "data unexisting",
	StatusOutOfRange:       "out of time range",
	StatusFee:              "getting fee failed",
	StatusPeriodTotalLimit: "period total send limit",
	StatusPeriodPhoneLimit: "period phone send limit",
	StatusSensitiveWords:   "SMS content has sensitive words",
	StatusKeyDisabled:      "API key is disabled",
	StatusNotOnWhitelist:   "IP is not in the whitelist",
	StatusNoPermission:     "API key does not have permission to access the application",
}

// Meaning returns the documented meaning in English, or "not documented".
func (s Status) Meaning() string {
	if meaning, ok := statusMeanings[s]; ok {
		return meaning
	}
	return "not documented"
}

// Error makes a status a cause that errors.Is finds.
func (s Status) Error() string { return fmt.Sprintf("status %d (%s)", int64(s), s.Meaning()) }

// RefusesAccount tells whether all further calls would be answered the same,
// and might make it worse.
func (s Status) RefusesAccount() bool {
	switch s {
	case StatusAuthentication, StatusRestrictedIP, StatusUserLocked, StatusKeyDisabled, StatusNotOnWhitelist:
		return true
	default:
		return false
	}
}

// isNotThere tells whether a look-up that got this status asked for something
// that does not exist: -24 says so, and of -22 the only parameter is the id.
func (s Status) isNotThere() bool { return s == StatusDataMissing || s == StatusParameter }

// holdsUnderServerError tells whether a status is believed although its HTTP
// status says that the server failed: the API checks these before it does anything.
func (s Status) holdsUnderServerError() bool {
	return s.RefusesAccount() || s == StatusTooFrequent || s == StatusTimestampExpired
}

func (s Status) isDocumented() bool {
	_, documented := statusMeanings[s]
	return documented
}

// outcome tells what a failure status says about what the API did: a system
// error and a code that nobody documented say nothing.
func (s Status) outcome() Outcome {
	if !s.isDocumented() || s == StatusSystem {
		return Unknown
	}
	return Refused
}

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
	StatusTimestampExpired Status = -16
	StatusSystem           Status = -18
	StatusDataExists       Status = -20
	StatusParameter        Status = -22
	StatusDataCaps         Status = -23
	StatusFee              Status = -26
	StatusPeriodTotalLimit Status = -27
	StatusPeriodPhoneLimit Status = -28
	StatusSensitiveWords   Status = -29
)

var statusMeanings = map[Status]string{
	StatusSuccess:          "success",
	StatusAuthentication:   "authentication error",
	StatusRestrictedIP:     "restricted IP access",
	StatusBalance:          "insufficient balance",
	StatusUserLocked:       "user locked",
	StatusTimestampExpired: "timestamp expired",
	StatusSystem:           "system error",
	StatusDataExists:       "data existing",
	StatusParameter:        "parameter exception",
	StatusDataCaps:         "data caps",
	StatusFee:              "getting fee failed",
	StatusPeriodTotalLimit: "period total send limit",
	StatusPeriodPhoneLimit: "period phone send limit",
	StatusSensitiveWords:   "SMS content has sensitive words",
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
	return s == StatusAuthentication || s == StatusRestrictedIP || s == StatusUserLocked
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

package simulator

import (
	"slices"
	"time"
)

// checkLimits refuses a message that an application may not send. Reference, "Status codes": -27 for its total limit,
// -28 for that of the phone number. Not documented is which comes first: here it is -27. Every message that was sent
// counts, by any channel and with any delivery, also a resend and a step of a task flow; a refused one does
// not. A phone's messages are those of the same application.
func (s *Simulator) checkLimits(v *verification, now time.Time) answer {
	i := s.apps.find(v.appID)
	if i < 0 {
		return refuseParameter("appId is unknown")
	}
	total, phone := s.apps[i].PeriodTotalSendLimit, s.apps[i].PeriodPhoneSendLimit
	if total.Enabled && s.sentSince(now.Add(-total.window()), v.appID, "") >= total.Limit {
		return answer{status: statusTotalLimit, reason: "period total send limit"}
	}
	if phone.Enabled && s.sentSince(now.Add(-phone.window()), v.appID, v.to) >= phone.Limit {
		return answer{status: statusPhoneLimit, reason: "period phone send limit"}
	}
	return success(nil)
}

// sentSince counts the messages of an application that were sent after a time, those to one phone or, if it is empty,
// all.
func (s *Simulator) sentSince(since time.Time, appID, to string) int64 {
	var count int64
	for _, m := range slices.Backward(s.messages) {
		if !m.sent.After(since) {
			break // the others are older
		}
		if m.appID == appID && (to == "" || m.to == to) {
			count++
		}
	}
	return count
}

// window is the length of the period. Reference, "Application": unit 1 day, 2 hour, 3 minute, 4 second. When a period
// begins is not documented: here it is the time up to now, so that a message counts until it is one period old.
func (l Limit) window() time.Duration {
	var unit time.Duration
	switch l.Unit {
	case 1:
		unit = 24 * time.Hour
	case 2:
		unit = time.Hour
	case 3:
		unit = time.Minute
	case 4:
		unit = time.Second
	}
	return time.Duration(l.Period) * unit
}

package simulator

import "time"

// verify checks a code. Reference, "Verification": code 4–10 characters; the answer is a success for any result
// of the check, also if nothing has this id.
func (s *Simulator) verify(c *call) answer {
	f := c.fields()
	var id, code string
	f.require("verificationId", "code")
	f.get("verificationId", &id)
	f.text("code", &code, 4, 10)
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	v := s.verifications[id]
	if v == nil { // that to and channel are null then is assumed
		return success(map[string]any{"verificationId": id, "to": nil, "channel": nil, "matched": matchUnknown})
	}
	return success(map[string]any{
		"verificationId": v.id, "to": v.to, "channel": v.last().channel, "matched": v.check(code, c.now),
	})
}

// check compares a code and keeps what came of it. Reference, "Verification": 0 matched, 1 still sending, 2 wrong
// code, 4 already used, 5 expired. Which of them wins is not documented: here it is 4, 1, 5, 2. Nor is it whether case
// counts, which it does here, and how many checks there may be, which is any number. A code is valid for less than its
// validity: at its end it has expired.
func (v *verification) check(code string, now time.Time) int {
	switch {
	case v.matched == matchMatched:
		return matchUsed // the record goes on saying that it matched
	case v.sending(now):
		v.matched = matchSending
	case !now.Before(v.expires):
		v.matched = matchExpired
	case code != v.code:
		v.matched = matchWrongCode
	default:
		v.matched = matchMatched
		v.verifiedDate = now
		v.nodes = nil // its task flow ends
	}
	return v.matched
}

package simulator

import "time"

// Verification is a message of an earlier time, as a caller may still know it.
type Verification struct {
	// ID is the verificationId.
	ID string
	// AppID is the application that sent it, and OrderID the caller's own id, empty if there is none.
	AppID, OrderID string
	// TemplateID and FlowID are 0 if there is none.
	TemplateID, FlowID int64
	// To is the phone number.
	To string
	// Channel is "sms", "call" or "sna".
	Channel string
	// Code is its code; empty if the caller does not know it. Then no check matches.
	Code string
	// Matched is what the last check of a code came to, as in a record (reference, "Verification").
	Matched int
	// Failed tells that it did not reach its phone.
	Failed bool
}

// PutVerification adds a message that has arrived, or failed, before now: it is in no outbox, counts for no limit, and
// its code has expired. Nothing is checked.
func (s *Simulator) PutVerification(from Verification) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.catchUp()
	v := &verification{
		id: from.ID, appID: from.AppID, templateID: from.TemplateID, flowID: from.FlowID, orderID: from.OrderID, to: from.To,
		code: from.Code, matched: from.Matched, expires: now, waiting: now,
	}
	if from.Matched == matchMatched {
		v.verifiedDate = now
	}
	v.messages = []*message{{verification: v, channel: from.Channel, sent: now.Add(-time.Second), done: now, fails: from.Failed, segments: 1}}
	s.verifications[v.id] = v
	if v.orderID != "" {
		s.orders[v.orderID] = v
	}
}

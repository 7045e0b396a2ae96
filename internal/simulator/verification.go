package simulator

import (
	"net/http"
	"time"
)

// The channels of a message. Reference, "Verification".
const (
	channelSMS  = "sms"
	channelCall = "call"
	channelSNA  = "sna"
)

// What a check of a code came to. Reference, "Verification".
const (
	matchNotChecked = -1
	matchMatched    = 0
	matchSending    = 1
	matchWrongCode  = 2
	matchUnknown    = 3
	matchUsed       = 4
	matchExpired    = 5
)

// verification is one verificationId: a code for a phone, and the messages that brought it there.
type verification struct {
	id         string
	appID      string
	templateID int64 // 0 without a template, which only sendRule allows
	flowID     int64 // 0 without a task flow
	orderID    string
	to         string
	ownCode    bool // the code is the caller's
	code       string
	text       string  // with the code in it
	sender     *string // of the template

	validity     time.Duration // how long a code stays valid after each message
	expires      time.Time
	matched      int // of the last check; it stays at 0
	verifiedDate time.Time

	messages []*message
	nodes    []FlowNode // those that have not had their turn
	waiting  time.Time  // since when the first of them waits
}

// message is one SMS, call or silent authentication.
type message struct {
	*verification

	channel  string
	sent     time.Time
	done     time.Time // when it is delivered or has failed; until then it is sending
	fails    bool
	segments int64 // that are charged, 1 for what is no SMS
}

// cost is what the message costs, in ten-thousandths of the currency.
func (m *message) cost() int64 { return m.segments * price }

// verificationRoutes are the calls that send and check codes. Reference, "Endpoints".
func verificationRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/verification/send", handle: (*Simulator).send},
		{method: http.MethodPost, path: "/verification/resend", handle: (*Simulator).resend},
		{method: http.MethodPost, path: "/verification/sendRule", handle: (*Simulator).sendRule},
		{method: http.MethodPost, path: "/verification/verify", handle: (*Simulator).verify},
		{method: http.MethodGet, path: "/verification/record/{verificationId}", handle: (*Simulator).record},
		{method: http.MethodPost, path: "/verification/orderId/record", handle: (*Simulator).orderRecord},
	}
}

// last is the newest message.
func (v *verification) last() *message {
	return v.messages[len(v.messages)-1]
}

// sending tells whether a message is still on its way and none has arrived.
func (v *verification) sending(at time.Time) bool {
	sending := false
	for _, m := range v.messages {
		switch m.status(at) {
		case StatusDelivered:
			return false
		case StatusSending:
			sending = true
		case StatusFailed:
		}
	}
	return sending
}

// snaURL is the address that a phone opens for silent network authentication. Reference, "Verification": snaUrl is
// answered when the channel is sna. What it looks like is not documented. This one leads nowhere.
func (v *verification) snaURL() string {
	return "https://sna.example/" + v.id
}

// status is what has become of a message.
func (m *message) status(at time.Time) MessageStatus {
	switch {
	case at.Before(m.done):
		return StatusSending
	case m.fails:
		return StatusFailed
	}
	return StatusDelivered
}

// content is what the phone gets. How silent network authentication ends is not documented: here it has a code like
// any other message, and the phone gets the address in place of a text.
func (m *message) content() string {
	if m.channel == channelSNA {
		return m.snaURL()
	}
	return m.text
}

package simulator

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// outboxPath is where messages are read over HTTP. It is no part of the API: it takes no signature, and a call to it
// is neither in Requests nor in Unexpected.
const outboxPath = "/_simulator/outbox"

// MessageStatus is what has become of a message. Reference, "Verification": the record's sms.status.
type MessageStatus int

// The values of MessageStatus.
const (
	StatusSending   MessageStatus = -1
	StatusDelivered MessageStatus = 0
	StatusFailed    MessageStatus = 1
)

// Message is one message as its phone gets it, or would have got it.
type Message struct {
	// VerificationID is the id that the code is checked with.
	VerificationID string
	// OrderID is the caller's own id; empty if there is none.
	OrderID string
	// To is the phone number.
	To string
	// Channel is "sms", "call" or "sna".
	Channel string
	// Text is the template's text with the code in it; the code alone without a template; the address to open on sna.
	Text string
	// Code is the code in the text.
	Code string
	// Status is what has become of the message by now.
	Status MessageStatus
	// Time is when it was sent, by Options.Now.
	Time time.Time
}

// Outbox gives all messages, in the order in which they were sent. None is in it that a call was refused for.
func (s *Simulator) Outbox() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.catchUp()
	outbox := make([]Message, 0, len(s.messages))
	for _, m := range s.messages {
		outbox = append(outbox, m.shown(now))
	}
	return outbox
}

// shown is a message as it is by a time.
func (m *message) shown(now time.Time) Message {
	return Message{
		VerificationID: m.id, OrderID: m.orderID, To: m.to, Channel: m.channel,
		Text: m.content(), Code: m.code, Status: m.status(now), Time: m.sent,
	}
}

// serveOutbox answers the outbox to its own machine, and to a browser only under its own name: it holds codes and
// phone numbers.
func (s *Simulator) serveOutbox(w http.ResponseWriter, r *http.Request) {
	if !isLoopback(r.RemoteAddr) || !isLoopback(r.Host) {
		writeJSON(w, http.StatusForbidden, map[string]string{"error": http.StatusText(http.StatusForbidden)})
		return
	}
	outbox := []any{}
	for _, m := range s.Outbox() {
		outbox = append(outbox, map[string]any{
			"verificationId": m.VerificationID, "orderId": m.OrderID, "to": m.To, "channel": m.Channel,
			"text": m.Text, "code": m.Code, "status": m.Status, "time": apiTime(m.Time),
		})
	}
	writeJSON(w, http.StatusOK, outbox)
}

// isLoopback tells whether a host, with or without a port, is this machine.
func isLoopback(address string) bool {
	host := address
	if name, _, err := net.SplitHostPort(address); err == nil {
		host = name
	}
	return host == "localhost" || net.ParseIP(strings.Trim(host, "[]")).IsLoopback()
}

// Package simulator is the OTP API in memory, as an http.Handler, for tests and for trying things out offline.
//
// It is held to the API reference and to no client: it shares no code with one, and its validation is its own.
// Each rule names the place of the reference it stands for ("Reference, …"). Where the reference says that a thing is
// not documented, Options has a switch for it.
package simulator

import (
	"maps"
	"net/http"
	"sync"
	"time"
)

// Simulator is one account of the OTP API. Make it with New; it is safe for concurrent use.
type Simulator struct {
	options Options

	mu             sync.Mutex // guards everything below
	apps           rows[string, App]
	templates      rows[int64, Template]
	nextTemplateID int64
	flows          rows[int64, Flow]
	nextFlowID     int64
	verifications  map[string]*verification // by verificationId
	orders         map[string]*verification // the newest of each orderId
	messages       []*message               // in order of sending
	inFlow         []*verification          // those with steps of a task flow to come
	usedSignatures map[string]bool          // lower-case; only filled under RefuseRepeatedSignature
	requests       []*Request
	unexpected     []*Request
	faults         []*scriptedFault
	late           []*call       // answered before they take effect, which is at their time
	ahead          time.Duration // how far Advance has moved the clock
	spent          int64         // of the balance, in ten-thousandths
}

// New makes an empty account.
func New(options Options) *Simulator {
	return &Simulator{
		options:        options.withDefaults(),
		nextTemplateID: firstTemplateID,
		nextFlowID:     firstFlowID,
		verifications:  map[string]*verification{},
		orders:         map[string]*verification{},
		usedSignatures: map[string]bool{},
	}
}

// ServeHTTP answers one call of the API, below both "/otp" and "/v3/otp" (reference, "Transport": the vendor's two
// brands). A documented route is always answered with HTTP 200 and an envelope, a failure too. Any other route is
// answered with HTTP 404, another method with HTTP 405, and both are kept for Unexpected. The balance lies next to them
// (reference, "Beside /otp"). GET /_simulator/outbox, which answers the Outbox, and POST /_simulator/advance, which is
// Advance, are outside of the API.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setDate(w.Header())
	switch r.Method + " " + r.URL.Path {
	case http.MethodGet + " " + outboxPath:
		s.serveOutbox(w, r)
		return
	case http.MethodPost + " " + advancePath:
		s.serveAdvance(w, r)
		return
	}
	c := newCall(w, r, s.options.BalancePath)
	if c.route.handle == nil {
		s.logUnexpected(c)
		writeJSON(w, c.unexpectedCode, map[string]string{"error": http.StatusText(c.unexpectedCode)})
		return
	}
	if fault := s.arrive(c); fault != nil {
		s.spoil(w, r, c, *fault)
		return
	}
	envelope := s.take(c)
	writeJSON(w, s.options.Forms.code(envelope), envelope)
}

// take lets a call take effect and gives the envelope that answers it.
func (s *Simulator) take(c *call) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.catchUp()
	return s.carryOut(c)
}

// carryOut is take at the time that the call has.
func (s *Simulator) carryOut(c *call) map[string]any {
	a := s.authenticate(c.header)
	if a.ok() {
		a = c.route.handle(s, c)
	}
	c.logged.Status = a.statusText()
	envelope := a.envelope(s.options)
	if fields, ok := a.data.(map[string]any); ok && c.route.whole {
		delete(envelope, "data")
		maps.Copy(envelope, fields)
	}
	return envelope
}

// setDate sends the simulator's own time, so that a client whose clock is off can learn by how much.
// Reference, "Not documented": whether Date is sent.
func (s *Simulator) setDate(header http.Header) {
	if s.options.OmitDate {
		header["Date"] = nil // a nil entry keeps net/http from adding its own
		return
	}
	header.Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
}

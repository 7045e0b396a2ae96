package simulator

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Fault spoils the answers of some calls to documented routes. What it does not spoil is answered as ever.
type Fault struct {
	// Method and Path say which calls are meant, e.g. "POST" and "/app/update/{appId}"; empty means all.
	Method, Path string
	// Skip lets the first of these calls pass.
	Skip int
	// Times is how many of them are struck after that; 0 means all.
	Times int
	// Commit lets the call take effect before its answer is spoiled.
	Commit bool
	// CommitAfter, if above 0, lets the call take effect this long after it came, by Options.Now. It is not to be used
	// together with Commit.
	CommitAfter time.Duration
	// Delay is how long to wait before answering. A client that goes away ends the wait.
	Delay time.Duration
	// Respond writes the answer; nil cuts the connection without one.
	Respond http.HandlerFunc
}

// scriptedFault is a fault with the number of calls it has met.
type scriptedFault struct {
	Fault

	met int
}

// Inject adds a fault. Each call is offered to the faults in the order they were added, until one strikes; those
// after it do not count the call.
func (s *Simulator) Inject(fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &scriptedFault{Fault: fault})
}

// ClearFaults takes all faults away.
func (s *Simulator) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// strike gives the fault that a call to a route meets, if any.
func (s *Simulator) strike(r route) *Fault {
	for _, fault := range s.faults {
		if fault.Method != "" && fault.Method != r.method || fault.Path != "" && fault.Path != r.path {
			continue
		}
		fault.met++
		if fault.met > fault.Skip && (fault.Times == 0 || fault.met <= fault.Skip+fault.Times) {
			return new(fault.Fault)
		}
	}
	return nil
}

// spoil answers a call as its fault has it.
func (s *Simulator) spoil(w http.ResponseWriter, r *http.Request, c *call, fault Fault) {
	ctx := r.Context()
	if fault.Commit {
		ctx = context.WithValue(ctx, trueAnswerKey{}, encode(s.take(c)))
	}
	if fault.CommitAfter > 0 {
		s.commitLater(c, fault.CommitAfter)
	}
	if fault.Delay > 0 {
		select {
		case <-time.After(fault.Delay):
		case <-ctx.Done():
		}
	}
	if fault.Respond == nil || ctx.Err() != nil {
		panic(http.ErrAbortHandler) // net/http's way to close a connection without an answer
	}
	fault.Respond(w, r.WithContext(ctx))
}

// commitLater keeps a call that takes effect when its time has come.
func (s *Simulator) commitLater(c *call, after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = s.now().Add(after)
	s.late = append(s.late, c)
}

// commitLate lets all calls take effect whose time has come.
func (s *Simulator) commitLate(now time.Time) {
	s.late = slices.DeleteFunc(s.late, func(c *call) bool {
		due := !c.now.After(now)
		if due {
			s.carryOut(c)
		}
		return due
	})
}

// trueAnswerKey is where the context of a faulted request has the answer that was spoiled.
type trueAnswerKey struct{}

// RespondStatus answers with an envelope without data, for statuses that the simulator does not come to by itself.
func RespondStatus(status int, reason string) http.HandlerFunc {
	a := answer{status: status, reason: reason}
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": a.statusText(), "reason": a.reason})
	}
}

// RespondHTTP answers with an HTTP status and a body, as a proxy or a failing server does. The header's names and
// values alternate, e.g. "Retry-After", "2"; a name without a value is left out.
func RespondHTTP(code int, contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 1; i < len(header); i += 2 {
			w.Header().Set(header[i-1], header[i])
		}
		write(w, code, contentType, []byte(body))
	}
}

// RespondEdited answers with the true answer after edit had it; a nil edit leaves it as it is, which with a Delay
// makes a slow call. The fault must Commit, else there is no true answer and edit is given none.
func RespondEdited(edit func(answer []byte) []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := r.Context().Value(trueAnswerKey{}).([]byte)
		if edit != nil {
			body = edit(body)
		}
		write(w, http.StatusOK, "application/json;charset=UTF-8", body)
	}
}

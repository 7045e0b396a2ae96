package simulator

import (
	"net/http"
	"time"
)

// advancePath is where the clock is moved over HTTP, by the duration in the query's "by", such as "60s". Like the
// outbox it is no part of the API.
const advancePath = "/_simulator/advance"

// maxAdvance is the most that the clock is moved in all: ten years.
const maxAdvance = 10 * 365 * 24 * time.Hour

// Advance moves the clock that messages, codes, limits and task flows go by, and gives its time then. It does not move
// what timestamps are compared with, so that clients go on as before. It is false, and moves nothing, unless the
// duration is above 0 and all of them together are no more than ten years.
func (s *Simulator) Advance(by time.Duration) (time.Time, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if by <= 0 || by > maxAdvance-s.ahead {
		return time.Time{}, false
	}
	s.ahead += by
	return s.catchUp(), true
}

// now is the time that messages go by.
func (s *Simulator) now() time.Time { return s.options.Now().Add(s.ahead) }

// serveAdvance moves the clock for its own machine, and for no page in a browser.
func (s *Simulator) serveAdvance(w http.ResponseWriter, r *http.Request) {
	if !isLoopback(r.RemoteAddr) || !isLoopback(r.Host) || http.NewCrossOriginProtection().Check(r) != nil {
		writeJSON(w, http.StatusForbidden, map[string]string{"error": http.StatusText(http.StatusForbidden)})
		return
	}
	by, err := time.ParseDuration(r.URL.Query().Get("by"))
	now, ok := s.Advance(by)
	if err != nil || !ok {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "want ?by= with a duration above 0 such as 60s, ten years at most in all"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"time": apiTime(now)})
}

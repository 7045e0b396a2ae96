package otp

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestDeadAPIFailsFast makes a thousand calls that fail. What is sent until the
// API counts as dead is bounded by the waits between the attempts. A worker gets
// through three calls in maxSilence at most, through thirty if a call has one repeat.
func TestDeadAPIFailsFast(t *testing.T) {
	t.Parallel()
	const workers = 10
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		call    verb
		most    int
	}{
		"503":  {answerHTTP(503, "text/plain", ""), read, 3 * 5 * workers},
		"-18":  {answerStatus(StatusSystem), update, 3 * 5 * workers},
		"cut":  {cut, list, 3 * 5 * workers},
		"HTML": {answerHTTP(200, "text/html", "<html>"), read, 30 * 2 * workers},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, test.handler)
				client := server.client(t, retries(4))
				for range 1000 / workers {
					for _, err := range atOnce(t, workers, client, test.call) {
						if err == nil {
							t.Error("a call of a dead API succeeded")
						}
					}
				}
				if got := len(server.requests()); got < maxFailures || got > test.most {
					t.Errorf("%d requests for 1,000 calls, want %d to %d", got, maxFailures, test.most)
				}
				failure, ok := errors.AsType[*Error](test.call(t.Context(), client))
				if !ok || !failure.GaveUp || failure.Outcome != NotSent || failure.Attempts != 0 {
					t.Errorf("failure = %+v, want one that was not sent", failure)
				}
			})
		})
	}
}

// mortal is a server whose API may die and come back.
func mortal(t *testing.T) (server *server, dead *atomic.Bool) {
	t.Helper()
	dead = &atomic.Bool{}
	return newMemoryServer(t, func(w http.ResponseWriter, r *http.Request) {
		if dead.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		succeed(w, r)
	}), dead
}

// sent makes calls with a wait after each and tells how many of them were sent.
func (s *server) sent(t *testing.T, client *Client, calls int, wait time.Duration) int {
	t.Helper()
	before := len(s.requests())
	for range calls {
		_ = read(t.Context(), client)
		time.Sleep(wait)
	}
	return len(s.requests()) - before
}

// TestAnswersMakeUpForFailures has an API fail nearly often enough to be given up.
func TestAnswersMakeUpForFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, dead := mortal(t)
		client := server.client(t, retries(0))
		const slowly = 2 * time.Second // so that the number of failures decides
		dead.Store(true)
		if got := server.sent(t, client, maxFailures-1, slowly); got != maxFailures-1 {
			t.Errorf("%d failing calls were sent, want all %d", got, maxFailures-1)
		}
		dead.Store(false)
		_ = server.sent(t, client, 7, slowly)
		dead.Store(true)
		if got := server.sent(t, client, 20, slowly); got != 8 {
			t.Errorf("%d failing calls were sent, want the 7 that answers made up for and the last", got)
		}
		dead.Store(false)
		if got := server.sent(t, client, 20, slowly); got != 0 {
			t.Errorf("%d calls were sent to an API that was given up", got)
		}
	})
}

// TestManyFailuresAtOnceAreNoDeath has more than enough calls fail, and no
// silence that is long enough until the end.
func TestManyFailuresAtOnceAreNoDeath(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, dead := mortal(t)
		client := server.client(t, retries(0))
		dead.Store(true)
		if got := server.sent(t, client, 3*maxFailures, 0); got != 3*maxFailures {
			t.Errorf("%d failing calls were sent, want all %d", got, 3*maxFailures)
		}
		time.Sleep(maxSilence - 1)
		dead.Store(false)
		if got := server.sent(t, client, 1, maxSilence); got != 1 {
			t.Error("given up before the silence was long enough")
		}
		dead.Store(true)
		if got := server.sent(t, client, 1, maxSilence-1); got != 1 {
			t.Error("given up although the last call was answered")
		}
		if got := server.sent(t, client, 1, 1); got != 1 {
			t.Error("given up before the silence after the answer was long enough")
		}
		if got := server.sent(t, client, 1, 0); got != 0 {
			t.Error("not given up after a long silence")
		}
	})
}

// TestBlipIsNoDeath has workers share five hundred reads of an API that is away
// for a while: calls of that time may use up their repeats, later ones succeed.
func TestBlipIsNoDeath(t *testing.T) {
	t.Parallel()
	const calls, takes = 500, 100 * time.Millisecond
	for name, test := range map[string]struct {
		workers    int
		start, end time.Duration
	}{
		"300 ms at the start": {50, 0, 300 * time.Millisecond},
		"300 ms":              {50, time.Second, 1300 * time.Millisecond},
		"1 s at the start":    {50, 0, time.Second},
		"1 s":                 {50, time.Second, 2 * time.Second},
		"4 s at the start":    {10, 0, 4 * time.Second},
		"4 s":                 {10, time.Second, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				started := time.Now()
				server := newMemoryServer(t, func(w http.ResponseWriter, r *http.Request) {
					if at := time.Since(started); at >= test.start && at < test.end {
						cut(w, r)
					}
					after(takes, succeed)(w, r)
				})
				client := server.client(t, retries(4))
				var made, later atomic.Int64
				_ = atOnce(t, test.workers, client, func(ctx context.Context, c *Client) error {
					for made.Add(1) <= calls {
						isLater := time.Since(started) >= test.end
						if isLater {
							later.Add(1)
						}
						err := read(ctx, c)
						failure, failed := errors.AsType[*Error](err)
						switch {
						case !failed:
						case isLater:
							t.Errorf("a call after the blip: %v", err)
						case failure.GaveUp || failure.Attempts != 5:
							t.Errorf("gave up (%t) after %d attempts: %v", failure.GaveUp, failure.Attempts, err)
						}
					}
					return nil
				})
				if later.Load() == 0 {
					t.Error("no call was made after the blip")
				}
			})
		})
	}
}

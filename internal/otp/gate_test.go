package otp

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestWrongKeyIsTriedOnce has fifty workers call at once with credentials that
// the API refuses.
func TestWrongKeyIsTriedOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []Status{StatusAuthentication, StatusRestrictedIP, StatusUserLocked, StatusKeyDisabled, StatusNotOnWhitelist} {
		for name, call := range verbs() {
			t.Run(status.Meaning()+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, after(time.Second, answerStatus(status)))
					// A rate limit would hold up those that are not sent for hours.
					client := server.client(t, retries(10), func(c *Config) { c.RequestsPerSecond = 0.01 })
					sent, started := 0, time.Now()
					for _, err := range append(atOnce(t, 50, client, call), read(t.Context(), client)) {
						failure, ok := errors.AsType[*Error](err)
						if !ok || !errors.Is(err, status) || failure.Status != status || failure.Reason != "no" || failure.HTTPStatus != 200 {
							t.Fatalf("error = %+v, want what the API said", failure)
						}
						switch {
						case failure.Outcome == Refused && failure.Attempts == 1:
							sent++
						case failure.Outcome != NotSent || failure.Attempts != 0:
							t.Errorf("%s after %d attempts", failure.Outcome, failure.Attempts)
						}
					}
					if requests := len(server.requests()); requests != 1 || sent != 1 {
						t.Errorf("%d requests, and %d calls say that they made one; want 1", requests, sent)
					}
					if took := time.Since(started); took != time.Second {
						t.Errorf("took %s, want the second of the one answer", took)
					}
				})
			})
		}
	}
}

// TestRefusalNamesTheCall tells each call's own endpoint with the text of the first.
func TestRefusalNamesTheCall(t *testing.T) {
	t.Parallel()
	server := newServer(t, answerStatus(StatusUserLocked), succeed)
	client := server.client(t)
	for i, want := range []string{
		"GET /template/list: status -13 (user locked): no",
		"GET /app/details/{appId}: status -13 (user locked): no",
		"POST /app/add: status -13 (user locked): no",
	} {
		if err := []verb{list, read, create}[i](t.Context(), client); err == nil || err.Error() != want {
			t.Errorf("error = %v, want %s", err, want)
		}
	}
}

// TestCallsAreMadeOneByOneUntilTheKeyIsTaken answers at first what says
// nothing of the credentials.
func TestCallsAreMadeOneByOneUntilTheKeyIsTaken(t *testing.T) {
	t.Parallel()
	const inconclusive, workers = 5, 20
	for name, first := range map[string]http.HandlerFunc{
		"-18":      answerStatus(StatusSystem),
		"-16":      answerStatus(StatusTimestampExpired),
		"-99":      answerStatus(-99),
		"503":      answerHTTP(503, "text/plain", ""),
		"404":      answerHTTP(404, "text/plain", ""),
		"-15":      answerStatus(StatusTooFrequent),
		"429":      answerHTTP(tooMany, "text/plain", ""),
		"HTML":     answerHTTP(200, "text/html", "<html>"),
		"redirect": answerHTTP(302, "text/html", "<html>"),
		"nonsense": answer(`{}`),
		"cut":      cut,
	} {
		for then, conclusive := range map[string]http.HandlerFunc{"refused": answerStatus(StatusUserLocked), "taken": answerStatus(StatusParameter)} {
			t.Run(name+" then "+then, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					var now, before, most atomic.Int64
					counted := func(most *atomic.Int64, handler http.HandlerFunc) http.HandlerFunc {
						return func(w http.ResponseWriter, r *http.Request) {
							most.Store(max(most.Load(), now.Add(1)))
							defer now.Add(-1)
							after(time.Second, handler)(w, r)
						}
					}
					var handlers []http.HandlerFunc
					for range inconclusive {
						handlers = append(handlers, counted(&before, first))
					}
					handlers = append(handlers, counted(&before, conclusive), counted(&most, conclusive))
					server := newMemoryServer(t, handlers...)
					_ = atOnce(t, workers, server.client(t), create)
					if before.Load() != 1 {
						t.Errorf("%d calls at once before the API took or refused the key", before.Load())
					}
					requests := len(server.requests())
					if then == "refused" && requests != inconclusive+1 {
						t.Errorf("%d requests, want none after the refusal", requests)
					}
					if then == "taken" && (requests < workers || most.Load() < 2) {
						t.Errorf("%d requests, %d at once after the API took the key; want all and many", requests, most.Load())
					}
				})
			})
		}
	}
}

// TestCallsDoNotQueueBehindSilence has the API not answer at all, or a proxy
// in its place after a while. One call at a time is out, and nobody waits for
// longer than an answer may take.
func TestCallsDoNotQueueBehindSilence(t *testing.T) {
	t.Parallel()
	const timeout = 30 * time.Second
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    error // of those that are sent
	}{
		"silence":      {stall, context.DeadlineExceeded},
		"a late proxy": {after(timeout-time.Second, answerHTTP(504, "text/plain", "")), ErrHTTPStatus},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var now, most atomic.Int64
				server := newMemoryServer(t, func(w http.ResponseWriter, r *http.Request) {
					most.Store(max(most.Load(), now.Add(1)))
					defer now.Add(-1)
					test.handler(w, r)
				})
				client := server.client(t, func(c *Config) { c.MaxRetries, c.RequestTimeout = 0, timeout })
				started, sent := time.Now(), 0
				for _, err := range atOnce(t, maxConnections, client, read) {
					failure, ok := errors.AsType[*Error](err)
					switch {
					case ok && failure.Attempts == 1 && failure.Outcome == Unknown && errors.Is(err, test.want):
						sent++
					case !ok || failure.Attempts != 0 || failure.Outcome != NotSent || !errors.Is(err, context.DeadlineExceeded) || failure.GaveUp:
						t.Errorf("error = %+v, want %v, or one that was not sent", failure, test.want)
					}
				}
				if took := time.Since(started); took > 2*timeout {
					t.Errorf("the calls took %s", took)
				}
				if got := len(server.requests()); got != sent || sent < 1 || sent > 2 || most.Load() != 1 {
					t.Errorf("%d requests of %d calls, %d at once; want 1 or 2, one at a time", got, sent, most.Load())
				}
			})
		})
	}
}

// TestWaitAtTheGateIsRepeated has the first calls get no answer and later ones
// succeed: those that waited in vain come back.
func TestWaitAtTheGateIsRepeated(t *testing.T) {
	t.Parallel()
	for name, call := range verbs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, stall, succeed)
				failed := 0
				for _, err := range atOnce(t, maxConnections, server.client(t), call) {
					if err != nil {
						failed++
					}
				}
				// A create that was sent and not answered is the one that must not be repeated.
				if want := map[string]int{"create": 1}[name]; failed != want {
					t.Errorf("%d calls failed, want %d", failed, want)
				}
			})
		})
	}
}

// TestWaitsAtTheGateCountAsFailures gives up a silent API although hardly anything was sent to it.
func TestWaitsAtTheGateCountAsFailures(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, stall)
		client := server.client(t, retries(0))
		for range maxFailures/maxConnections + 1 {
			_ = atOnce(t, maxConnections, client, read)
		}
		before := len(server.requests())
		failure, ok := errors.AsType[*Error](read(t.Context(), client))
		if !ok || !failure.GaveUp || len(server.requests()) != before || before > maxConnections {
			t.Errorf("failure = %+v after %d requests, want one that was not sent", failure, before)
		}
	})
}

// TestLateAnswerDoesNotOpenTheGate has the first answer say nothing of the
// key, and come late; the second refuses it.
func TestLateAnswerDoesNotOpenTheGate(t *testing.T) {
	t.Parallel()
	for name, call := range verbs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, after(6*time.Second, answerHTTP(503, "text/plain", "")), answerStatus(StatusAuthentication))
				for _, err := range atOnce(t, 50, server.client(t, retries(4)), call) {
					if !errors.Is(err, StatusAuthentication) && (name != "create" || !errors.Is(err, ErrHTTPStatus)) {
						t.Errorf("error = %v", err)
					}
				}
				if got := len(server.requests()); got != 2 {
					t.Errorf("%d requests, want 2", got)
				}
			})
		})
	}
}

// TestPanicDoesNotHangOthers has what the client calls panic once, in the call
// that is alone.
func TestPanicDoesNotHangOthers(t *testing.T) {
	t.Parallel()
	panicAt := func(number int64) func() {
		var calls atomic.Int64
		return func() {
			if calls.Add(1) == number {
				panic("once")
			}
		}
	}
	for name, change := range map[string]func(*Config){
		"Trace": func(c *Config) {
			step := panicAt(1)
			c.Trace = func(context.Context, Attempt) { step() }
		},
		"Now before it is sent": func(c *Config) {
			step := panicAt(1)
			c.Time = readTime(func() time.Time { step(); return time.Now() })
		},
		"Now after the answer": func(c *Config) {
			step := panicAt(2)
			c.Time = readTime(func() time.Time { step(); return time.Now() })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, after(time.Second, succeed))
				client := server.client(t, retries(0), change)
				var panics atomic.Int64
				for _, err := range atOnce(t, 2*maxConnections, client, func(ctx context.Context, c *Client) error {
					defer func() {
						if recover() != nil {
							panics.Add(1)
						}
					}()
					return read(ctx, c)
				}) {
					if err != nil {
						t.Error(err)
					}
				}
				if panics.Load() != 1 {
					t.Errorf("%d panics, want 1", panics.Load())
				}
			})
		})
	}
}

// TestWaitingForAConnectionIsNoTimeout makes more calls at once than there are connections.
func TestWaitingForAConnectionIsNoTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, after(20*time.Second, succeed))
		client := server.client(t, func(c *Config) { c.MaxRetries, c.RequestTimeout = 0, 30*time.Second })
		for _, call := range []verb{create, read} {
			for _, err := range atOnce(t, 3*maxConnections, client, call) {
				if err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// TestRefusalStopsWhoWaits has the API lock the account while calls wait: at
// the rate limit, for the end of a pause, before a repeat, and for a second of
// their own.
func TestRefusalStopsWhoWaits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		perSecond float64
		handlers  []http.HandlerFunc
		requests  int
	}{
		"rate limit": {1, []http.HandlerFunc{succeed, answerStatus(StatusUserLocked), succeed}, 2},
		"pause": {0, []http.HandlerFunc{
			succeed, after(time.Second, answerHTTP(tooMany, "text/plain", "", "Retry-After", "5")), after(2*time.Second, answerStatus(StatusUserLocked)), succeed,
		}, 3},
		"repeat": {0, []http.HandlerFunc{
			succeed, answerHTTP(503, "text/plain", ""), answerStatus(StatusUserLocked), succeed,
		}, 3},
		"second": {0, []http.HandlerFunc{
			succeed, undated(expired), after(time.Second/2, answerStatus(StatusUserLocked)), succeed,
		}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, test.handlers...)
				client := server.client(t, func(c *Config) { c.RequestsPerSecond = test.perSecond })
				if err := read(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				var group sync.WaitGroup
				for range 2 {
					group.Go(func() {
						if err := read(t.Context(), client); !errors.Is(err, StatusUserLocked) {
							t.Errorf("error = %v", err)
						}
					})
				}
				group.Wait()
				if got := len(server.requests()); got != test.requests {
					t.Errorf("%d requests, want %d", got, test.requests)
				}
			})
		})
	}
}

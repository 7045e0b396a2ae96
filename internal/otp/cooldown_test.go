package otp

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

const tooMany = http.StatusTooManyRequests

// TestRetryAfterPausesAllCalls has the API turn one of eight workers away, and
// sees all of them wait, and once.
func TestRetryAfterPausesAllCalls(t *testing.T) {
	t.Parallel()
	const jitter = backoffBase
	for name, test := range map[string]struct {
		code        int
		header      func() string
		least, most time.Duration // from the answer to the first call and to the last
	}{
		"429 for seconds":    {tooMany, func() string { return "2" }, 2 * time.Second, 2*time.Second + jitter},
		"429 until a date":   {tooMany, inSeconds(5), 4 * time.Second, 5*time.Second + jitter}, // a date has no fractions
		"429 for a minute":   {tooMany, func() string { return "60" }, time.Minute, time.Minute + jitter},
		"429 with junk":      {tooMany, func() string { return "soon" }, 1, backoffBase<<1 + jitter},
		"429 with zero":      {tooMany, func() string { return "0" }, 1, backoffBase<<1 + jitter},
		"429 with a past":    {tooMany, inSeconds(-5), 1, backoffBase<<1 + jitter},
		"429 with no header": {tooMany, nil, 1, backoffBase<<1 + jitter},
		"503 for seconds":    {503, func() string { return "2" }, 2 * time.Second, 2*time.Second + jitter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const workers, calls, busy = 8, 3, 2 * time.Second
				slow := after(busy, succeed)
				var limited time.Time
				turnAway := func(w http.ResponseWriter, _ *http.Request) {
					// While the others wait for their answers, which come when a short pause is over.
					time.Sleep(busy - 1)
					limited = time.Now()
					if test.header != nil {
						w.Header().Set("Retry-After", test.header())
					}
					w.WriteHeader(test.code)
				}
				server := newMemoryServer(t, []http.HandlerFunc{succeed, slow, turnAway, slow}...)
				client := server.client(t)
				if err := read(t.Context(), client); err != nil {
					t.Fatal(err) // it opens the gate, so that all workers are on their way
				}
				for _, err := range atOnce(t, workers, client, func(ctx context.Context, c *Client) error {
					for range calls {
						if err := read(ctx, c); err != nil {
							return err
						}
					}
					return nil
				}) {
					if err != nil {
						t.Error(err)
					}
				}
				arrivals := server.arrivals()
				if want := 1 + workers*calls + 1; len(arrivals) != want {
					t.Errorf("%d requests, want %d", len(arrivals), want)
				}
				second := arrivals[1+workers:]
				for _, at := range second[:workers] {
					if waited := at.Sub(limited); waited < test.least || waited > test.most {
						t.Errorf("a call %s after the answer, want %s to %s", waited, test.least, test.most)
					}
				}
			})
		})
	}
}

// inSeconds returns a date that is that many seconds away when it is asked for.
func inSeconds(seconds int) func() string {
	return func() string {
		return time.Now().Add(time.Duration(seconds) * time.Second).UTC().Format(http.TimeFormat)
	}
}

// TestLongRetryAfterStopsAllCalls has the API ask for more than a minute: no
// call is made before it is over, and each says why.
func TestLongRetryAfterStopsAllCalls(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code   int
		header func() string
		pause  time.Duration
		cause  string
	}{
		"429 for an hour":     {tooMany, func() string { return "3600" }, time.Hour, "too many requests"},
		"429 for 62 seconds":  {tooMany, func() string { return "62" }, 62 * time.Second, "too many requests"},
		"429 until in a day":  {tooMany, inSeconds(86400), 24 * time.Hour, "too many requests"},
		"503 for 100 seconds": {503, func() string { return "100" }, 100 * time.Second, "unexpected HTTP status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, func(w http.ResponseWriter, r *http.Request) {
					answerHTTP(test.code, "text/plain", "", "Retry-After", test.header())(w, r)
				}, succeed)
				client := server.client(t, retries(10))
				started := time.Now()
				for i, err := range append(atOnce(t, 1, client, create), atOnce(t, 50, client, create)...) {
					failure, ok := errors.AsType[*Error](err)
					if want := "POST /app/add: " + test.cause; !ok || err.Error() != want {
						t.Fatalf("call %d: %v, want %s", i, err, want)
					}
					if failure.RetryAfter() != test.pause || failure.HTTPStatus != test.code {
						t.Errorf("call %d: wait %s after HTTP %d", i, failure.RetryAfter(), failure.HTTPStatus)
					}
					if i > 0 && (failure.Attempts != 0 || failure.Outcome != NotSent) {
						t.Errorf("call %d: %d attempts, %s", i, failure.Attempts, failure.Outcome)
					}
				}
				if got := len(server.requests()); got != 1 {
					t.Errorf("%d requests, want 1", got)
				}
				if !time.Now().Equal(started) {
					t.Errorf("the calls waited for %s", time.Since(started))
				}
				time.Sleep(test.pause)
				if err := create(t.Context(), client); err != nil {
					t.Errorf("after the pause: %v", err)
				}
			})
		})
	}
}

// TestLongerPauseReachesWhoWaits has a second answer ask for an hour while a
// call waits for the end of a short pause.
func TestLongerPauseReachesWhoWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pause := cooldown{time: systemTime{}}
		short, long := Error{Reason: "short"}, Error{Reason: "long"}
		pause.start(2*time.Second, short)
		time.AfterFunc(time.Second, func() { pause.start(time.Hour, long) })
		if err := pause.wait(t.Context()); err == nil || err.(*Error).Reason != "long" { //nolint:errorlint // it is handed on as it is
			t.Errorf("wait = %v, want the cause of the longer pause", err)
		}
		pause.start(time.Second, short)
		if left, cause := pause.left(); left < time.Minute || cause.Reason != "long" {
			t.Errorf("a shorter pause left %s, for %q", left, cause.Reason)
		}
	})
}

func TestRateLimitIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, succeed)
		client := server.client(t, func(c *Config) { c.RequestsPerSecond = 2 })
		for _, err := range atOnce(t, 10, client, read) {
			if err != nil {
				t.Error(err)
			}
		}
		arrivals := server.arrivals()
		for i, at := range arrivals[1:] {
			if gap := at.Sub(arrivals[i]); gap < 499*time.Millisecond || gap > 501*time.Millisecond {
				t.Errorf("request %d came %s after the one before", i+2, gap)
			}
		}
	})
}

// TestPauseReachesWhoWaitsForTheRateLimit has the API ask for a pause while
// other calls wait for their turn.
func TestPauseReachesWhoWaitsForTheRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, []http.HandlerFunc{succeed, answerHTTP(tooMany, "text/plain", "", "Retry-After", "10"), succeed}...)
		client := server.client(t, func(c *Config) { c.RequestsPerSecond = 1 })
		for _, err := range append(atOnce(t, 1, client, read), atOnce(t, 5, client, read)...) {
			if err != nil {
				t.Error(err)
			}
		}
		arrivals := server.arrivals()
		for i, at := range arrivals[2:] {
			if waited := at.Sub(arrivals[1]); waited < 10*time.Second {
				t.Errorf("request %d came %s after the API asked for a pause of 10 s", i+3, waited)
			}
		}
		if len(arrivals) != 7 {
			t.Errorf("%d requests, want 7", len(arrivals))
		}
	})
}

// TestRateLimitedCallsSpendNothing has the API ask for pauses only, which are no fault.
func TestRateLimitedCallsSpendNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, answerHTTP(tooMany, "text/plain", ""))
		client := server.client(t, retries(4))
		for range 2 * maxFailures {
			if err := read(t.Context(), client); !errors.Is(err, ErrRateLimited) {
				t.Fatal(err)
			}
		}
		if got, want := len(server.requests()), 5*2*maxFailures; got != want {
			t.Errorf("%d requests, want %d", got, want)
		}
		if !client.WaitToRepeat(t.Context(), nil) {
			t.Error("the pauses count as failures")
		}
	})
}

// TestPauseAtTheFirstCall has the API ask for a pause before any call has shown
// that it takes the key. Those that wait for that call wait for the pause too.
func TestPauseAtTheFirstCall(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]http.HandlerFunc{
		"429": answerHTTP(tooMany, "text/plain", "", "Retry-After", "45"), "-15": answerStatus(StatusTooFrequent),
	} {
		for verb, call := range verbs() {
			t.Run(name+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, first, succeed)
					for _, err := range atOnce(t, 50, server.client(t, func(c *Config) { c.RequestTimeout = time.Second }), call) {
						if err != nil {
							t.Error(err)
						}
					}
					if got := len(server.requests()); got != 51 {
						t.Errorf("%d requests, want 51", got)
					}
				})
			})
		}
	}
}

// TestPauseWithoutALengthHoldsForAllCalls begins a call after another one was asked to pause, and not told for how long.
func TestPauseWithoutALengthHoldsForAllCalls(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]http.HandlerFunc{"429": answerHTTP(tooMany, "text/plain", ""), "-15": answerStatus(StatusTooFrequent)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := newMemoryServer(t, first, succeed).client(t, retries(0))
				if err := read(t.Context(), client); err == nil {
					t.Fatal("no error")
				}
				started := time.Now()
				if err := read(t.Context(), client); err != nil || !time.Now().After(started) {
					t.Errorf("%v after %s, want a success after a pause", err, time.Since(started))
				}
			})
		})
	}
}

// TestRateLimitBeyondADeadline waits for its turn until the context ends, and says that.
func TestRateLimitBeyondADeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := newMemoryServer(t, succeed).client(t, func(c *Config) { c.RequestsPerSecond = 0.01 })
		if err := read(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		started := time.Now()
		if err := read(ctx, client); !errors.Is(err, context.DeadlineExceeded) || time.Since(started) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(started))
		}
		// What was not used is given back: the next turn is 100 seconds after the first call.
		if err := read(t.Context(), client); err != nil || time.Since(started) != 100*time.Second {
			t.Errorf("%v after %s", err, time.Since(started))
		}
	})
}

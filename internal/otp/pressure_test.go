package otp

import (
	"context"
	"errors"
	"math"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const tooMany = http.StatusTooManyRequests

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                              0,
		"2":                             2 * time.Second,
		"0":                             0,
		"-1":                            0,
		"2.5":                           0,
		"junk":                          0,
		"3600":                          time.Hour,
		"99999999999":                   1_000_000 * time.Second,
		"9999999":                       1_000_000 * time.Second,
		"99999999999999999999":          0,
		"Fri, 02 Jan 2026 03:04:10 GMT": 5 * time.Second,
		"Fri, 02 Jan 2026 03:04:00 GMT": 0,
		"Fri, 02 Jan 9999 03:04:00 GMT": math.MaxInt64,
	} {
		if got := parseRetryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("Retry-After %q = %s, want %s", text, got, want)
		}
	}
}

func TestBackoffStaysInBounds(t *testing.T) {
	t.Parallel()
	for number := range MaxRetriesLimit + 1 {
		for range 100 {
			if wait := backoff(number); wait < 0 || wait >= backoffMax || wait >= backoffBase<<number {
				t.Errorf("backoff(%d) = %s", number, wait)
			}
		}
	}
}

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

// inSeconds returns a date that is so many seconds away when it is asked for.
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

// TestDeadAPIFailsFast makes a thousand calls that fail. What is sent until the
// API counts as dead is bounded by the waits between the attempts: a worker gets
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
		if !client.WaitToRepeat(t.Context()) {
			t.Error("the pauses count as failures")
		}
	})
}

func TestWaitToRepeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if newTestClient(t, "", retries(0)).WaitToRepeat(t.Context()) {
			t.Error("a create may be repeated where repeats are switched off")
		}
		client := newTestClient(t, "")
		started := time.Now()
		if !client.WaitToRepeat(t.Context()) || !time.Now().After(started) {
			t.Error("a create may not be repeated, or without a wait")
		}
		interrupted, interrupt := context.WithCancel(t.Context())
		interrupt()
		if client.WaitToRepeat(interrupted) {
			t.Error("a create may be repeated after an interrupt")
		}
	})
}

package otp

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var expired = answerStatus(StatusTimestampExpired)

// window takes timestamps that are not more than a minute off.
func window(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.ParseInt(r.Header.Get("Timestamp"), 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > time.Minute {
		expired(w, r)
		return
	}
	succeed(w, r)
}

// dated answers with a date that is so far from the truth.
func dated(off time.Duration, handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
		handler(w, r)
	}
}

// undated answers without a date.
func undated(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		handler(w, r)
	}
}

// onceOnly takes each signature once, as an API may.
func onceOnly() http.HandlerFunc {
	var mu sync.Mutex
	seen := map[string]bool{}
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		signature := r.Header.Get("Sign")
		if seen[signature] {
			expired(w, r)
			return
		}
		seen[signature] = true
		window(w, r)
	}
}

// offBy sets the clock of this machine wrong.
func offBy(off *time.Duration) func(*Config) {
	return func(c *Config) { c.Time = readTime(func() time.Time { return time.Now().Add(*off) }) }
}

// near tells whether a skew is what it should be, but for the seconds of a date.
func near(got, want time.Duration) bool { return (got - want).Abs() <= 2*time.Second }

// TestCallsOfOneSecondAllPass makes calls that share a second, against an API
// that takes a signature as often as it comes and one that takes it once.
func TestCallsOfOneSecondAllPass(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]func() http.HandlerFunc{
		"taken twice":              func() http.HandlerFunc { return window },
		"taken once":               onceOnly,
		"taken once, without Date": func() http.HandlerFunc { return undated(onceOnly()) },
	} {
		for verb, call := range verbs() {
			t.Run(name+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, handler())
					client := server.client(t, retries(0))
					for _, err := range atOnce(t, 10, client, call) {
						if err != nil {
							t.Error(err)
						}
					}
					if got := len(server.requests()); got > 20 {
						t.Errorf("%d requests for 10 calls, want one more for each at most", got)
					}
				})
			})
		}
	}
}

func TestExpiredTimestampIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"with Date": expired, "without Date": undated(expired), "with a wrong Date": dated(time.Hour, expired),
	} {
		for verb, call := range verbs() {
			t.Run(name+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, handler)
					err := call(t.Context(), server.client(t, retries(10)))
					failure{StatusTimestampExpired, Refused, 2}.check(t, err, server)
					first, second := server.requests()[0].Header.Get("Timestamp"), server.requests()[1].Header.Get("Timestamp")
					if first >= second {
						t.Errorf("timestamps %s and %s, want a later one", first, second)
					}
				})
			})
		}
	}
}

// TestWrongClockIsLearned signs by the API's time after the first answer that tells it.
func TestWrongClockIsLearned(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{10 * time.Minute, -10 * time.Minute, 24 * time.Hour} {
		for verb, call := range verbs() {
			t.Run(off.String()+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, window)
					client := server.client(t, retries(0), offBy(&off))
					if skew := client.ClockSkew(); skew != 0 {
						t.Errorf("skew = %s before any call", skew)
					}
					started := time.Now()
					for _, err := range append(atOnce(t, 20, client, call), call(t.Context(), client)) {
						if err != nil {
							t.Error(err)
						}
					}
					if got, took := len(server.requests()), time.Since(started); got != 22 || took != 0 {
						t.Errorf("%d requests for 21 calls in %s, want one more and no wait", got, took)
					}
					if skew := client.ClockSkew(); !near(skew, -off) {
						t.Errorf("skew = %s, want %s", skew, -off)
					}
				})
			})
		}
	}
}

// TestClockThatIsSetIsFollowed sets the clock of this machine in mid-run.
func TestClockThatIsSetIsFollowed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler  http.HandlerFunc
		from, to time.Duration
		most     int // requests of three calls after it was set
	}{
		"right":                  {window, 10 * time.Minute, 0, 4},
		"wrong":                  {window, 0, 10 * time.Minute, 4},
		"wrong the other way":    {window, 10 * time.Minute, -10 * time.Minute, 4},
		"right, API takes any":   {succeed, 10 * time.Minute, 0, 3},
		"nearly right, all day":  {window, 10 * time.Minute, time.Second, 4},
		"right, after a day off": {window, 24 * time.Hour, 0, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				off := test.from
				server := newMemoryServer(t, expired, test.handler)
				client := server.client(t, retries(0), offBy(&off))
				if err := read(t.Context(), client); err != nil || !near(client.ClockSkew(), -test.from) {
					t.Fatalf("skew = %s, %v", client.ClockSkew(), err)
				}
				off = test.to
				before := len(server.requests())
				for range 3 {
					if err := read(t.Context(), client); err != nil {
						t.Error(err)
					}
				}
				if got := len(server.requests()) - before; got > test.most {
					t.Errorf("%d requests for 3 calls, want %d at most", got, test.most)
				}
				if skew := client.ClockSkew(); !near(skew, -test.to) {
					t.Errorf("skew = %s, want %s", skew, -test.to)
				}
			})
		})
	}
}

// TestSlowBodyDoesNotMoveTheClock has answers take 25 s from header to end,
// while the API's time is in use.
func TestSlowBodyDoesNotMoveTheClock(t *testing.T) {
	t.Parallel()
	const slow = 25 * time.Second
	slowly := func(body string) http.HandlerFunc {
		return dated(0, func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			time.Sleep(slow)
			answer(body)(w, r)
		})
	}
	for name, body := range map[string]string{"taken": appAnswer, "expired": `{"status":"-16"}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				off := 10 * time.Minute
				server := newMemoryServer(t, []http.HandlerFunc{window, window, slowly(body), window}...)
				client := server.client(t, offBy(&off))
				for i, most := range []time.Duration{0, slow + time.Second, 0} {
					started := time.Now()
					if err := read(t.Context(), client); err != nil {
						t.Errorf("call %d: %v", i+1, err)
					}
					if took := time.Since(started); took > most {
						t.Errorf("call %d took %s", i+1, took)
					}
					if skew := client.ClockSkew(); !near(skew, -off) {
						t.Errorf("skew = %s after call %d, want %s", skew, i+1, -off)
					}
				}
				arrivals := server.arrivals()
				for i, request := range server.requests()[1:] { // the first one teaches the API's time
					seconds, err := strconv.ParseInt(request.Header.Get("Timestamp"), 10, 64)
					if at := arrivals[1+i]; err != nil || !near(time.Unix(seconds, 0).Sub(at), 0) {
						t.Errorf("request %d came at %d and is signed for %d, %v", i+2, at.Unix(), seconds, err)
					}
				}
			})
		})
	}
}

// TestWrongDateIsForgotten has one answer lie about the time, or the first few.
func TestWrongDateIsForgotten(t *testing.T) {
	t.Parallel()
	for _, lies := range []int{1, 2, 3, 4} {
		t.Run(strconv.Itoa(lies), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				handlers := slices.Repeat([]http.HandlerFunc{dated(time.Hour, expired)}, lies)
				server := newMemoryServer(t, append(handlers, window)...)
				client := server.client(t, retries(0))
				started := time.Now()
				for range lies {
					_ = read(t.Context(), client) // at most one extra attempt, which may be in vain
				}
				before := len(server.requests())
				for range 3 {
					if err := read(t.Context(), client); err != nil {
						t.Error(err)
					}
				}
				if got := len(server.requests()) - before; got != 3 || client.ClockSkew() != 0 {
					t.Errorf("%d requests for 3 calls, skew %s; want the lie forgotten", got, client.ClockSkew())
				}
				if took := time.Since(started); took > time.Minute {
					t.Errorf("the calls took %s", took)
				}
			})
		})
	}
}

// TestSecondsReservedByAWrongDateAreForgotten has calls need seconds of their
// own while the API lies about the time, and once more afterwards.
func TestSecondsReservedByAWrongDateAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		lies := slices.Repeat([]http.HandlerFunc{dated(time.Hour, expired)}, 4)
		again := []http.HandlerFunc{expired, succeed}
		server := newMemoryServer(t, slices.Concat(lies, again, again)...)
		client := server.client(t, retries(0))
		for range 3 {
			_ = read(t.Context(), client)
		}
		started := time.Now()
		if err := read(t.Context(), client); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took > 2*time.Second {
			t.Errorf("a second of its own came after %s", took)
		}
	})
}

// TestTimeIsLearnedFromTrustedAddressesOnly makes the same mistake over plain
// http to another host, where anybody may have written the date.
func TestTimeIsLearnedFromTrustedAddressesOnly(t *testing.T) {
	t.Parallel()
	for address, trusted := range map[string]bool{
		"https://api.example.com": true,
		"http://127.0.0.1":        true,
		"http://[::1]":            true,
		"http://localhost":        true,
		"http://api.example.com":  false,
		"http://10.0.0.1":         false,
	} {
		client := newTestClient(t, address, func(c *Config) { c.AllowInsecureHTTP = true })
		if client.clock.trusted != trusted {
			t.Errorf("%s: trusted = %t, want %t", address, client.clock.trusted, trusted)
		}
	}
	for _, off := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			server := newMemoryServer(t, window)
			client := newTestClient(t, "http://api.example.com/otp", offBy(&off), func(c *Config) { c.AllowInsecureHTTP = true })
			connect(t, client, server.network.dial)
			err := read(t.Context(), client)
			failure{StatusTimestampExpired, Refused, 1}.check(t, err, server)
			got, _ := errors.AsType[*Error](err)
			if skew, known := got.Skew(); !known || !near(skew, -off) {
				t.Errorf("clock off by %s: skew = %s, %t", off, skew, known)
			}
			if skew := client.ClockSkew(); skew != 0 {
				t.Errorf("skew = %s was learned", skew)
			}
		})
	}
}

// TestWrongClockWithoutDateIsRepeatedByOneCallOnly keeps a run with a wrong
// clock from spending a second on each object.
func TestWrongClockWithoutDateIsRepeatedByOneCallOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newMemoryServer(t, undated(expired))
		client := server.client(t)
		for range 5 {
			err := read(t.Context(), client)
			got, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, StatusTimestampExpired) {
				t.Fatalf("error = %v", err)
			}
			if _, known := got.Skew(); known {
				t.Error("a skew is known although the API told no time")
			}
		}
		if calls := len(server.requests()); calls != 6 {
			t.Errorf("%d requests for 5 calls, want 6", calls)
		}
	})
}

// TestClockIsTrustedAgain has the API take a timestamp after it refused one
// twice, so that the next refusal may again be about a second that was used.
func TestClockIsTrustedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refuse := []http.HandlerFunc{undated(expired), undated(expired)}
		accept := []http.HandlerFunc{undated(succeed)}
		server := newMemoryServer(t, slices.Concat(refuse, accept, refuse[:1], accept)...)
		client := server.client(t, retries(0))
		for i, want := range []error{StatusTimestampExpired, nil, nil} {
			if err := read(t.Context(), client); !errors.Is(err, want) {
				t.Errorf("call %d: %v, want %v", i+1, err, want)
			}
		}
		if got := len(server.requests()); got != 5 {
			t.Errorf("%d requests, want 5", got)
		}
	})
}

// TestSecondOfAnotherAttempt signs no attempt with a second that another one waits for.
func TestSecondOfAnotherAttempt(t *testing.T) {
	t.Parallel()
	var now int64
	c := &clock{time: readTime(func() time.Time { return time.Unix(now, 0) })}
	for i, step := range []struct {
		now   int64
		alone bool
		want  int64
	}{
		{100, false, 100},
		{100, true, 101},
		{100, true, 102},
		{100, false, 100},
		{101, false, 100},
		{102, true, 103},
		{103, false, 100},
		{104, false, 104},
		{200, true, 201},
		{201, false, 200},
	} {
		now = step.now
		if got, _ := c.take(step.alone); got.second != step.want {
			t.Errorf("step %d: signed with %d, want %d", i, got, step.want)
		}
	}
}

// TestStrayRefusalOfATimestamp has one answer refuse a timestamp that is right,
// with a date that is wrong. That call fails; the later ones go by what worked before.
func TestStrayRefusalOfATimestamp(t *testing.T) {
	t.Parallel()
	stray := dated(time.Hour, expired)
	for name, test := range map[string]struct {
		off   time.Duration
		first []http.HandlerFunc
		later http.HandlerFunc
	}{
		"a right clock":                         {0, []http.HandlerFunc{stray}, undated(window)},
		"a right clock, and dates that are not": {0, []http.HandlerFunc{stray}, dated(time.Hour, window)},
		"a clock that is off":                   {-20 * time.Minute, []http.HandlerFunc{window, window, stray}, undated(window)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, append(test.first, test.later)...)
				client := server.client(t, offBy(&test.off))
				if len(test.first) > 1 { // the clock is learned
					if err := read(t.Context(), client); err != nil {
						t.Fatal(err)
					}
				}
				if err := read(t.Context(), client); !errors.Is(err, StatusTimestampExpired) {
					t.Errorf("error = %v", err)
				}
				before := len(server.requests())
				for range 3 {
					if err := read(t.Context(), client); err != nil {
						t.Error(err)
					}
				}
				if got := len(server.requests()) - before; got != 3 {
					t.Errorf("%d requests for 3 calls", got)
				}
			})
		})
	}
}

package otp

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

const expired = `{"status":"-16","reason":"timestamp expires"}`

// onceOnly takes each signature once, as an API may.
func onceOnly(date bool) http.HandlerFunc {
	var mu sync.Mutex
	seen := map[string]bool{}
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if !date {
			w.Header()["Date"] = nil
		}
		signature := r.Header.Get("Sign")
		if seen[signature] {
			answer(expired)(w, r)
			return
		}
		seen[signature] = true
		answer(appAnswer)(w, r)
	}
}

// TestCallsOfOneSecondAllPass makes calls that share a second, against an API
// that takes a signature as often as it comes and one that takes it once.
func TestCallsOfOneSecondAllPass(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"taken twice":              answer(appAnswer),
		"taken once":               onceOnly(true),
		"taken once, without Date": onceOnly(false),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newServer(t, handler).client(t, func(c *Config) { c.MaxRetries = 0 })
			var group sync.WaitGroup
			for i := range 4 {
				group.Go(func() {
					if _, err := client.AddApp(t.Context(), AppSettings{Name: fmt.Sprint(i)}); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		})
	}
}

func TestExpiredTimestampIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	server := newServer(t, answer(expired))
	client := server.client(t, func(c *Config) { c.MaxRetries = 10 })
	_, err := client.AddApp(t.Context(), AppSettings{})
	failure{StatusTimestampExpired, Refused, 2}.check(t, err, server)
	first, second := server.requests()[0].Header.Get("Timestamp"), server.requests()[1].Header.Get("Timestamp")
	if first >= second {
		t.Errorf("timestamps %s and %s, want a later one", first, second)
	}
}

// TestWrongClockIsNotRepeated sees from the answer's Date that no new signature can help.
func TestWrongClockIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{10 * time.Minute, -10 * time.Minute} {
		server := newServer(t, answer(expired))
		client := server.client(t, func(c *Config) { c.Now = func() time.Time { return time.Now().Add(off) } })
		_, err := client.AppDetails(t.Context(), "mRELxtHc")
		failure{StatusTimestampExpired, Refused, 1}.check(t, err, server)
		var got *Error
		errors.As(err, &got)
		if skew, known := got.Skew(); !known || (skew+off).Abs() > 2*time.Second {
			t.Errorf("clock off by %s: skew = %s, %t", off, skew, known)
		}
	}
}

// TestWrongClockWithoutDateIsRepeatedByOneCallOnly keeps a run with a wrong
// clock from spending a second on each object.
func TestWrongClockWithoutDateIsRepeatedByOneCallOnly(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		answer(expired)(w, r)
	})
	client := server.client(t)
	for range 5 {
		_, err := client.AppDetails(t.Context(), "mRELxtHc")
		var got *Error
		if !errors.As(err, &got) || !errors.Is(err, StatusTimestampExpired) {
			t.Fatalf("error = %v", err)
		}
		if _, known := got.Skew(); known {
			t.Error("a skew is known although the API told no time")
		}
	}
	if calls := len(server.requests()); calls != 6 {
		t.Errorf("%d requests for 5 calls, want 6", calls)
	}
}

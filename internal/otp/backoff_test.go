package otp

import (
	"context"
	"math"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

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

func TestWaitToRepeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if newTestClient(t, "", retries(0)).WaitToRepeat(t.Context(), nil) {
			t.Error("a create may be repeated where repeats are switched off")
		}
		client := newTestClient(t, "")
		started := time.Now()
		if !client.WaitToRepeat(t.Context(), nil) || !time.Now().After(started) {
			t.Error("a create may not be repeated, or without a wait")
		}
		if client.WaitToRepeat(t.Context(), &Error{Err: ErrRedirect}) {
			t.Error("a create may be repeated after a redirect")
		}
		interrupted, interrupt := context.WithCancel(t.Context())
		interrupt()
		if client.WaitToRepeat(interrupted, nil) {
			t.Error("a create may be repeated after an interrupt")
		}
	})
}

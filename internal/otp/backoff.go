package otp

import (
	"context"
	"math/rand/v2"
	"time"
)

// Bounds of the waits between attempts.
const (
	backoffBase   = 250 * time.Millisecond
	backoffMax    = 10 * time.Second
	maxRetryAfter = time.Minute
)

// backoff returns a random wait before repeat number (full jitter), so that
// workers which failed together do not come back together.
func backoff(number int) time.Duration {
	return rand.N(min(backoffBase<<number, backoffMax)) //nolint:gosec // jitter needs no unpredictable source
}

// Time is what a client knows of time, and how it waits. It must be safe for concurrent use.
type Time interface {
	// Now is the present.
	Now() time.Time
	// Sleep waits, at most until the context ends, and returns its error if it has.
	Sleep(ctx context.Context, wait time.Duration) error
}

// systemTime is the time of this machine.
type systemTime struct{}

func (systemTime) Now() time.Time { return time.Now() }

func (systemTime) Sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return ctx.Err()
}

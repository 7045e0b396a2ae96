package otp

import (
	"context"
	"math/rand/v2"
	"sync"
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

// cooldown is a pause that the API asked one call for, and that all calls keep.
type cooldown struct {
	time Time

	mu    sync.Mutex
	until time.Time
	cause *Error
}

// start makes all attempts pause, unless a longer pause has begun already.
func (c *cooldown) start(pause time.Duration, cause Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := c.time.Now().Add(pause); until.After(c.until) {
		c.until, c.cause = until, &cause
	}
}

// left returns how long the pause still lasts, and what caused it.
func (c *cooldown) left() (time.Duration, *Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cause == nil {
		return 0, nil
	}
	return c.until.Sub(c.time.Now()), c.cause
}

// wait waits for the end of the pause. It fails at once with the cause if that
// is further away than a run may be made to wait.
func (c *cooldown) wait(ctx context.Context) error {
	for {
		left, cause := c.left()
		if left > maxRetryAfter {
			return cause
		}
		if left <= 0 {
			return ctx.Err()
		}
		if err := c.time.Sleep(ctx, left+backoff(0)); err != nil {
			return err
		}
	}
}

// When an API counts as dead: so many attempts more have failed than were
// answered, and for so long there was no answer at all, that it is neither one
// call's bad luck nor a short fault that all workers met at once.
const (
	maxFailures = 50
	maxSilence  = 10 * time.Second
)

// breaker makes a dead API fail fast: while it is open, nothing is sent.
type breaker struct {
	time Time

	mu       sync.Mutex
	failures int       // not made up for by an answer
	since    time.Time // first failure after the last answer
	cause    *Error
}

// failed takes a failed attempt into account.
func (b *breaker) failed(cause Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.since.IsZero() {
		b.since = b.time.Now()
	}
	cause.GaveUp = true
	b.failures, b.cause = b.failures+1, &cause
}

// answered takes an answer into account.
func (b *breaker) answered() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failures, b.since = max(b.failures-1, 0), time.Time{}
}

// open returns the last failure if the API counts as dead.
func (b *breaker) open() *Error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < maxFailures || b.since.IsZero() || b.time.Now().Sub(b.since) < maxSilence {
		return nil
	}
	return b.cause
}

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

// sleep waits, at most until the context ends, and returns its error if it has.
func sleep(ctx context.Context, wait time.Duration) error {
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
	mu    sync.Mutex
	until time.Time
	cause *Error
}

// start makes all attempts pause, unless a longer pause has begun already.
func (c *cooldown) start(pause time.Duration, cause Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until := time.Now().Add(pause); until.After(c.until) {
		c.until, c.cause = until, &cause
	}
}

// left returns how long the pause still lasts, and what caused it.
func (c *cooldown) left() (time.Duration, *Error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Until(c.until), c.cause
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
		if err := sleep(ctx, left+backoff(0)); err != nil {
			return err
		}
	}
}

// maxFailures is by how many attempts the failures may outnumber the answers.
// It lets ten workers with four repeats each sit out a short fault.
const maxFailures = 50

// breaker makes a dead API fail fast: once it is open, nothing is sent any more.
type breaker struct {
	mu       sync.Mutex
	failures int // not made up for by an answer
	cause    *Error
}

// record takes an attempt into account, nil for an answer.
func (b *breaker) record(failure *Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if failure == nil {
		b.failures = max(b.failures-1, 0)
		return
	}
	cause := *failure
	cause.GaveUp = true
	b.failures, b.cause = b.failures+1, &cause
}

// open returns the last failure if there have been too many.
func (b *breaker) open() *Error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < maxFailures {
		return nil
	}
	return b.cause
}

package otp

import (
	"sync"
	"time"
)

// When an API counts as dead: this many more attempts have failed than were
// answered, and there was no answer at all for this long. One unlucky call, or
// a short fault that all workers meet at once, stays below both.
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

package otp

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// gate keeps one wrong key from being tried by every worker, which may lock
// the account. Until an answer shows that the API takes the credentials, calls
// go out one at a time; once it has refused the account, none goes out at all.
type gate struct {
	turn    chan struct{} // holds the attempt that is out alone
	open    chan struct{} // closed when attempts need not wait for each other
	once    sync.Once
	refused atomic.Pointer[Error]

	mu    sync.Mutex
	spent time.Duration // how long attempts have been out alone
	since time.Time     // when the one that is out was sent, zero for none
}

func newGate() *gate { return &gate{turn: make(chan struct{}, 1), open: make(chan struct{})} }

// enter waits until an attempt may go out, and fails with the API's refusal if
// there has been one. An attempt that is alone has to leave before the next
// enters. Those ahead may be out for as long as one answer may take. Waits for a
// pause or for the rate limit are no sign of a silent API, so they do not count.
func (g *gate) enter(ctx context.Context, patience time.Duration) (alone bool, err error) {
	before := g.waited()
	for left := patience; ; left = patience - (g.waited() - before) {
		if left <= 0 {
			return false, context.DeadlineExceeded
		}
		if alone, err = g.try(ctx, left); err == nil || !errors.Is(err, errStillWaiting) {
			return alone, err
		}
	}
}

var errStillWaiting = errors.New("still waiting")

// try is enter for so long.
func (g *gate) try(ctx context.Context, wait time.Duration) (alone bool, err error) {
	select {
	case <-g.open:
	default:
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-g.open:
		case g.turn <- struct{}{}:
			alone = true
		case <-timer.C:
			return false, errStillWaiting
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	if refused := g.refused.Load(); refused != nil {
		g.leave(alone, nil)
		return false, refused
	}
	return alone, nil
}

// out notes that an attempt which is alone is sent, until back is called.
func (g *gate) out() (back func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.since = time.Now()
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.spent, g.since = g.spent+time.Since(g.since), time.Time{}
	}
}

// waited is how long attempts have been out alone by now.
func (g *gate) waited() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.since.IsZero() {
		return g.spent
	}
	return g.spent + time.Since(g.since)
}

// leave tells the gate how an attempt went; failure is nil when it was not made.
func (g *gate) leave(alone bool, failure *Error) {
	switch {
	case failure == nil:
	case failure.Status.RefusesAccount():
		refused := *failure
		g.refused.CompareAndSwap(nil, &refused)
		g.once.Do(func() { close(g.open) })
	case failure.takesAccount():
		g.once.Do(func() { close(g.open) })
	}
	if alone {
		<-g.turn
	}
}

// takesAccount tells whether an answer shows that the API takes the credentials.
func (e *Error) takesAccount() bool {
	if e.Status == StatusSuccess {
		return e.Err == nil
	}
	switch e.Status {
	case StatusTimestampExpired, StatusSystem, StatusTooFrequent: // a limit may be in front of the check
		return false
	default:
		return e.Status.isDocumented()
	}
}

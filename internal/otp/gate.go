package otp

import (
	"context"
	"sync"
	"sync/atomic"
)

// gate keeps one wrong key from being tried by every worker, which may lock
// the account. Until an answer shows that the API takes the credentials, calls
// go out one at a time; once it has refused the account, none goes out at all.
type gate struct {
	turn    chan struct{} // holds the attempt that is out alone
	open    chan struct{} // closed when attempts need not wait for each other
	once    sync.Once
	refused atomic.Pointer[Error]
}

func newGate() *gate { return &gate{turn: make(chan struct{}, 1), open: make(chan struct{})} }

// enter waits until an attempt may go out, and fails with the API's refusal if
// there has been one. An attempt that is alone has to leave before the next enters.
func (g *gate) enter(ctx context.Context) (alone bool, err error) {
	select {
	case <-g.open:
	default:
		select {
		case <-g.open:
		case g.turn <- struct{}{}:
			alone = true
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
	return e.Status.isDocumented() && e.Status != StatusTimestampExpired && e.Status != StatusSystem
}

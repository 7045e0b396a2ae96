package otp

import (
	"context"
	"sync/atomic"
	"time"
)

// interruptGrace is how long a write that is under way may take after an
// interrupt. CI systems follow their first signal by SIGTERM or SIGKILL some 7
// seconds later, and the state is yet to be saved by then.
const interruptGrace = 5 * time.Second

// graceful returns a context for a write, which must not be cut off while the
// API carries it out. Before anything was sent it ends with ctx, and after
// that not earlier than interruptGrace later.
func graceful(ctx context.Context, sent *atomic.Bool) (context.Context, context.CancelFunc) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if sent.Load() && (systemTime{}).Sleep(detached, interruptGrace) != nil {
			return
		}
		cancel()
	})
	return detached, func() { stop(); cancel() }
}

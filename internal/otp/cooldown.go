package otp

import (
	"context"
	"sync"
	"time"
)

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

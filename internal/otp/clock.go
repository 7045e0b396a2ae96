package otp

import (
	"context"
	"sync"
	"time"
)

// SameTime is how far the API's clock and ours may be apart to count as equal.
const SameTime = 30 * time.Second

// clock hands out the timestamps that attempts are signed with.
//
// A signature is only as unique as its second, and the API reference does not
// say whether one is taken twice. So an attempt that is refused as expired
// although the clock is right is repeated once, in a second of its own.
type clock struct {
	now func() time.Time

	mu       sync.Mutex
	reserved int64 // newest second handed out for one attempt alone
	wrong    bool  // the last attempt in a second of its own was refused
}

// timestamp returns the Unix second to sign an attempt with. With alone it
// waits for a second that no other attempt is repeated in.
func (c *clock) timestamp(ctx context.Context, alone bool) (int64, error) {
	now := c.now()
	if !alone {
		return now.Unix(), nil
	}
	c.mu.Lock()
	c.reserved = max(now.Unix(), c.reserved) + 1
	second := c.reserved
	c.mu.Unlock()
	return second, sleep(ctx, time.Unix(second, 0).Sub(now))
}

// worthSigningAgain tells whether an attempt refused as expired may pass when
// it is signed anew: not if the API's Date shows that our clock is off, and
// not if a fresh signature has just been refused.
func (c *clock) worthSigningAgain(failure *Error) bool {
	if skew, known := failure.Skew(); known {
		return skew.Abs() <= SameTime
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.wrong
}

// answered records how the API took an attempt's timestamp.
func (c *clock) answered(alone, expired bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if alone || !expired {
		c.wrong = expired
	}
}

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
// An attempt that is refused as expired is signed again, once. It is signed by
// the API's own time, if an answer has told it, and in a second of its own. Two
// attempts in one second have the same signature, and the API reference does
// not say whether one is taken twice.
type clock struct {
	time    Time
	trusted bool // nobody on the way can have changed what answers tell

	mu       sync.Mutex
	offset   time.Duration // how far the API's clock is ahead of ours
	proven   time.Duration // the offset that the API took last, 0 before that
	first    int64         // of the seconds handed out for one attempt each, as long as they follow each other
	reserved int64         // newest of them
	wrong    bool          // the last attempt in a second of its own was refused
}

// resign says whether and how an attempt that was refused as expired is signed again.
type resign int

const (
	resignNot   resign = iota
	resignNow          // the old signature was made by a wrong clock, or is old
	resignAlone        // in a second of its own
)

// stamp is what an attempt is signed with.
type stamp struct {
	second int64         // Unix time
	offset time.Duration // of the clock that it is from
}

// now is the API's time, or this machine's while that is not known.
func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time.Now().Add(c.offset)
}

// skew is how far the API's clock is ahead of ours, 0 as long as nobody had to care.
func (c *clock) skew() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// timestamp returns what to sign an attempt with. With alone it
// waits for a second that no other attempt is repeated in.
func (c *clock) timestamp(ctx context.Context, alone bool) (stamp, error) {
	signed, wait := c.take(alone)
	if !alone {
		return signed, nil
	}
	return signed, c.time.Sleep(ctx, wait)
}

// take returns the second to sign with, which is none that another attempt was
// given alone, and how long it is until then.
func (c *clock) take(alone bool) (stamp, time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.time.Now().Add(c.offset)
	second := now.Unix()
	if alone {
		if c.reserved < second {
			c.first = second + 1
		}
		c.reserved = max(second, c.reserved) + 1
		return stamp{c.reserved, c.offset}, time.Unix(c.reserved, 0).Sub(now)
	}
	if c.first <= second && second <= c.reserved {
		second = c.first - 1
	}
	return stamp{second, c.offset}, 0
}

// accepted learns from an answer that took the timestamp: the clock of this
// machine may have been set, or the offset been learned from a stray answer.
func (c *clock) accepted(date, now time.Time, signed time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrong = false
	isCurrent := signed == c.offset
	if c.offset != 0 {
		c.learn(date, now)
	}
	if isCurrent {
		c.proven = c.offset
	}
}

// expired learns from an answer that refused the timestamp, and tells how the
// attempt may be repeated. The date is zero if the API did not tell; now is
// when it came, by this machine.
func (c *clock) expired(date, now time.Time, signed stamp, how resign) resign {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.wrong
	if how == resignAlone {
		c.wrong = true
	}
	second := time.Unix(signed.second, 0)
	if how != resignNot && signed.offset == c.offset && c.offset != c.proven {
		c.offset, c.reserved = c.proven, 0 // the date was not the time that the API goes by
		if date.IsZero() || date.Sub(second).Abs() <= SameTime {
			return resignNot
		}
	}
	if date.IsZero() {
		if before {
			return resignNot
		}
		return resignAlone
	}
	c.learn(date, now)
	switch {
	case date.Sub(now.Add(c.offset)).Abs() > SameTime:
		return resignNot // the answer cannot be trusted, and our own time will not do
	case date.Sub(second).Abs() > SameTime:
		return resignNow
	}
	return resignAlone
}

// learn takes over the API's time, but for differences that a date in whole
// seconds and the way of an answer make.
func (c *clock) learn(date, now time.Time) {
	const slack = 2 * time.Second
	if date.IsZero() || !c.trusted {
		return
	}
	offset := date.Sub(now)
	if offset.Abs() <= slack {
		offset = 0
	}
	change := (offset - c.offset).Abs()
	if change > SameTime {
		c.reserved = 0 // seconds of another time are no matter of this one
	}
	if change > slack || offset == 0 {
		c.offset = offset
	}
}

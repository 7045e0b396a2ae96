package otp

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// attempt sends a call once, with a signature of its own, and returns the data of its answer.
// It is not sent if an earlier answer speaks against that, or after an interrupt.
func (c *Client) attempt(ctx context.Context, call call, body []byte, number int, resigned resign) (json.RawMessage, *Error) {
	failure := c.failure(call, NotSent, nil)
	failure.Attempts = number
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return nil, failure.notSent(ctx.Err())
	}
	alone, err := c.gate.enter(ctx, c.requestTimeout)
	if err != nil {
		failure = failure.notSent(err)
		if failure.passing = ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded); failure.passing {
			c.breaker.failed(*failure)
		}
		return nil, failure
	}
	var made *Error
	// The last thing that happens, so that the next attempt knows of it all.
	defer func() { c.gate.leave(alone, made) }()
	signed, err := c.ready(ctx, resigned)
	if err != nil {
		return nil, failure.notSent(err)
	}
	started := time.Now()
	if alone {
		defer c.gate.out()()
	}
	failure.offset = signed.offset
	data := c.exchange(ctx, call, body, signed.second, failure)
	made = failure
	if failure.Status == StatusTimestampExpired {
		failure.resign = c.clock.expired(failure.ServerTime, failure.LocalTime, signed, resigned)
	}
	c.tellAll(failure, number)
	report := Attempt{
		Method: call.method, Route: call.route, Number: number, HTTP: failure.HTTPStatus,
		Status: failure.Status, Outcome: failure.Outcome, Duration: time.Since(started),
	}
	if failure.Err == nil {
		report.Outcome = Done
		failure = nil
	}
	c.trace(ctx, report)
	return data, failure
}

// tellAll hands on to all calls what an attempt has met.
func (c *Client) tellAll(failure *Error, number int) {
	isPause := failure.asksToPause()
	switch {
	case failure.retryAfter > 0:
		c.cooldown.start(failure.retryAfter, *failure)
	case isPause:
		c.cooldown.start(backoff(number), *failure)
	}
	switch {
	case failure.passing && !isPause:
		c.breaker.failed(*failure)
	case failure.HTTPStatus != 0:
		c.breaker.answered()
	}
}

// ready waits until an attempt may be made, and returns what to sign it with.
func (c *Client) ready(ctx context.Context, resigned resign) (signed stamp, err error) {
	for {
		if err := c.cooldown.wait(ctx); err != nil {
			return stamp{}, err
		}
		if err := c.keepRate(ctx); err != nil {
			return stamp{}, err
		}
		if signed, err = c.clock.timestamp(ctx, resigned == resignAlone); err != nil {
			return stamp{}, err
		}
		// While this attempt waited, others may have met what speaks against it.
		if refused := c.gate.refused.Load(); refused != nil {
			return stamp{}, refused
		}
		if failure := c.breaker.open(); failure != nil {
			return stamp{}, failure
		}
		if left, _ := c.cooldown.left(); left <= 0 {
			return signed, nil
		}
	}
}

// keepRate waits for the rate limit. The limiter's own wait fails at once if the
// context would end before its turn, with an error that tells a user nothing.
func (c *Client) keepRate(ctx context.Context) error {
	now := c.time.Now()
	turn := c.limiter.ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait <= 0 {
		return ctx.Err()
	}
	err := c.time.Sleep(ctx, wait)
	if err != nil {
		turn.CancelAt(c.time.Now())
	}
	return err
}

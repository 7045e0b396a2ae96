package otp

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// attempt sends a call once, signed anew, and returns the data of its answer.
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
	alone, err := c.admit(ctx)
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
	timestamp, err := c.ready(ctx, resigned)
	if err != nil {
		return nil, failure.notSent(err)
	}
	started := time.Now()
	data := c.exchange(ctx, call, body, timestamp, failure)
	made = failure
	if failure.Status == StatusTimestampExpired {
		failure.resign = c.clock.expired(failure.ServerTime, failure.LocalTime, timestamp, resigned)
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

// admit waits at the gate for as long as an answer may take: those that come
// one by one while the API is silent fail together, and not one after the other.
func (c *Client) admit(ctx context.Context) (alone bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.requestTimeout)
	defer cancel()
	return c.gate.enter(ctx)
}

// tellAll hands on to all calls what an attempt has met.
func (c *Client) tellAll(failure *Error, number int) {
	isRateLimited := errors.Is(failure, ErrRateLimited)
	switch {
	case failure.retryAfter > 0:
		c.cooldown.start(failure.retryAfter, *failure)
	case isRateLimited:
		c.cooldown.start(backoff(number), *failure)
	}
	switch {
	case failure.passing && !isRateLimited:
		c.breaker.failed(*failure)
	case failure.HTTPStatus != 0:
		c.breaker.answered()
	}
}

// ready waits until an attempt may be made, and returns the timestamp to sign it with.
func (c *Client) ready(ctx context.Context, resigned resign) (timestamp int64, err error) {
	for {
		if err := c.cooldown.wait(ctx); err != nil {
			return 0, err
		}
		if err := c.limiter.Wait(ctx); err != nil {
			return 0, err //nolint:wrapcheck // it is shown as the attempt's own
		}
		if timestamp, err = c.clock.timestamp(ctx, resigned == resignAlone); err != nil {
			return 0, err
		}
		// While this attempt waited, others may have met what speaks against it.
		if refused := c.gate.refused.Load(); refused != nil {
			return 0, refused
		}
		if failure := c.breaker.open(); failure != nil {
			return 0, failure
		}
		if left, _ := c.cooldown.left(); left <= 0 {
			return timestamp, nil
		}
	}
}

package otp

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// interrupted makes a call and interrupts it after a second. It returns how
// long the call took from then on.
func interrupted(t *testing.T, client *Client, call verb) (time.Duration, error) {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var at time.Time
	time.AfterFunc(time.Second, func() {
		at = time.Now()
		interrupt()
	})
	err := call(ctx, client)
	if at.IsZero() {
		t.Fatalf("the call was over before the interrupt: %v", err)
	}
	return time.Since(at), err
}

// TestInterruptAwaitsAWrite has the API take its time for a write that is under way.
func TestInterruptAwaitsAWrite(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]verb{"create": create, "update": update} {
		for _, takes := range []time.Duration{4 * time.Second, interruptGrace + time.Second - 1} {
			t.Run(name+" of "+takes.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, after(takes, succeed))
					if took, err := interrupted(t, server.client(t), call); err != nil || took != takes-time.Second {
						t.Errorf("error = %v after %s", err, took)
					}
				})
			})
		}
	}
}

// TestInterruptedWriteIsNotRepeated awaits the answer, and leaves it at that.
func TestInterruptedWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"503":  answerHTTP(503, "text/plain", ""),
		"-16":  answerStatus(StatusTimestampExpired),
		"-18":  answerStatus(StatusSystem),
		"429":  answerHTTP(tooMany, "text/plain", ""),
		"cut":  cut,
		"HTML": answerHTTP(200, "text/html", "<html>"),
	} {
		for verb, call := range map[string]verb{"create": create, "update": update} {
			t.Run(name+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, after(4*time.Second, handler), succeed)
					took, err := interrupted(t, server.client(t, retries(10)), call)
					if failure, ok := errors.AsType[*Error](err); !ok || failure.Attempts != 1 || errors.Is(err, context.Canceled) {
						t.Errorf("error = %v, want what the one attempt came to", err)
					}
					if got := len(server.requests()); got != 1 || took != 3*time.Second {
						t.Errorf("%d requests, the last %s after the interrupt", got, took)
					}
				})
			})
		}
	}
}

// TestInterruptedWriteEnds has the API never answer: the write ends with its
// grace, or with its own timeout if that comes first.
func TestInterruptedWriteEnds(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]verb{"create": create, "update": update} {
		for timeout, want := range map[time.Duration]struct {
			took  time.Duration
			cause error
		}{
			time.Minute:     {interruptGrace, context.Canceled},
			3 * time.Second: {2 * time.Second, context.DeadlineExceeded},
		} {
			t.Run(name+" with a timeout of "+timeout.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, stall)
					client := server.client(t, func(c *Config) { c.RequestTimeout = timeout })
					took, err := interrupted(t, client, call)
					failure{want.cause, Unknown, 1}.check(t, err, server)
					if took != want.took {
						t.Errorf("ended %s after the interrupt, want %s", took, want.took)
					}
				})
			})
		}
	}
}

func TestInterruptEndsAReadAtOnce(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]verb{"read": read, "list": list} {
		for fault, handler := range map[string]http.HandlerFunc{"no answer": stall, "a byte a second": drip} {
			t.Run(name+" "+fault, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, handler)
					took, err := interrupted(t, server.client(t), call)
					failure{context.Canceled, Unknown, 1}.check(t, err, server)
					if took != 0 {
						t.Errorf("ended %s after the interrupt", took)
					}
				})
			})
		}
	}
}

// TestNothingIsSentAfterAnInterrupt interrupts each call in each of its waits.
func TestNothingIsSentAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	busy := answerHTTP(tooMany, "text/plain", "", "Retry-After", "50")
	for name, test := range map[string]struct {
		handlers []http.HandlerFunc
		prepare  func(*testing.T, *Client)
		config   func(*Config)
		requests int
	}{
		"connection": {
			prepare: func(t *testing.T, c *Client) {
				t.Helper()
				connect(t, c, func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() })
			},
		},
		"own pause":   {handlers: []http.HandlerFunc{busy, succeed}, requests: 1},
		"another's":   {prepare: func(_ *testing.T, c *Client) { c.cooldown.start(50*time.Second, Error{}) }},
		"rate limit":  {prepare: func(_ *testing.T, c *Client) { c.limiter.Allow() }, config: func(c *Config) { c.RequestsPerSecond = 0.01 }},
		"gate":        {prepare: func(_ *testing.T, c *Client) { c.gate.turn <- struct{}{} }},
		"own second":  {handlers: []http.HandlerFunc{answerStatus(StatusTimestampExpired), succeed}, prepare: reserveSeconds, requests: 1},
		"before call": {prepare: func(_ *testing.T, _ *Client) { time.Sleep(2 * time.Second) }},
	} {
		for verb, call := range verbs() {
			t.Run(name+" "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					server := newMemoryServer(t, append(test.handlers, succeed)...)
					client := server.client(t, retries(10), func(c *Config) {
						if test.config != nil {
							test.config(c)
						}
					})
					took, err := interrupted(t, client, func(ctx context.Context, c *Client) error {
						if test.prepare != nil {
							test.prepare(t, c)
						}
						if name == "before call" {
							defer func(at time.Time) {
								if !time.Now().Equal(at) {
									t.Error("the call waited")
								}
							}(time.Now())
						}
						return call(ctx, c)
					})
					failure, ok := errors.AsType[*Error](err)
					if got := len(server.requests()); !ok || got != test.requests {
						t.Fatalf("%d requests, %v; want %d", got, err, test.requests)
					}
					if test.requests == 0 && (failure.Outcome != NotSent || !errors.Is(err, context.Canceled)) {
						t.Errorf("error = %v, %s; want an interrupt before anything was sent", err, failure.Outcome)
					}
					if test.requests == 1 && (failure.Outcome != Refused || errors.Is(err, context.Canceled)) {
						t.Errorf("error = %v, %s; want what the attempt before the interrupt came to", err, failure.Outcome)
					}
					if took != 0 && name != "before call" {
						t.Errorf("ended %s after the interrupt", took)
					}
				})
			})
		}
	}
}

// reserveSeconds makes the next attempt that needs a second of its own wait for it.
func reserveSeconds(_ *testing.T, c *Client) {
	c.clock.first, c.clock.reserved = time.Now().Unix()+1, time.Now().Unix()+50
}

// TestInterruptEndsTheBackoff interrupts the first wait before a repeat.
func TestInterruptEndsTheBackoff(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]verb{"update": update, "read": read, "list": list} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, answerHTTP(503, "text/plain", ""))
				// The waits are random, so that some are over before the interrupt; all of them are not.
				took, err := interrupted(t, server.client(t, retries(MaxRetriesLimit)), call)
				if requests := len(server.requests()); !errors.Is(err, ErrHTTPStatus) || requests > MaxRetriesLimit || took != 0 {
					t.Errorf("%v after %d requests, %s after the interrupt", err, requests, took)
				}
			})
		})
	}
}

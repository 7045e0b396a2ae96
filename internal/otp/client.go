// Package otp is a client for ITNIO Tech's OTP API. It has one short method per
// endpoint on top of one pipeline that limits, signs, sends, bounds, decodes
// and, where that is safe, repeats a call.
//
// A call is repeated only when a repeat can do no harm. Reads and updates say
// the same thing twice and may be sent again after any passing fault. A create
// carries no idempotency key and what it makes can never be deleted, so it is
// sent again only when the first attempt provably changed nothing. Either it
// never left this machine, or the answer proves that it was turned away.
// Error.Outcome tells the caller which of these it was.
//
// All calls of a client stand together: one limit, one pause when the API asks
// for one, one count of failures, one clock, and one refusal of the account.
package otp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// Defaults of Config.
const (
	// DefaultBaseURL is the address in the API reference, "Transport".
	DefaultBaseURL = "https://api.itniotech.com/otp"
	// DefaultRequestTimeout bounds one attempt, from dialling to the last byte.
	DefaultRequestTimeout = 30 * time.Second
	// DefaultMaxRetries is how often a call is repeated after its first attempt.
	DefaultMaxRetries = 4
	// MaxRetriesLimit is the most repeats that Config accepts.
	MaxRetriesLimit = 10
)

// Bounds of one answer, in bytes after decompression.
const (
	maxObjectBytes = 4 << 20
	maxListBytes   = 32 << 20
)

// Config says how to reach the API. Only the credentials are required.
type Config struct {
	// BaseURL is the API's address, DefaultBaseURL when empty. See CheckBaseURL.
	BaseURL string
	// AllowInsecureHTTP permits a plain http base URL that is not loopback.
	AllowInsecureHTTP bool
	// APIKey and APISecret sign every attempt. See CheckCredential.
	APIKey, APISecret Secret
	// CredentialSources says in a sentence where APIKey and APISecret are from, "" if there is nothing to say. It goes into
	// each Error as it is.
	CredentialSources string
	// UserAgent is sent with every attempt.
	UserAgent string
	// RequestTimeout bounds one attempt, DefaultRequestTimeout when zero.
	RequestTimeout time.Duration
	// MaxRetries is how often a call may be repeated, 0 to MaxRetriesLimit.
	MaxRetries int
	// RequestsPerSecond limits all calls of the client together; 0 is no limit.
	RequestsPerSecond float64
	// Time is what calls are signed by and wait by, that of this machine when nil.
	Time Time
	// FingerprintIterations is how slow Fingerprint is, DefaultFingerprintIterations when zero.
	FingerprintIterations int
	// Trace, when set, is told about every finished attempt.
	Trace func(context.Context, Attempt)
	// Wrap, when set, is put around what sends requests, and sees them with their answers as they are: for tests and for a
	// tool that looks at the answers themselves. It must not log them.
	Wrap func(http.RoundTripper) http.RoundTripper
	// TraceOdd, when set, is told about fields of an answer that could not be read, by the route.
	TraceOdd func(context.Context, string, Odd)
}

// Attempt is what may be logged about one attempt: no header, body, id or address.
type Attempt struct {
	Method   string        // HTTP method
	Route    string        // path with its element still in braces, as in the API reference
	Number   int           // counted from 1
	HTTP     int           // HTTP status, 0 when there was no answer
	Status   Status        // the envelope's, StatusSuccess when there was none
	Outcome  Outcome       // Done for a success
	Duration time.Duration // from the attempt's first byte to its last
}

// Client calls the API for one account. It is safe for concurrent use.
type Client struct {
	baseURL               *url.URL
	key, secret           Secret
	credentialSources     string
	userAgent             string
	requestTimeout        time.Duration
	maxRetries            int
	limiter               *rate.Limiter
	time                  Time
	cooldown              *cooldown
	breaker               *breaker
	slots                 chan struct{} // one for each attempt that may be out
	gate                  *gate
	clock                 *clock
	fingerprintIterations int
	trace                 func(context.Context, Attempt)
	balanceRoute          *atomic.Pointer[string] // where the balance is, nil until that is known
	traceOdd              func(context.Context, string, Odd)
	pooled                *pool
	fresh                 *http.Client
}

// setDefaults fills in what a caller need not decide.
func (config *Config) setDefaults() {
	if config.Time == nil {
		config.Time = systemTime{}
	}
	if config.FingerprintIterations == 0 {
		config.FingerprintIterations = DefaultFingerprintIterations
	}
	if config.Trace == nil {
		config.Trace = func(context.Context, Attempt) {}
	}
	if config.TraceOdd == nil {
		config.TraceOdd = func(context.Context, string, Odd) {}
	}
}

// New checks the configuration and returns a client. It makes no call.
func New(config Config) (*Client, error) {
	if config.BaseURL == "" {
		config.BaseURL = DefaultBaseURL
	}
	base, err := parseBaseURL(config.BaseURL, config.AllowInsecureHTTP)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	if err := CheckCredential(config.APIKey.reveal()); err != nil {
		return nil, fmt.Errorf("API key: %w", err)
	}
	if err := CheckCredential(config.APISecret.reveal()); err != nil {
		return nil, fmt.Errorf("API secret: %w", err)
	}
	if config.RequestTimeout < 0 {
		return nil, errors.New("request timeout: must be positive")
	}
	if config.RequestTimeout == 0 {
		config.RequestTimeout = DefaultRequestTimeout
	}
	if config.MaxRetries < 0 || config.MaxRetries > MaxRetriesLimit {
		return nil, fmt.Errorf("max retries: must be between 0 and %d", MaxRetriesLimit)
	}
	limit := rate.Inf
	if config.RequestsPerSecond < 0 {
		return nil, errors.New("requests per second: must be positive")
	} else if config.RequestsPerSecond > 0 {
		limit = rate.Limit(config.RequestsPerSecond)
	}
	config.setDefaults()
	return &Client{
		baseURL:               base,
		key:                   config.APIKey,
		secret:                config.APISecret,
		credentialSources:     config.CredentialSources,
		userAgent:             config.UserAgent,
		requestTimeout:        config.RequestTimeout,
		maxRetries:            config.MaxRetries,
		limiter:               rate.NewLimiter(limit, 1),
		time:                  config.Time,
		cooldown:              &cooldown{time: config.Time},
		breaker:               &breaker{time: config.Time},
		slots:                 make(chan struct{}, maxConnections),
		gate:                  newGate(),
		clock:                 &clock{time: config.Time, trusted: base.Scheme == "https" || isLoopback(base.Hostname())},
		fingerprintIterations: config.FingerprintIterations,
		trace:                 config.Trace,
		balanceRoute:          new(atomic.Pointer[string]),
		traceOdd:              config.TraceOdd,
		pooled:                newPool(config.wrapped(newHTTPClient(false, config.RequestTimeout))),
		fresh:                 config.wrapped(newHTTPClient(true, config.RequestTimeout)),
	}, nil
}

// wrapped is a sender as the configuration wants it.
func (config Config) wrapped(sender *http.Client) *http.Client {
	if config.Wrap != nil {
		sender.Transport = config.Wrap(sender.Transport)
	}
	return sender
}

// call is one request to an endpoint, independent of how often it is attempted.
type call struct {
	method string
	route  string // as in the API reference, with the id's place in braces
	id     string // the path element that replaces the braces
	body   any    // nil for none
	create bool   // must not be repeated after an unknown outcome
	reads  bool   // changes nothing, with any method
	limit  int64  // bytes of the answer, maxObjectBytes when zero

	under *url.URL // what the route lies below, the base URL when nil
	whole bool     // the data of the answer is the envelope itself
}

// writes tells whether the call may change something.
func (c call) writes() bool { return c.method != http.MethodGet && !c.reads }

// lists tells whether the call reads all objects of a kind.
func (c call) lists() bool { return c.limit == maxListBytes }

// do runs a call to its end and returns the data of a successful answer, which
// is nil when the answer had none. Every error is an *Error.
func (c *Client) do(ctx context.Context, call call) (json.RawMessage, error) {
	var body []byte
	if call.body != nil {
		var err error
		if body, err = json.Marshal(call.body); err != nil {
			return nil, c.failure(call, NotSent, err)
		}
	}
	var past past
	for number := 1; ; number++ {
		data, failure := c.attempt(ctx, call, body, number, past.resigned)
		if failure == nil {
			return data, nil
		}
		if past.failure != nil && errors.Is(failure, context.Canceled) && failure.Attempts < number {
			return nil, past.failure // an interrupt explains less than what it cut short
		}
		// What an earlier attempt may have done, a later failure does not undo.
		past.unknown = past.unknown || failure.Outcome == Unknown
		if past.unknown {
			failure.Outcome = Unknown
		}
		past.failure = failure
		if !c.again(ctx, call, &past) {
			return nil, failure
		}
	}
}

// past is what became of a call's attempts so far.
type past struct {
	failure  *Error // of the last one
	unknown  bool   // one of them may have taken effect
	repeats  int
	resigned resign
}

// again tells whether a call is attempted once more, and waits until then.
func (c *Client) again(ctx context.Context, call call, past *past) bool {
	failure := past.failure
	if past.resigned == resignNot && failure.resign != resignNot {
		past.resigned = failure.resign
		return true
	}
	if past.repeats >= c.maxRetries || !call.repeatable(failure, past.repeats) || c.breaker.open() != nil {
		return false
	}
	past.repeats++
	if failure.retryAfter > 0 || failure.asksToPause() {
		return true // the pause that all calls keep is the wait
	}
	return c.time.Sleep(ctx, backoff(past.repeats)) == nil
}

// repeatable tells whether another attempt may help and can do no harm.
func (c call) repeatable(failure *Error, repeats int) bool {
	if !failure.passing || failure.retryAfter > maxRetryAfter {
		return false
	}
	// HTML comes from something in the way, which one more look tells from a hiccup. One more also tells a dead
	// connection from an API that hangs: all that a kind has wait for its list.
	isEnough := errors.Is(failure, ErrHTML) || c.lists() && failure.Outcome == Unknown && errors.Is(failure, context.DeadlineExceeded)
	if isEnough && repeats > 0 {
		return false
	}
	return !c.create || failure.Outcome != Unknown
}

// WaitToRepeat waits as between two attempts, for a caller that wants to send
// once more what the client itself must not repeat. False says not to: after an
// interrupt, where repeats are switched off, when too many calls have failed,
// and after a redirect, which the next attempt would get as well.
func (c *Client) WaitToRepeat(ctx context.Context, failed error) bool {
	return c.maxRetries > 0 && !errors.Is(failed, ErrRedirect) && c.breaker.open() == nil && c.time.Sleep(ctx, backoff(1)) == nil
}

// RequestTimeout bounds one attempt.
func (c *Client) RequestTimeout() time.Duration { return c.requestTimeout }

// Now is the present by the client's time.
func (c *Client) Now() time.Time { return c.time.Now() }

// Sleep waits by the client's time, at most until the context ends, and returns its error if it has.
func (c *Client) Sleep(ctx context.Context, wait time.Duration) error { return c.time.Sleep(ctx, wait) }

// ClockSkew returns how far the API's clock is ahead of this machine's
// (negative when it is behind), if calls had to be signed by it, else 0.
func (c *Client) ClockSkew() time.Duration { return c.clock.skew() }

// failure describes a call that failed in its first attempt.
func (c *Client) failure(call call, outcome Outcome, err error) *Error {
	return &Error{Method: call.method, Route: call.route, Host: c.baseURL.Host, CredentialSources: c.credentialSources, Attempts: 1, Outcome: outcome, Err: err}
}

// misunderstood reports an answer whose envelope said success and whose data
// contradicts that, so that what the API did is not known.
func (c *Client) misunderstood(call call, err error) *Error {
	failure := c.failure(call, Unknown, err)
	failure.HTTPStatus = http.StatusOK
	if call.writes() {
		failure.Outcome = Done
	}
	return failure
}

// decode reads the data of an answer into T. Data that is not a T makes the
// whole answer one that cannot be understood.
func decode[T any](c *Client, call call, data json.RawMessage) (T, error) {
	var value T
	if odd := fill(reflect.ValueOf(&value).Elem(), data, dataPath); len(odd) > 0 {
		return value, c.misunderstood(call, fmt.Errorf("%w: %w", ErrMalformed, OddError(odd)))
	}
	return value, nil
}

// dataPath is where the data of an answer stands.
const dataPath = "data"

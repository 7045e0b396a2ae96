package otp

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Outcome says what a failed call may have changed.
type Outcome string

const (
	// NotSent means that nothing reached the API.
	NotSent Outcome = "not sent"
	// Refused means that the API, or something before it, turned the call away.
	Refused Outcome = "refused"
	// Unknown means that the call may or may not have taken effect.
	Unknown Outcome = "unknown"
	// Done means that the API reported the success of a write, but its answer
	// lacks something needed, such as the id of what was created.
	Done Outcome = "done"
)

// IsUnknown tells whether a failed write may have taken effect.
func IsUnknown(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && (failure.Outcome == Unknown || failure.Outcome == Done)
}

// IsDone tells whether the API reported success, even if its answer lacks the object.
func IsDone(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return err == nil || ok && failure.Outcome == Done
}

// IsNotSent tells whether a call was not even made.
func IsNotSent(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Outcome == NotSent
}

// IsRejected tells whether the API rejects what a call says or names: -22 and -24
// both may mean that an object it names does not exist.
func IsRejected(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.Status.isNotThere()
}

// Causes that an *Error may wrap, next to a Status and the errors of net,
// crypto/tls, crypto/x509 and context.
var (
	// ErrHTML is an answer in HTML, which the API never gives.
	ErrHTML = errors.New("answered with HTML")
	// ErrHTTPStatus is an HTTP status other than the 200 of every answer of the API.
	ErrHTTPStatus = errors.New("unexpected HTTP status")
	// ErrMalformed is an answer that is not the API's envelope, or not all of it.
	ErrMalformed = errors.New("answer not understood")
	// ErrNoData is a success without the data that it has to carry.
	ErrNoData = errors.New("answered success without data")
	// ErrNotFound is the API's way to say that no object has the id asked for.
	ErrNotFound = errors.New("not found")
	// ErrProxy is a proxy that cannot be reached or does not let the call through.
	ErrProxy = errors.New("proxy")
	// ErrProxyAuth is a proxy that asks for a user name and password.
	ErrProxyAuth = errors.New("proxy authentication required")
	// ErrRateLimited is HTTP 429.
	ErrRateLimited = errors.New("too many requests")
	// ErrRedirect is a redirect, which is never followed: the headers would sign calls to any host that it names.
	ErrRedirect = errors.New("redirected")
	// ErrTooLarge is an answer beyond the bound of its endpoint.
	ErrTooLarge = errors.New("answer too large")
)

// Error is a call that failed for good. It holds no credential, and of what
// the API answered only its status and its cleaned reason.
type Error struct {
	// Method and Route name the endpoint as the API reference does.
	Method, Route string
	// Host is the base URL's host, with its port if it names one.
	Host string
	// CredentialSources is that of the Config.
	CredentialSources string
	// Attempts is how often the call was attempted. It is 0 for a call that was
	// not made because of how an earlier one was answered.
	Attempts int
	// GaveUp tells that it was not made because too many earlier ones failed like this.
	GaveUp bool
	// Outcome says what the call may have changed.
	Outcome Outcome
	// HTTPStatus is 0 when there was no answer.
	HTTPStatus int
	// Status is the envelope's, StatusSuccess when there was no envelope.
	Status Status
	// Reason is the envelope's, without control characters, and not longer than 300 characters.
	Reason string
	// ServerTime is the answer's Date, zero when the API did not tell, and
	// LocalTime the time of this machine when it came.
	ServerTime, LocalTime time.Time
	// Err is the cause.
	Err error

	passing    bool          // another attempt may fare better
	retryAfter time.Duration // what the answer asked for
	resign     resign        // how to sign again what was refused as expired
	offset     time.Duration // of the clock that signed the attempt
}

// Error names the endpoint, how often it was attempted and the cause.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s: %v", e.Method, e.Route, e.Err)
	if e.Reason != "" {
		fmt.Fprintf(&text, ": %s", e.Reason)
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&text, " (after %d attempts)", e.Attempts)
	}
	return text.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// RetryAfter returns the wait that the API asked for, 0 if it asked for none.
func (e *Error) RetryAfter() time.Duration { return e.retryAfter }

// asksToPause tells whether the API turned the attempt away because there are too many.
func (e *Error) asksToPause() bool {
	return errors.Is(e.Err, ErrRateLimited) || e.Status == StatusTooFrequent
}

// Skew returns how far the API's clock is ahead of this machine's (negative
// when it is behind), and false if the API did not tell.
func (e *Error) Skew() (time.Duration, bool) {
	if e.ServerTime.IsZero() || e.LocalTime.IsZero() {
		return 0, false
	}
	return e.ServerTime.Sub(e.LocalTime), true
}

// notSent makes the failure that of an attempt which was not made. What an
// earlier call was told, this one tells as its own.
func (e *Error) notSent(cause error) *Error {
	attempts := e.Attempts - 1
	if earlier, ok := errors.AsType[*Error](cause); ok {
		method, route := e.Method, e.Route
		*e = *earlier
		e.Method, e.Route, e.passing = method, route, false
	} else {
		e.Err = cause
	}
	e.Attempts, e.Outcome = attempts, NotSent
	return e
}

const maxReasonRunes = 300

// cleanReason makes a text from outside fit for a terminal. It drops invalid
// characters, control characters and format characters, such as bidirectional
// overrides. Several spaces become one, and credentials are hidden. What is too
// long is cut between two characters.
func (c *Client) cleanReason(text, signature string) string {
	// Bounded before it is walked: a reason may be a megabyte.
	if limit := maxReasonRunes * 16; len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "")
	}
	text = strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case unicode.In(char, unicode.C) || char == unicode.ReplacementChar:
			return -1
		}
		return char
	}, text)
	runes := []rune(c.scrub(strings.Join(strings.Fields(text), " "), signature))
	if len(runes) > maxReasonRunes {
		runes = append(runes[:maxReasonRunes:maxReasonRunes], '…')
	}
	return string(runes)
}

// tamed is an error whose text is fit for a terminal.
type tamed struct {
	error
	text string
}

// tame cleans the text of an error from elsewhere: net/http quotes what it
// cannot read of an answer, which may hold anything that it was sent.
func (c *Client) tame(err error, signature string) error {
	return tamed{err, c.cleanReason(err.Error(), signature)}
}

// Error is the clean text.
func (t tamed) Error() string { return t.text }

// Unwrap returns the error itself.
func (t tamed) Unwrap() error { return t.error }

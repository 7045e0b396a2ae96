package otp

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// understand reads an answer: its HTTP status first, its envelope then.
func (c *Client) understand(response *http.Response, text []byte, signature string, failure *Error) json.RawMessage {
	code := response.StatusCode
	switch {
	case code == http.StatusProxyAuthRequired:
		failure.Outcome, failure.Err = NotSent, ErrProxyAuth
		return nil
	case code == http.StatusTooManyRequests:
		failure.Outcome, failure.Err, failure.passing = Refused, ErrRateLimited, true
		failure.retryAfter = parseRetryAfter(response.Header, c.clock.now())
		return nil
	case code >= 300 && code < 400:
		failure.Err = ErrRedirect
		return nil
	}
	envelope, err := decodeEnvelope(text)
	if err == nil && believed(code, Status(envelope.Status)) {
		return c.judge(envelope, response.Header, signature, failure)
	}
	switch {
	case code >= 500:
		failure.Err, failure.passing = ErrHTTPStatus, true
		failure.retryAfter = parseRetryAfter(response.Header, c.clock.now())
	case isHTML(response.Header, text):
		failure.Err, failure.passing = ErrHTML, code < 400
	case code >= 400:
		failure.Err = ErrHTTPStatus
	default:
		failure.Err, failure.passing = fmt.Errorf("%w: %w", ErrMalformed, err), true
	}
	// Every 4xx but a time-out says that the request was not carried out, unless the API's own envelope says otherwise.
	if code >= 400 && code < 500 && code != http.StatusRequestTimeout && err != nil {
		failure.Outcome = Refused
	}
	return nil
}

// believed tells whether an envelope says what the API did. One that comes with
// the HTTP status of a failure does so only by refusing the call (API reference,
// "Transport").
func believed(code int, status Status) bool {
	switch {
	case code >= 500:
		return status.holdsUnderServerError()
	case code >= 400:
		return status != StatusSuccess && status.outcome() == Refused
	}
	return true
}

// judge reads an envelope.
func (c *Client) judge(envelope envelope, header http.Header, signature string, failure *Error) json.RawMessage {
	status := Status(envelope.Status)
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		date = time.Time{}
	}
	if status != StatusTimestampExpired {
		c.clock.accepted(date, failure.LocalTime, failure.offset)
	}
	if status == StatusSuccess {
		return envelope.Data
	}
	failure.Status, failure.Err = status, status
	failure.Outcome = status.outcome()
	failure.passing = status == StatusSystem || status == StatusTooFrequent
	if status == StatusTooFrequent {
		failure.retryAfter = parseRetryAfter(header, c.clock.now())
	}
	failure.Reason = c.cleanReason(string(envelope.Reason), signature)
	failure.ServerTime = date
	return nil
}

func isHTML(header http.Header, text []byte) bool {
	media, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return media == "text/html" || media == "application/xhtml+xml" ||
		strings.HasPrefix(strings.TrimLeft(string(text[:min(len(text), 64)]), "\ufeff \t\r\n"), "<")
}

// parseRetryAfter reads a Retry-After in seconds or as a date; 0 is none.
func parseRetryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 {
		return time.Duration(min(seconds, 1_000_000)) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil && date.After(now) {
		return date.Sub(now)
	}
	return 0
}

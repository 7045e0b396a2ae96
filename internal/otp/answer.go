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
	case code >= 500:
		failure.Err, failure.passing = ErrHTTPStatus, true
		failure.retryAfter = parseRetryAfter(response.Header, c.clock.now())
		return nil
	}
	envelope, err := decodeEnvelope(text)
	switch {
	case err == nil && (code < 400 || *envelope.Status != Number(StatusSuccess)):
		return c.judge(envelope, response.Header, signature, failure)
	case isHTML(response.Header, text):
		failure.Err, failure.passing = ErrHTML, code < 400
	case code >= 400:
		failure.Err = ErrHTTPStatus
	default:
		failure.Err, failure.passing = fmt.Errorf("%w: %w", ErrMalformed, err), true
	}
	// Every 4xx but a timeout says that the request was not carried out.
	if code >= 400 && code != http.StatusRequestTimeout {
		failure.Outcome = Refused
	}
	return nil
}

// judge reads an envelope.
func (c *Client) judge(envelope envelope, header http.Header, signature string, failure *Error) json.RawMessage {
	status := Status(*envelope.Status)
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		date = time.Time{}
	}
	if status != StatusTimestampExpired {
		c.clock.accepted(date, failure.LocalTime)
	}
	if status == StatusSuccess {
		return envelope.Data
	}
	failure.Status, failure.Err = status, status
	failure.Outcome = status.outcome()
	failure.passing = status == StatusSystem
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

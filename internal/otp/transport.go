package otp

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// maxConnections bounds the attempts that are out at once, whatever Terraform's
// parallelism. Waiting for one of them does not count as waiting for an answer.
const maxConnections = 16

// newHTTPClient returns a client with the environment's proxy and certificate
// settings. A fresh one uses each connection once: a create on a kept
// connection that the server has just closed would be lost without a trace.
//
// The timeout is that of an attempt. net/http goes on to connect after its end:
// a bound of its own, a little later, keeps a stalled connection from staying for ever.
func newHTTPClient(fresh bool, timeout time.Duration) *http.Client {
	timeout += time.Second
	dialer := &net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			OnProxyConnectResponse: proxyAnswered,
			DialContext:            dialer.DialContext,
			// Fresh connections resume a session, which saves the certificates of the handshake.
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(maxConnections)},
			TLSHandshakeTimeout:    timeout,
			MaxIdleConnsPerHost:    maxConnections,
			IdleConnTimeout:        30 * time.Second,
			DisableKeepAlives:      fresh,
			ForceAttemptHTTP2:      !fresh,
			MaxResponseHeaderBytes: 64 << 10,
		},
		// A redirect is an answer like any other; following it would hand over the signature.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

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

// exchange makes one HTTP exchange. It returns the data of a success and fills
// in failure otherwise.
func (c *Client) exchange(ctx context.Context, call call, body []byte, timestamp int64, failure *Error) json.RawMessage {
	// Until there is a connection nothing can have been sent.
	var connected atomic.Bool
	if call.writes() {
		var release context.CancelFunc
		ctx, release = graceful(ctx, &connected)
		defer release()
	}
	ctx, cancel := context.WithTimeout(ctx, c.requestTimeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	target, err := c.target(call)
	if err != nil {
		failure.Err = err
		return nil
	}
	request, err := http.NewRequestWithContext(ctx, call.method, target, bytes.NewReader(body))
	if err != nil {
		failure.Err = bare(err)
		return nil
	}
	signature := sign(c.key, c.secret, timestamp)
	request.Header.Set("Content-Type", "application/json;charset=UTF-8")
	request.Header.Set("Api-Key", c.key.reveal())
	request.Header.Set("Timestamp", strconv.FormatInt(timestamp, 10))
	request.Header.Set("Sign", signature)
	request.Header.Set("User-Agent", c.userAgent)

	client := c.pooled
	if call.create {
		client = c.fresh
	}
	response, err := client.Do(request)
	if err != nil {
		lost(failure, err, connected.Load())
		failure.Err = c.tame(failure.Err, signature)
		return nil
	}
	defer func() { _ = response.Body.Close() }()
	failure.HTTPStatus, failure.LocalTime = response.StatusCode, c.time.Now()
	failure.Outcome = Unknown

	limit := call.limit
	if limit == 0 {
		limit = maxObjectBytes
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	switch {
	case int64(len(text)) > limit:
		failure.Err = ErrTooLarge
	case err != nil:
		failure.Err, failure.passing = fmt.Errorf("%w: it ended early: %w", ErrMalformed, c.tame(bare(err), signature)), true
	default:
		return c.understand(response, text, signature, failure)
	}
	return nil
}

// proxyAnswered looks at how a proxy answers the wish for a tunnel.
func proxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return ErrProxyAuth
	}
	return fmt.Errorf("%w: it answered HTTP %d", ErrProxy, answer.StatusCode)
}

// lost fills in a failure without an answer.
func lost(failure *Error, err error, sent bool) {
	failure.Err, failure.passing = bare(err), !isPermanent(err)
	if sent {
		failure.Outcome = Unknown
	}
	if operation, ok := errors.AsType[*net.OpError](err); ok && operation.Op == "proxyconnect" {
		failure.Err = fmt.Errorf("%w: %w", ErrProxy, operation.Err)
	}
}

// bare returns the cause below the layers that repeat the address.
func bare(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// isPermanent tells failures to connect that no repeat mends: a name that does
// not exist, and a certificate that does not fit.
func isPermanent(err error) bool {
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return name.IsNotFound
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	return errors.Is(err, http.ErrSchemeMismatch) || errors.Is(err, context.Canceled) || errors.Is(err, ErrProxy) || errors.Is(err, ErrProxyAuth)
}

// target returns the address of a call. It is the one place where an id
// becomes a path element.
func (c *Client) target(call call) (string, error) {
	path, _, hasID := strings.Cut(call.route, "{")
	if hasID {
		// No escape keeps these from naming another endpoint.
		if call.id == "" || call.id == "." || call.id == ".." {
			return "", fmt.Errorf("%q is not an id", call.id)
		}
		path += url.PathEscape(call.id)
	}
	return c.baseURL.JoinPath(path).String(), nil
}

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

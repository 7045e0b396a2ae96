package otp

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
)

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
	signature := c.sign(request, timestamp)

	client := c.pooled.client.Load()
	if call.create {
		client = c.fresh
	}
	response, err := client.Do(request)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && !call.create {
			c.pooled.drop(client)
		}
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
		data := c.understand(response, text, signature, failure)
		if call.whole && failure.Err == nil {
			data = text
		}
		return data
	}
	return nil
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

// isPermanent tells failures to connect that no repeat fixes: a name that does
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
	base := c.baseURL
	if call.under != nil {
		base = call.under
	}
	return base.JoinPath(path).String(), nil
}

// sign sets the headers of a request and returns its signature.
func (c *Client) sign(request *http.Request, timestamp int64) (signature string) {
	signature = sign(c.key, c.secret, timestamp)
	for name, value := range map[string]string{
		"Content-Type": "application/json;charset=UTF-8", "Api-Key": c.key.reveal(), "Timestamp": strconv.FormatInt(timestamp, 10),
		"Sign": signature, "User-Agent": c.userAgent,
	} {
		request.Header.Set(name, value)
	}
	return signature
}

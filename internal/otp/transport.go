package otp

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// maxConnections bounds the attempts that are out at once, with any parallelism
// of Terraform. Waiting for one of them does not count as waiting for an
// answer.
const maxConnections = 16

// When a kept HTTP/2 connection counts as dead: nothing came for so long, and
// then no answer to a ping either.
const (
	pingAfter  = 10 * time.Second
	pingAnswer = 5 * time.Second
)

// newHTTPClient returns a client with the environment's proxy and certificate
// settings. A fresh one uses each connection once: a create on a kept
// connection that the server has just closed would be lost without a trace.
//
// The timeout is that of an attempt. net/http goes on to connect after its end:
// a bound of its own, a little later, keeps a stalled connection from staying open.
func newHTTPClient(fresh bool, timeout time.Duration) *http.Client {
	timeout += time.Second
	dialer := &net.Dialer{Timeout: timeout, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  proxyOf,
			OnProxyConnectResponse: proxyAnswered,
			DialContext:            dialer.DialContext,
			// Fresh connections resume a session, which saves the certificates of the handshake.
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(maxConnections)},
			TLSHandshakeTimeout:    timeout,
			MaxIdleConnsPerHost:    maxConnections,
			IdleConnTimeout:        30 * time.Second,
			DisableKeepAlives:      fresh,
			ForceAttemptHTTP2:      !fresh,
			HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingAnswer},
			MaxResponseHeaderBytes: 64 << 10,
		},
		// A redirect is an answer like any other; following it would hand over the signature.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// pool keeps connections until one of them is suspected to be dead: all calls
// share one HTTP/2 connection, and would wait for it until their time is over.
type pool struct{ client atomic.Pointer[http.Client] }

func newPool(client *http.Client) *pool {
	p := &pool{}
	p.client.Store(client)
	return p
}

// drop lets go of the connections of a client that got no answer in time.
func (p *pool) drop(silent *http.Client) {
	next := *silent
	transport, ok := silent.Transport.(*http.Transport)
	if !ok {
		return
	}
	next.Transport = transport.Clone()
	if p.client.CompareAndSwap(silent, &next) {
		transport.CloseIdleConnections()
	}
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

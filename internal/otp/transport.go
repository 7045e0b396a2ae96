package otp

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
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

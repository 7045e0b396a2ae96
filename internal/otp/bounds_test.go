package otp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestWhatWasNeverSentIsRepeated has the first connections fail.
func TestWhatWasNeverSentIsRepeated(t *testing.T) {
	t.Parallel()
	refused := errors.New("connection refused")
	for name, call := range verbs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newMemoryServer(t, succeed)
				client := server.client(t, retries(3))
				dials, failing := 0, 3
				connect(t, client, func(ctx context.Context, network, address string) (net.Conn, error) {
					if dials++; dials <= failing {
						return nil, refused
					}
					return server.network.dial(ctx, network, address)
				})
				if err := call(t.Context(), client); err != nil || dials != 4 || len(server.requests()) != 1 {
					t.Errorf("%d connections, %d requests, %v; want a success at the fourth", dials, len(server.requests()), err)
				}
				dials, failing = 0, 10
				client.pooled.client.Load().CloseIdleConnections()
				err := call(t.Context(), client)
				failure, ok := errors.AsType[*Error](err)
				if !ok || failure.Outcome != NotSent || failure.Attempts != 4 || dials != 4 || !errors.Is(err, refused) {
					t.Errorf("%d connections, %+v; want 4 and nothing sent", dials, failure)
				}
			})
		})
	}
}

// TestStalledConnectionEndsWithTheAttempt has the connection not come about, or
// its handshake, and sees nothing left behind.
func TestStalledConnectionEndsWithTheAttempt(t *testing.T) {
	t.Parallel()
	const timeout = time.Minute
	for name, stalled := range map[string]func(ctx context.Context, open *atomic.Int64) (net.Conn, error){
		"dial": func(ctx context.Context, _ *atomic.Int64) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		"handshake": func(_ context.Context, open *atomic.Int64) (net.Conn, error) {
			near, far := net.Pipe()
			open.Add(1)
			go func() {
				_, _ = io.Copy(io.Discard, far)
				open.Add(-1)
			}()
			return near, nil
		},
	} {
		for verb, call := range verbs() {
			t.Run(name+" of "+verb, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					client := newTestClient(t, "https://api.example.com", func(c *Config) { c.MaxRetries, c.RequestTimeout = 0, timeout })
					var open atomic.Int64
					connect(t, client, func(ctx context.Context, _, _ string) (net.Conn, error) { return stalled(ctx, &open) })
					started := time.Now()
					failure, ok := errors.AsType[*Error](call(t.Context(), client))
					if !ok || failure.Outcome != NotSent || failure.Attempts != 1 || !errors.Is(failure, context.DeadlineExceeded) {
						t.Errorf("failure = %+v, want a timeout of what was not sent", failure)
					}
					if took := time.Since(started); took != timeout {
						t.Errorf("took %s, want %s", took, timeout)
					}
					time.Sleep(timeout)
					if got := open.Load(); got != 0 {
						t.Errorf("%d connections are still open", got)
					}
				})
			})
		}
	}
}

func TestNamesAndCertificatesAreNotRepeated(t *testing.T) {
	t.Parallel()
	untrusted := httptest.NewUnstartedServer(answer(appAnswer))
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	plain := newServer(t, answer(appAnswer))
	for name, baseURL := range map[string]string{
		"certificate":      untrusted.URL,
		"no TLS":           strings.Replace(plain.URL, "http:", "https:", 1),
		"another protocol": "https://" + greeter(t),
		"name":             "https://no-such-host.invalid",
	} {
		for verb, call := range verbs() {
			err := call(t.Context(), newTestClient(t, baseURL))
			failure, ok := errors.AsType[*Error](err)
			if !ok || failure.Outcome != NotSent || failure.Attempts != 1 {
				t.Errorf("%s: %s: %+v, want 1 attempt and nothing sent", name, verb, failure)
			}
			if strings.Contains(err.Error(), "127.0.0.1") && name != "certificate" {
				t.Errorf("%s: %s: the address is in %q", name, verb, err)
			}
		}
	}
}

// greeter is a server that speaks first, and no TLS. It returns its address.
func greeter(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(connection, "SSH-2.0-test\r\n")
			_, _ = io.Copy(io.Discard, connection) // until the client hangs up
			_ = connection.Close()
		}
	}()
	return listener.Addr().String()
}

// TestRedirectHostSeesNothing redirects to another host in every way there is.
func TestRedirectHostSeesNothing(t *testing.T) {
	t.Parallel()
	for _, code := range []int{300, 301, 302, 303, 307, 308} {
		for name, call := range verbs() {
			t.Run(http.StatusText(code)+" "+name, func(t *testing.T) {
				t.Parallel()
				other := newServer(t, succeed)
				server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
					answerHTTP(code, "text/plain", "", "Location", other.URL+r.URL.Path)(w, r)
				})
				failure{ErrRedirect, Unknown, 1}.check(t, call(t.Context(), server.client(t)), server)
				if seen := len(other.requests()); seen != 0 {
					t.Errorf("the other host saw %d requests", seen)
				}
			})
		}
	}
}

// TestHeadersAreBounded answers with a header that has no end, of the answer
// itself and of one that announces it.
func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	for _, first := range []string{"HTTP/1.1 200 OK\r\n", "HTTP/1.1 103 Early Hints\r\n"} {
		synctest.Test(t, func(t *testing.T) {
			var sent atomic.Int64
			server := newMemoryServer(t, func(w http.ResponseWriter, _ *http.Request) {
				connection, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				defer func() { _ = connection.Close() }()
				for line := first; err == nil; line = "X: " + strings.Repeat("x", 1<<10) + "\r\n" {
					var count int
					count, err = io.WriteString(connection, line)
					sent.Add(int64(count))
				}
			})
			err := create(t.Context(), server.client(t))
			if failure, ok := errors.AsType[*Error](err); !ok || failure.Outcome != Unknown || sent.Load() > 1<<20 {
				t.Errorf("%s: %v after %d bytes", first, err, sent.Load())
			}
		})
	}
}

// TestMemoryIsBounded measures what an endless answer costs, with the server
// in the same process.
//
//nolint:paralleltest // what other tests allocate would be counted
func TestMemoryIsBounded(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{"endless body": endless, "gzip bomb": bomb} {
		for verb, most := range map[string]uint64{"create": 32 << 20, "read": 32 << 20, "list": 200 << 20} {
			server := newServer(t, handler)
			client := server.client(t, retries(0))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := verbs()[verb](t.Context(), client)
			runtime.ReadMemStats(&after)
			failure{ErrTooLarge, Unknown, 1}.check(t, err, server)
			if got := after.TotalAlloc - before.TotalAlloc; got > most {
				t.Errorf("%s: %s allocated %d MiB, want %d at most", name, verb, got>>20, most>>20)
			}
		}
	}
}

// TestLargestAnswersAreRead reads an object right at its bound and one byte
// beyond, and a list that is larger than an object may be.
func TestLargestAnswersAreRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		verb string
		size int
		want error
	}{{"read", maxObjectBytes, nil}, {"read", maxObjectBytes + 1, ErrTooLarge}, {"list", 2 * maxObjectBytes, nil}} {
		server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			recorder := httptest.NewRecorder()
			succeed(recorder, r)
			_, _ = w.Write(recorder.Body.Bytes())
			_, _ = w.Write(bytes.Repeat([]byte(" "), test.size-recorder.Body.Len()))
		})
		if err := verbs()[test.verb](t.Context(), server.client(t)); !errors.Is(err, test.want) {
			t.Errorf("%s of %d bytes: %v, want %v", test.verb, test.size, err, test.want)
		}
	}
}

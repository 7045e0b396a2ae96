package otp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestCreatesUseFreshConnections counts the connections of creates and of reads.
func TestCreatesUseFreshConnections(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		call func(context.Context, *Client) error
		want int64
	}{
		"create": {func(ctx context.Context, c *Client) error { _, err := c.AddApp(ctx, AppSettings{}); return err }, 3},
		"read":   {func(ctx context.Context, c *Client) error { _, err := c.AppDetails(ctx, "mRELxtHc"); return err }, 1},
	} {
		var connections atomic.Int64
		server := httptest.NewUnstartedServer(answer(appAnswer))
		server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		server.Start()
		t.Cleanup(server.Close)
		client := newTestClient(t, server.URL)
		for range 3 {
			if err := test.call(t.Context(), client); err != nil {
				t.Fatal(err)
			}
		}
		if got := connections.Load(); got != test.want {
			t.Errorf("%s: %d connections for 3 calls, want %d", name, got, test.want)
		}
	}
}

// TestConnectionsAreBounded makes many calls at once, none of which is answered before all that can be are under way.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var running atomic.Int64
		answered := make(chan struct{})
		server := newMemoryServer(t, succeed, func(w http.ResponseWriter, r *http.Request) {
			running.Add(1)
			<-answered
			answer(appAnswer)(w, r)
		})
		client := server.client(t)
		if err := read(t.Context(), client); err != nil { // which all others would wait for
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 4 * maxConnections {
			group.Go(func() {
				if _, err := client.AppDetails(t.Context(), "mRELxtHc"); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		if got := running.Load(); got != maxConnections {
			t.Errorf("%d calls at once, want %d", got, maxConnections)
		}
		close(answered)
		group.Wait()
	})
}

func TestOldTLSIsRefused(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(answer(appAnswer))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	_, err := newTestClient(t, server.URL, func(c *Config) { c.MaxRetries = 0 }).AppDetails(t.Context(), "mRELxtHc")
	if err == nil || !strings.Contains(err.Error(), "protocol version") {
		t.Errorf("error = %v, want a refused protocol version", err)
	}
}

// envChild makes TestChild call the address that it holds. Go reads a
// process's proxy and certificate settings once, so each case needs a process.
const envChild = "OTP_TEST_CHILD"

func TestChild(t *testing.T) {
	t.Parallel()
	address := os.Getenv(envChild)
	if address == "" {
		return
	}
	app, err := newTestClient(t, address, func(c *Config) { c.MaxRetries = 0 }).AddApp(t.Context(), AppSettings{})
	var failure *Error
	if !errors.As(err, &failure) {
		fmt.Println("RESULT", app.ID)
		return
	}
	fmt.Printf("RESULT %s; %t; %t; %v\n", failure.Outcome, errors.Is(err, ErrProxy), errors.Is(err, ErrProxyAuth), failure.Err)
}

// child runs TestChild with an environment and returns what it printed.
func child(t *testing.T, address string, environment ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.v")
	// Programs with the race detector sleep for a second before they end.
	command.Env = append(append(os.Environ(), envChild+"="+address, "GORACE=atexit_sleep_ms=0"), environment...)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("child: %v", err)
	}
	return string(output)
}

func TestEnvironmentProxy(t *testing.T) {
	t.Parallel()
	refuse := func(code int) string {
		server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodConnect || r.Host != "api.example.invalid:443" {
				t.Errorf("the proxy saw %s %s", r.Method, r.Host)
			}
			w.WriteHeader(code)
		})
		return server.URL
	}
	for name, test := range map[string]struct{ proxy, want string }{
		"asks for a password": {refuse(http.StatusProxyAuthRequired), "RESULT not sent; false; true; proxy authentication required"},
		"does not allow it":   {refuse(http.StatusForbidden), "RESULT not sent; true; false; proxy: it answered HTTP 403"},
		"has no address":      {"http://user:hunter2@%zz", "RESULT not sent; true; false; proxy: the address in HTTPS_PROXY cannot be read\n"},
		"has no port":         {"http://user:hunter2@host:port", "RESULT not sent; true; false; proxy: the address in HTTPS_PROXY cannot be read\n"},
		"is not there":        {"http://127.0.0.1:1", "RESULT not sent; true; false; proxy: dial tcp"},
	} {
		if output := child(t, "https://api.example.invalid/otp", "HTTPS_PROXY="+test.proxy, "NO_PROXY="); !strings.Contains(output, test.want) {
			t.Errorf("%s: %s; want %s", name, output, test.want)
		}
	}
}

// mute is a connection that may die without a word.
type mute struct {
	net.Conn

	dead   *atomic.Bool
	closed chan struct{}
	once   *sync.Once
}

func (m mute) Read(into []byte) (int, error) {
	count, err := m.Conn.Read(into)
	if m.dead.Load() {
		<-m.closed
		return 0, net.ErrClosed
	}
	return count, err
}

func (m mute) Write(text []byte) (int, error) {
	if m.dead.Load() {
		return len(text), nil
	}
	return m.Conn.Write(text)
}

func (m mute) Close() error {
	m.once.Do(func() { close(m.closed) })
	return m.Conn.Close()
}

// TestDeadConnection has a kept HTTP/2 connection die, which all calls share. A
// ping finds that out, or the end of an attempt's time. The next attempt uses another one.
func TestDeadConnection(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[time.Duration]time.Duration{
		time.Minute: pingAfter + pingAnswer, time.Second: time.Second,
	} {
		t.Run(timeout.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				network := &memory{connections: make(chan net.Conn), closed: make(chan struct{})}
				server := &httptest.Server{Listener: network, EnableHTTP2: true, Config: &http.Server{Handler: http.HandlerFunc(succeed), ReadHeaderTimeout: time.Hour}}
				server.StartTLS()
				defer server.Close()
				client := newTestClient(t, server.URL+"/otp", func(c *Config) { c.RequestTimeout = timeout })
				var dead atomic.Bool
				connections := 0
				connect(t, client, func(ctx context.Context, network2, address string) (net.Conn, error) {
					connection, err := network.dial(ctx, network2, address)
					if connections++; err != nil || connections > 1 {
						return connection, err
					}
					return mute{connection, &dead, make(chan struct{}), &sync.Once{}}, nil
				})
				roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
				client.pooled.client.Load().Transport.(*http.Transport).TLSClientConfig.RootCAs = roots
				if err := read(t.Context(), client); err != nil {
					t.Fatal(err)
				}
				dead.Store(true)
				started := time.Now()
				for range 2 {
					if err := read(t.Context(), client); err != nil {
						t.Error(err)
					}
				}
				if took := time.Since(started); took < want || took > want+2*time.Second || connections != 2 {
					t.Errorf("took %s and %d connections, want %s and the wait for a repeat, and 2", took, connections, want)
				}
				client.pooled.client.Load().CloseIdleConnections()
			})
		})
	}
}

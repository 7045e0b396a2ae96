package otp

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testKey    = "test-api-key"
	testSecret = "test-api-secret"
)

// server is a raw HTTP server that counts what reaches it.
type server struct {
	*httptest.Server
	network *memory // nil for a server on a real network
	mu      sync.Mutex
	seen    []*http.Request
	times   []time.Time
}

// newServer answers call number i with handlers[i], and all further ones with the last.
func newServer(t *testing.T, handlers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewUnstartedServer(s.handler(handlers))
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// newMemoryServer is newServer without a network, for bubbles of testing/synctest:
// in them waits take no time, unless a goroutine waits for the network.
func newMemoryServer(t *testing.T, handlers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{network: &memory{connections: make(chan net.Conn), closed: make(chan struct{})}}
	s.Server = &httptest.Server{Listener: s.network, Config: &http.Server{Handler: s.handler(handlers), ReadHeaderTimeout: time.Hour}}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *server) handler(handlers []http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Only with the body read does the server notice that the client is gone.
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		handler := handlers[min(len(s.seen), len(handlers)-1)]
		s.seen, s.times = append(s.seen, r), append(s.times, time.Now())
		s.mu.Unlock()
		handler(w, r)
	})
}

func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.seen...)
}

// arrivals returns when each request came.
func (s *server) arrivals() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]time.Time(nil), s.times...)
}

// client returns a client for the server under the path /otp, which catches absolute paths.
func (s *server) client(t *testing.T, mutate ...func(*Config)) *Client {
	t.Helper()
	client := newTestClient(t, s.URL+"/otp", mutate...)
	if s.network != nil {
		connect(t, client, s.network.dial)
	}
	return client
}

// connect makes a client dial in another way.
func connect(t *testing.T, client *Client, dial func(context.Context, string, string) (net.Conn, error)) {
	t.Helper()
	for _, each := range []*http.Client{client.pooled.client.Load(), client.fresh} {
		transport := each.Transport.(*http.Transport)
		transport.DialContext, transport.Proxy = dial, nil
		t.Cleanup(transport.CloseIdleConnections)
	}
}

func newTestClient(t *testing.T, baseURL string, mutate ...func(*Config)) *Client {
	t.Helper()
	config := Config{
		BaseURL:    baseURL,
		APIKey:     NewSecret(testKey),
		APISecret:  NewSecret(testSecret),
		UserAgent:  "test/1",
		MaxRetries: 1,
	}
	for _, change := range mutate {
		change(&config)
	}
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// retries allows a call that many repeats.
func retries(count int) func(*Config) { return func(c *Config) { c.MaxRetries = count } }

// verb is one call of a kind, without its result.
type verb func(context.Context, *Client) error

func create(ctx context.Context, c *Client) error { _, err := c.AddApp(ctx, AppSettings{}); return err }

func read(ctx context.Context, c *Client) error { _, err := c.AppDetails(ctx, "mRELxtHc"); return err }
func list(ctx context.Context, c *Client) error { _, err := c.ListTemplates(ctx); return err }
func update(ctx context.Context, c *Client) error {
	_, err := c.UpdateApp(ctx, "mRELxtHc", AppSettings{})
	return err
}

func verbs() map[string]verb {
	return map[string]verb{"create": create, "update": update, "read": read, "list": list}
}

// atOnce runs a call by that many workers and returns what each got.
func atOnce(t *testing.T, workers int, client *Client, call verb) []error {
	t.Helper()
	failures := make([]error, workers)
	var group sync.WaitGroup
	for i := range failures {
		group.Go(func() { failures[i] = call(t.Context(), client) })
	}
	group.Wait()
	return failures
}

const appAnswer = `{"status":"0","reason":"success","data":{"name":"test_app","appId":"mRELxtHc","codeExpiry":5}}`

// succeed answers each endpoint with a success.
func succeed(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/list") {
		answer(`{"status":"0","data":[]}`)(w, r)
		return
	}
	answer(appAnswer)(w, r)
}

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		_, _ = fmt.Fprint(w, body)
	}
}

// answerStatus answers with a failure status and the reason "no".
func answerStatus(status Status) http.HandlerFunc {
	return answer(fmt.Sprintf(`{"status":"%d","reason":"no"}`, status))
}

func answerHTTP(code int, contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = fmt.Fprint(w, body)
	}
}

// after answers with a delay.
func after(delay time.Duration, handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(delay)
		handler(w, r)
	}
}

// cut closes the connection without an answer.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// stall never answers.
func stall(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// drip answers one byte a second, without an end.
func drip(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		_, _ = io.WriteString(w, " ")
		_ = http.NewResponseController(w).Flush()
		time.Sleep(time.Second)
	}
}

// endless answers with a body that has no end.
func endless(w http.ResponseWriter, _ *http.Request) {
	blank := bytes.Repeat([]byte(" "), 1<<16)
	for {
		if _, err := w.Write(blank); err != nil {
			return
		}
	}
}

// bomb answers with a body that has no end and is a thousandth of its size on the wire.
func bomb(w http.ResponseWriter, _ *http.Request) {
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	_, _ = packer.Write(bytes.Repeat([]byte(" "), 1<<20))
	_ = packer.Close()
	w.Header().Set("Content-Encoding", "gzip")
	for {
		if _, err := w.Write(packed.Bytes()); err != nil {
			return
		}
	}
}

// memory is a network inside the process.
type memory struct {
	connections chan net.Conn
	closed      chan struct{}
	once        sync.Once
}

func (m *memory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case m.connections <- far:
		return near, nil
	case <-m.closed:
		return nil, io.ErrClosedPipe
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements net.Listener.
func (m *memory) Accept() (net.Conn, error) {
	select {
	case connection := <-m.connections:
		return connection, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (m *memory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

// Addr implements net.Listener.
func (*memory) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

// readTime is a time that is read in its own way, and that sleeps as any other.
type readTime func() time.Time

func (r readTime) Now() time.Time { return r() }

func (readTime) Sleep(ctx context.Context, wait time.Duration) error {
	return (systemTime{}).Sleep(ctx, wait)
}

package otp

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

const (
	testKey    = "test-api-key"
	testSecret = "test-api-secret"
)

// server is a raw HTTP server that counts what reaches it.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request
}

// newServer answers call number i with handlers[i], and all further ones with the last.
func newServer(t *testing.T, handlers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		handler := handlers[min(len(s.seen), len(handlers)-1)]
		s.seen = append(s.seen, r)
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*http.Request(nil), s.seen...)
}

// client returns a client for the server under the path /otp, which catches absolute paths.
func (s *server) client(t *testing.T, mutate ...func(*Config)) *Client {
	t.Helper()
	return newTestClient(t, s.URL+"/otp", mutate...)
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

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		_, _ = fmt.Fprint(w, body)
	}
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

// gzipped packs what a handler answers.
func gzipped(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		handler(packedWriter{w, gzip.NewWriter(w)}, r)
	}
}

type packedWriter struct {
	http.ResponseWriter
	packer *gzip.Writer
}

func (w packedWriter) Write(data []byte) (int, error) { return w.packer.Write(data) }

// cut closes the connection without an answer.
func cut(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

const appAnswer = `{"status":"0","reason":"success","data":{"name":"test_app","appId":"mRELxtHc","codeExpiry":5}}`

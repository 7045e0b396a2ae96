package otp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*Config){
		"base URL: " + ErrBaseURLScheme.Error():     func(c *Config) { c.BaseURL = "http://api.example.com" },
		"API key: " + ErrCredentialEmpty.Error():    func(c *Config) { c.APIKey = Secret{} },
		"API secret: " + ErrCredentialEmpty.Error(): func(c *Config) { c.APISecret = NewSecret(" ") },
		"request timeout: must be positive":         func(c *Config) { c.RequestTimeout = -1 },
		"max retries: must be between 0 and 10":     func(c *Config) { c.MaxRetries = 11 },
		"requests per second: must be positive":     func(c *Config) { c.RequestsPerSecond = -1 },
	} {
		config := Config{APIKey: NewSecret(testKey), APISecret: NewSecret(testSecret)}
		change(&config)
		if _, err := New(config); err == nil || err.Error() != want {
			t.Errorf("New: %v, want %s", err, want)
		}
	}
}

func TestEveryAttemptIsSignedAgain(t *testing.T) {
	t.Parallel()
	var seconds atomic.Int64
	seconds.Store(1_700_000_000)
	server := newServer(t, answerHTTP(503, "text/plain", "busy"), answer(appAnswer))
	client := server.client(t, func(c *Config) {
		c.Time = readTime(func() time.Time { return time.Unix(seconds.Add(1), 0) })
	})
	if _, err := client.AppDetails(t.Context(), "mRELxtHc"); err != nil {
		t.Fatal(err)
	}
	requests := server.requests()
	if len(requests) != 2 {
		t.Fatalf("%d requests, want 2", len(requests))
	}
	stamps := map[string]bool{}
	for _, request := range requests {
		stamp := request.Header.Get("Timestamp")
		stamps[stamp] = true
		var second int64
		if _, err := fmt.Sscan(stamp, &second); err != nil {
			t.Fatal(err)
		}
		for header, want := range map[string]string{
			"Api-Key":      testKey,
			"Sign":         sign(NewSecret(testKey), NewSecret(testSecret), second),
			"Content-Type": "application/json;charset=UTF-8",
			"User-Agent":   "test/1",
		} {
			if got := request.Header.Get(header); got != want {
				t.Errorf("%s = %q, want %q", header, got, want)
			}
		}
	}
	if len(stamps) != 2 {
		t.Errorf("both attempts have the timestamp %v", stamps)
	}
}

func TestPathElementsAreEscaped(t *testing.T) {
	t.Parallel()
	server := newServer(t, answer(`{"status":"-22"}`))
	client := server.client(t)
	for id, want := range map[string]string{
		"mRELxtHc": "/otp/app/details/mRELxtHc",
		"a/b?c#d":  "/otp/app/details/a%2Fb%3Fc%23d",
		"../../x":  "/otp/app/details/..%2F..%2Fx",
		"ä %":      "/otp/app/details/%C3%A4%20%25",
		"{appId}":  "/otp/app/details/%7BappId%7D",
	} {
		before := len(server.requests())
		if _, err := client.AppDetails(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
		if got := server.requests()[before].RequestURI; got != want {
			t.Errorf("%q is called as %s, want %s", id, got, want)
		}
	}
	before := len(server.requests())
	for _, id := range []string{"", ".", ".."} {
		var failure *Error
		if _, err := client.AppDetails(t.Context(), id); !errors.As(err, &failure) || failure.Outcome != NotSent {
			t.Errorf("%q: %v, want an error before anything is sent", id, err)
		}
	}
	if after := len(server.requests()); after != before {
		t.Errorf("%d calls with ids that are none", after-before)
	}
}

// TestNotThere asks for what does not exist, which -24 says as well as -22.
func TestNotThere(t *testing.T) {
	t.Parallel()
	for _, handler := range []http.HandlerFunc{
		answerStatus(StatusParameter), answerStatus(StatusDataMissing), answer(`{"status":0,"data":null}`),
		answerHTTP(404, "application/json", `{"status":"-24"}`),
	} {
		client := newServer(t, handler).client(t)
		for name, call := range map[string]verb{
			"application": read,
			"template":    func(ctx context.Context, c *Client) error { _, err := c.TemplateDetails(ctx, "1"); return err },
			"task flow":   func(ctx context.Context, c *Client) error { _, err := c.FlowDetails(ctx, "1"); return err },
			"message":     func(ctx context.Context, c *Client) error { _, err := c.RecordOf(ctx, "1"); return err },
			"order":       func(ctx context.Context, c *Client) error { _, err := c.RecordByOrder(ctx, "app1", "1"); return err },
		} {
			if err := call(t.Context(), client); !errors.Is(err, ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	server := newServer(t, answerStatus(StatusDataMissing))
	failure{StatusDataMissing, Refused, 1}.check(t, create(t.Context(), server.client(t)), server)
}

func TestTraceSaysNothingButScalars(t *testing.T) {
	t.Parallel()
	server := newServer(t, answerHTTP(500, "text/plain", ""), answer(appAnswer))
	var attempts []Attempt
	client := server.client(t, func(c *Config) {
		c.Trace = func(_ context.Context, attempt Attempt) {
			if attempt.Duration <= 0 {
				t.Errorf("duration = %s", attempt.Duration)
			}
			attempt.Duration = 0
			attempts = append(attempts, attempt)
		}
	})
	if _, err := client.AppDetails(t.Context(), "mRELxtHc"); err != nil {
		t.Fatal(err)
	}
	want := []Attempt{
		{Method: "GET", Route: "/app/details/{appId}", Number: 1, HTTP: 500, Status: StatusSuccess, Outcome: "unknown"},
		{Method: "GET", Route: "/app/details/{appId}", Number: 2, HTTP: 200, Outcome: "done"},
	}
	if fmt.Sprint(attempts) != fmt.Sprint(want) {
		t.Errorf("attempts = %+v, want %+v", attempts, want)
	}
}

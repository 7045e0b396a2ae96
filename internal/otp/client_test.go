package otp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
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

func TestEveryAttemptIsSignedAnew(t *testing.T) {
	t.Parallel()
	var seconds atomic.Int64
	seconds.Store(1_700_000_000)
	server := newServer(t, answerHTTP(503, "text/plain", "busy"), answer(appAnswer))
	client := server.client(t, func(c *Config) {
		c.Now = func() time.Time { return time.Unix(seconds.Add(1), 0) }
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

func TestCreateIsRepeatedWhenNothingWasSent(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	_, err := newTestClient(t, closed.URL).AddApp(t.Context(), AppSettings{})
	var failure *Error
	if !errors.As(err, &failure) || failure.Outcome != NotSent || failure.Attempts != 2 {
		t.Errorf("error = %+v, want 2 attempts and nothing sent", failure)
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
		"certificate": untrusted.URL,
		"no TLS":      strings.Replace(plain.URL, "http:", "https:", 1),
		"name":        "https://no-such-host.invalid",
	} {
		_, err := newTestClient(t, baseURL).AppDetails(t.Context(), "mRELxtHc")
		var failure *Error
		if !errors.As(err, &failure) || failure.Outcome != NotSent || failure.Attempts != 1 {
			t.Errorf("%s: %+v, want 1 attempt and nothing sent", name, failure)
		}
		if strings.Contains(err.Error(), "127.0.0.1") && name != "certificate" {
			t.Errorf("%s: the address is in %q", name, err)
		}
	}
}

func TestRedirectHostSeesNothing(t *testing.T) {
	t.Parallel()
	other := newServer(t, answer(appAnswer))
	server := newServer(t, answerHTTP(307, "text/plain", "", "Location", other.URL+"/otp/app/add"))
	if _, err := server.client(t).AddApp(t.Context(), AppSettings{}); !errors.Is(err, ErrRedirect) {
		t.Errorf("error = %v", err)
	}
	if seen := len(other.requests()); seen != 0 {
		t.Errorf("the other host saw %d requests", seen)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
				return
			}
		}
	}
	for name, handler := range map[string]http.HandlerFunc{"endless": endless, "gzip bomb": gzipped(endless)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, handler)
			_, err := server.client(t).AppDetails(t.Context(), "mRELxtHc")
			failure{ErrTooLarge, Unknown, 1}.check(t, err, server)
		})
	}
}

func TestSlowAnswersEnd(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, " ")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	client := server.client(t, func(c *Config) { c.RequestTimeout, c.MaxRetries = 100*time.Millisecond, 0 })
	_, err := client.AppDetails(t.Context(), "mRELxtHc")
	failure{context.DeadlineExceeded, Unknown, 1}.check(t, err, server)
}

func TestInterruptEndsTheWait(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	server := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		answerHTTP(429, "text/plain", "", "Retry-After", "50")(w, r)
		time.AfterFunc(200*time.Millisecond, cancel)
	})
	started := time.Now()
	_, err := server.client(t).AddApp(ctx, AppSettings{})
	failure{ErrRateLimited, Refused, 1}.check(t, err, server)
	if waited := time.Since(started); waited > 30*time.Second {
		t.Errorf("waited %s after the interrupt", waited)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                              0,
		"2":                             2 * time.Second,
		"0":                             0,
		"-1":                            0,
		"junk":                          0,
		"3600":                          time.Hour,
		"99999999999":                   1_000_000 * time.Second,
		"9999999":                       1_000_000 * time.Second,
		"Fri, 02 Jan 2026 03:04:10 GMT": 5 * time.Second,
		"Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got := parseRetryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("Retry-After %q = %s, want %s", text, got, want)
		}
	}
}

func TestBackoffStaysInBounds(t *testing.T) {
	t.Parallel()
	for number := 1; number <= MaxRetriesLimit; number++ {
		for range 100 {
			if wait := backoff(number); wait < 0 || wait >= backoffMax || wait >= backoffBase<<number {
				t.Errorf("backoff(%d) = %s", number, wait)
			}
		}
	}
}

func TestRateLimitIsShared(t *testing.T) {
	t.Parallel()
	server := newServer(t, answer(`{"status":"0","data":[]}`))
	client := server.client(t, func(c *Config) { c.RequestsPerSecond = 0.001 })
	if _, err := client.ListTemplates(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := client.ListTemplates(ctx)
	var failure *Error
	if !errors.As(err, &failure) || failure.Outcome != NotSent || len(server.requests()) != 1 {
		t.Errorf("second call: %v, %d requests; want it held back", err, len(server.requests()))
	}
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

func TestListTemplatesTakesOnlyAList(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]error{`null`: ErrNoData, `{}`: ErrMalformed, `"x"`: ErrMalformed} {
		server := newServer(t, answer(`{"status":"0","data":`+data+`}`))
		_, err := server.client(t).ListTemplates(t.Context())
		failure{want, Unknown, 1}.check(t, err, server)
	}
	server := newServer(t, answer(`{"status":"0","data":[]}`))
	if templates, err := server.client(t).ListTemplates(t.Context()); err != nil || len(templates) != 0 {
		t.Errorf("an empty list = %v, %v", templates, err)
	}
}

package otp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// failure is what a test expects of a call that fails.
type failure struct {
	cause    error
	outcome  Outcome
	attempts int
}

func (want failure) check(t *testing.T, err error, server *server) {
	t.Helper()
	var got *Error
	if !errors.As(err, &got) {
		t.Fatalf("error = %v, want an *Error", err)
	}
	if !errors.Is(err, want.cause) {
		t.Errorf("error = %v, want the cause %v", err, want.cause)
	}
	if got.Outcome != want.outcome {
		t.Errorf("outcome = %s, want %s", got.Outcome, want.outcome)
	}
	if got.Attempts != want.attempts || len(server.requests()) != want.attempts {
		t.Errorf("attempts = %d, requests = %d, want %d", got.Attempts, len(server.requests()), want.attempts)
	}
}

// TestFaults runs a create, an update and a read into each fault for ever,
// with one repeat allowed.
func TestFaults(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc { return answer(fmt.Sprintf(`{"status":"%d","reason":"no"}`, code)) }
	for _, test := range []struct {
		name                 string
		handler              http.HandlerFunc
		create, update, read failure
	}{
		{
			"authentication", status(-1),
			failure{StatusAuthentication, Refused, 1},
			failure{StatusAuthentication, Refused, 1},
			failure{StatusAuthentication, Refused, 1},
		},
		{
			"restricted address", status(-2),
			failure{StatusRestrictedIP, Refused, 1},
			failure{StatusRestrictedIP, Refused, 1},
			failure{StatusRestrictedIP, Refused, 1},
		},
		{
			"user locked", status(-13),
			failure{StatusUserLocked, Refused, 1},
			failure{StatusUserLocked, Refused, 1},
			failure{StatusUserLocked, Refused, 1},
		},
		{
			"system error", status(-18),
			failure{StatusSystem, Unknown, 1},
			failure{StatusSystem, Unknown, 2},
			failure{StatusSystem, Unknown, 2},
		},
		{
			"data existing", status(-20),
			failure{StatusDataExists, Refused, 1},
			failure{StatusDataExists, Refused, 1},
			failure{StatusDataExists, Refused, 1},
		},
		{
			"parameter", status(-22),
			failure{StatusParameter, Refused, 1},
			failure{StatusParameter, Refused, 1},
			failure{ErrNotFound, Refused, 1},
		},
		{
			"data caps", status(-23),
			failure{StatusDataCaps, Refused, 1},
			failure{StatusDataCaps, Refused, 1},
			failure{StatusDataCaps, Refused, 1},
		},
		{
			"status that nobody documented", status(-99),
			failure{Status(-99), Unknown, 1},
			failure{Status(-99), Unknown, 1},
			failure{Status(-99), Unknown, 1},
		},
		{
			"500", answerHTTP(500, "text/plain", "oops"),
			failure{ErrHTTPStatus, Unknown, 1},
			failure{ErrHTTPStatus, Unknown, 2},
			failure{ErrHTTPStatus, Unknown, 2},
		},
		{
			"503 with HTML", answerHTTP(503, "text/html", "<html>"),
			failure{ErrHTTPStatus, Unknown, 1},
			failure{ErrHTTPStatus, Unknown, 2},
			failure{ErrHTTPStatus, Unknown, 2},
		},
		{
			"404", answerHTTP(404, "text/plain", "no such page"),
			failure{ErrHTTPStatus, Refused, 1},
			failure{ErrHTTPStatus, Refused, 1},
			failure{ErrHTTPStatus, Refused, 1},
		},
		{
			"408", answerHTTP(408, "text/plain", ""),
			failure{ErrHTTPStatus, Unknown, 1},
			failure{ErrHTTPStatus, Unknown, 1},
			failure{ErrHTTPStatus, Unknown, 1},
		},
		{
			"429", answerHTTP(429, "text/plain", ""),
			failure{ErrRateLimited, Refused, 2},
			failure{ErrRateLimited, Refused, 2},
			failure{ErrRateLimited, Refused, 2},
		},
		{
			"429 for an hour", answerHTTP(429, "text/plain", "", "Retry-After", "3600"),
			failure{ErrRateLimited, Refused, 1},
			failure{ErrRateLimited, Refused, 1},
			failure{ErrRateLimited, Refused, 1},
		},
		{
			"proxy asks for a password", answerHTTP(407, "text/html", "<html>"),
			failure{ErrProxyAuth, NotSent, 1},
			failure{ErrProxyAuth, NotSent, 1},
			failure{ErrProxyAuth, NotSent, 1},
		},
		{
			"HTML", answerHTTP(200, "text/html", "<!doctype html>"),
			failure{ErrHTML, Unknown, 1},
			failure{ErrHTML, Unknown, 2},
			failure{ErrHTML, Unknown, 2},
		},
		{
			"HTML that says it is JSON", answerHTTP(200, "application/json", " \n<html>"),
			failure{ErrHTML, Unknown, 1},
			failure{ErrHTML, Unknown, 2},
			failure{ErrHTML, Unknown, 2},
		},
		{
			"404 with HTML", answerHTTP(404, "text/html", "<html>"),
			failure{ErrHTML, Refused, 1},
			failure{ErrHTML, Refused, 1},
			failure{ErrHTML, Refused, 1},
		},
		{
			"401 with an envelope", answerHTTP(401, "application/json", `{"status":"-1"}`),
			failure{StatusAuthentication, Refused, 1},
			failure{StatusAuthentication, Refused, 1},
			failure{StatusAuthentication, Refused, 1},
		},
		{
			"401 with a success", answerHTTP(401, "application/json", `{"status":"0","data":{"appId":"mRELxtHc"}}`),
			failure{ErrHTTPStatus, Refused, 1},
			failure{ErrHTTPStatus, Refused, 1},
			failure{ErrHTTPStatus, Refused, 1},
		},
		{
			"an envelope that says it is HTML", answerHTTP(200, "text/html", `{"status":"-20"}`),
			failure{StatusDataExists, Refused, 1},
			failure{StatusDataExists, Refused, 1},
			failure{StatusDataExists, Refused, 1},
		},
		{
			"redirect", answerHTTP(307, "text/plain", "", "Location", "/elsewhere"),
			failure{ErrRedirect, Unknown, 1},
			failure{ErrRedirect, Unknown, 1},
			failure{ErrRedirect, Unknown, 1},
		},
		{
			"truncated JSON", answer(`{"status":"0","data":{"appId":"mR`),
			failure{ErrMalformed, Unknown, 1},
			failure{ErrMalformed, Unknown, 2},
			failure{ErrMalformed, Unknown, 2},
		},
		{
			"wrong length", answerHTTP(200, "application/json", `{"status"`, "Content-Length", "100"),
			failure{ErrMalformed, Unknown, 1},
			failure{ErrMalformed, Unknown, 2},
			failure{ErrMalformed, Unknown, 2},
		},
		{
			"cut", cut,
			failure{io.EOF, Unknown, 1},
			failure{io.EOF, Unknown, 2},
			failure{io.EOF, Unknown, 2},
		},
		{
			"success with another id", answer(`{"status":"0","data":{"appId":""}}`),
			failure{ErrNoData, Unknown, 1},
			failure{},
			failure{ErrMalformed, Unknown, 1},
		},
		{
			"success with an id and a field that cannot be read", answer(`{"status":"0","data":{"appId":"mRELxtHc","name":7,"periodTotalSendLimit":[]}}`),
			failure{},
			failure{ErrMalformed, Unknown, 1},
			failure{ErrMalformed, Unknown, 1},
		},
		{
			"success with the id 0", answer(`{"status":"0","data":{"appId":0}}`),
			failure{ErrNoData, Unknown, 1},
			failure{},
			failure{ErrMalformed, Unknown, 1},
		},
		{
			"success without data", answer(`{"status":"0","data":null}`),
			failure{ErrNoData, Unknown, 1},
			failure{},
			failure{ErrNotFound, Refused, 1},
		},
		{
			"success with data of another form", answer(`{"status":"0","data":[1]}`),
			failure{ErrMalformed, Unknown, 1},
			failure{ErrMalformed, Unknown, 1},
			failure{ErrMalformed, Unknown, 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for verb, call := range map[string]struct {
				want failure
				run  func(context.Context, *Client) error
			}{
				"create": {test.create, func(ctx context.Context, c *Client) error { _, err := c.AddApp(ctx, AppSettings{}); return err }},
				"update": {test.update, func(ctx context.Context, c *Client) error {
					_, err := c.UpdateApp(ctx, "mRELxtHc", AppSettings{})
					return err
				}},
				"read": {test.read, func(ctx context.Context, c *Client) error { _, err := c.AppDetails(ctx, "mRELxtHc"); return err }},
			} {
				t.Run(verb, func(t *testing.T) {
					t.Parallel()
					server := newServer(t, test.handler)
					err := call.run(t.Context(), server.client(t))
					if call.want == (failure{}) {
						if err != nil {
							t.Fatal(err)
						}
						return
					}
					call.want.check(t, err, server)
				})
			}
		})
	}
}

// TestAnIDIsNotLost keeps what can be read of a created object, its id above all.
func TestAnIDIsNotLost(t *testing.T) {
	t.Parallel()
	server := newServer(t, answer(`{"status":"0","data":{"appId":"mRELxtHc","name":"login","codeExpiry":"soon","periodTotalSendLimit":{"enabled":0}}}`))
	app, err := server.client(t).AddApp(t.Context(), AppSettings{})
	if err != nil {
		t.Fatal(err)
	}
	if app.ID != "mRELxtHc" || app.Name == nil || *app.Name != "login" || app.CodeExpiry != nil || app.PeriodTotalSendLimit != nil && app.PeriodTotalSendLimit.Enabled {
		t.Errorf("app = %+v", app)
	}
}

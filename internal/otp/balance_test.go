package otp

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// balanceServer answers the balance at one path, and counts what was asked for.
func balanceServer(t *testing.T, at, answer string) *server {
	t.Helper()
	return newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != at {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"timestamp":1,"status":404,"error":"Not Found","path":"/"}`))
			return
		}
		_, _ = w.Write([]byte(answer))
	})
}

// TestBalance reads the balance next to /otp, and finds out once where it is.
func TestBalance(t *testing.T) {
	t.Parallel()
	for base, test := range map[string]struct {
		at    string
		calls int // of two reads
	}{
		"/otp":     {"/sms/getBalance", 2},
		"/otp/":    {"/sms/getBalance", 2},
		"/v3/otp":  {"/v3/getBalance", 2},
		"/api/otp": {"/api/getBalance", 3},
		"/v3/otp/": {"/v3/sms/getBalance", 3},
	} {
		server := balanceServer(t, test.at, `{"status":"0","reason":"success","balance":"99.982","gift":"0.00","credit":"5"}`)
		client := server.client(t, func(c *Config) { c.BaseURL = strings.TrimSuffix(c.BaseURL, "/otp") + base })
		for range 2 {
			balance, err := client.Balance(t.Context())
			if got, _ := json.Marshal(balance); err != nil || string(got) != `{"Balance":"99.982","Gift":"0.00","Credit":"5"}` {
				t.Errorf("%s: %s, %v", base, got, err)
			}
		}
		if calls := len(server.requests()); calls != test.calls {
			t.Errorf("%s: %d calls, want %d", base, calls, test.calls)
		}
	}
}

// TestBalanceForms reads amounts in any plain form, and names what it cannot read.
func TestBalanceForms(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"status":0,"balance":12.50}`:                        `{"Balance":"12.50","Gift":null,"Credit":null}`,
		`{"status":0,"balance":0,"gift":null}`:                `{"Balance":"0","Gift":null,"Credit":null}`,
		"\ufeff" + `{"status":"0","balance":"-3.1"}`:          `{"Balance":"-3.1","Gift":null,"Credit":null}`,
		`{"status":"0","data":{"balance":"7","gift":"1"}}`:    `{"Balance":"7","Gift":"1","Credit":null}`,
		`{"status":"0","data":null}`:                          "answer not understood: it has no balance",
		`{"status":"0","balance":null,"gift":"1"}`:            "answer not understood: it has no balance",
		`{"status":"0","balance":""}`:                         "answer not understood: balance is not a decimal number",
		`{"status":"0","balance":"7","credit":{}}`:            "answer not understood: credit is not a decimal number",
		`{"status":"0","data":{"balance":"7","gift":"much"}}`: "answer not understood: data.gift is not a decimal number",
		`{"status":"-1","reason":"authentication error"}`:     "status -1 (authentication error)",
	} {
		balance, err := balanceServer(t, "/sms/getBalance", answer).client(t).Balance(t.Context())
		got, _ := json.Marshal(balance)
		if failure, ok := errors.AsType[*Error](err); ok {
			got = []byte(failure.Err.Error())
		}
		if string(got) != want {
			t.Errorf("%s: %s, want %s", answer, got, want)
		}
	}
}

// TestBalanceFails where there is no balance, and for a base URL that tells no place.
func TestBalanceFails(t *testing.T) {
	t.Parallel()
	server := balanceServer(t, "/none", "")
	if _, err := server.client(t).Balance(t.Context()); !isNoRoute(err) || len(server.requests()) != 2 {
		t.Errorf("%v after %d calls", err, len(server.requests()))
	}
	refused := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"status":"-1","reason":"authentication error"}`))
	})
	if _, err := refused.client(t).Balance(t.Context()); !errors.Is(err, StatusAuthentication) || len(refused.requests()) != 1 {
		t.Errorf("%v after %d calls", err, len(refused.requests()))
	}
	elsewhere := server.client(t, func(c *Config) { c.BaseURL += "/v2" })
	if _, err := elsewhere.Balance(t.Context()); !errors.Is(err, ErrBesideOTP) || len(server.requests()) != 2 {
		t.Errorf("%v after %d calls", err, len(server.requests()))
	}
}

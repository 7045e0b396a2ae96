package simulator_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// outbox reads the outbox over HTTP, without a signature.
func (s server) outbox(t *testing.T) (code int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/_simulator/outbox", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Type"); got != "application/json;charset=UTF-8" {
		t.Errorf("Content-Type = %q", got)
	}
	return answer.StatusCode, string(read)
}

func TestOutboxOverHTTP(t *testing.T) {
	t.Parallel()
	s := newSender(t, "", fails("call"), deliveryTime(10*time.Second))
	server := newServer(t, s.account)
	if code, body := server.outbox(t); code != http.StatusOK || body != "[]" {
		t.Errorf("an empty outbox is answered with %d %s", code, body)
	}
	first := s.sent(`"orderId":"order","channel":"call"`, s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 1, Channel: "sms"}))
	s.ResetRequests()
	s.Inject(simulator.Fault{Respond: simulator.RespondStatus(-18, "system error")}) // strikes calls of the API alone
	const one = `{"verificationId":%q,"orderId":"order","to":%q,"channel":%q,"text":%q,"code":%q,"status":%d,"time":%q}`
	message := func(channel string, status int, at string) string {
		return fmt.Sprintf(one, first.VerificationID, phone, channel, first.Code+" is your code", first.Code, status, at)
	}
	at, later := startText, "2022-01-01T00:00:30+08:00"
	for _, step := range []struct {
		move time.Duration
		want string
	}{
		{0, "[" + message("call", -1, at) + "]"},
		{10 * time.Second, "[" + message("call", 1, at) + "]"},
		{20 * time.Second, "[" + message("call", 1, at) + "," + message("sms", -1, later) + "]"},
		{10 * time.Second, "[" + message("call", 1, at) + "," + message("sms", 0, later) + "]"},
	} {
		s.clock.move(step.move)
		code, body := server.outbox(t)
		if code != http.StatusOK {
			t.Errorf("HTTP status = %d, want 200", code)
		}
		equalJSON(t, decode(t, body), step.want)
	}
	if requests, unexpected := s.Requests(), s.Unexpected(); len(requests) != 0 || len(unexpected) != 0 {
		t.Errorf("requests = %+v, unexpected = %+v, want none", requests, unexpected)
	}
}

// The outbox is for its own machine, and has one name and one method.
func TestOutboxAccess(t *testing.T) {
	t.Parallel()
	const path = "/_simulator/outbox"
	account := newAccount(t)
	for _, test := range []struct {
		method, path, remote, host string
		want                       int
	}{
		{http.MethodGet, path, "127.0.0.1:1234", "127.0.0.1:8480", 200},
		{http.MethodGet, path, "127.9.9.9:1234", "localhost:8480", 200},
		{http.MethodGet, path, "127.0.0.1:1234", "localhost", 200},
		{http.MethodGet, path, "[::1]:1234", "[::1]:8480", 200},
		{http.MethodGet, path, "[::1]:1234", "[::1]", 200},
		{http.MethodGet, path + "?page=2", "127.0.0.1:1234", "localhost", 200},
		{http.MethodGet, path, "192.0.2.1:1234", "127.0.0.1:8480", 403},
		{http.MethodGet, path, "[2001:db8::1]:1234", "localhost:8480", 403},
		{http.MethodGet, path, "127.0.0.1:1234", "example.com:8480", 403},
		{http.MethodGet, path, "127.0.0.1:1234", "127.0.0.1.example.com", 403},
		{http.MethodGet, path, "127.0.0.1:1234", "192.0.2.1", 403},
		{http.MethodGet, path, "", "localhost", 403},
		{http.MethodGet, path, "127.0.0.1:1234", "", 403},
	} {
		r := request(t, test.method, test.path, "")
		r.RemoteAddr, r.Host = test.remote, test.host
		if got := account.send(r); got.Code != test.want {
			t.Errorf("%s %s from %q for %q: HTTP status = %d, want %d", test.method, test.path, test.remote, test.host, got.Code, test.want)
		}
	}
	if requests := account.Requests(); len(requests) != 0 {
		t.Errorf("requests = %+v, want none", requests)
	}
	for i, test := range [][2]string{
		{http.MethodPost, path}, {http.MethodDelete, path}, {http.MethodGet, path + "/"}, {http.MethodGet, "/otp" + path},
	} {
		r := request(t, test[0], test[1], "")
		r.RemoteAddr, r.Host = "127.0.0.1:1234", "localhost"
		if got := account.send(r); got.Code != http.StatusNotFound || len(account.Unexpected()) != i+1 {
			t.Errorf("%v: HTTP status = %d, unexpected = %+v", test, got.Code, account.Unexpected())
		}
	}
}

// The outbox is a copy.
func TestOutboxCopy(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	s.sends("0")
	before := s.Outbox()
	s.Outbox()[0].Code = "changed"
	if after := s.Outbox(); !reflect.DeepEqual(after, before) {
		t.Errorf("a copy of the outbox changed it to %+v", after)
	}
	encoded, err := json.Marshal(before[0].Status)
	if err != nil || string(encoded) != "0" {
		t.Errorf("status = %s, %v, want a number", encoded, err)
	}
}

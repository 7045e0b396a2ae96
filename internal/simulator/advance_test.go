package simulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// advance moves the clock over HTTP.
func (a account) advance(query string) (code int, body string) {
	a.t.Helper()
	r := request(a.t, http.MethodPost, "/_simulator/advance"+query, "")
	r.RemoteAddr, r.Host = "127.0.0.1:1234", "localhost:8480"
	got := a.send(r)
	return got.Code, got.Body.String()
}

// The clock of messages moves, and that of timestamps does not: all calls here are signed by the same second.
func TestAdvance(t *testing.T) {
	t.Parallel()
	s := newSender(t, `,"periodTotalSendLimit":{"enabled":true,"unit":2,"period":1,"limit":2}`, fails("sms"), deliveryTime(10*time.Second))
	first := s.sent(s.withFlow(simulator.FlowNode{WaitingTime: 60, Status: 1, Channel: "call"}))
	status := func(want ...simulator.MessageStatus) {
		t.Helper()
		outbox := s.Outbox()
		for i := range max(len(outbox), len(want)) {
			if i >= len(outbox) || i >= len(want) || outbox[i].Status != want[i] {
				t.Fatalf("outbox = %+v, want %v", outbox, want)
			}
		}
	}
	advance := func(by, now string) {
		t.Helper()
		code, body := s.advance("?by=" + by)
		if code != http.StatusOK {
			t.Errorf("HTTP %d: %s", code, body)
		}
		equalJSON(t, decode(t, body), `{"time":"`+now+`"}`)
	}
	status(simulator.StatusSending)
	advance("10s", "2022-01-01T00:00:10+08:00")
	status(simulator.StatusFailed)
	advance("50s", "2022-01-01T00:01:00+08:00")
	status(simulator.StatusFailed, simulator.StatusSending)
	advance("10s", "2022-01-01T00:01:10+08:00")
	status(simulator.StatusFailed, simulator.StatusDelivered)
	s.sends("-27")
	advance("4m50s", "2022-01-01T00:06:00+08:00")
	s.checks(5, first.VerificationID, first.Code)
	advance("55m", "2022-01-01T01:01:00+08:00")
	s.sends("0")
	if date := s.want("0", http.MethodGet, "/template/list", "").header.Get("Date"); date != "Fri, 31 Dec 2021 16:00:00 GMT" {
		t.Errorf("Date = %s, want that of timestamps", date)
	}
}

// What is no duration above 0 moves nothing, nor does more than ten years in all.
func TestAdvanceRefuses(t *testing.T) {
	t.Parallel()
	s := newSender(t, "", deliveryTime(time.Second))
	s.sent()
	for _, query := range []string{"", "?by=", "?by=60", "?by=0s", "?by=-1m", "?by=87601h", "?for=60s"} {
		if code, _ := s.advance(query); code != http.StatusBadRequest {
			t.Errorf("%s: HTTP %d, want 400", query, code)
		}
	}
	for i, want := range []int{200, 400} {
		if code, _ := s.advance("?by=50000h"); code != want {
			t.Errorf("call %d: HTTP %d, want %d", i+1, code, want)
		}
	}
	if requests := s.Unexpected(); len(requests) != 0 {
		t.Errorf("unexpected = %+v, want none", requests)
	}
}

// The clock is moved by its own machine, with POST, and by no page in a browser.
func TestAdvanceAccess(t *testing.T) {
	t.Parallel()
	account := newAccount(t)
	for _, test := range []struct {
		method, remote, host, site string
		want                       int
	}{
		{http.MethodPost, "127.0.0.1:1234", "localhost:8480", "", 200},
		{http.MethodPost, "[::1]:1234", "[::1]:8480", "same-origin", 200},
		{http.MethodPost, "192.0.2.1:1234", "127.0.0.1:8480", "", 403},
		{http.MethodPost, "127.0.0.1:1234", "example.com", "", 403},
		{http.MethodPost, "127.0.0.1:1234", "localhost", "cross-site", 403},
		{http.MethodGet, "127.0.0.1:1234", "localhost", "", 404},
	} {
		r := request(t, test.method, "/_simulator/advance?by=1s", "")
		r.RemoteAddr, r.Host = test.remote, test.host
		if test.site != "" {
			r.Header.Set("Sec-Fetch-Site", test.site)
		}
		if got := account.send(r); got.Code != test.want {
			t.Errorf("%+v: HTTP %d, want %d", test, got.Code, test.want)
		}
	}
}

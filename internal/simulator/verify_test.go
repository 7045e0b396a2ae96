package simulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// Each value of matched. Before each check the clock is moved; the record shows the value unless it says otherwise.
func TestMatched(t *testing.T) {
	t.Parallel()
	const right, mistyped = true, false
	type check struct {
		after    time.Duration
		code     bool
		want     int
		recorded int
	}
	five := 5 * time.Minute
	tests := map[string]struct {
		options []func(*simulator.Options)
		checks  []check
	}{
		"matched":           {nil, []check{{0, right, 0, 0}}},
		"matched late":      {nil, []check{{five - 1, right, 0, 0}}},
		"wrong, then right": {nil, []check{{0, mistyped, 2, 2}, {0, mistyped, 2, 2}, {0, right, 0, 0}}},
		"used":              {nil, []check{{0, right, 0, 0}, {0, right, 4, 0}, {0, mistyped, 4, 0}}},
		"used, not expired": {nil, []check{{0, right, 0, 0}, {five, right, 4, 0}}},
		"expired":           {nil, []check{{five, right, 5, 5}}},
		"expired and wrong": {nil, []check{{five, mistyped, 5, 5}, {time.Hour, right, 5, 5}}},
		"wrong and expired": {nil, []check{{0, mistyped, 2, 2}, {five, right, 5, 5}}},
		"sending": {
			[]func(*simulator.Options){deliveryTime(time.Minute)},
			[]check{{0, right, 1, 1}, {time.Minute - 1, mistyped, 1, 1}, {1, right, 0, 0}},
		},
		"sending for too long": {
			[]func(*simulator.Options){deliveryTime(time.Hour)},
			[]check{{five, right, 1, 1}, {time.Hour, right, 5, 5}},
		},
		"failed": {
			[]func(*simulator.Options){fails("sms"), deliveryTime(time.Second)},
			[]check{{0, right, 1, 1}, {time.Second, mistyped, 2, 2}, {0, right, 0, 0}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSender(t, "", append(test.options, inArrays)...)
			message := s.sent()
			equalJSON(t, s.recorded(message.VerificationID, 0)["matched"], "-1")
			for _, check := range test.checks {
				s.clock.move(check.after)
				code := message.Code
				if check.code == mistyped {
					code = wrong(code)
				}
				s.checks(check.want, message.VerificationID, code)
				equalJSON(t, s.recorded(message.VerificationID, 0)["matched"], fmt.Sprint(check.recorded))
			}
		})
	}
}

// The form of the reference, "Samples from the documentation".
func TestVerifyAnswer(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	message := s.sent(`"channel":"call"`)
	got := s.want("0", http.MethodPost, "/verification/verify",
		fmt.Sprintf(`{"verificationId":%q,"code":%q}`, message.VerificationID, message.Code))
	equalJSON(t, got.data, fmt.Sprintf(`{"verificationId":%q,"to":%q,"channel":"call","matched":0}`, message.VerificationID, phone))
	got = s.want("0", http.MethodPost, "/verification/verify", `{"verificationId":"22206051443051000003","code":"5863"}`)
	equalJSON(t, got.data, `{"verificationId":"22206051443051000003","to":null,"channel":null,"matched":3}`)
}

func TestVerifyRules(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	body := func(id, code string) string { return fmt.Sprintf(`{"verificationId":%s,"code":%s}`, id, code) }
	id := fmt.Sprintf("%q", s.sent().VerificationID)
	for body, want := range map[string]string{
		`{"code":"1234"}`:               "-22",
		`{"verificationId":` + id + `}`: "-22",
		body(`null`, `"1234"`):          "-22",
		body(`22206`, `"1234"`):         "-22",
		body(`""`, `"1234"`):            "0",
		body(`"x"`, `"1234"`):           "0",
		body(id, `null`):                "-22",
		body(id, `1234`):                "-22",
		body(id, `""`):                  "-22",
		body(id, `"123"`):               "-22",
		body(id, `"123456789a"`):        "0",
		body(id, `"12345678901"`):       "-22",
		body(id, `"世世世世"`):              "0",
	} {
		s.want(want, http.MethodPost, "/verification/verify", body)
	}
}

// Case counts.
func TestVerifyCase(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	s.want("0", http.MethodPost, "/verification/sendRule", s.body(`"code":"AbCd"`))
	id := s.newest().VerificationID
	s.checks(2, id, "abcd")
	s.checks(2, id, "ABCD")
	s.checks(2, id, "AbCd ")
	s.checks(0, id, "AbCd")
}

// The application's codeExpiry, as it is when a message is sent, says how long its code is valid.
func TestCodeExpiry(t *testing.T) {
	t.Parallel()
	for _, minutes := range []int{1, 60} {
		for offset, want := range map[time.Duration]int{-1: 0, 0: 5} {
			s := newSender(t, fmt.Sprintf(`,"codeExpiry":%d`, minutes))
			message := s.sent()
			s.want("0", http.MethodPut, "/app/update/"+s.appID, `{"name":"test_app","codeExpiry":30}`)
			s.clock.move(time.Duration(minutes)*time.Minute + offset)
			s.checks(want, message.VerificationID, message.Code)
		}
	}
}

package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// balance is the answer about the balance at a path.
func (a account) balance(path string) (code int, body string) {
	a.t.Helper()
	got := a.send(request(a.t, http.MethodGet, path, ""))
	return got.Code, got.Body.String()
}

// Reference, "Beside /otp": the amounts are texts at the top level, and lie next to the OTP calls of both brands.
func TestBalance(t *testing.T) {
	t.Parallel()
	for form, places := range map[simulator.BalancePath][2]string{
		simulator.BalanceDocumented: {"/sms/getBalance", "/v3/getBalance"},
		simulator.BalanceSwapped:    {"/getBalance", "/v3/sms/getBalance"},
	} {
		account := newAccount(t, func(o *simulator.Options) { o.BalancePath = form })
		for _, path := range []string{"/sms/getBalance", "/v3/getBalance", "/getBalance", "/v3/sms/getBalance", "/otp/sms/getBalance"} {
			code, body := account.balance(path)
			if isHere := path == places[0] || path == places[1]; !isHere {
				if code != http.StatusNotFound {
					t.Errorf("%s: %s: HTTP %d", form, path, code)
				}
				continue
			}
			equalJSON(t, decode(t, body), `{"status":"0","reason":"success","balance":"1000.0000","gift":"0.0000","credit":"0.0000"}`)
		}
		if unexpected := account.Unexpected(); len(unexpected) != 1 {
			t.Errorf("unexpected = %+v, want /otp/sms/getBalance alone", unexpected)
		}
		if got := account.send(request(t, http.MethodPost, "/sms/getBalance", "")); got.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST: HTTP %d", got.Code)
		}
		unsigned, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, places[0], http.NoBody)
		equalJSON(t, decode(t, account.send(unsigned).Body.String()), `{"status":"-1","reason":"authentication error"}`)
	}
}

// Each message makes the balance less by its segments, and is refused with -10 if it costs more than is left.
func TestBalanceGoesDown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ segments, balance string }{
		"##code##":                                 {"1", "0.0650"},
		strings.Repeat("x", 150) + "##code##":      {"1", "0.0650"},
		strings.Repeat("é", 160) + "##code##":      {"2", "0.0300"},
		strings.Repeat("€", 70) + "##code##":       {"1", "0.0650"},
		"’" + strings.Repeat("x", 66) + "##code##": {"2", "0.0300"},
		strings.Repeat("😀", 33) + "##code##":       {"1", "0.0650"},
	} {
		s := newSender(t, "", func(o *simulator.Options) { o.Balance = 1000 })
		template := s.Templates()[0]
		template.Text = text
		s.PutTemplate(template)
		id := s.sent().VerificationID
		record := s.want("0", http.MethodGet, "/verification/record/"+id, "").object(t)
		if got := fmt.Sprint(record["sms"].(map[string]any)["chargeCnt"]); got != want.segments {
			t.Errorf("%s: charged %s segments, want %s", text, got, want.segments)
		}
		_, body := s.balance("/sms/getBalance")
		if got := decode(t, body).(map[string]any)["balance"]; got != want.balance {
			t.Errorf("%s: balance = %v, want %s", text, got, want.balance)
		}
		for range 2 {
			s.call(http.MethodPost, "/verification/send", s.body())
		}
		sent := len(s.Outbox())
		s.sends("-10", `"orderId":"order"`)
		if got := len(s.Outbox()); got != sent {
			t.Errorf("%s: %d messages were sent, want %d", text, got, sent)
		}
	}
}

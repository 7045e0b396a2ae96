package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// price is what each segment and each call costs, in ten-thousandths of the currency. What messages cost is not
// documented.
const price = 350

// statusBalance is what a message is answered with that the balance does not pay. Reference, "Status codes": -10.
const statusBalance = -10

// balanceRoute is the balance's route if the path is one of its places. Reference, "Beside /otp": GET /sms/getBalance,
// and GET /v3/getBalance at the sister brand.
// It has no handler where the balance does not lie under this form, so that a client has to look for it.
func balanceRoute(path string, form BalancePath) (at route, ok bool) {
	for place, of := range map[string]BalancePath{
		"/sms/getBalance": BalanceDocumented, "/v3/getBalance": BalanceDocumented, "/getBalance": BalanceSwapped, "/v3/sms/getBalance": BalanceSwapped,
	} {
		if place != path {
			continue
		}
		at = route{method: http.MethodGet, path: strings.TrimPrefix(path, "/v3"), whole: true}
		if of == form {
			at.handle = (*Simulator).balance
		}
		return at, true
	}
	return route{}, false
}

// balance answers what is left. Reference, "Beside /otp": balance, gift, credit as texts at the top level of the
// envelope. That gift and credit are parts of their own, and 0 here, is assumed.
func (s *Simulator) balance(*call) answer {
	return success(map[string]any{"balance": money(s.options.Balance - s.spent), "gift": money(0), "credit": money(0)})
}

// charge takes the cost of a message off the balance, unless it does not pay for it.
func (s *Simulator) charge(cost int64) bool {
	if s.spent+cost > s.options.Balance {
		return false
	}
	s.spent += cost
	return true
}

// money is an amount as text, which is how the reference has it.
func money(amount int64) string {
	sign := ""
	if amount < 0 {
		sign, amount = "-", -amount
	}
	return fmt.Sprintf("%s%d.%04d", sign, amount/10_000, amount%10_000)
}

// gsm is the alphabet of GSM 03.38, and gsmExtension its characters that take the place of two.
const (
	gsm = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
		"abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// segments is how many segments a text is charged as, roughly: no character is kept from being split.
func segments(text string) int64 {
	length, single, joined := 0, 160, 153
	for _, char := range text {
		if !strings.ContainsRune(gsm+gsmExtension, char) {
			single, joined = 70, 67
		}
	}
	for _, char := range text {
		length++
		if single == 160 && strings.ContainsRune(gsmExtension, char) || char > 0xFFFF {
			length++
		}
	}
	if length <= single {
		return 1
	}
	return int64((length + joined - 1) / joined)
}

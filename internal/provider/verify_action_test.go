package provider

import (
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func TestActionVerify(t *testing.T) {
	t.Parallel()
	const (
		failed  = "Unable to Verify OTP Message: Terraform could not have the code of the message with the id ID checked.\n\n"
		again   = " Another run has it checked again; one that is used up by then shows as already_used."
		unknown = "Whether the code was checked, and is used up if it was right, is not known."
	)
	mismatch := func(result string) []string {
		return []string{"OTP Code Did Not Match: The check of the code of the message with the id ID found " + result + "."}
	}
	answered := func(matched string) simulator.Fault {
		fault := edited(`"matched":\d+`, `"matched":`+matched)
		fault.Path = routeVerify
		return fault
	}
	none := simulator.Fault{Path: "/none"}
	for name, test := range map[string]struct {
		code     string // that of the message if empty
		first    string // checked before
		fault    simulator.Fault
		lines    []string
		problems []string
	}{
		"matched":      {"", "", none, []string{"Message ID, result: matched"}, nil},
		"wrong_code":   {"wrong", "", none, []string{"Message ID, result: wrong_code"}, mismatch(`"wrong_code" (the code is wrong)`)},
		"already_used": {"wrong", "right", none, []string{"Message ID, result: already_used"}, mismatch(`"already_used" (the code was used before)`)},
		"not_checked":  {"", "", answered("-1"), []string{"Message ID, result: not_checked"}, mismatch(`"not_checked" (no code was checked)`)},
		"sending":      {"", "", answered("1"), []string{"Message ID, result: sending"}, mismatch(`"sending" (the message is still being sent)`)},
		"not_found": {"", "", answered("3"), []string{"Message ID, result: not_found"}, []string{"OTP Message Not Found: The account has no message with the id ID, so no code was checked.\n\n" +
			"- Check verification_id. A resend gives the message another id.\n" +
			"- Check that the API key belongs to the account that sent the message."}},
		"expired": {"", "", answered("5"), []string{"Message ID, result: expired"}, mismatch(`"expired" (the code has expired)`)},
		"unknown": {"", "", answered("9"), []string{"Message ID, result: unknown(9)"}, mismatch(`"unknown(9)"`)},
		"lost":    {"", "", simulator.Fault{Path: routeVerify, Commit: true}, []string{"Message ID, result: matched"}, nil},
		"lost after a wrong one": {
			"", "wrong", simulator.Fault{Path: routeVerify, Commit: true}, []string{"Message ID, result: matched"}, nil,
		},
		"lost after the right one": { // whose record must not count for this one
			"wrong", "right", simulator.Fault{Path: routeVerify, Commit: true}, nil, []string{failed + "The connection to HOST failed: EOF.\n\n" + unknown + again},
		},
		"never arrived": {"", "", simulator.Fault{Path: routeVerify}, nil, []string{failed + "The connection to HOST failed: EOF.\n\n" + unknown + again}},
		"refused": {
			"secret", "",
			simulator.Fault{Path: routeVerify, Respond: simulator.RespondStatus(-22, "no secret for "+testPhone)},
			nil,
			[]string{failed + `The API answered with status -22 (parameter exception) and the reason "no *** for ***". The API rejected one of the values.` +
				"\n\nThe code was not checked." + again},
		},
		"only the run knows better": {"abc", "", none, nil, []string{"Invalid Code: code must have 4 to 10 characters."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			w.expectInvoked(t, sendType, sending(), []string{"Message ID sent by sms, delivery: sending"}, nil)
			id, right := w.lastMessage().VerificationID, w.lastMessage().Code
			verify := func(code string) map[string]any { return map[string]any{"verification_id": id, "code": code} }
			switch test.first {
			case "right":
				w.expectInvoked(t, verifyType, verify(right), []string{"Message ID, result: matched"}, nil)
			case "wrong":
				w.expectInvoked(t, verifyType, verify("wrong"), []string{"Message ID, result: wrong_code"}, mismatch(`"wrong_code" (the code is wrong)`))
			}
			w.ResetRequests()
			w.Inject(test.fault)
			code, checks := test.code, 1
			if code == "" {
				code = right
			}
			if code == "abc" {
				checks = 0
			}
			w.expectInvoked(t, verifyType, verify(code), test.lines, test.problems)
			if got := w.count(routeVerify); got != checks {
				t.Errorf("checked %d times, want %d", got, checks)
			}
		})
	}
}

package simulator_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// The form of the reference, "Samples from the documentation".
func TestSend(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	for field, channel := range map[string]string{
		`"surprise":1`: "sms", `"channel":"sms"`: "sms", `"channel":"call"`: "call", `"channel":null,"flowId":null,"orderId":null`: "sms",
	} {
		sent := s.sends("0", field).object(t)
		message := s.newest()
		id := message.VerificationID
		equalJSON(t, sent, fmt.Sprintf(`{"verificationId":%q,"to":%q,"channel":%q}`, id, phone, channel))
		if !regexp.MustCompile(`^2220101000000\d{7}$`).MatchString(id) {
			t.Errorf("verificationId = %q, want the time and a count", id)
		}
		want := simulator.Message{
			VerificationID: id, To: phone, Channel: channel, Code: message.Code,
			Text: message.Code + " is your code", Time: start(),
		}
		if message != want || !regexp.MustCompile(`^\d{4}$`).MatchString(message.Code) {
			t.Errorf("message = %+v, want %+v with four digits", message, want)
		}
	}
}

func TestSendRules(t *testing.T) {
	t.Parallel()
	type test struct{ name, field, want string }
	tests := []test{
		{"appId null", `"appId":null`, "-22"},
		{"appId a number", `"appId":1`, "-22"},
		{"appId unknown", `"appId":"unknown1"`, "-22"},
		{"templateId unknown", `"templateId":1`, "-22"},
		{"templateId 0", `"templateId":0`, "-22"},
		{"templateId a text", `"templateId":"455"`, "-22"},
		{"templateId a fraction", `"templateId":455.5`, "-22"},
		{"flowId unknown", `"flowId":1`, "-22"},
		{"flowId 0", `"flowId":0`, "-22"},
		{"flowId a text", `"flowId":"100"`, "-22"},
		{"flowId known", `"flowId":100`, "0"},
		{"to null", `"to":null`, "-22"},
		{"to a number", `"to":15550100001`, "-22"},
		{"to empty", `"to":""`, "-22"},
		{"to 9 digits", `"to":"155501000"`, "-22"},
		{"to 10 digits", `"to":"1555010000"`, "0"},
		{"to 14 digits", `"to":"15550100001234"`, "0"},
		{"to 15 digits", `"to":"155501000012345"`, "-22"},
		{"to with a plus sign", `"to":"+15550100001"`, "-22"},
		{"to with a blank", `"to":"1555 0100001"`, "-22"},
		{"to with other digits", `"to":"1555010000١"`, "-22"},
		{"channel call", `"channel":"call"`, "0"},
		{"channel sna", `"channel":"sna"`, "0"},
		{"channel empty", `"channel":""`, "-22"},
		{"channel in upper case", `"channel":"SMS"`, "-22"},
		{"channel unknown", `"channel":"mail"`, "-22"},
		{"channel a number", `"channel":1`, "-22"},
		{"orderId empty", `"orderId":""`, "0"},
		{"orderId 1", `"orderId":"x"`, "0"},
		{"orderId 64", `"orderId":"` + strings.Repeat("世", 64) + `"`, "0"},
		{"orderId 65", `"orderId":"` + strings.Repeat("x", 65) + `"`, "-22"},
		{"orderId a number", `"orderId":1`, "-22"},
		{"extra field", `"surprise":[]`, "0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, path := range []string{"/verification/send", "/verification/sendRule"} {
				s := newSender(t, "")
				s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
				r := s.want(test.want, http.MethodPost, path, s.body(`"code":"1234"`, test.field))
				if sent := len(s.Outbox()); (sent == 1) != (test.want == "0") {
					t.Errorf("%s: sent %d under status %v", path, sent, r.status)
				}
				if strings.Contains(r.reason, "15550") {
					t.Errorf("reason = %q, which repeats the phone number", r.reason)
				}
			}
		})
	}
}

func TestSendRequires(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	for field, valid := range map[string]string{
		"appId": `"appId":"` + s.appID + `",`, "templateId": `"templateId":` + s.templateID + `,`, "to": `,"to":"` + phone + `"`,
	} {
		body := strings.Replace(s.body(`"code":"1234"`), valid, "", 1)
		for _, path := range []string{"/verification/send", "/verification/sendRule"} {
			want, reason := "-22", "parameter exception: "+field+" is missing"
			if field == "templateId" && path == "/verification/sendRule" {
				want, reason = "0", "success"
			}
			if got := s.want(want, http.MethodPost, path, body); got.reason != reason {
				t.Errorf("reason = %q, want %q", got.reason, reason)
			}
		}
	}
}

// A template sends only for its own application.
func TestSendTemplateOfAnotherApp(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	other := s.addApp(`{"name":"other"}`)
	s.sends("-22", fmt.Sprintf(`"appId":%q`, other))
	s.sends("0", fmt.Sprintf(`"appId":%q,"templateId":%s`, other, s.addTemplate(other, "other")))
}

func TestSendUnderOneOrder(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	other := s.addApp(`{"name":"other"}`)
	ofOther := fmt.Sprintf(`"appId":%q,"templateId":%s`, other, s.addTemplate(other, "other"))
	s.sends("-22", `"orderId":"order"`, `"channel":"mail"`) // uses no order id up
	s.sends("0", `"orderId":"order"`)
	if got := s.sends("-20", `"orderId":"order"`); got.reason != "data existing" {
		t.Errorf("reason = %q", got.reason)
	}
	s.sends("-20", `"orderId":"order"`, ofOther)
	s.want("-20", http.MethodPost, "/verification/sendRule", s.body(`"code":"1234","orderId":"order"`))
	s.clock.move(1000 * 24 * time.Hour)
	s.sends("-20", `"orderId":"order"`)
	s.sends("0", `"orderId":"Order"`)
	s.sends("0", `"orderId":""`)
	s.sends("0", `"orderId":""`)
}

func TestSendRule(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	for body, want := range map[string]string{
		s.body():                               "-22",
		s.body(`"code":null`):                  "-22",
		s.body(`"code":1234`):                  "-22",
		s.body(`"code":""`):                    "-22",
		s.body(`"code":"1"`):                   "0",
		s.body(`"code":"世界abcdefgh"`):          "0",
		s.body(`"code":"12345678901"`):         "-22",
		s.body(`"code":"9","templateId":null`): "0",
	} {
		s.want(want, http.MethodPost, "/verification/sendRule", body)
	}
	s.want("0", http.MethodPost, "/verification/sendRule", s.body(`"code":"ab-12"`))
	message := s.newest()
	if message.Code != "ab-12" || message.Text != "ab-12 is your code" {
		t.Errorf("message = %+v, want the code in the template's text", message)
	}
	s.checks(0, message.VerificationID, "ab-12")
	s.want("0", http.MethodPost, "/verification/sendRule", s.body(`"code":"ab-12","templateId":null`))
	if message = s.newest(); message.Code != "ab-12" || message.Text != "ab-12" {
		t.Errorf("message = %+v, want the code alone", message)
	}
	// A resend has no other code to send.
	s.resends("0", message.VerificationID)
	if again := s.newest(); again.Text != "ab-12" || again.VerificationID == message.VerificationID {
		t.Errorf("resent %+v, want the same text under a new id", again)
	}
}

func TestSendSNA(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	sent := s.sends("0", `"channel":"sna"`).object(t)
	message := s.newest()
	url := "https://sna.example/" + message.VerificationID
	equalJSON(t, sent, fmt.Sprintf(`{"verificationId":%q,"to":%q,"channel":"sna","snaUrl":%q}`, message.VerificationID, phone, url))
	if message.Text != url {
		t.Errorf("text = %q, want the address", message.Text)
	}
	s.checks(0, message.VerificationID, message.Code)
	again := s.resends("0", message.VerificationID).object(t)
	if again["snaUrl"] != "https://sna.example/"+s.newest().VerificationID {
		t.Errorf("resent %v, want an address of its own", again)
	}
}

func TestResend(t *testing.T) {
	t.Parallel()
	s := newSender(t, `,"codeExpiry":1`)
	first := s.sent(`"channel":"call"`, `"orderId":"order"`)
	s.clock.move(time.Minute)
	again := s.resends("0", first.VerificationID).object(t)
	second := s.newest()
	equalJSON(t, again, fmt.Sprintf(`{"verificationId":%q,"to":%q,"channel":"call"}`, second.VerificationID, phone))
	if second.VerificationID == first.VerificationID || second.OrderID != "order" || second.Text != second.Code+" is your code" {
		t.Errorf("resent %+v after %+v", second, first)
	}
	s.checks(5, first.VerificationID, first.Code)
	s.checks(0, second.VerificationID, second.Code)
	s.resends("0", first.VerificationID, `"channel":"sms"`) // expired
	s.resends("0", second.VerificationID)                   // used up
	if third := s.newest(); third.Channel != "call" {
		t.Errorf("resent %+v, want the channel of before", third)
	}
	s.sends("-20", `"orderId":"order"`)
}

// The old id goes on as it was.
func TestResendLeavesTheOld(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	first := s.sent()
	s.resends("0", first.VerificationID)
	s.checks(0, first.VerificationID, first.Code)
	s.checks(0, s.newest().VerificationID, s.newest().Code)
}

// A resend sends what the template is now.
func TestResendNewCode(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	first := s.sent()
	s.want("0", http.MethodPut, "/template/update/"+s.templateID, `{"name":"name","text":"now ##code##","codeLength":10}`)
	s.resends("0", first.VerificationID)
	if text := s.newest().Text; !regexp.MustCompile(`^now \d{10}$`).MatchString(text) {
		t.Errorf("text = %q, want the template's", text)
	}
}

func TestResendRules(t *testing.T) {
	t.Parallel()
	s := newSender(t, "")
	field := s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
	id := s.sent(field).VerificationID
	for body, want := range map[string]string{
		`{}`:                            "-22",
		`{"channel":"sms"}`:             "-22",
		`{"verificationId":null}`:       "-22",
		`{"verificationId":"1"}`:        "-22",
		`{"verificationId":` + id + `}`: "-22",
		`{"verificationId":"` + id + `","channel":"mail"}`: "-22",
		`{"verificationId":"` + id + `","channel":null}`:   "0",
	} {
		s.want(want, http.MethodPost, "/verification/resend", body)
	}
	s.RemoveFlow(100)
	s.resends("-22", id)
	s.withFlow()
	s.RemoveTemplate(455)
	s.resends("-22", id)
	s.RemoveApp(s.appID)
	s.resends("-22", id)
	if sent := len(s.Outbox()); sent != 2 {
		t.Errorf("sent %d messages, want the two that were not refused", sent)
	}
}

// Faults make the statuses of the reference, "Status codes", that the simulator does not come to by itself.
func TestSendFaults(t *testing.T) {
	t.Parallel()
	s := newSender(t, `,"periodPhoneSendLimit":{"enabled":true,"unit":1,"period":1,"limit":2}`)
	first := s.sent()
	for status, reason := range map[int]string{
		-10: "insufficient balance", -26: "getting fee fail", -29: "sms content has sensitive words",
	} {
		for _, path := range []string{"/verification/send", "/verification/sendRule", "/verification/resend"} {
			s.Inject(simulator.Fault{Method: http.MethodPost, Path: path, Times: 1, Respond: simulator.RespondStatus(status, reason)})
			body := s.body(`"code":"1234"`, fmt.Sprintf(`"verificationId":%q`, first.VerificationID))
			if got := s.want(fmt.Sprint(status), http.MethodPost, path, body); got.reason != reason {
				t.Errorf("%s: reason = %q, want %q", path, got.reason, reason)
			}
		}
	}
	s.Inject(simulator.Fault{
		Path: "/verification/record/{verificationId}", Times: 1, Respond: simulator.RespondStatus(-18, "system error"),
	})
	s.want("-18", http.MethodGet, "/verification/record/"+first.VerificationID, "")
	if sent := len(s.Outbox()); sent != 1 {
		t.Errorf("sent %d messages, want the first alone", sent)
	}
	s.resends("0", first.VerificationID) // what was refused did not count
}

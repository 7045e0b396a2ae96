package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// One text after the other: sending, delivered or failed, and verified.
func TestRecord(t *testing.T) {
	t.Parallel()
	const sms = `{"submitTm":"2022-01-01T00:00:00+08:00","sendTm":"2022-01-01T00:00:00+08:00","doneTm":%s,
		"mcc":"262","mnc":"01","sender":"me","chargeCnt":1,"pay":"0.0350","status":%s,"reason":%q,
		"settlePay":"0.0350","settlePrice":"0.0350","settleCurrency":"USD","quoteExchange":"1"}`
	const call = `{"terminationCode":%s,"terminationReason":%q,"submitTime":"2022-01-01T00:00:00+08:00",
		"callTime":"2022-01-01T00:00:00+08:00","ringingTime":%s,"answerTime":%s,"hangupTime":%s,"callDuration":%s,
		"chargedDuration":%[6]s,"displayNum":"me","rate":"0.0350","cost":"0.0350"}`
	const done = `"2022-01-01T00:00:10+08:00"`
	tests := map[string]struct {
		channel, order, flow string
		fails                []string
		sending, ended       string
	}{
		"sms": {
			"sms", `"order"`, "null", nil,
			fmt.Sprintf(sms, "null", "-1", ""), fmt.Sprintf(sms, done, "0", ""),
		},
		"sms that fails": {
			"sms", `""`, "100",
			[]string{"sms"},
			fmt.Sprintf(sms, "null", "-1", ""), fmt.Sprintf(sms, done, "1", "undeliverable"),
		},
		"call": {
			"call", `""`, "null", nil,
			fmt.Sprintf(call, "null", "", "null", "null", "null", "null"), fmt.Sprintf(call, "0", "", done, done, done, "0"),
		},
		"call that fails": {
			"call", `""`, "null",
			[]string{"call"},
			fmt.Sprintf(call, "null", "", "null", "null", "null", "null"),
			fmt.Sprintf(call, "1", "undeliverable", "null", "null", done, "null"),
		},
		"sna": {"sna", `""`, "null", nil, "{}", "{}"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSender(t, "", inArrays, deliveryTime(10*time.Second), fails(test.fails...))
			template := s.Templates()[0]
			template.SenderID = new("me")
			s.PutTemplate(template)
			s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 2, Channel: "call"})
			message := s.sent(fmt.Sprintf(`"channel":%q,"orderId":%s,"flowId":%s`, test.channel, test.order, test.flow))
			check := func(matched int, verified, detail string) {
				t.Helper()
				got := s.want("0", http.MethodGet, "/verification/record/"+message.VerificationID, "")
				equalJSON(t, got.data, fmt.Sprintf(`{"verificationId":%q,"orderId":%s,"flowId":%s,"verifications":[
					{"matched":%d,"verifiedDate":%s,"oriReceiver":%q,"channel":%q,%q:%s}]}`, message.VerificationID,
					test.order, test.flow, matched, verified, phone, test.channel, test.channel, detail))
			}
			check(-1, "null", test.sending)
			s.clock.move(10 * time.Second)
			check(-1, "null", test.ended)
			s.checks(2, message.VerificationID, wrong(message.Code))
			check(2, "null", test.ended)
			s.clock.move(10 * time.Second)
			s.checks(0, message.VerificationID, message.Code)
			s.clock.move(time.Minute)
			s.checks(4, message.VerificationID, message.Code)
			check(0, `"2022-01-01T00:00:20+08:00"`, test.ended)
		})
	}
}

// inArrays has records tell all messages, each with its details.
func inArrays(o *simulator.Options) { o.Record = simulator.RecordAsArray }

// Of a record in each form only what tells one from the other, after a text that failed and the call that followed.
func TestRecordForm(t *testing.T) {
	t.Parallel()
	const byMessage = `"verifications":{"channel":"call","orderId":"order"%s}`
	const byOrder = `"orderId":"order","flowId":100,"verifications":%s`
	for form, want := range map[simulator.RecordForm][2]string{
		simulator.RecordBeside: {
			`{"verificationId":"ID",` + fmt.Sprintf(byMessage, "") + `,"call":0}`,
			`{` + fmt.Sprintf(byOrder, `{"channel":"call"}`) + `,"sms":[1],"call":[0]}`,
		},
		simulator.RecordInside: {
			`{"verificationId":"ID",` + fmt.Sprintf(byMessage, `,"call":0`) + `}`,
			`{` + fmt.Sprintf(byOrder, `{"channel":"call","sms":[1],"call":[0]}`) + `}`,
		},
		simulator.RecordAsArray: {
			`{"verificationId":"ID",` + fmt.Sprintf(byOrder, `[{"channel":"sms","sms":1},{"channel":"call","call":0}]`) + `}`,
			`{` + fmt.Sprintf(byOrder, `[{"channel":"sms","sms":1},{"channel":"call","call":0}]`) + `}`,
		},
		simulator.RecordAsObject: {
			`{"verificationId":"ID",` + fmt.Sprintf(byOrder, `{"channel":"call","call":0}`) + `}`,
			`{` + fmt.Sprintf(byOrder, `{"channel":"call","call":0}`) + `}`,
		},
	} {
		s := newSender(t, "", fails("sms"), func(o *simulator.Options) { o.Record = form })
		id := s.sent(`"orderId":"order"`, s.withFlow(simulator.FlowNode{WaitingTime: 30, Status: 1, Channel: "call"})).VerificationID
		s.clock.move(30 * time.Second)
		equalJSON(t, outline(s.want("0", http.MethodGet, "/verification/record/"+id, "").data), strings.Replace(want[0], "ID", id, 1))
		order := fmt.Sprintf(`{"appId":%q,"orderId":"order"}`, s.appID)
		equalJSON(t, outline(s.want("0", http.MethodPost, "/verification/orderId/record", order).data), want[1])
	}
}

// outline is a record with what became of each message in place of its details.
func outline(value any) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = outline(value[i])
		}
	case map[string]any:
		for _, outcome := range []string{"status", "terminationCode"} {
			if code, ok := value[outcome]; ok {
				return code
			}
		}
		for _, field := range []string{"matched", "verifiedDate", "oriReceiver"} {
			delete(value, field)
		}
		for name := range value {
			value[name] = outline(value[name])
		}
	}
	return value
}

func TestOrderRecord(t *testing.T) {
	t.Parallel()
	s := newSender(t, "", func(o *simulator.Options) { o.Record, o.OrderRecordID = simulator.RecordAsArray, true })
	other := s.addApp(`{"name":"other"}`)
	first := s.sent(`"orderId":"order"`)
	s.sent()
	get := func(status, appID, orderID string) reply {
		t.Helper()
		return s.want(status, http.MethodPost, "/verification/orderId/record",
			fmt.Sprintf(`{"appId":%q,"orderId":%q}`, appID, orderID))
	}
	byMessage := s.want("0", http.MethodGet, "/verification/record/"+first.VerificationID, "")
	encoded, err := json.Marshal(byMessage.data)
	if err != nil {
		t.Fatal(err)
	}
	equalJSON(t, get("0", s.appID, "order").data, string(encoded))
	get("-22", other, "order")
	get("-22", s.appID, "other")
	get("-22", s.appID, "")

	s.resends("0", first.VerificationID)
	if got := get("0", s.appID, "order").object(t)["verificationId"]; got != s.newest().VerificationID {
		t.Errorf("verificationId = %v, want the newest", got)
	}
	for _, body := range []string{
		`{"appId":"` + s.appID + `"}`, `{"orderId":"order"}`, `{"appId":1,"orderId":"order"}`,
		`{"appId":"` + s.appID + `","orderId":1}`, `{"appId":"` + s.appID + `","orderId":"` + strings.Repeat("x", 65) + `"}`,
	} {
		s.want("-22", http.MethodPost, "/verification/orderId/record", body)
	}
}

func TestRecordUnknown(t *testing.T) {
	t.Parallel()
	for form, status := range map[simulator.UnknownID]string{simulator.UnknownIDRefused: "-22", simulator.UnknownIDNullData: "0"} {
		s := newSender(t, "", func(o *simulator.Options) { o.UnknownID = form })
		s.sent(`"orderId":"order"`)
		for _, got := range []reply{
			s.want(status, http.MethodGet, "/verification/record/22206051443051000003", ""),
			s.want(status, http.MethodPost, "/verification/orderId/record", fmt.Sprintf(`{"appId":%q,"orderId":"other"}`, s.appID)),
			s.want(status, http.MethodPost, "/verification/orderId/record", `{"appId":"unknown1","orderId":"order"}`),
		} {
			if got.data != nil {
				t.Errorf("data = %v, want none", got.data)
			}
		}
		s.want("-22", http.MethodGet, "/verification/record/x", "") // no such id can exist
		s.want("-22", http.MethodPost, "/verification/orderId/record", `{"appId":"xyz","orderId":"order"}`)
	}
}

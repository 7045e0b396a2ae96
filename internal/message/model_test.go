package message

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func TestVerificationOrder(t *testing.T) {
	t.Parallel()
	config := sendConfig{
		appID: types.StringValue("mRELxtHc"), templateID: types.StringValue("455"), flowID: types.StringValue("31"),
		to: types.StringValue(testPhone), channel: types.StringValue("call"), orderID: types.StringValue("order-1"),
	}
	for want, change := range map[string]func(*sendConfig){
		`{"appId":"mRELxtHc","templateId":455,"flowId":31,"to":"4915112345678","channel":"call","orderId":"order-1"}`:     func(*sendConfig) {},
		`{"appId":"mRELxtHc","templateId":455,"to":"4915112345678","channel":"call","orderId":"order-1"}`:                 func(c *sendConfig) { c.flowID = types.StringNull() },
		`{"appId":"mRELxtHc","templateId":455,"flowId":31,"to":"4915112345678","channel":"sms","orderId":"order-1"}`:      func(c *sendConfig) { c.channel = types.StringNull() },
		`{"appId":"mRELxtHc","templateId":455,"flowId":31,"to":"4915112345678","channel":"whatsapp","orderId":"order-1"}`: func(c *sendConfig) { c.channel = types.StringValue("unknown(whatsapp)") },
	} {
		changed := config
		change(&changed)
		order, diags := changed.order()
		if got, err := json.Marshal(order.SendSettings); err != nil || string(got) != want || !order.isOwn {
			t.Errorf("sent %s, own order %t and error %v, want %s", got, order.isOwn, err, want)
		}
		expectDiagnostics(t, diags)
	}
}

// TestVerificationOrderMadeUp makes up an order id for each message that has none.
func TestVerificationOrderMadeUp(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, id := range []types.String{types.StringNull(), types.StringUnknown()} {
		order, _ := sendConfig{templateID: types.StringValue("455"), to: types.StringValue(testPhone), orderID: id}.order()
		seen[order.OrderID] = true
		if order.isOwn || !strings.HasPrefix(order.OrderID, "terraform-") || len(order.OrderID) > otp.OrderIDMaxLength {
			t.Errorf("order id %q, own %t", order.OrderID, order.isOwn)
		}
	}
	if len(seen) != 2 {
		t.Errorf("%d different order ids for two messages", len(seen))
	}
}

// TestVerificationOrderRefuses values that only the apply makes known.
func TestVerificationOrderRefuses(t *testing.T) {
	t.Parallel()
	_, diags := sendConfig{
		templateID: types.StringValue("9999999999999999999"), flowID: types.StringValue("x"), to: types.StringValue("+49151"), channel: types.StringValue("SMS"),
	}.order()
	expectDiagnostics(t, diags,
		`template_id: Invalid ID: template_id: "9999999999999999999" cannot be an id: it must be a whole number above zero.`,
		`flow_id: Invalid ID: flow_id: "x" cannot be an id: it must be a whole number above zero.`,
		"Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes.",
		`channel: Invalid Channel: channel: "SMS" is not a channel; did you mean "sms"? Possible values: "sms", "call", "sna" (silent network authentication).`)
}

// toldText is what a record tells, in one line.
func toldText(told summary) string {
	return fmt.Sprint([]attr.Value{told.result, told.delivery, told.channel, told.reason})
}

func TestVerificationRecords(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{}`:                     `[<null> <null> <null> <null>]`,
		`{"verifications":null}`: `[<null> <null> <null> <null>]`,
		`{"verifications":[]}`:   `[<null> <null> <null> <null>]`,
		`{"verifications":[{}]}`: `[<null> <null> <null> <null>]`,
		`{"verifications":[{"matched":-1,"channel":"sms","sms":{"status":-1,"reason":""}}]}`:                                      `["not_checked" "sending" "sms" <null>]`,
		`{"verifications":[{"matched":0,"channel":"sms","sms":{"status":0}}]}`:                                                    `["matched" "delivered" "sms" <null>]`,
		`{"verifications":[{"matched":"1","channel":"sms","sms":{"status":"1","reason":"no route"}}]}`:                            `["sending" "failed" "sms" "no route"]`,
		`{"verifications":{"matched":2,"channel":"call","call":{"terminationCode":0}}}`:                                           `["wrong_code" "delivered" "call" <null>]`,
		`{"verifications":{"matched":4,"channel":"call","call":{"terminationCode":17,"terminationReason":"busy"}}}`:               `["already_used" "failed" "call" "busy"]`,
		`{"verifications":{"matched":5,"channel":"call","call":{"terminationCode":null}}}`:                                        `["expired" <null> "call" <null>]`,
		`{"verifications":[{"matched":9,"channel":"fax","sms":{"status":9}}]}`:                                                    `["unknown(9)" "unknown(9)" "unknown(fax)" <null>]`,
		`{"verifications":[{"matched":-1,"channel":"sna","sna":{}}]}`:                                                             `["not_checked" <null> "sna" <null>]`,
		`{"verifications":[{"channel":"call","sms":{},"call":{"terminationCode":0}}]}`:                                            `[<null> "delivered" "call" <null>]`,
		`{"verifications":[{"channel":"sms","sms":{"status":1,"reason":"no route"},"call":{}}]}`:                                  `[<null> "failed" "sms" "no route"]`,
		`{"verifications":[{"channel":"sms","sms":{"status":1}},{"matched":3,"channel":"call","call":{"terminationCode":0}}]}`:    `["not_found" "delivered" "call" <null>]`,
		`{"verifications":[{"matched":0,"channel":"sms","sms":{"status":0}},{"channel":"call","call":{"terminationCode":null}}]}`: `["matched" <null> "call" <null>]`,
	} {
		var record otp.Record
		if err := json.Unmarshal([]byte(answer), &record); err != nil {
			t.Fatal(err)
		}
		if got := toldText(readRecord(record)); got != want {
			t.Errorf("%s tells %s, want %s", answer, got, want)
		}
	}
}

// TestVerificationModelReads keeps what the check of a code has found.
func TestVerificationModelReads(t *testing.T) {
	t.Parallel()
	const delivered = `{"verifications":[{"matched":%s,"sms":{"status":0}}]}`
	for _, test := range []struct{ was, answer, result, delivery string }{
		{"not_checked", `{}`, "not_checked", "sending"},
		{"not_checked", fmt.Sprintf(delivered, "-1"), "not_checked", "delivered"},
		{"not_checked", fmt.Sprintf(delivered, "0"), "matched", "delivered"},
		{"not_checked", fmt.Sprintf(delivered, "null"), "not_checked", "delivered"},
		{"sending", fmt.Sprintf(delivered, "2"), "wrong_code", "delivered"},
		{"sending", fmt.Sprintf(delivered, "-1"), "sending", "delivered"},
		{"already_used", fmt.Sprintf(delivered, "0"), "already_used", "delivered"},
		{"wrong_code", fmt.Sprintf(delivered, "0"), "wrong_code", "delivered"},
		{"matched", fmt.Sprintf(delivered, "5"), "matched", "delivered"},
	} {
		var record otp.Record
		if err := json.Unmarshal([]byte(test.answer), &record); err != nil {
			t.Fatal(err)
		}
		model := resourceModel{Result: types.StringValue(test.was), Delivery: types.StringValue("sending")}
		if model.read(record); model.Result.ValueString() != test.result || model.Delivery.ValueString() != test.delivery {
			t.Errorf("%s after %s reads as %s and %s, want %s and %s", test.answer, test.was, model.Result, model.Delivery, test.result, test.delivery)
		}
	}
}

func TestVerificationModelExpects(t *testing.T) {
	t.Parallel()
	triggers := func(value attr.Value) types.Map {
		return types.MapValueMust(types.StringType, map[string]attr.Value{"a": value})
	}
	state := resourceModel{
		ID: types.StringValue("2"), Code: types.StringValue("1234"), Result: types.StringValue("matched"), Delivery: types.StringValue("delivered"),
		SNAURL: types.StringValue("https://sna.example/2"), ResendTriggers: triggers(types.StringValue("1")),
	}
	const stays, resent, checked = `["2" "matched" "delivered" "https://sna.example/2"]`, `[<unknown> <unknown> <unknown> <unknown>]`,
		`["2" <unknown> "delivered" "https://sna.example/2"]`
	for name, test := range map[string]struct {
		change func(*resourceModel)
		want   string
	}{
		"channel":          {func(m *resourceModel) { m.Channel = types.StringValue("call") }, stays},
		"nothing":          {func(*resourceModel) {}, stays},
		"code removed":     {func(m *resourceModel) { m.Code = types.StringNull() }, stays},
		"code changed":     {func(m *resourceModel) { m.Code = types.StringValue("4321") }, checked},
		"code unknown":     {func(m *resourceModel) { m.Code = types.StringUnknown() }, checked},
		"trigger changed":  {func(m *resourceModel) { m.ResendTriggers = triggers(types.StringValue("2")) }, resent},
		"trigger unknown":  {func(m *resourceModel) { m.ResendTriggers = triggers(types.StringUnknown()) }, resent},
		"triggers removed": {func(m *resourceModel) { m.ResendTriggers = types.MapNull(types.StringType) }, resent},
		"trigger and channel": {func(m *resourceModel) {
			m.ResendTriggers, m.Channel = triggers(types.StringValue("2")), types.StringValue("call")
		}, resent},
	} {
		plan := state
		plan.ID, plan.Result, plan.Delivery, plan.SNAURL = types.StringUnknown(), types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
		test.change(&plan)
		plan.expect(state, false)
		if got := fmt.Sprint([]attr.Value{plan.ID, plan.Result, plan.Delivery, plan.SNAURL}); got != test.want {
			t.Errorf("%s: planned %s, want %s", name, got, test.want)
		}
	}
}

// TestVerificationModelChecks has a code checked that is new, or that came too
// early for a message that has arrived since.
func TestVerificationModelChecks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		result, delivery, was, code string
		isResent, want              bool
		wasCheckedAgain             bool
	}{
		{"sending", "delivered", "1234", "1234", false, false, true},
		{"sending", "delivered", "1234", "4321", false, true, true},
		{"sending", "sending", "1234", "1234", false, false, false},
		{"sending", "delivered", "1234", "1234", false, true, false},
		{"sending", "failed", "1234", "1234", false, true, false},
		{"sending", "delivered", "1234", "1234", true, false, false},
		{"sending", "delivered", "1234", "", false, false, false},
		{"wrong_code", "delivered", "1234", "1234", false, false, false},
		{"wrong_code", "delivered", "1234", "4321", true, true, false},
		{"not_checked", "sending", "", "1234", false, true, false},
	} {
		text := func(text string) types.String {
			if text == "" {
				return types.StringNull()
			}
			return types.StringValue(text)
		}
		none := types.MapNull(types.StringType)
		state := resourceModel{Result: text(test.result), Delivery: text(test.delivery), Code: text(test.was), ResendTriggers: none}
		plan := resourceModel{Code: text(test.code), ResendTriggers: none}
		if test.isResent {
			plan.ResendTriggers = types.MapUnknown(types.StringType)
		}
		if got := plan.isChecked(state, test.wasCheckedAgain); got != test.want {
			t.Errorf("%+v: checked %t, want %t", test, got, test.want)
		}
	}
}

func TestVerificationHides(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, secret, want string }{
		{"to 4915112345678 is bad", "4915112345678", "to *** is bad"},
		{`code "a\"bc" and a"bc`, `a"bc`, `code "***" and ***`},
		{"nothing", "", "nothing"},
	} {
		if got := hide(test.text, test.secret); got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.secret, got, test.want)
		}
	}
}

// TestVerificationCauses hides phone numbers, as people write them too, and nothing else.
func TestVerificationCauses(t *testing.T) {
	t.Parallel()
	m := messages{}
	for reason, want := range map[string]string{
		"to 12025550123":                         "To ***.",
		"to +1 202-555-0123, or (202) 555.01.23": "To +***, or (***.",
		"to 0012025550123":                       "To ***.",
		"message 22206051443051000003":           "Message 22206051443051000003.",
		"192.168.100.200 on 2026-11-22":          "192.168.100.200 on 2026-11-22.",
	} {
		if got := m.cause(errors.New(reason)); got != want {
			t.Errorf("%q shows %q, want %q", reason, got, want)
		}
	}
}

package review

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestWords asserts what is said of changes that the stored plans do not have.
func TestWords(t *testing.T) {
	t.Parallel()
	deposed := changing("flow", []string{"delete"}, object{"name": "a", "id": "31"}, nil)
	deposed["deposed"] = "0123abcd"
	var nodes []any
	for range maxSteps + 2 {
		nodes = append(nodes, object{"waiting_time": 30, "trigger": "unverified", "channel": "sms", "switch_channel": true})
	}
	text := func(text string) object { return object{"text": text, "code_length": 4, "code_type": "NUMERIC"} }
	for _, test := range []struct {
		want   string
		change object
	}{
		{"OTP plan: 1 to change, 1 to import", changing("app", []string{"update"}, object{"code_expiry": 5}, object{"code_expiry": 4}, object{"importing": object{"id": "x"}})},
		{"OTP plan: 1 to replace", changing("app", []string{"forget", "create"}, object{"name": "a"}, object{"name": "b"})},
		{`Application "a" changes and is imported`, changing("app", []string{"update"}, object{"code_expiry": 5}, object{"name": "a"}, object{"importing": object{"id": "x"}})},
		{`  itniotech_otp_flow.a, id "31", left over from an earlier replacement (deposed)`, deposed},
		{"    31. after 30 s, if the code is not verified yet: an SMS", changing("flow", []string{"create"}, nil, object{"nodes": nodes})},
		{"    32. and 2 more steps", changing("flow", []string{"create"}, nil, object{"nodes": nodes})},
		{`    2. after 45 s, if "unknown(9)": by "fax"`, changing("flow", []string{"create"}, nil, object{"nodes": []any{
			object{"waiting_time": 45, "trigger": "unknown(9)", "channel": "fax"},
		}})},
		{"  Still 1 SMS segment, in GSM-7 instead of UCS-2. No longer there: \"’ (U+2019)\".", changing("template", []string{"update"}, text("it’s ##code##"), text("##code##"))},
		{"  Still 1 SMS segment, in UCS-2 instead of GSM-7. \"’ (U+2019)\", \"U+200B\" force UCS-2, in which one SMS holds 70 characters instead of 160.", changing(
			"template", []string{"update"}, text("##code##"), text("it’s ##code##\u200b"))},
		{"  The apply sends a message.", changing("verification", []string{"create"}, nil, object{})},
		{"  The apply sends another message.", changing("verification", []string{"delete", "create"}, object{"id": "1"}, object{})},
		{"  The apply sends the message again.", changing("verification", []string{"update"},
			object{"resend_triggers": object{"a": "1"}}, object{"resend_triggers": object{"a": "2"}})},
		{"  Nothing happens: a message that was sent stays sent.", changing("verification", []string{"delete"}, object{"id": "1"}, nil)},
		{"  later_attribute: true instead of 7.5", changing("later", []string{"update"}, object{"later_attribute": 7.5}, object{"later_attribute": true})},
		{"  later_attribute: (a value of several parts) instead of not set", changing("later", []string{"update"},
			object{"later_attribute": nil}, object{"later_attribute": []any{1}})},
		{"Resource is forgotten", changing("later", []string{"forget"}, object{}, nil)},
	} {
		if lines := reviewOf(t, planned(t, nil, test.change)); !slices.Contains(lines, test.want) {
			t.Errorf("want %s, got\n%s", test.want, strings.Join(lines, "\n"))
		}
	}
}

// TestNotes says what a plan does that no section shows.
func TestNotes(t *testing.T) {
	t.Parallel()
	var plan object
	if err := json.Unmarshal(planned(t, nil,
		changing("flow", []string{"no-op"}, object{}, object{}),
		changing("flow", []string{"create"}, nil, object{"name": "a"}), changing("flow", []string{"update"}, object{"a": 1}, object{"a": 2}),
	), &plan); err != nil {
		t.Fatal(err)
	}
	changes, _ := plan["resource_changes"].([]any)
	changes[1].(object)["provider_name"] = "registry.terraform.io/hashicorp/null"
	changes[2].(object)["mode"] = "data"
	plan["complete"] = false
	plan["deferred_changes"] = []any{object{"reason": "unknown"}, object{"reason": "unknown"}}
	const ours = "registry.terraform.io/itniotech/itniotech"
	plan["action_invocations"] = []any{
		object{"address": "action.itniotech_otp_send.a", "type": "itniotech_otp_send", "provider_name": ours},
		object{"address": "action.itniotech_otp_later.a", "type": "itniotech_otp_later", "provider_name": ours},
		object{"address": "action.null.a", "type": "null", "provider_name": "registry.terraform.io/hashicorp/null"},
	}
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	const want = `OTP plan: no changes
Nothing in it needs a second look.

The action action.itniotech_otp_send.a sends a message during the apply. The action action.itniotech_otp_later.a runs during the apply. Not shown: 1 change of other providers. Not shown: 2 changes that Terraform puts off until another plan. The plan is not complete: after its apply, another plan will have more to change.
`
	if got := strings.Join(reviewOf(t, text), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

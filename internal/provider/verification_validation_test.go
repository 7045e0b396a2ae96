package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/message"
)

// TestVerificationValidated refuses what can be known to be wrong. Nothing about the
// phone number and the code has a path or a value.
func TestVerificationValidated(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		badPhone = "Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes."
		badCode  = "Invalid Code: code must have 4 to 10 characters."
		length   = `AttributeName(%[1]q): Invalid Attribute Value Length: Attribute %[1]s UTF-8 character count must be between %[2]d and %[3]d, got: %[4]d`
		empty    = ` must not be empty. For no value, leave it out or set it to null.`
		badID    = `AttributeName(%[1]q): Invalid ID: %[1]s: %[2]q cannot be an id: it must be a whole number above zero.`
	)
	for _, test := range []struct {
		attribute string
		value     any
		want      string
	}{
		{"to", testPhone, ""},
		{"to", "1234567890", ""},
		{"to", "12345678901234", ""},
		{"to", unknown{}, ""},
		{"to", "123456789", badPhone},
		{"to", "123456789012345", badPhone},
		{"to", "+4915112345678", badPhone},
		{"to", "49151 1234567", badPhone},
		{"to", "٤٩١٥١١٢٣٤٥", badPhone},
		{"to", "", badPhone},
		{"code", "1234", ""},
		{"code", "中中中中", ""},
		{"code", "1234567890", ""},
		{"code", unknown{}, ""},
		{"code", nil, ""},
		{"code", "123", badCode},
		{"code", "12345678901", badCode},
		{"code", "", "Invalid Code: code" + empty},
		{"template_id", unknown{}, ""},
		{"template_id", "0", fmt.Sprintf(badID, "template_id", "0")},
		{"template_id", "9999999999999999999", fmt.Sprintf(badID, "template_id", "9999999999999999999")},
		{"flow_id", "31", ""},
		{"flow_id", "", `AttributeName("flow_id"): Invalid ID: flow_id` + empty},
		{"flow_id", "+31", fmt.Sprintf(badID, "flow_id", "+31")},
		{"app_id", "abc", fmt.Sprintf(length, "app_id", 4, 32, 3)},
		{"order_id", strings.Repeat("中", 64), ""},
		{"order_id", "", `AttributeName("order_id"): Invalid Attribute Value: order_id` + empty},
		{"order_id", strings.Repeat("a", 65), fmt.Sprintf(length, "order_id", 1, 64, 65)},
		{"channel", "call", ""},
		{"channel", "sna", ""},
		{"channel", "unknown(whatsapp)", ""},
		{"channel", "", `AttributeName("channel"): Invalid Attribute Value: channel` + empty + ` Possible values: "sms", "call", "sna" (silent network authentication).`},
		{"channel", "text", `AttributeName("channel"): Invalid Channel: channel: "text" is not a channel; did you mean "sms"? Possible values: "sms", "call", "sna" (silent network authentication).`},
	} {
		attributes := map[string]any{"app_id": "mRELxtHc", "template_id": "455", "to": testPhone}
		attributes[test.attribute] = test.value
		var want []string
		if test.want != "" {
			want = []string{test.want}
		}
		expectTexts(t, fmt.Sprintf("%s = %v", test.attribute, test.value), p.validate(t.Context(), t, verificationType, attributes), want...)
	}
}

// TestVerificationSchema hides what is secret, and offers no import.
func TestVerificationSchema(t *testing.T) {
	t.Parallel()
	var schema resource.SchemaResponse
	managed := message.NewResource()
	managed.Schema(t.Context(), resource.SchemaRequest{}, &schema)
	var sensitive []string
	for name, attribute := range schema.Schema.GetAttributes() {
		if attribute.IsSensitive() {
			sensitive = append(sensitive, name)
		}
	}
	slices.Sort(sensitive)
	if !slices.Equal(sensitive, []string{"code", "sna_url", "to"}) {
		t.Errorf("sensitive: %q", sensitive)
	}
	if _, identified := managed.(resource.ResourceWithIdentity); identified {
		t.Error("it has an identity")
	}
	if names := slices.Sorted(maps.Keys(newProtocol(t).schema.ResourceSchemas)); !slices.Contains(names, verificationType) {
		t.Errorf("resources: %q", names)
	}
}

// TestVerificationAppliesNothingWrong checks once more before any call, for
// hosts that do not validate what only the apply makes known.
func TestVerificationAppliesNothingWrong(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	p := w.protocol(t)
	state := func(to, code string, more ...any) map[string]any {
		attributes := map[string]any{
			"app_id": "mRELxtHc", "template_id": "455", "to": to, "channel": "sms", "code": code,
			"id": unknown{}, "order_id": unknown{}, "result": unknown{}, "delivery": unknown{}, "sna_url": unknown{},
		}
		for i := 0; i < len(more); i += 2 {
			attributes[more[i].(string)] = more[i+1]
		}
		return attributes
	}
	const (
		badPhone = "Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes."
		badCode  = "Invalid Code: code must have 4 to 10 characters."
	)
	known := state(testPhone, "1234", "id", "222", "order_id", "1", "result", "matched", "delivery", "delivered", "sna_url", nil)
	for _, test := range []struct {
		prior, planned map[string]any
		want           []string
	}{
		{nil, state("123", "12"), []string{badPhone, badCode}},
		{known, state("123", "12"), []string{badPhone, badCode}},
	} {
		typ := p.schema.ResourceSchemas[verificationType].ValueType()
		prior := dynamic(t, typ, nil)
		if test.prior != nil {
			prior = dynamic(t, typ, test.prior)
		}
		resp, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: verificationType, PriorState: prior, PlannedState: dynamic(t, typ, test.planned), Config: dynamic(t, typ, test.planned),
		})
		if err != nil {
			t.Fatal(err)
		}
		expectTexts(t, "apply", texts(resp.Diagnostics), test.want...)
	}
	w.expectPaths(t, "the applies", "")
}

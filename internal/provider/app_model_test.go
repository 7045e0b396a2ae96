package provider

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func limitModel(enabled bool, unit string, period, limit int64) *sendLimitModel {
	return &sendLimitModel{types.BoolValue(enabled), types.StringValue(unit), attribute.Whole(period), attribute.Whole(limit)}
}

// TestReadSendLimit reads each form that the API may answer, over each state.
func TestReadSendLimit(t *testing.T) {
	t.Parallel()
	on, parked := limitModel(true, "day", 1, 10), limitModel(false, "day", 1, 10)
	bare := &sendLimitModel{Enabled: types.BoolValue(false)}
	off := []string{
		`{"enabled":false,"unit":null,"period":null,"limit":null}`, `{"enabled":false,"unit":0,"period":0,"limit":0}`,
		`{"enabled":false,"unit":3,"period":2,"limit":1}`, `{}`, `null`,
	}
	for _, test := range []struct {
		name        string
		prior, want *sendLimitModel
		answers     []string
	}{
		{"off, over nothing", nil, nil, off},
		{"off, over a parked limit", parked, parked, off},
		{"off, over a parked limit without numbers", bare, bare, off},
		{"off, over a limit that is on", on, parked, off},
		{"on, over nothing", nil, on, []string{`{"enabled":true,"unit":1,"period":1,"limit":10}`, `{"enabled":true,"unit":"1","period":1.0,"limit":1e1}`}},
		{"on, over a parked limit", parked, on, []string{`{"enabled":true,"unit":1,"period":1,"limit":10}`, `{"enabled":true}`}},
		{"on, changed", on, limitModel(true, "second", 90, 10_000_000_000), []string{`{"enabled":true,"unit":4,"period":90,"limit":10000000000}`}},
		{"on, with a unit that nobody knows", on, limitModel(true, "unknown(9)", 1, 10), []string{`{"enabled":true,"unit":9}`}},
	} {
		for _, text := range test.answers {
			var answer *otp.SendLimit
			if err := json.Unmarshal([]byte(text), &answer); err != nil {
				t.Fatal(err)
			}
			if got := readSendLimit(test.prior, answer); !reflect.DeepEqual(got, test.want) {
				t.Errorf("%s: %s = %+v, want %+v", test.name, text, got, test.want)
			}
		}
	}
}

func TestAppModelBothWays(t *testing.T) {
	t.Parallel()
	model := appModel{
		ID: types.StringValue("mRELxtHc"), Name: types.StringValue("login"), CodeExpiry: attribute.Whole(10),
		PeriodPhoneSendLimit: limitModel(true, "unknown(9)", 90, 10_000_000_000), PeriodTotalSendLimit: limitModel(false, "day", 1, 1),
		CreateTime: types.StringValue("2022-01-01T00:00:00+08:00"),
	}
	settings, diags := model.ToAPI(nil)
	if diags.HasError() {
		t.Fatal(diags)
	}
	sent, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"name":"login","codeExpiry":10,"periodTotalSendLimit":{"enabled":false,"unit":null,"period":null,"limit":null},` +
		`"periodPhoneSendLimit":{"enabled":true,"unit":9,"period":90,"limit":10000000000}}`
	if string(sent) != want {
		t.Errorf("sent = %s, want %s", sent, want)
	}
	var app otp.App
	if err := json.Unmarshal(sent, &app); err != nil {
		t.Fatal(err)
	}
	if names := model.Differences(app); names != nil {
		t.Errorf("the answer to its own settings differs in %v", names)
	}
	read := model
	read.FromAPI(app)
	if !reflect.DeepEqual(read, model) {
		t.Errorf("read = %+v, want %+v", read, model)
	}
	if read.FromAPI(otp.App{}); !read.PeriodPhoneSendLimit.isOff() || read.Name != model.Name || read.CodeExpiry != model.CodeExpiry || read.CreateTime != model.CreateTime {
		t.Errorf("an empty answer reads as %+v", read)
	}
}

func TestAppModelRefusesAWordThatApplyMadeKnown(t *testing.T) {
	t.Parallel()
	model := appModel{Name: types.StringValue("login"), CodeExpiry: attribute.Whole(5), PeriodTotalSendLimit: limitModel(true, "week", 1, 1)}
	_, diags := model.ToAPI(nil)
	expectDiagnostics(t, diags, `period_total_send_limit.unit: Invalid Unit of Time: period_total_send_limit.unit: "week" is not a unit of time. Possible values: "day", "hour", "minute", "second".`)
}

func TestAppModelDifferences(t *testing.T) {
	t.Parallel()
	model := appModel{
		Name: types.StringValue("login "), CodeExpiry: attribute.Whole(5),
		PeriodPhoneSendLimit: limitModel(true, "day", 1, 1), PeriodTotalSendLimit: limitModel(false, "day", 1, 1),
	}
	var app otp.App
	const answer = `{"name":"login","codeExpiry":6,"periodTotalSendLimit":{"enabled":true,"unit":1,"period":1,"limit":1},"periodPhoneSendLimit":{"enabled":true,"unit":1,"period":1,"limit":2}}`
	if err := json.Unmarshal([]byte(answer), &app); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(model.Differences(app)), "[name code_expiry period_total_send_limit period_phone_send_limit]"; got != want {
		t.Errorf("differences = %s, want %s", got, want)
	}
	if got := model.Differences(otp.App{}); got != nil {
		t.Errorf("differences from an empty answer = %v", got)
	}
}

// TestCreateTimeIsKept keeps the text of the state while it names the same instant.
func TestCreateTimeIsKept(t *testing.T) {
	t.Parallel()
	const prior = "2022-01-01T00:00:00+08:00"
	for answer, want := range map[string]string{
		"2022-01-01T00:00:00+08:00":     prior,
		"2021-12-31T16:00:00Z":          prior,
		"2021-12-31T16:00:00.000+00:00": prior,
		"2022-01-01T00:00:01+08:00":     "2022-01-01T00:00:01+08:00",
		"1640966400000":                 "1640966400000",
	} {
		model := appModel{CreateTime: types.StringValue(prior)}
		text := otp.Text(answer)
		model.FromAPI(otp.App{CreateTime: &text})
		if got := model.CreateTime.ValueString(); got != want {
			t.Errorf("%s reads as %s, want %s", answer, got, want)
		}
	}
}

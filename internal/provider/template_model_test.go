package provider

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/sms"
)

func testTemplate() templateModel {
	return templateModel{
		ID: types.StringValue("455"), AppID: types.StringValue("mRELxtHc"), Name: types.StringValue("login-en"), Text: types.StringValue("##code##"),
		CodeType: types.StringValue("HEX"), CodeLength: attribute.Whole(4), SpeechRate: attribute.Whole(0), Language: types.StringValue("ARB"),
		MaxDuration: attribute.Whole(5), RepeatCount: attribute.Whole(10), SenderID: types.StringValue("ACME"),
		SMSEncoding: types.StringValue("GSM-7"), SMSSegments: types.Int64Value(1), SMSUCS2: characters(),
	}
}

// characters are those that make a text expensive.
func characters(of ...attr.Value) types.List {
	return types.ListValueMust(types.StringType, append([]attr.Value{}, of...))
}

func TestTemplateModelBothWays(t *testing.T) {
	t.Parallel()
	for _, sender := range []types.String{types.StringValue("ACME"), types.StringNull()} {
		model := testTemplate()
		model.SenderID = sender
		settings, diags := model.ToAPI(nil)
		if diags.HasError() {
			t.Fatal(diags)
		}
		sent, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		want := `{"appId":"mRELxtHc","name":"login-en","text":"##code##","codeType":4,"codeLength":4,"speechRate":0,"language":"ARB","maxDuration":5,"repeatCnt":10`
		if !sender.IsNull() {
			want += `,"senderId":"ACME"`
		}
		if string(sent) != want+"}" {
			t.Errorf("sent = %s, want %s}", sent, want)
		}
		var template otp.Template
		if err := json.Unmarshal(sent, &template); err != nil {
			t.Fatal(err)
		}
		read := model
		if read.FromAPI(template); !reflect.DeepEqual(read, model) {
			t.Errorf("read = %+v, want %+v", read, model)
		}
	}
}

func TestTemplateModelReads(t *testing.T) {
	t.Parallel()
	for answer, change := range map[string]func(*templateModel){
		`{}`:                 func(*templateModel) {},
		`{"codeType":9}`:     func(m *templateModel) { m.CodeType = types.StringValue("unknown(9)") },
		`{"language":"tlh"}`: func(m *templateModel) { m.Language = types.StringValue("unknown(tlh)") },
		`{"language":""}`:    func(*templateModel) {},
		`{"language":null}`:  func(*templateModel) {},
		`{"language":7}`:     func(m *templateModel) { m.Language = types.StringValue("unknown(7)") },
		`{"senderId":null}`:  func(m *templateModel) { m.SenderID = types.StringNull() },
		`{"senderId":""}`:    func(m *templateModel) { m.SenderID = types.StringNull() },
		`{"text":"验证码"}`: func(m *templateModel) {
			m.Text, m.SMSEncoding = types.StringValue("验证码"), types.StringValue("UCS-2")
			m.SMSUCS2 = characters(types.StringValue("验 (U+9A8C)"), types.StringValue("证 (U+8BC1)"), types.StringValue("码 (U+7801)"))
		},
		`{"appId":"other"}`: func(m *templateModel) { m.AppID = types.StringValue("other") },
	} {
		var template otp.Template
		if err := json.Unmarshal([]byte(answer), &template); err != nil {
			t.Fatal(err)
		}
		got, want := testTemplate(), testTemplate()
		change(&want)
		if got.FromAPI(template); !reflect.DeepEqual(got, want) {
			t.Errorf("%s reads as %+v, want %+v", answer, got, want)
		}
	}
}

// TestTemplateModelReadsDefaults imports a template of which the answer tells next to nothing.
func TestTemplateModelReadsDefaults(t *testing.T) {
	t.Parallel()
	name, text := "login-en", "##code##"
	var got templateModel
	got.FromAPI(otp.Template{AppID: "mRELxtHc", Name: &name, Text: &text})
	want := templateModel{
		AppID: types.StringValue("mRELxtHc"), Name: types.StringValue(name), Text: types.StringValue(text),
		CodeType: types.StringValue("NUMERIC"), CodeLength: attribute.Whole(4), SpeechRate: attribute.Whole(50), Language: types.StringValue("EN"),
		MaxDuration: attribute.Whole(59), RepeatCount: attribute.Whole(1), SMSEncoding: types.StringValue("GSM-7"), SMSSegments: types.Int64Value(1),
		SMSUCS2: characters(),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read = %+v, want %+v", got, want)
	}
	var app appModel
	if app.FromAPI(otp.App{}); app.CodeExpiry.ValueInt64() != 5 {
		t.Errorf("code_expiry = %s, want 5", app.CodeExpiry)
	}
}

func TestTemplateModelDifferences(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{}`: "[]",
		`{"appId":"a","name":"b","text":"c","codeType":1,"codeLength":5,"speechRate":1,"language":"EN","maxDuration":6,"repeatCnt":1,"senderId":null}`: "[app_id name text code_type code_length speech_rate language max_duration repeat_count sender_id]",
		`{"text":"##code##","senderId":"acme"}`: "[sender_id]",
	} {
		var template otp.Template
		if err := json.Unmarshal([]byte(answer), &template); err != nil {
			t.Fatal(err)
		}
		model := testTemplate()
		if got := fmt.Sprint(model.Differences(template)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s differs in %s, want %s", answer, got, want)
		}
	}
}

func TestTemplateModelRefusesWordsThatApplyMadeKnown(t *testing.T) {
	t.Parallel()
	model := testTemplate()
	model.CodeType, model.Language = types.StringValue("digits"), types.StringValue("FR")
	_, diags := model.ToAPI(nil)
	expectDiagnostics(t, diags,
		`code_type: Invalid Code Type: code_type: `+attribute.CodeTypes().Complaint("digits"),
		`language: Invalid Voice Language: language: `+attribute.Languages().Complaint("FR"))
}

// TestTemplateModelClearsTheSender says so only when there is one to clear.
func TestTemplateModelClearsTheSender(t *testing.T) {
	t.Parallel()
	with, without := testTemplate(), testTemplate()
	without.SenderID = types.StringNull()
	for _, test := range []struct {
		name        string
		plan, prior *templateModel
		want        *string
	}{
		{"none and none", &without, &without, nil},
		{"none on create", &without, nil, nil},
		{"none after one", &without, &with, new("")},
		{"one after none", &with, &without, new("ACME")},
		{"one after one", &with, &with, new("ACME")},
	} {
		settings, diags := test.plan.ToAPI(test.prior)
		if diags.HasError() {
			t.Fatal(diags)
		}
		if got := settings.(templateRequest).SenderID; (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s: sender %v, want %v", test.name, got, test.want)
		}
	}
}

// TestCodePlace has the measure of a text replace what the API replaces.
func TestCodePlace(t *testing.T) {
	t.Parallel()
	if sms.CodePlace != otp.CodePlace {
		t.Errorf("sms replaces %s, and the API %s", sms.CodePlace, otp.CodePlace)
	}
}

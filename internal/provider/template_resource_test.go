package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const templateAddress = "itniotech_otp_template.test"

// templateConfig is a template of the application mRELxtHc with more lines in it.
func templateConfig(w *testAccount, lines ...string) string {
	attributes := map[string]string{"app_id": `"mRELxtHc"`, "name": `"login-en"`, "text": `"Your code: ##code##"`}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, " = ")
		attributes[name] = value
	}
	var body strings.Builder
	for name, value := range attributes {
		fmt.Fprintf(&body, "  %s = %s\n", name, value)
	}
	return w.block() + "resource \"itniotech_otp_template\" \"test\" {\n" + body.String() + "}\n"
}

// addApp puts the application of templateConfig into the account.
func (w *testAccount) addApp() *testAccount {
	w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5})
	return w
}

func templateBody(changes ...string) string {
	fields := map[string]string{
		"name": `"login-en"`, "text": `"Your code: ##code##"`, "codeType": "1", "codeLength": "4", "speechRate": "50",
		"language": `"EN"`, "maxDuration": "59", "repeatCnt": "1",
	}
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		fields[name] = value
	}
	var body []string
	for name, value := range fields {
		body = append(body, fmt.Sprintf("%q:%s", name, value))
	}
	return "{" + strings.Join(body, ",") + "}"
}

// templateLife takes a template through its life in every form
// of the API. Each step's plan after the apply has to be empty.
func templateLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	w.addApp()
	run(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:           templateConfig(w),
				ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionCreate),
				ConfigStateChecks: state(templateAddress, "id", "455", "app_id", "mRELxtHc", "name", "login-en", "text", "Your code: ##code##",
					"code_type", "NUMERIC", "code_length", 4, "speech_rate", 50, "language", "EN", "max_duration", 59, "repeat_count", 1,
					"sender_id", nil, "sms_encoding", "GSM-7", "sms_segments", 1),
				Check: checked(func() { w.expectWrites(t, "POST /template/add "+templateBody(`appId="mRELxtHc"`)) }),
			},
			{
				Config:            templateConfig(w, `sender_id = "ACME"`, `language = "CN"`, `text = "您的验证码是 ##code##"`),
				ConfigPlanChecks:  action(templateAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(templateAddress, "id", "455", "sender_id", "ACME", "language", "CN", "sms_encoding", "UCS-2"),
				Check: checked(func() {
					w.expectWrites(t, "PUT /template/update/{templateId} "+templateBody(`senderId="ACME"`, `language="CN"`, `text="您的验证码是 ##code##"`))
				}),
			},
			{ResourceName: templateAddress, ImportState: true, ImportStateVerify: true},
			{
				Config:            templateConfig(w),
				ConfigPlanChecks:  action(templateAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(templateAddress, "sender_id", nil, "language", "EN", "sms_encoding", "GSM-7"),
				Check: checked(func() {
					w.expectWrites(t, "PUT /template/update/{templateId} "+templateBody(`senderId=""`))
				}),
			},
		},
	})
	if templates := w.Templates(); len(templates) != 1 || templates[0].Name != "login-en" {
		t.Errorf("after the destroy the account has %+v, want the template as it was", templates)
	}
	w.expectWrites(t)
}

// TestCoreTemplateResource_updates changes one attribute after the other, each
// in place and in one call.
func TestCoreTemplateResource_updates(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	steps := []resource.TestStep{{Config: templateConfig(w), Check: checked(w.ResetRequests)}}
	var lines, fields []string
	for _, change := range []struct {
		line, attribute string
		from, to        any
		field           string
	}{
		{`name = "sign-in-en"`, "name", "login-en", "sign-in-en", `name="sign-in-en"`},
		{`text = "##code## 验证码"`, "text", "Your code: ##code##", "##code## 验证码", `text="##code## 验证码"`},
		{`code_type = "HEX"`, "code_type", "NUMERIC", "HEX", "codeType=4"},
		{`code_length = 10`, "code_length", 4, 10, "codeLength=10"},
		{`speech_rate = 0`, "speech_rate", 50, 0, "speechRate=0"},
		{`language = "IDN"`, "language", "EN", "IDN", `language="IDN"`},
		{`max_duration = 599`, "max_duration", 59, 599, "maxDuration=599"},
		{`repeat_count = 10`, "repeat_count", 1, 10, "repeatCnt=10"},
		{`sender_id = "ACME"`, "sender_id", nil, "ACME", `senderId="ACME"`},
	} {
		lines, fields = append(lines, change.line), append(fields, change.field)
		body := templateBody(fields...)
		steps = append(steps, resource.TestStep{
			Config: templateConfig(w, lines...),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(templateAddress, plancheck.ResourceActionUpdate),
				expectChange{templateAddress, change.attribute, change.from, change.to},
			}},
			ConfigStateChecks: state(templateAddress, change.attribute, change.to, "id", "455"),
			Check:             checked(func() { w.expectWrites(t, "PUT /template/update/{templateId} "+body) }),
		})
	}
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
}

// TestCoreTemplateResource_drift changes each attribute behind Terraform's back.
func TestCoreTemplateResource_drift(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	steps := driftSteps(t, w, templateAddress, templateConfig(w, `sender_id = "ACME"`), "PUT /template/update/{templateId} "+templateBody(`senderId="ACME"`),
		[]drift[simulator.Template]{
			{"name", func(t *simulator.Template) { t.Name = "changed" }, "changed", "login-en"},
			{"text", func(t *simulator.Template) { t.Text = "##code##!" }, "##code##!", "Your code: ##code##"},
			{"code_type", func(t *simulator.Template) { t.CodeType = 3 }, "ALPHANUMERIC", "NUMERIC"},
			{"code_type", func(t *simulator.Template) { t.CodeType = 9 }, "unknown(9)", "NUMERIC"},
			{"code_length", func(t *simulator.Template) { t.CodeLength = 6 }, 6, 4},
			{"speech_rate", func(t *simulator.Template) { t.SpeechRate = 0 }, 0, 50},
			{"language", func(t *simulator.Template) { t.Language = "JP" }, "JP", "EN"},
			{"language", func(t *simulator.Template) { t.Language = "tlh" }, "unknown(tlh)", "EN"},
			{"max_duration", func(t *simulator.Template) { t.MaxDuration = 5 }, 5, 59},
			{"repeat_count", func(t *simulator.Template) { t.RepeatCnt = 2 }, 2, 1},
			{"sender_id", func(t *simulator.Template) { t.SenderID = nil }, nil, "ACME"},
		}, func() simulator.Template { return w.Templates()[0] }, w.PutTemplate)
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
}

// TestCoreTemplateResource_moves makes another template for another application.
func TestCoreTemplateResource_moves(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: templateConfig(w)},
			{
				Config:            templateConfig(w, `app_id = "another1"`, `name = "another-en"`),
				ConfigPlanChecks:  action(templateAddress, plancheck.ResourceActionReplace),
				ConfigStateChecks: state(templateAddress, "id", "456", "app_id", "another1"),
				Check: checked(func() {
					if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != templatesStay {
						t.Errorf("warnings = %q, want %q", warnings, templatesStay)
					}
				}),
			},
		},
	})
}

// TestCoreTemplateResource_movesWithItsName is refused while nothing is lost yet.
func TestCoreTemplateResource_movesWithItsName(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	moved := needsAnotherName(undoMove)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: templateConfig(w)},
			{Config: templateConfig(w, `app_id = "another1"`), ExpectError: moved},
			{Config: templateConfig(w), ConfigPlanChecks: action(templateAddress, plancheck.ResourceActionNoop)},
		},
	})
}

// TestCoreTemplateResource_unknownText plans a text that only the apply knows.
func TestCoreTemplateResource_unknownText(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t).addApp()
	config := templateConfig(w, `text = "##code## ${terraform_data.text.output}"`) + "resource \"terraform_data\" \"text\" {\n  input = \"%s\"\n}\n"
	unknown := func() resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownValue(templateAddress, tfjsonpath.New("sms_encoding")),
			plancheck.ExpectUnknownValue(templateAddress, tfjsonpath.New("sms_segments")),
		}}
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:            fmt.Sprintf(config, "short"),
				ConfigPlanChecks:  unknown(),
				ConfigStateChecks: state(templateAddress, "sms_encoding", "GSM-7", "sms_segments", 1),
			},
			{
				Config:            fmt.Sprintf(config, strings.Repeat("长", 80)),
				ConfigPlanChecks:  unknown(),
				ConfigStateChecks: state(templateAddress, "sms_encoding", "UCS-2", "sms_segments", 2),
			},
		},
	})
}

// TestCoreTemplateResource_answeredDifferently has the API trim a text: the
// create succeeds with a warning, and the next plan shows what the API kept.
func TestCoreTemplateResource_answeredDifferently(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, func(o *simulator.Options) { o.TrimText = true }).addApp()
	config := templateConfig(w, `text = "##code## "`)
	warned := checked(func() {
		const want = `OTP Template 455 Differs from the Plan
The API accepted the OTP template "login-en" (id 455) but kept other values than it was sent for: text. ` +
			"The state has the planned values; the next plan shows what the API kept.\n\n" +
			`text was sent as "##code## ", and is kept as "##code##". Only spaces or line breaks at an end differ, ` +
			"such as the last line break of a heredoc. Remove them with chomp() or trimspace()."
		if warnings := w.takeWarnings(); len(warnings) != 1 || warnings[0] != want {
			t.Errorf("warnings = %q, want %q", warnings, want)
		}
	})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: state(templateAddress, "text", "##code## "), Check: warned, ExpectNonEmptyPlan: true},
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(templateAddress, plancheck.ResourceActionUpdate),
					expectChange{templateAddress, "text", "##code##", "##code## "},
				}},
				Check: warned, ExpectNonEmptyPlan: true,
			},
		},
	})
}

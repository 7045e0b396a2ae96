package provider

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// hidden is a message with its phone number and its code write-only, both from ephemeral variables.
func hidden(w *testAccount, phone string, toVersion int, code string, lines ...string) string {
	block := messageBlock("test", append(lines, "to_wo = var.phone", fmt.Sprintf("to_wo_version = %d", toVersion))...)
	return w.block() + fmt.Sprintf("variable \"phone\" {\n  ephemeral = true\n  default = %q\n}\nvariable \"code\" {\n  ephemeral = true\n  default = %s\n}\n", phone, code) +
		strings.Replace(block, fmt.Sprintf("to = %q\n", testPhone), "", 1)
}

// TestCoreVerificationResource_writeOnly takes number and code from ephemeral variables, and has neither in the state.
func TestCoreVerificationResource_writeOnly(t *testing.T) {
	t.Parallel()
	writeOnly(t, onCore)
}

// TestAccVerificationResource_writeOnly is the same through the CLI.
func TestAccVerificationResource_writeOnly(t *testing.T) {
	t.Parallel()
	writeOnly(t, throughCLI)
}

func writeOnly(t *testing.T, run runner) {
	t.Helper()
	w := newMessageAccount(t, prompt)
	expression, write := codeFile(t)
	code := func(version int) []string {
		return []string{"code_wo = var.code", fmt.Sprintf("code_wo_version = %d", version)}
	}
	noSecrets := checked(func() { w.expectNoSecrets(t) })
	const other = "4915187654321"
	// A default cannot be an expression, so the code comes from a file.
	config := func(phone string, version int, lines ...string) string {
		for i := range lines {
			lines[i] = strings.Replace(lines[i], "var.code", expression, 1)
		}
		return hidden(w, phone, version, `"none"`, lines...)
	}
	run(t, resource.TestCase{
		TerraformVersionChecks:   needs(hasWriteOnly),
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:            config(testPhone, 1),
				ConfigStateChecks: state(verificationAddress, "to", nil, "to_wo", nil, "to_wo_version", 1, "code_wo", nil, "result", "not_checked"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 1), noSecrets, checked(func() {
					if to := w.lastMessage().To; to != testPhone {
						t.Errorf("sent to %s", to)
					}
				})),
			},
			// Another number with the same version is not seen.
			{Config: config(other, 1), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), Check: w.expectSent(t, 1)},
			{
				Config: config(testPhone, 1, code(1)...), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "code", nil, "code_wo", nil, "code_wo_version", 1, "result", "wrong_code"),
			},
			{
				PreConfig: func() { write(w.lastMessage().Code); w.ResetRequests() },
				Config:    config(testPhone, 1, code(1)...), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
				Check: checked(func() { w.expectWrites(t) }),
			},
			{Config: config(testPhone, 1, code(2)...), ConfigStateChecks: state(verificationAddress, "result", "matched"), Check: noSecrets},
			{
				PreConfig: func() { write("wrong") },
				Config:    config(other, 2, code(2)...), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionReplace),
				ConfigStateChecks: state(verificationAddress, "result", "wrong_code"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 2), noSecrets, checked(func() {
					if to := w.lastMessage().To; to != other {
						t.Errorf("sent to %s", to)
					}
				})),
			},
		},
	})
}

// TestVerificationSecretsTwice refuses a secret that is set twice, or of which a change would not be seen.
func TestVerificationSecretsTwice(t *testing.T) {
	t.Parallel()
	const combination = "Invalid Attribute Combination: "
	for name, test := range map[string]struct {
		set  map[string]any
		want []string
	}{
		"none":         {map[string]any{"to": nil}, []string{"Missing Value: Set to, or to_wo and to_wo_version."}},
		"not known":    {map[string]any{"to": unknown{}}, nil},
		"write-only":   {map[string]any{"to": nil, "to_wo": testPhone, "to_wo_version": 1, "code_wo": "1234", "code_wo_version": 1}, nil},
		"both":         {map[string]any{"to_wo": testPhone, "to_wo_version": 1, "code": "1234", "code_wo": "1234", "code_wo_version": 1}, []string{combination + "to and to_wo cannot be set together.", combination + "code and code_wo cannot be set together."}},
		"no version":   {map[string]any{"to": nil, "to_wo": testPhone, "code_wo": "1234"}, []string{combination + "to_wo must be set together with to_wo_version: Terraform does not keep the value, so only another version shows that it has changed.", combination + "code_wo must be set together with code_wo_version: Terraform does not keep the value, so only another version shows that it has changed."}},
		"version only": {map[string]any{"to_wo_version": 1, "code_wo_version": 1}, []string{`AttributeName("to_wo_version"): ` + combination + "to_wo_version must be set together with to_wo.", `AttributeName("code_wo_version"): ` + combination + "code_wo_version must be set together with code_wo."}},
		"bad":          {map[string]any{"to": nil, "to_wo": "+49151", "to_wo_version": 1, "code_wo": "1", "code_wo_version": 1}, []string{"Invalid Phone Number: to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes.", "Invalid Code: code must have 4 to 10 characters."}},
	} {
		config := map[string]any{"app_id": "mRELxtHc", "template_id": "455", "to": testPhone}
		maps.Copy(config, test.set)
		p := newProtocol(t)
		resp, err := p.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: verificationType, Config: dynamic(t, p.schema.ResourceSchemas[verificationType].ValueType(), config),
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		expectTexts(t, name, texts(resp.Diagnostics), test.want...)
	}
}

// TestCoreVerificationResource_orderWithHiddenPhone hides a number that an order id has in it, at any place.
func TestCoreVerificationResource_orderWithHiddenPhone(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt, func(o *simulator.Options) { o.OrderRecordID = false })
	own := `order_id = "to-` + testPhone + `"`
	w.Inject(simulator.Fault{Path: routeSend, Times: 1, Respond: simulator.RespondStatus(-10, "no money for "+testPhone)})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: hidden(w, testPhone, 1, "null", own), ExpectError: says(`Terraform could not send the message of the order "to-***".`)},
			{
				PreConfig: func() { w.Inject(simulator.Fault{Path: routeSend, Times: 1, Commit: true}) },
				Config:    hidden(w, testPhone, 1, "null", own), ConfigStateChecks: state(verificationAddress, "id", nil),
			},
			{Config: strings.Replace(hidden(w, testPhone, 1, "null", own), `"test"`, `"again"`, 1), ExpectError: says(`The order id "to-***" was used before, and each is good for one message.`)},
		},
	})
	w.expectNoSecrets(t)
}

package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const verificationType = "itniotech_otp_verification"

// TestVerificationDataSourceWays takes exactly one way to name a message.
func TestVerificationDataSourceWays(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const combination = "Invalid Attribute Combination: "
	for _, test := range []struct {
		set  map[string]any
		want []string
	}{
		{map[string]any{"verification_id": "222"}, nil},
		{map[string]any{"verification_id": unknown{}}, nil},
		{map[string]any{"app_id": "mRELxtHc", "order_id": "1"}, nil},
		{map[string]any{"app_id": unknown{}, "order_id": unknown{}}, nil},
		{map[string]any{}, []string{`AttributeName("verification_id"): ` + combination + "Set verification_id, or app_id and order_id."}},
		{map[string]any{"app_id": "mRELxtHc"}, []string{`AttributeName("app_id"): ` + combination + "app_id must be set together with order_id."}},
		{map[string]any{"verification_id": unknown{}, "app_id": unknown{}, "order_id": unknown{}}, nil}, // a module's variables, all but one null
		{map[string]any{"verification_id": unknown{}, "order_id": "1"}, nil},
		{map[string]any{"order_id": unknown{}}, nil},
		{map[string]any{"order_id": "1"}, []string{`AttributeName("order_id"): ` + combination + "order_id must be set together with app_id."}},
		{
			map[string]any{"verification_id": "222", "app_id": "mRELxtHc", "order_id": "1"},
			[]string{`AttributeName("app_id"): ` + combination + "app_id cannot be set together with verification_id."},
		},
		{
			map[string]any{"verification_id": "222", "order_id": "1", "app_id": unknown{}},
			[]string{`AttributeName("order_id"): ` + combination + "order_id cannot be set together with verification_id."},
		},
		{
			map[string]any{"verification_id": "22/2"},
			[]string{`AttributeName("verification_id"): Invalid Attribute Value Match: Attribute verification_id must consist of digits, got: 22/2`},
		},
	} {
		expectTexts(t, fmt.Sprint(test.set), p.validateData(t.Context(), t, verificationType, test.set), test.want...)
	}
}

// TestVerificationDataSourceReads tells of a record what it tells, in words.
func TestVerificationDataSourceReads(t *testing.T) {
	t.Parallel()
	byID, byOrder := map[string]any{"verification_id": "222"}, map[string]any{"app_id": "mRELxtHc", "order_id": "order-1"}
	for _, test := range []struct {
		set          map[string]any
		answer, want string
	}{
		{
			byID, `{"verificationId":"222","orderId":"order-1","flowId":31,"verifications":[{"matched":0,"channel":"call","call":{"terminationCode":1,"terminationReason":"busy","cost":0.12}}]}`,
			`{"app_id":null,"channel":"call","charged_segments":null,"cost":"0.12","currency":null,"delivery":"failed","flow_id":"31","mcc":null,"mnc":null,"order_id":"order-1","reason":"busy","result":"matched","sender":null,"verification_id":"222"}`,
		},
		{
			byID, `{"verificationId":222}`,
			`{"app_id":null,"channel":null,"charged_segments":null,"cost":null,"currency":null,"delivery":null,"flow_id":null,"mcc":null,"mnc":null,"order_id":null,"reason":null,"result":null,"sender":null,"verification_id":"222"}`,
		},
		{
			byOrder, `{"verificationId":"222","orderId":"","flowId":null,"verifications":{"matched":-1,"channel":"sms","sms":{"status":0,"reason":"","chargeCnt":"2",
				"pay":"0.5","settlePay":"0.070","settleCurrency":"EUR","sender":"ACME","mcc":262,"mnc":"01"}}}`,
			`{"app_id":"mRELxtHc","channel":"sms","charged_segments":2,"cost":"0.070","currency":"EUR","delivery":"delivered","flow_id":null,"mcc":"262","mnc":"01",` +
				`"order_id":"order-1","reason":null,"result":"not_checked","sender":"ACME","verification_id":"222"}`,
		},
		{ // as documented: without an id, and the details in arrays next to verifications
			byOrder, `{"orderId":"order-1","flowId":31,"verifications":{"matched":0,"channel":"sms"},"sms":[{"status":1},{"status":0,"pay":"0.5","settlePay":"0.07"}]}`,
			`{"app_id":"mRELxtHc","channel":"sms","charged_segments":null,"cost":"0.5","currency":null,"delivery":"delivered","flow_id":"31","mcc":null,"mnc":null,` +
				`"order_id":"order-1","reason":null,"result":"matched","sender":null,"verification_id":null}`,
		},
	} {
		w := newTestAccount(t)
		w.Inject(simulator.Fault{Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":`+test.answer+`}`)})
		got, problems := w.protocol(t).readData(t.Context(), t, verificationType, test.set)
		expectTexts(t, test.answer, problems)
		if got != test.want {
			t.Errorf("%s reads as %s, want %s", test.answer, got, test.want)
		}
	}
}

// TestVerificationDataSourceFails when there is no such message, or no answer.
func TestVerificationDataSourceFails(t *testing.T) {
	t.Parallel()
	byID, byOrder := map[string]any{"verification_id": "222"}, map[string]any{"app_id": "mRELxtHc", "order_id": "order-1"}
	missing := func(which string) string {
		return "OTP Message Not Found: The account of the API key in use has no message " + which + ". Check it, and that api_key and base_url lead to the right account."
	}
	const theID, theOrder = "with the id 222", `of the order "order-1" in the application with the id mRELxtHc`
	for _, test := range []struct {
		set   map[string]any
		fault simulator.Fault
		want  string
	}{
		{byID, simulator.Fault{Path: "/none"}, missing(theID)},
		{byOrder, simulator.Fault{Path: "/none"}, missing(theOrder)},
		{byID, simulator.Fault{Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)}, missing(theID)},
		{byOrder, simulator.Fault{Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{}}`)}, missing(theOrder)},
		{byID, simulator.Fault{Respond: simulator.RespondStatus(-18, "system error")}, "Unable to Read OTP Message: Terraform could not read the message " + theID + ".\n\n" + systemError},
		{byOrder, simulator.Fault{Respond: simulator.RespondStatus(-18, "system error")}, "Unable to Read OTP Message: Terraform could not read the message " + theOrder + ".\n\n" + systemError},
	} {
		w := newTestAccount(t)
		w.Inject(test.fault)
		_, problems := w.protocol(t).readData(t.Context(), t, verificationType, test.set)
		expectTexts(t, fmt.Sprint(test.set), problems, test.want)
	}
}

// TestVerificationDataSourceWaits for a provider whose configuration is not known yet.
func TestVerificationDataSourceWaits(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", unknown{})))
	_, problems := p.readData(t.Context(), t, verificationType, map[string]any{"verification_id": "222"})
	expectTexts(t, "read", problems, "Unable to Read OTP Message: The provider cannot reach the API yet, because the value of base_url is not known before apply. "+
		"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.")
}

// TestCoreVerificationDataSource reads a message that the configuration sends, in both ways.
func TestCoreVerificationDataSource(t *testing.T) {
	t.Parallel()
	everyVariant(t, func(t *testing.T, w *testAccount, run runner) {
		w.addApp().addTemplate()
		tells := resource.TestCheckNoResourceAttr("data.itniotech_otp_verification.order", "verification_id")
		if w.options.OrderRecordID {
			tells = resource.TestCheckResourceAttrPair("data.itniotech_otp_verification.order", "verification_id", verificationAddress, "id")
		}
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{{
				Config: verificationConfig(w) + `
data "itniotech_otp_verification" "id" {
  verification_id = itniotech_otp_verification.test.id
}

data "itniotech_otp_verification" "order" {
  app_id   = itniotech_otp_verification.test.app_id
  order_id = itniotech_otp_verification.test.order_id
}
`,
				Check: resource.ComposeTestCheckFunc(
					resource.TestCheckResourceAttr("data.itniotech_otp_verification.id", "delivery", "delivered"),
					resource.TestCheckResourceAttrPair("data.itniotech_otp_verification.id", "order_id", verificationAddress, "order_id"),
					resource.TestCheckResourceAttr("data.itniotech_otp_verification.order", "result", "not_checked"),
					tells,
				),
			}},
		})
	})
}

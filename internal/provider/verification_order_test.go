package provider

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// recordForms are the forms in which a record by order has no id.
func recordForms() map[string]func(*simulator.Options) {
	forms := map[string]func(*simulator.Options){}
	for _, form := range []simulator.RecordForm{simulator.RecordBeside, simulator.RecordInside, simulator.RecordAsArray, simulator.RecordAsObject} {
		forms[form.String()] = func(o *simulator.Options) { o.Record, o.OrderRecordID = form, false }
	}
	return forms
}

// TestCoreVerificationFaults_noID keeps a message of which only the order is known, and sends none again.
func TestCoreVerificationFaults_noID(t *testing.T) {
	t.Parallel()
	for name, form := range recordForms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt, form)
			w.Inject(simulator.Fault{Path: routeSend, Times: 1, Commit: true})
			const which = `of the order "order-1" in the application with the id mRELxtHc`
			own := `order_id = "order-1"`
			noID := func(verb string) string {
				return "Unable to " + verb + " OTP Message\nThe answer to sending the message " + which + " was lost, and the API does not tell its id by its order. " +
					"Without the id it can be neither resent nor checked. Nothing was sent. The state is kept as it was. To send another message, change triggers."
			}
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{
						Config: verificationConfig(w, own), ConfigStateChecks: state(verificationAddress, "id", nil, "delivery", "sending", "cost", nil),
						Check: checked(func() {
							w.expectWarnings(t, "ID of the OTP Message Is Not Known\nThe answer to sending the message "+which+" was lost. "+
								"The API has a record of its order, which does not tell the id. "+
								"The message is in the state, and is not sent again. It can be neither resent nor checked.")
						}),
					},
					{
						Config: verificationConfig(w, own), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
						ConfigStateChecks: state(verificationAddress, "id", nil, "delivery", "delivered", "cost", "0.0350"),
					},
					{Config: verificationConfig(w, own, `code = "1234"`), ExpectError: says("Unable to Verify OTP Message")},
					{
						PreConfig: func() { w.expectErrors(t, noID("Verify")) },
						Config:    verificationConfig(w, own, `resend_triggers = { run = "2" }`), ExpectError: says("Unable to Resend OTP Message"),
					},
					{PreConfig: func() { w.expectErrors(t, noID("Resend")) }, Config: verificationConfig(w, own), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop)},
					{Config: w.block()},
					// The state is lost, and the order is not: its record tells that it was used.
					{
						Config: verificationConfig(w, own),
						ExpectError: says(`The order id "order-1" was used before, and each is good for one message. ` +
							"Nothing was sent. Give order_id another value, or leave it out to have one made up."),
					},
					{Config: w.block()},
				},
			})
			if sends, sent := w.count(routeSend), len(w.Outbox()); sends != 1 || sent != 1 {
				t.Errorf("%d calls sent %d messages, want 1 and 1", sends, sent)
			}
		})
	}
}

// TestActionSend_noID waits for a message of which only the order is known, and finds it again.
func TestActionSend_noID(t *testing.T) {
	t.Parallel()
	for name, form := range recordForms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt, form, func(o *simulator.Options) { o.DeliveryTime = time.Second })
			w.Inject(simulator.Fault{Path: routeSend, Times: 1, Commit: true})
			config := sending("order_id", "order-1", "wait_for_delivery", "1m")
			w.expectInvoked(t, sendType, config, []string{
				`Message of the order "order-1" sent by sms, delivery: sending`, `Message of the order "order-1", delivery: delivered`,
			}, nil)
			w.expectInvoked(t, sendType, config, []string{
				`Message of the order "order-1" was sent before with this order id, so none is sent now; delivery: delivered`, `Message of the order "order-1", delivery: delivered`,
			}, nil)
			if sends, sent := w.count(routeSend), len(w.Outbox()); sends != 1 || sent != 1 {
				t.Errorf("%d calls sent %d messages, want 1 and 1", sends, sent)
			}
		})
	}
}

// TestCoreVerificationFaults_orderTwice refuses two messages of a run with one order id: neither may take the other's
// for its own when its answer is lost.
func TestCoreVerificationFaults_orderTwice(t *testing.T) {
	t.Parallel()
	const twice = `Another message of this run has the order id "order-1", and each is good for one message. ` +
		"Nothing was sent. Give order_id another value, or leave it out to have one made up."
	for name, order := range map[string]string{"known while planning": `"order-1"`, "known in the apply": "terraform_data.order.output"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			first := w.block() + data("order", "order-1") + messageBlock("test", "order_id = "+order)
			w.Inject(simulator.Fault{Path: routeSend, Times: 1, CommitAfter: 2 * time.Second})
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: first + messageBlock("second", "order_id = "+order, `to = "4915187654321"`), ExpectError: says(twice)},
				},
			})
			if sent := len(w.Outbox()); sent > 1 || w.count(routeSend) > 1 {
				t.Errorf("%d messages were sent, want one at most", sent)
			}
		})
	}
}

// TestCoreVerificationResource_unknown sends nothing because a value is not known while planning, and fails if it is another one.
func TestCoreVerificationResource_unknown(t *testing.T) {
	t.Parallel()
	unknownValue(t, onCore, !likeOpenTofu())
}

// TestAccVerificationResource_unknown is the same where the CLI tells that it applies.
func TestAccVerificationResource_unknown(t *testing.T) {
	t.Parallel()
	unknownValue(t, throughCLI, !isOpenTofu())
}

func unknownValue(t *testing.T, run runner, isTold bool) {
	t.Helper()
	for name, of := range map[string]struct{ was, is string }{"app_id": {"mRELxtHc", "nRELxtHc"}, "template_id": {"455", "456"}, "flow_id": {"31", "32"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t)
			w.PutApp(simulator.App{ID: "nRELxtHc", Name: "other", CodeExpiry: 5})
			w.PutTemplate(simulator.Template{ID: 456, AppID: "mRELxtHc", Name: "login-de", Text: "##code##", CodeType: 1, CodeLength: 6, Language: "DE"})
			w.PutTemplate(simulator.Template{ID: 457, AppID: "nRELxtHc", Name: "other", Text: "##code##", CodeType: 1, CodeLength: 6, Language: "DE"})
			for _, id := range []int64{31, 32} {
				w.PutFlow(simulator.Flow{ID: id, Name: fmt.Sprintf("fallback-%d", id), Nodes: []simulator.FlowNode{{WaitingTime: 30, Status: 1, Channel: "call"}}})
			}
			config := func(value string, lines ...string) string {
				return w.block() + data("value", value) +
					messageBlock("test", append(lines, fmt.Sprintf("%s = trimsuffix(terraform_data.value.output, %q)", name, " again"))...)
			}
			var lines []string
			if name == "app_id" {
				lines = []string{`template_id = "457"`}
			}
			another := fmt.Sprintf("OTP Message Would Be Another\n%s was not known when this was planned. It is now %q, and was %q when the message was sent. "+
				"Another value needs another message, which the plan did not show. Nothing was sent. The state is kept as it was. The next plan shows the replacement.",
				name, of.is, of.was)
			_, detail, _ := strings.Cut(another, "\n")
			refused := says(detail)
			if !isTold { // OpenTofu does not tell that it applies
				refused = says("Provider produced inconsistent final plan")
			}
			run(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config(of.was), Check: w.expectSent(t, 1)},
					{
						PreConfig: func() { w.takeWarnings() },
						Config:    config(of.was + " again"), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionUpdate),
						Check: resource.ComposeTestCheckFunc(w.expectSent(t, 1), checked(func() {
							w.expectWarnings(t, fmt.Sprintf("Nothing Is Sent for an Unknown %s\n%[1]s is not known yet, so this plan keeps the message with the id %s. "+
								"If the apply finds another value, it fails for this resource and sends nothing, and the next plan shows the replacement.",
								name, w.lastMessage().VerificationID))
						})),
					},
					{Config: config(of.is), ExpectError: refused},
					{
						PreConfig: func() {
							if isTold {
								w.expectErrors(t, another)
							}
							if sent := len(w.Outbox()); sent != 1 {
								t.Errorf("%d messages were sent, want 1", sent)
							}
						},
						Config: config(of.is, lines...), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionReplace), Check: w.expectSent(t, 2),
					},
				},
			})
		})
	}
}

// TestCoreVerificationResource_emptyTriggers sends nothing for triggers that go from none to an empty map, and back.
func TestCoreVerificationResource_emptyTriggers(t *testing.T) {
	t.Parallel()
	for _, triggers := range []string{"triggers", "resend_triggers"} {
		t.Run(triggers, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t)
			var steps []resource.TestStep
			for _, value := range []string{"null", "{}", "null"} {
				steps = append(steps, resource.TestStep{Config: verificationConfig(w, triggers+" = "+value), Check: w.expectSent(t, 1)})
			}
			steps = append(steps, resource.TestStep{Config: verificationConfig(w, triggers+` = { run = "2" }`), Check: w.expectSent(t, 2)},
				resource.TestStep{Config: verificationConfig(w, triggers+" = {}"), Check: w.expectSent(t, 3)})
			onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
		})
	}
}

// TestCoreVerificationResource_bill shows what the message cost. After a resend it shows nothing of the message before.
func TestCoreVerificationResource_bill(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	w.PutTemplate(simulator.Template{
		ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: strings.Repeat("é", 160) + "##code##", CodeType: 1, CodeLength: 6, Language: "EN", SenderID: new("ACME"),
	})
	judged := "lifecycle {\n  postcondition {\n    condition = self.cost == null || self.cost <= 0.07\n    error_message = \"dear\"\n  }\n}"
	billed := state(verificationAddress, "charged_segments", 2, "cost", "0.0700", "currency", "USD", "sender", "ACME", "mcc", "262", "mnc", "01")
	none := state(verificationAddress, "charged_segments", nil, "cost", nil, "currency", nil, "sender", nil, "mcc", nil, "mnc", nil)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: verificationConfig(w, judged), ConfigStateChecks: none},
			{Config: verificationConfig(w, judged), ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), ConfigStateChecks: billed},
			{Config: verificationConfig(w, judged, `code = "wrong"`), ConfigStateChecks: billed},
			{Config: verificationConfig(w, judged, `resend_triggers = { run = "2" }`, `channel = "call"`), ConfigStateChecks: none},
			{
				Config:            verificationConfig(w, judged, `resend_triggers = { run = "2" }`, `channel = "call"`),
				ConfigStateChecks: state(verificationAddress, "charged_segments", nil, "cost", "0.0350", "currency", nil, "sender", nil, "mcc", nil),
			},
		},
	})
}

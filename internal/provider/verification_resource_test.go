package provider

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// messageLife takes a message through its life in every
// form of the API. Each step's plan after the apply has to be empty.
func messageLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	w.addApp().addTemplate()
	expression, write := codeFile(t)
	code := "code = " + expression
	run(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: verificationConfig(w),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(verificationAddress, plancheck.ResourceActionCreate),
					plancheck.ExpectSensitiveValue(verificationAddress, tfjsonpath.New("to")),
					planned(func(plancheck.CheckPlanRequest) error { w.expectPaths(t, "the plan", ""); return nil }),
				}},
				ConfigStateChecks: state(verificationAddress, "channel", "sms", "result", "not_checked", "delivery", "sending", "sna_url", nil, "flow_id", nil, "code", nil),
				Check:             w.expectSent(t, 1),
			},
			{
				PreConfig: func() {
					w.expectPaths(t, "a message", "1 × POST /verification/send, 1 × GET /verification/record/{verificationId}")
				},
				Config:            verificationConfig(w),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionNoop),
				ConfigStateChecks: state(verificationAddress, "result", "not_checked", "delivery", "delivered"),
				Check:             w.expectSent(t, 1),
			},
			{
				PreConfig:         w.ResetRequests,
				Config:            verificationConfig(w, `code = "wrong"`),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "wrong_code", "delivery", "delivered"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 1), checked(func() {
					w.expectWrites(t, fmt.Sprintf(`POST /verification/verify {"verificationId":%q,"code":"wrong"}`, w.lastMessage().VerificationID))
				})),
			},
			{
				PreConfig:         func() { write(w.lastMessage().Code) },
				Config:            verificationConfig(w, code),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "matched"),
				Check:             w.expectSent(t, 1),
			},
			{
				PreConfig:         w.ResetRequests,
				Config:            verificationConfig(w),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "matched", "code", nil),
				Check:             checked(func() { w.expectWrites(t) }),
			},
			{
				Config:            verificationConfig(w, `channel = "call"`),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{expectChange{verificationAddress, "channel", "sms", "call"}}},
				ConfigStateChecks: state(verificationAddress, "result", "matched", "channel", "call"),
				Check:             checked(func() { w.expectWrites(t) }),
			},
			{
				PreConfig:         w.ResetRequests,
				Config:            verificationConfig(w, `channel = "call"`, `resend_triggers = { run = "2" }`),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "not_checked", "delivery", "sending"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 2), checked(func() {
					outbox := w.Outbox()
					w.expectWrites(t, fmt.Sprintf(`POST /verification/resend {"verificationId":%q,"channel":"call"}`, outbox[0].VerificationID))
					if outbox[1].Channel != "call" || outbox[1].OrderID != outbox[0].OrderID {
						t.Errorf("resent as %+v", outbox[1])
					}
				})),
			},
			{
				Config:           verificationConfig(w, `triggers = { run = "3" }`),
				ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionReplace),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 3), checked(func() {
					if outbox := w.Outbox(); outbox[2].OrderID == outbox[1].OrderID {
						t.Error("a new message has the order id of the last one")
					}
				})),
			},
			{
				PreConfig:        w.ResetRequests,
				Config:           w.block(),
				ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionDestroy),
				Check: checked(func() {
					w.expectWrites(t)
					w.expectWarnings(t)
				}),
			},
		},
	})
}

// TestCoreVerificationResource_sendsAgain sends a new message for each change that makes it another.
func TestCoreVerificationResource_sendsAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"app_id": `app_id = "nRELxtHc"`, "template_id": `template_id = "456"`, "flow_id": `flow_id = "31"`, "to": `to = "4915187654321"`,
		"order_id": `order_id = "order-2"`, "triggers": `triggers = { run = "2" }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t)
			w.PutApp(simulator.App{ID: "nRELxtHc", Name: "other", CodeExpiry: 5})
			w.PutTemplate(simulator.Template{ID: 456, AppID: "mRELxtHc", Name: "login-de", Text: "##code##", CodeType: 1, CodeLength: 6, Language: "DE"})
			w.PutTemplate(simulator.Template{ID: 457, AppID: "nRELxtHc", Name: "other", Text: "##code##", CodeType: 1, CodeLength: 6, Language: "DE"})
			w.PutFlow(simulator.Flow{ID: 31, Name: "fallback", Nodes: []simulator.FlowNode{{WaitingTime: 30, Status: 1, Channel: "call"}}})
			lines := []string{change}
			if name == "app_id" {
				lines = append(lines, `template_id = "457"`)
			}
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: verificationConfig(w), Check: w.expectSent(t, 1)},
					{
						Config:           verificationConfig(w, lines...),
						ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionReplace),
						Check:            w.expectSent(t, 2),
					},
				},
			})
		})
	}
}

// TestCoreVerificationResource_order sends with an order id of the user's own,
// keeps it when it is no longer set, and refuses while planning to use it twice.
func TestCoreVerificationResource_order(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, tellsID)
	own := `order_id = "order-1"`
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: verificationConfig(w, own),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 1), resource.TestCheckResourceAttr(verificationAddress, "order_id", "order-1"), checked(func() {
					if looks := w.count(routeOrder); looks != 3 { // of the plan, its repeat in the apply, and the create
						t.Errorf("looked %d times for the order, want 3", looks)
					}
					w.expectWrites(t, `POST /verification/send {"appId":"mRELxtHc","templateId":455,"to":"4915112345678","channel":"sms","orderId":"order-1"}`)
				})),
			},
			{
				Config:           verificationConfig(w),
				ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
				Check:            resource.TestCheckResourceAttr(verificationAddress, "order_id", "order-1"),
			},
			{
				Config: verificationConfig(w, own, `triggers = { run = "2" }`),
				ExpectError: saysAnyID(`The order id "order-1" was used before, for the message with the id ` + anyID + `, and each is good for one message. ` +
					"Nothing was sent. Give order_id another value, or leave it out to have one made up."),
			},
			{PreConfig: w.ResetRequests, Config: verificationConfig(w), Check: w.expectSent(t, 1)},
		},
	})
	if sent := len(w.Outbox()); sent != 1 {
		t.Errorf("%d messages were sent, want 1", sent)
	}
}

// TestCoreVerificationResource_knownAtApply plans what it cannot know, and takes
// over what stays after all.
func TestCoreVerificationResource_knownAtApply(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	config := func(run, code string) string {
		return w.block() + data("run", run) + data("code", code) +
			messageBlock("test", `resend_triggers = { run = substr(terraform_data.run.output, 0, 1) }`, `code = substr(terraform_data.code.output, 0, 4)`)
	}
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config("1", "wrong"), ConfigStateChecks: state(verificationAddress, "result", "wrong_code"), Check: w.expectSent(t, 1)},
			{
				PreConfig: w.ResetRequests,
				Config:    config("1 again", "wrong again"), ConfigStateChecks: state(verificationAddress, "result", "wrong_code"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(verificationAddress, tfjsonpath.New("id")), plancheck.ExpectUnknownValue(verificationAddress, tfjsonpath.New("result")),
				}},
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 1), checked(func() { w.expectWrites(t) })),
			},
			{Config: config("1 again", "abc"), ExpectError: says("code must have 4 to 10 characters.")},
			{Config: config("2", "wrong"), Check: w.expectSent(t, 2)},
		},
	})
	w.expectNoSecrets(t)
}

// TestCoreVerificationResource_badAtApply refuses a number that the apply makes known before any call.
func TestCoreVerificationResource_badAtApply(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config:      w.block() + data("phone", "+49151 1234567") + messageBlock("test", "to = terraform_data.phone.output"),
			ExpectError: says("to must be 10 to 14 digits: the country code and the number, without a plus sign, spaces or dashes."),
		}},
	})
	w.expectPaths(t, "the apply", "")
}

// TestCoreVerificationResource_sna has the address that the phone has to open.
func TestCoreVerificationResource_sna(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	config := verificationConfig(w, `channel = "sna"`)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: config,
				Check: resource.TestCheckResourceAttrWith(verificationAddress, "sna_url", func(url string) error {
					if want := w.lastMessage().Text; url != want {
						t.Errorf("sna_url = %q, want %q", url, want)
					}
					return nil
				}),
			},
			{Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), ConfigStateChecks: state(verificationAddress, "delivery", "sending")},
		},
	})
}

// TestCoreVerificationResource_flow shows the delivery of the last step that sent.
func TestCoreVerificationResource_flow(t *testing.T) {
	t.Parallel()
	var moved atomic.Int64
	w := newMessageAccount(t, func(o *simulator.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(moved.Load())) }
		o.TimestampWindow = time.Hour
		o.Undeliverable = func(_, channel string) bool { return channel == "sms" }
	})
	w.PutFlow(simulator.Flow{ID: 31, Name: "fallback", Nodes: []simulator.FlowNode{{WaitingTime: 30, Status: 1, Channel: "call"}}})
	config := verificationConfig(w, `flow_id = "31"`)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{Config: config, ConfigStateChecks: state(verificationAddress, "delivery", "failed")},
			{
				PreConfig: func() { moved.Store(int64(time.Minute)) },
				Config:    config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
				ConfigStateChecks: state(verificationAddress, "delivery", "delivered", "channel", "sms"),
			},
		},
	})
}

// TestCoreVerificationResource_unknownToTheAPI keeps a message of which the API knows nothing.
func TestCoreVerificationResource_unknownToTheAPI(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"refused":   {Respond: simulator.RespondStatus(-22, "parameter exception")},
		"null data": {Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)},
		"no turns":  edited(`"verifications":\[.*\]`, `"verifications":[]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, func(o *simulator.Options) { o.Record = simulator.RecordAsArray })
			config := verificationConfig(w)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ConfigStateChecks: state(verificationAddress, "delivery", "sending")},
					{
						PreConfig: func() {
							fault.Path, fault.Times = "/verification/record/{verificationId}", 0
							w.ClearFaults()
							w.Inject(fault)
						},
						Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
						Check: w.expectSent(t, 1),
					},
				},
			})
			w.expectWarnings(t)
		})
	}
}

// TestCoreVerificationResource_import cannot be done.
func TestCoreVerificationResource_import(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: verificationConfig(w)},
			{ResourceName: verificationAddress, ImportState: true, ExpectError: says("OTP Message Cannot Be Imported A message is an event that was sent once, so there is nothing to manage. Nothing was read or changed. " +
				"- Remove the import block, or do not run the import. - To read what became of a message, use the data source itniotech_otp_verification.")},
		},
	})
}

// TestCoreVerificationResource_limits proves that a declared limit limits.
func TestCoreVerificationResource_limits(t *testing.T) {
	t.Parallel()
	for limit, want := range map[string]string{
		"period_phone_send_limit": "The API answered with status -28 (period phone send limit). " +
			"This number has been sent as many messages as the application's period_phone_send_limit allows. Wait until the period is over, or raise the limit.",
		"period_total_send_limit": "The API answered with status -27 (period total send limit). " +
			"The application has sent as many messages as its period_total_send_limit allows. Wait until the period is over, or raise the limit.",
	} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			ids := []string{"app_id = itniotech_otp_app.test.id", "template_id = itniotech_otp_template.test.id"}
			config := appConfig(w, limit+` = { limit = 1, period = 1, unit = "day" }`) + `
resource "itniotech_otp_template" "test" {
  app_id = itniotech_otp_app.test.id
  name   = "login-en"
  text   = "##code##"
}
` + messageBlock("test", ids...)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, Check: w.expectSent(t, 1)},
					{
						Config:      config + messageBlock("second", ids...),
						ExpectError: saysAnyID("Unable to Send OTP Message"),
					},
					{PreConfig: func() { w.expectErrors(t, notSent(want, "No message was sent.")) }, Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), Check: w.expectSent(t, 1)},
				},
			})
			w.expectNoSecrets(t)
		})
	}
}

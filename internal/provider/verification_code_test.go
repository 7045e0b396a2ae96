package provider

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreVerificationResource_results has a code checked with every result.
func TestCoreVerificationResource_results(t *testing.T) {
	t.Parallel()
	slow := func(o *simulator.Options) { o.DeliveryTime = time.Hour }
	for result, test := range map[string]struct {
		set     func(*simulator.Options)
		expired bool
		twice   bool
		answer  string
		wrong   bool
	}{
		"matched":      {},
		"sending":      {set: slow},
		"wrong_code":   {wrong: true},
		"expired":      {expired: true},
		"already_used": {twice: true},
		"not_found":    {answer: "3"},
		"not_checked":  {answer: "-1"},
		"unknown(9)":   {answer: "9"},
	} {
		t.Run(result, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, func(o *simulator.Options) {
				if test.set != nil {
					test.set(o)
				}
			})
			if test.expired {
				w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 0}) // its codes are never valid
			}
			if test.answer != "" {
				fault := edited(`"matched":\d+`, `"matched":`+test.answer)
				fault.Path = "/verification/verify"
				w.Inject(fault)
			}
			expression, write := codeFile(t)
			steps := []resource.TestStep{
				{Config: verificationConfig(w)},
				{
					PreConfig: func() {
						if !test.wrong {
							write(w.lastMessage().Code)
						}
					},
					Config: verificationConfig(w, "code = "+expression),
				},
			}
			if test.twice {
				steps = append(steps, resource.TestStep{Config: verificationConfig(w, `code = "other"`)})
			}
			last := &steps[len(steps)-1]
			last.ConfigStateChecks = state(verificationAddress, "result", result)
			// A refresh does not change what the check found.
			again := *last
			again.PreConfig, again.ConfigPlanChecks = nil, action(verificationAddress, plancheck.ResourceActionNoop)
			if result == "not_checked" { // but fills in what it did not find
				again.ConfigStateChecks = state(verificationAddress, "result", "matched")
			}
			onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: append(steps, again)})
			w.expectNoSecrets(t)
		})
	}
}

// TestCoreVerificationResource_early has a code checked again that came while
// the message was on its way, once that has arrived.
func TestCoreVerificationResource_early(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt, func(o *simulator.Options) { o.DeliveryTime = time.Hour })
	answers := func(path, was, is string) {
		w.Inject(simulator.Fault{Path: path, Commit: true, Respond: simulator.RespondEdited(func(answer []byte) []byte {
			return bytes.ReplaceAll(answer, []byte(was), []byte(is))
		})})
	}
	config := verificationConfig(w, `code = "early"`)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: state(verificationAddress, "result", "sending", "delivery", "sending")},
			{
				PreConfig: func() {
					answers(routeRecord, `"status":-1`, `"status":0`)
					answers(routeVerify, `"matched":1`, `"matched":2`)
				},
				Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "wrong_code", "delivery", "delivered"),
				Check:             w.expectSent(t, 1),
			},
		},
	})
}

// TestCoreVerificationResource_earlyAlways checks a code that came early once more and no more, if the API goes on
// saying that its message is on its way. Another code, and a resent message, begin again.
func TestCoreVerificationResource_earlyAlways(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	for _, path := range []string{routeVerify, routeRecord} {
		w.Inject(simulator.Fault{Path: path, Commit: true, Respond: simulator.RespondEdited(func(answer []byte) []byte {
			return bytes.ReplaceAll(answer, []byte(`"matched":2`), []byte(`"matched":1`))
		})})
	}
	verified := func(count int) resource.TestCheckFunc {
		return checked(func() {
			if checks := w.count(routeVerify); checks != count {
				t.Errorf("checked %d times, want %d", checks, count)
			}
		})
	}
	step := func(does plancheck.ResourceActionType, checks int, lines ...string) resource.TestStep {
		return resource.TestStep{Config: verificationConfig(w, lines...), ConfigPlanChecks: action(verificationAddress, does), Check: verified(checks)}
	}
	first := step(plancheck.ResourceActionCreate, 1, `code = "early"`)
	first.ExpectNonEmptyPlan = true // the message has arrived
	second := step(plancheck.ResourceActionUpdate, 3, `code = "other"`)
	second.ExpectNonEmptyPlan = true
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			first,
			step(plancheck.ResourceActionUpdate, 2, `code = "early"`),
			step(plancheck.ResourceActionNoop, 2, `code = "early"`),
			step(plancheck.ResourceActionUpdate, 2, `code = "early"`, `channel = "call"`),
			step(plancheck.ResourceActionNoop, 2, `code = "early"`, `channel = "call"`),
			second,
			step(plancheck.ResourceActionUpdate, 4, `code = "other"`),
			step(plancheck.ResourceActionNoop, 4, `code = "other"`),
		},
	})
}

// TestCoreVerificationResource_codeAndResend checks a code that stays no more
// when the message is resent, and one that changes with it.
func TestCoreVerificationResource_codeAndResend(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	resent := func(run string) string { return fmt.Sprintf(`resend_triggers = { run = %q }`, run) }
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: verificationConfig(w, `code = "first"`), ConfigStateChecks: state(verificationAddress, "result", "wrong_code"),
				Check: checked(func() { w.expectPaths(t, "the apply", "1 × POST /verification/send, 1 × POST /verification/verify") }),
			},
			{
				PreConfig: w.ResetRequests,
				Config:    verificationConfig(w, `code = "first"`, resent("1")), ConfigStateChecks: state(verificationAddress, "result", "not_checked"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 2), checked(func() {
					w.expectPaths(t, "the apply", "1 × GET /verification/record/{verificationId}, 1 × POST /verification/resend")
				})),
			},
			{
				Config: verificationConfig(w, `code = "second"`, resent("2")), ConfigStateChecks: state(verificationAddress, "result", "wrong_code"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 3), checked(func() {
					w.expectWrites(t,
						fmt.Sprintf(`POST /verification/resend {"verificationId":%q,"channel":"sms"}`, w.Outbox()[1].VerificationID),
						fmt.Sprintf(`POST /verification/verify {"verificationId":%q,"code":"second"}`, w.Outbox()[2].VerificationID))
				})),
			},
		},
	})
}

// TestCoreVerificationResource_postcondition lets the configuration judge a
// wrong code, which keeps the message.
func TestCoreVerificationResource_postcondition(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	expression, write := codeFile(t)
	judged := `lifecycle {
  postcondition {
    condition     = self.result == "matched"
    error_message = "The code was ${self.result}."
  }
}`
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: verificationConfig(w, judged, "code = "+expression), ExpectError: says("The code was wrong_code.")},
			{
				PreConfig: func() { write(w.lastMessage().Code) }, Config: verificationConfig(w, judged, "code = "+expression),
				ConfigPlanChecks:  action(verificationAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(verificationAddress, "result", "matched"),
				Check:             w.expectSent(t, 1),
			},
		},
	})
}

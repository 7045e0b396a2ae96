package provider

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreVerificationFaults_lostVerify learns from the record what came of a code whose answer was lost.
func TestCoreVerificationFaults_lostVerify(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault simulator.Fault
		first string // a code that is checked before
	}{
		"closed":            {fault: simulator.Fault{Commit: true}},
		"-18":               {fault: simulator.Fault{Commit: true, Respond: simulator.RespondStatus(-18, "system error")}},
		"late":              {fault: simulator.Fault{CommitAfter: 2 * time.Second}},
		"after a wrong one": {fault: simulator.Fault{Commit: true}, first: `code = "wrong"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			expression, write := codeFile(t)
			test.fault.Path, test.fault.Times = routeVerify, 1
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: verificationConfig(w, test.first)},
					{
						PreConfig: func() { write(w.lastMessage().Code); w.Inject(test.fault); w.ResetRequests() },
						Config:    verificationConfig(w, "code = "+expression), ConfigStateChecks: state(verificationAddress, "result", "matched"),
						Check: checked(func() {
							if checks := w.count(routeVerify); checks != 1 {
								t.Errorf("checked %d times, want 1", checks)
							}
						}),
					},
				},
			})
			w.expectWarnings(t)
		})
	}
}

// TestCoreVerificationFaults_checkedElsewhere takes no check of somebody else
// for that of a code whose answer was lost.
func TestCoreVerificationFaults_checkedElsewhere(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: verificationConfig(w, `code = "wrong"`), ConfigStateChecks: state(verificationAddress, "result", "wrong_code")},
			{
				PreConfig: func() {
					w.Inject(simulator.Fault{Path: routeVerify, Times: 1})
					w.Inject(simulator.Fault{Path: routeRecord, Commit: true, Respond: simulator.RespondEdited(func(answer []byte) []byte {
						return bytes.Replace(answer, []byte(`"matched":2`), []byte(`"matched":0`), 1)
					})})
				},
				Config:      verificationConfig(w, `code = "other"`),
				ExpectError: says("Whether the code was checked, and is used up if it was right, is not known."),
			},
			{PreConfig: w.ClearFaults, Config: verificationConfig(w, `code = "other"`), ConfigStateChecks: state(verificationAddress, "result", "wrong_code")},
		},
	})
}

// TestCoreVerificationFaults_failedVerify keeps the state when a code could not
// be checked, and has it checked by the next apply; the record tells nothing,
// or still what it told before.
func TestCoreVerificationFaults_failedVerify(t *testing.T) {
	t.Parallel()
	const again = " The next apply has it checked again; one that is used up by then shows as already_used."
	for name, test := range map[string]struct {
		first              string
		respond            http.HandlerFunc
		cause, consequence string
		resent             string
	}{
		"system error": {
			"", simulator.RespondStatus(-18, "system error"), systemError, "Whether the code was checked, and is used up if it was right, is not known." + again, "",
		},
		"after a wrong one": {
			`code = "first"`, simulator.RespondStatus(-18, "system error"), systemError,
			"Whether the code was checked, and is used up if it was right, is not known." + again, "",
		},
		"refused": {
			"", simulator.RespondStatus(-22, "not wrong, is it"),
			`The API answered with status -22 (parameter exception) and the reason "not ***, is it". The API rejected one of the values.`,
			"The code was not checked." + again, "",
		},
		"resent before": {
			"", simulator.RespondStatus(-18, "system error"), systemError, "Whether the code was checked, and is used up if it was right, is not known." + again,
			`resend_triggers = { run = "2" }`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			config := verificationConfig(w, `code = "wrong"`, test.resent)
			sent := 1
			if test.resent != "" {
				sent = 2
			}
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: verificationConfig(w, test.first)},
					{
						PreConfig: func() { w.Inject(simulator.Fault{Path: routeVerify, Respond: test.respond}) },
						Config:    config, ExpectError: says("Unable to Verify OTP Message"),
					},
					{
						PreConfig: func() {
							w.expectErrors(t, "Unable to Verify OTP Message\nTerraform could not have the code of the message with the id "+w.lastMessage().VerificationID+
								" checked.\n\n"+test.cause+"\n\n"+test.consequence)
							w.ClearFaults()
						},
						Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionUpdate),
						ConfigStateChecks: state(verificationAddress, "result", "wrong_code"), Check: w.expectSent(t, sent),
					},
				},
			})
		})
	}
}

// TestCoreVerificationFaults_createdUnchecked saves a message that was sent,
// no matter what becomes of its code.
func TestCoreVerificationFaults_createdUnchecked(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	w.Inject(simulator.Fault{Path: routeVerify, Respond: simulator.RespondStatus(-18, "system error")})
	config := verificationConfig(w, `code = "wrong"`)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: state(verificationAddress, "result", "not_checked"), Check: w.expectSent(t, 1)},
			{Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), Check: checked(func() {
				w.expectWarnings(t, "Unable to Verify OTP Message\nTerraform could not have the code of the message with the id "+w.lastMessage().VerificationID+
					" checked.\n\n"+systemError+"\n\nWhether the code was checked, and is used up if it was right, is not known. "+
					"The message was sent, and is in the state. To have a code checked, change it.")
			})},
		},
	})
}

// tracedProvider panics with a secret when a route was called.
type tracedProvider struct {
	*itniotechProvider
	url, route string
}

func (p tracedProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	p.itniotechProvider.Configure(ctx, req, resp)
	client, err := otp.New(otp.Config{
		BaseURL: p.url, APIKey: otp.NewSecret(simulator.DefaultAPIKey), APISecret: otp.NewSecret(simulator.DefaultAPISecret),
		Trace: func(_ context.Context, attempt otp.Attempt) {
			if attempt.Route == p.route {
				panic(simulator.DefaultAPISecret + testPhone)
			}
		},
	})
	if err != nil {
		resp.Diagnostics.AddError("no client", err.Error())
		return
	}
	resp.ResourceData = session.New(session.Config{Client: client})
}

// failing serves a provider that panics when a route was called.
func (w *testAccount) failing(route string) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"itniotech": func() (tfprotov6.ProviderServer, error) {
			broken := tracedProvider{&itniotechProvider{version: "test"}, w.url, route}
			return w.record(providerserver.NewProtocol6(broken)()), nil
		},
	}
}

// TestCoreVerificationFaults_panics makes an error of a panic, or a warning once the message is sent.
func TestCoreVerificationFaults_panics(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	first, second, third := verificationConfig(w, `code = "first"`), verificationConfig(w, `code = "second"`), verificationConfig(w, `resend_triggers = { run = "2" }`)
	panicked := func(summary, consequence string) string {
		return fmt.Sprintf(`(?s)^%s\nThe provider failed \(string\) at:\n\n.*\n\nThis is a bug in the provider; please report it\. %s$`, summary, regexp.QuoteMeta(consequence))
	}
	expect := func(got []string, want ...string) {
		t.Helper()
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || !regexp.MustCompile(want[i]).MatchString(got[i]) {
				t.Errorf("got %q, want %q", got, want)
				return
			}
		}
	}
	underWay := "A message may be under way, and cost money."
	onCore(t, resource.TestCase{
		Steps: []resource.TestStep{
			{ProtoV6ProviderFactories: w.failing(routeSend), Config: first, ExpectError: says(underWay)},
			{
				PreConfig: func() {
					expect(w.takeErrors(), panicked("Unable to Send OTP Message", underWay))
				},
				ProtoV6ProviderFactories: w.failing(routeVerify), Config: first, ConfigStateChecks: state(verificationAddress, "result", "not_checked"),
				Check: resource.ComposeTestCheckFunc(w.expectSent(t, 2), checked(func() {
					expect(w.takeWarnings(), panicked("Unable to Verify OTP Message", "The message was sent, and is in the state."))
				})),
			},
			{ProtoV6ProviderFactories: w.failing(routeRecord), Config: first, ExpectError: says("The provider failed (string) at:")},
			{
				PreConfig: func() {
					expect(w.takeErrors(), panicked("Unable to Read OTP Message", "The state is kept as it was."))
				},
				ProtoV6ProviderFactories: w.failing(routeVerify), Config: second, ExpectError: says(underWay),
			},
			{
				PreConfig:                func() { expect(w.takeErrors(), panicked("Unable to Update OTP Message", underWay)) },
				ProtoV6ProviderFactories: w.failing(routeResend), Config: third, ExpectError: says(underWay),
			},
			{
				PreConfig:                func() { expect(w.takeErrors(), panicked("Unable to Update OTP Message", underWay)) },
				ProtoV6ProviderFactories: w.factories(), Config: first, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
			},
			{
				ProtoV6ProviderFactories: w.failing(routeOrder), Config: w.block() + messageBlock("test", `code = "first"`) + messageBlock("second", `order_id = "order-1"`),
				ExpectError: says("Nothing was sent."),
			},
			{
				PreConfig:                func() { expect(w.takeErrors(), panicked("Unable to Plan OTP Message", "Nothing was sent.")) },
				ProtoV6ProviderFactories: w.factories(), Config: first,
			},
		},
	})
}

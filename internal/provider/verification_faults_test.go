package provider

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// lostAnswers are the ways in which an answer of the API may be lost.
func lostAnswers() map[string]simulator.Fault {
	return map[string]simulator.Fault{
		"closed":          {},
		"reset":           {Respond: reset},
		"-18":             {Respond: simulator.RespondStatus(-18, "system error")},
		"unknown status":  {Respond: simulator.RespondStatus(-99, "what")},
		"HTTP 500":        {Respond: simulator.RespondHTTP(500, "text/plain", "")},
		"HTTP 502":        {Respond: simulator.RespondHTTP(502, "text/plain", "")},
		"HTTP 503":        {Respond: simulator.RespondHTTP(503, "text/plain", "")},
		"HTTP 504":        {Respond: simulator.RespondHTTP(504, "text/plain", "")},
		"HTML":            {Respond: simulator.RespondHTTP(200, "text/html", "<html>")},
		"truncated":       {Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{"verif`)},
		"trailing bytes":  {Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{}}x`)},
		"no status":       {Respond: simulator.RespondHTTP(200, "application/json", `{"data":{}}`)},
		"empty":           {Respond: simulator.RespondHTTP(200, "application/json", ``)},
		"null data":       {Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)},
		"no id":           {Respond: simulator.RespondHTTP(200, "application/json", `{"status":0,"data":{}}`)},
		"id 0":            {Respond: simulator.RespondHTTP(200, "application/json", `{"status":0,"data":{"verificationId":0}}`)},
		"data is a list":  {Respond: simulator.RespondHTTP(200, "application/json", `{"status":0,"data":[]}`)},
		"envelope a list": {Respond: simulator.RespondHTTP(200, "application/json", `[]`)},
	}
}

// TestCoreVerificationFaults_lostSend claims a message whose answer was lost by
// its order id, and sends nothing again.
func TestCoreVerificationFaults_lostSend(t *testing.T) {
	t.Parallel()
	for name, fault := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, tellsID, prompt)
			w.repeats = 4
			fault.Path, fault.Times, fault.Commit = routeSend, 1, true
			w.Inject(fault)
			config := verificationConfig(w)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ConfigStateChecks: state(verificationAddress, "result", "not_checked", "delivery", "sending"), Check: w.expectSent(t, 1)},
					{Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop)},
				},
			})
			if sends, looks := w.count(routeSend), w.count(routeOrder); sends != 1 || looks != 1 {
				t.Errorf("sent %d times and looked %d times, want 1 and 1", sends, looks)
			}
			w.expectWarnings(t)
		})
	}
}

// TestCoreVerificationFaults_lateSend finds a message that the API sent only after its answer was lost.
func TestCoreVerificationFaults_lateSend(t *testing.T) {
	t.Parallel()
	for _, own := range []string{`order_id = "order-1"`, "# no order id"} {
		t.Run(own, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, tellsID, prompt)
			w.Inject(simulator.Fault{Path: routeSend, Times: 1, CommitAfter: 2 * time.Second})
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps:                    []resource.TestStep{{Config: verificationConfig(w, own), Check: w.expectSent(t, 1)}},
			})
			if sends := w.count(routeSend); sends != 1 {
				t.Errorf("sent %d times, want 1", sends)
			}
		})
	}
}

// TestCoreVerificationFaults_notSent says of each way to fail whether a message may be under way. There is never one.
func TestCoreVerificationFaults_notSent(t *testing.T) {
	t.Parallel()
	const refused = "No message was sent."
	for name, test := range map[string]struct {
		fault       simulator.Fault
		more        []simulator.Fault
		cause       string
		consequence string
		looks       int
	}{
		"balance": {
			fault:       simulator.Fault{Respond: simulator.RespondStatus(-10, "insufficient balance")},
			cause:       "The API answered with status -10 (insufficient balance). The account has no money left. Top it up.",
			consequence: refused,
		},
		"fee": {
			fault: simulator.Fault{Respond: simulator.RespondStatus(-26, "getting fee fail")},
			cause: `The API answered with status -26 (getting fee failed) and the reason "getting fee fail". ` +
				"The API could not tell what a message to this number costs, as with a country that the account has no price for. Ask ITNIO Tech.",
			consequence: refused,
		},
		"sensitive words": {
			fault: simulator.Fault{Respond: simulator.RespondStatus(-29, "短信内容含有敏感词")},
			cause: `The API answered with status -29 (SMS content has sensitive words) and the reason "短信内容含有敏感词". ` +
				"The API takes words of the text for sensitive ones. Change the template's text.",
			consequence: refused,
		},
		"parameter": {
			fault: simulator.Fault{Respond: simulator.RespondStatus(-22, "no "+testPhone+", please")},
			cause: `The API answered with status -22 (parameter exception) and the reason "no ***, please". The API rejected one of the values. ` +
				"Are app_id, template_id and flow_id those of this account, and does the template belong to the application?",
			consequence: refused,
		},
		"wrong key": {
			fault: simulator.Fault{Respond: simulator.RespondStatus(-1, "authentication error")},
			cause: "The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. " +
				"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.",
			consequence: refused,
		},
		"a long pause": {
			fault: simulator.Fault{Respond: simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "3600")},
			cause: "The API takes no more requests for now (HTTP 429) and asks to wait 1h0m0s. Try again then, or set requests_per_second.", consequence: refused,
		},
		"redirect": {
			fault:       simulator.Fault{Respond: simulator.RespondHTTP(307, "text/plain", "", "Location", "http://127.0.0.1:1/")},
			cause:       "HOST answered with a redirect (HTTP 307). Redirects are not followed, because they would hand over the signature. Set base_url to the final address.",
			consequence: notFoundAgain + "Another run makes up another order id, and so sends another message.", looks: 2,
		},
		"system error": {
			fault: simulator.Fault{Respond: simulator.RespondStatus(-18, "system error")},
			cause: systemError, consequence: notFoundAgain + "Another run makes up another order id, and so sends another message.", looks: 2,
		},
		"no answer, and none to look": {
			more:  []simulator.Fault{{Path: routeOrder, Respond: simulator.RespondStatus(-18, "system error")}},
			cause: "The connection to HOST failed: EOF.",
			consequence: "A message may be under way, and cost money. Nothing was sent again. It could not be looked for by its order id. " +
				"Another run makes up another order id, and so sends another message.",
			looks: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			test.fault.Path = routeSend
			w.Inject(test.fault)
			for _, fault := range test.more {
				w.Inject(fault)
			}
			config := verificationConfig(w)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ExpectError: says("Unable to Send OTP Message")},
					{
						PreConfig: func() {
							w.expectErrors(t, notSent(strings.ReplaceAll(test.cause, "HOST", w.host()), test.consequence))
							if sends, looks := w.count(routeSend), w.count(routeOrder); sends != 1 || looks != test.looks {
								t.Errorf("sent %d times and looked %d times, want 1 and %d", sends, looks, test.looks)
							}
							w.ClearFaults()
						},
						Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionCreate), Check: w.expectSent(t, 1),
					},
				},
			})
		})
	}
}

// TestCoreVerificationFaults_ownOrder says what becomes of an order id of the user's own.
func TestCoreVerificationFaults_ownOrder(t *testing.T) {
	t.Parallel()
	const failed = "Unable to Send OTP Message\nTerraform could not send the message of the order \"order-1\".\n\n"
	for name, test := range map[string]struct {
		faults []simulator.Fault
		says   string
		sends  int
	}{
		"lost": {
			faults: []simulator.Fault{{Path: routeSend, Respond: simulator.RespondStatus(-18, "system error")}},
			says: failed + systemError + "\n\n" + notFoundAgain + "Another run looks for it again, and sends it if there still is none. " +
				"If it is found, the order id counts as used, and the data source itniotech_otp_verification reads the message.", sends: 1,
		},
		"used elsewhere": {
			faults: []simulator.Fault{{Path: routeSend, Respond: simulator.RespondStatus(-20, "data existing")}},
			says: failed + "The API answered with status -20 (data existing). The order id was used before, and each is good for one message.\n\n" +
				"No message was sent. Give order_id another value, or leave it out to have one made up.", sends: 1,
		},
		"not known": {
			faults: []simulator.Fault{{Path: routeOrder, Respond: simulator.RespondStatus(-18, "system error")}},
			says:   failed + systemError + "\n\nSo it is not known whether the order id was used before, and nothing was sent.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			for _, fault := range test.faults {
				w.Inject(fault)
			}
			config := verificationConfig(w, `order_id = "order-1"`)
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: config, ExpectError: says("Unable to Send OTP Message")},
					{
						PreConfig: func() {
							w.expectErrors(t, test.says)
							if sends := w.count(routeSend); sends != test.sends {
								t.Errorf("sent %d times, want %d", sends, test.sends)
							}
							w.ClearFaults()
						},
						Config: config, Check: w.expectSent(t, 1),
					},
				},
			})
		})
	}
}

// TestCoreVerificationFaults_orderWithPhone hides a phone number that an order id has in it.
func TestCoreVerificationFaults_orderWithPhone(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, tellsID, prompt)
	config := verificationConfig(w, `order_id = "to-`+testPhone+`"`)
	w.Inject(simulator.Fault{Path: routeSend, Times: 1, Respond: simulator.RespondStatus(-10, "insufficient balance")})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, ExpectError: says(`Terraform could not send the message of the order "to-***".`)},
			{Config: config, Check: w.expectSent(t, 1)},
			{Config: strings.Replace(config, `"test"`, `"again"`, 1), ExpectError: saysAnyID(`The order id "to-***" was used before, for the message with the id ` + anyID + ", ")},
		},
	})
	w.expectNoSecrets(t)
}

// TestCoreVerificationFaults_clock signs by the API's time, and says so once.
func TestCoreVerificationFaults_clock(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, clockSet(10*time.Minute))
	const off = "Clock Is Off\nThe clock of this machine is 10m0s behind the API's. Calls are signed by the API's time for now. Set the clock, for example with NTP."
	config := verificationConfig(w)
	expectWarned := func(what string, got []string) {
		t.Helper()
		for i, text := range got { // the API tells whole seconds
			got[i] = strings.Replace(text, "is 9m59s behind", "is 10m0s behind", 1)
		}
		expectTexts(t, what, slices.Compact(got), join(off))
	}
	expectOff := checked(func() {
		warnings := w.takeWarnings()
		for i := range warnings {
			warnings[i] = join(warnings[i])
		}
		expectWarned("resource", warnings)
	})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config, Check: expectOff},
			{PreConfig: func() { w.takeWarnings() }, Config: config, Check: expectOff},
			{Config: verificationConfig(w, `order_id = "order-1"`), Check: w.expectSent(t, 2)},
		},
	})
	message := map[string]any{"verification_id": w.lastMessage().VerificationID}
	_, problems := w.protocol(t).readData(t.Context(), t, verificationType, message)
	expectWarned("data source", problems)
	_, problems = w.protocol(t).invoke(t.Context(), t, sendType, sending())
	expectWarned(sendType, problems)
	_, problems = w.protocol(t).invoke(t.Context(), t, resendType, message)
	expectWarned(resendType, problems)
	message["verification_id"], message["code"] = w.lastMessage().VerificationID, w.lastMessage().Code
	_, problems = w.protocol(t).invoke(t.Context(), t, verifyType, message)
	expectWarned(verifyType, problems)
}

// TestCoreVerificationFaults_anothersOrder does not take the message of somebody
// else for its own, and sends nothing.
func TestCoreVerificationFaults_anothersOrder(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	config := verificationConfig(w, `order_id = "order-1"`)
	// The order is not there while planning; somebody else is faster than the apply.
	w.Inject(simulator.Fault{
		Path: routeOrder, Skip: 2, Times: 1, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{"verificationId":"222"}}`),
	})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: config,
			ExpectError: says(`The order id "order-1" was used before, for the message with the id 222, and each is good for one message. ` +
				"Nothing was sent. Give order_id another value, or leave it out to have one made up."),
		}},
	})
	if sends := w.count(routeSend); sends != 0 {
		t.Errorf("sent %d times, want none", sends)
	}
}

// TestCoreVerificationFaults_resend never resends by itself, and says that a message may be under way.
func TestCoreVerificationFaults_resend(t *testing.T) {
	t.Parallel()
	const kept = " The state is kept as it was. The next apply resends the message, unless resend_triggers are as before."
	const underWay = "A message may be under way, and cost money. Nothing was sent again, and the API does not tell what became of it." + kept
	for name, test := range map[string]struct {
		fault              simulator.Fault
		cause, consequence string
	}{
		"lost":         {simulator.Fault{Commit: true}, "The connection to HOST failed: EOF.", underWay},
		"system error": {simulator.Fault{Commit: true, Respond: simulator.RespondStatus(-18, "system error")}, systemError, underWay},
		"HTTP 502": {
			simulator.Fault{Commit: true, Respond: simulator.RespondHTTP(502, "text/plain", "")},
			"HOST answered with HTTP 502 (Bad Gateway) instead of the API's JSON. Try again later; if this persists, check base_url.", underWay,
		},
		"no id": {
			simulator.Fault{Commit: true, Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":{}}`)},
			"HOST answered with success, but without the object.", underWay,
		},
		"parameter": {
			simulator.Fault{Respond: simulator.RespondStatus(-22, testPhone)},
			`The API answered with status -22 (parameter exception) and the reason "***". The API rejected one of the values. Is the message one of this account?`,
			"No message was sent." + kept,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			w.repeats = 4
			before, after := verificationConfig(w), verificationConfig(w, `resend_triggers = { run = "2" }`)
			test.fault.Path = routeResend
			var id string
			onCore(t, resource.TestCase{
				ProtoV6ProviderFactories: w.factories(),
				Steps: []resource.TestStep{
					{Config: before},
					{
						PreConfig: func() { id = w.lastMessage().VerificationID; w.Inject(test.fault) }, Config: after,
						ExpectError: says("Unable to Resend OTP Message"),
					},
					{
						PreConfig: func() {
							w.expectErrors(t, "Unable to Resend OTP Message\nTerraform could not resend the message with the id "+id+".\n\n"+
								strings.ReplaceAll(test.cause, "HOST", w.host())+"\n\n"+test.consequence)
							if sends := w.count(routeResend); sends != 1 {
								t.Errorf("resent %d times, want 1", sends)
							}
							w.ClearFaults()
						},
						Config: before, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
						Check: resource.TestCheckResourceAttrWith(verificationAddress, "id", func(kept string) error {
							if kept != id {
								t.Errorf("id = %s, want %s", kept, id)
							}
							return nil
						}),
					},
				},
			})
		})
	}
}

// TestCoreVerificationFaults_lostSNA says that the address of a claimed message is lost.
func TestCoreVerificationFaults_lostSNA(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, tellsID, prompt)
	w.Inject(simulator.Fault{Path: routeSend, Commit: true})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: verificationConfig(w, `channel = "sna"`), ConfigStateChecks: state(verificationAddress, "sna_url", nil),
			Check: checked(func() {
				w.expectWarnings(t, "Address for Silent Network Authentication Is Not Known\nThe message with the id "+w.lastMessage().VerificationID+
					" was sent, but the address to open was not in the answer, or the answer was lost, and the API does not tell it again. To get one, resend the message.")
			}),
		}},
	})
}

// TestCoreVerificationFaults_reads keeps the state after any failure of a read, and sends nothing.
func TestCoreVerificationFaults_reads(t *testing.T) {
	t.Parallel()
	for name, fault := range lostAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMessageAccount(t, prompt)
			w.repeats = 1
			config := verificationConfig(w)
			fault.Path = routeRecord
			if name == "null data" || name == "no id" || name == "id 0" { // tells of nothing, and keeps the state
				w.run(t, []resource.TestStep{{Config: config}, {
					PreConfig: func() { w.Inject(fault) }, Config: config,
					ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), Check: w.expectSent(t, 1),
				}})
				return
			}
			once := fault
			once.Times = 1
			passes := name == "closed" || name == "reset" || name == "-18" || strings.HasPrefix(name, "HTTP") || name == "HTML" || name == "truncated"
			steps := []resource.TestStep{{Config: config}}
			if passes {
				steps = append(steps, resource.TestStep{
					PreConfig: func() { w.ClearFaults(); w.Inject(once) }, Config: config,
					ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop),
				})
			}
			steps = append(steps,
				resource.TestStep{PreConfig: func() { w.ClearFaults(); w.Inject(fault) }, Config: config, ExpectError: says("Unable to Read OTP Message")},
				resource.TestStep{
					PreConfig: func() {
						w.ClearFaults()
						for _, text := range w.takeErrors() {
							if !regexp.MustCompile(`(?s)^Unable to Read OTP Message\nTerraform could not read the message with the id ` + w.lastMessage().VerificationID +
								`\.\n\n.*\n\nThe state is kept as it was\.$`).MatchString(text) {
								t.Errorf("error %q", text)
							}
						}
					},
					Config: config, ConfigPlanChecks: action(verificationAddress, plancheck.ResourceActionNoop), Check: w.expectSent(t, 1),
				})
			onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
		})
	}
}

// TestCoreVerificationFaults_readHides what the API repeats of what it knows.
func TestCoreVerificationFaults_readHides(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	config := verificationConfig(w, `code = "a-code"`)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					w.Inject(simulator.Fault{Path: routeRecord, Respond: simulator.RespondStatus(-99, testPhone+" has a-code")})
				},
				Config: config,
				ExpectError: saysAnyID("Terraform could not read the message with the id " + anyID + ". The API answered with status -99 (not documented) and the reason \"*** has ***\". " +
					"The state is kept as it was."),
			},
			{PreConfig: w.ClearFaults, Config: config},
		},
	})
}

// TestCoreVerificationFaults_notReached says that nothing was sent, and repeats what was not.
func TestCoreVerificationFaults_notReached(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	there := w.url
	w.url = "http://127.0.0.1:1/otp"
	nowhere := verificationConfig(w)
	w.url = there
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: nowhere, ExpectError: says("Unable to Send OTP Message")},
			{PreConfig: func() {
				w.expectErrors(t, notSent("127.0.0.1:1 refused the connection: nothing listens there. Is the simulator running? Check base_url (or ITNIOTECH_BASE_URL).",
					"The request was not sent: there is no message."))
			}, Config: verificationConfig(w), Check: w.expectSent(t, 1)},
		},
	})
}

// TestCoreVerificationFaults_pause keeps the pause that the API asks for, and then sends once.
func TestCoreVerificationFaults_pause(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t, prompt)
	w.repeats = 1
	w.Inject(simulator.Fault{Path: routeSend, Times: 1, Respond: simulator.RespondHTTP(429, "text/plain", "", "Retry-After", "1")})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps:                    []resource.TestStep{{Config: verificationConfig(w), Check: w.expectSent(t, 1)}},
	})
}

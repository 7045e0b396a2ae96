package provider

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/object"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

func TestDeletionPolicyIsValidated(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	const (
		invalid = `AttributeName("deletion_policy"): Invalid Deletion Policy: deletion_policy: `
		words   = ` Possible values: "ABANDON" (leave it in the account as it is), "RETIRE" (rename it, which frees its name), "PREVENT" (refuse to destroy it).`
	)
	for policy, want := range map[any][]string{
		nil:          nil,
		unknown{}:    nil,
		"ABANDON":    nil,
		"RETIRE":     nil,
		"PREVENT":    nil,
		"":           {`AttributeName("deletion_policy"): Invalid Attribute Value: deletion_policy must not be empty. For no value, leave it out or set it to null.` + words},
		"DELETE":     {invalid + `"DELETE" is not a deletion policy.` + words},
		"unknown(1)": {invalid + `"unknown(1)" is not a deletion policy.` + words},
		"abandon":    {invalid + `"abandon" is not a deletion policy; did you mean "ABANDON" (leave it in the account as it is)?` + words},
		"rename":     {invalid + `"rename" is not a deletion policy; did you mean "RETIRE" (rename it, which frees its name)?` + words},
		"PROTECT":    {invalid + `"PROTECT" is not a deletion policy; did you mean "PREVENT" (refuse to destroy it)?` + words},
	} {
		expectTexts(t, fmt.Sprint("provider: ", policy), p.validateProvider(t.Context(), t, credentials("deletion_policy", policy)), want...)
		for typeName := range validConfigs() {
			expectTexts(t, fmt.Sprint(typeName, ": ", policy), p.validate(t.Context(), t, typeName, with(typeName, "deletion_policy", policy)), want...)
		}
	}
}

// stored are an application and a template as a state has them.
func stored() map[string]map[string]any {
	return map[string]map[string]any{
		"itniotech_otp_app": {
			"id": "mRELxtHc", "name": "login", "code_expiry": 5, "create_time": "2022-01-01T00:00:00+08:00",
			"period_total_send_limit": map[string]any{"enabled": true, "unit": "day", "period": 1, "limit": 1000},
		},
		"itniotech_otp_template": {
			"id": "455", "app_id": "mRELxtHc", "name": "login-en", "text": "Your code: ##code##", "code_type": "NUMERIC", "code_length": 4, "speech_rate": 50,
			"language": "EN", "max_duration": 59, "repeat_count": 1, "sms_encoding": "GSM-7", "sms_segments": 1,
		},
	}
}

// destroy applies a destroy, given nothing of a plan, and returns what is left in the state.
func (p *protocol) destroy(t *testing.T, typeName string, state map[string]any) (said []string, left tftypes.Value) {
	t.Helper()
	typ := p.schema.ResourceSchemas[typeName].ValueType()
	resp, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeName, PriorState: dynamic(t, typ, state), PlannedState: dynamic(t, typ, nil), Config: dynamic(t, typ, nil),
	})
	if err != nil {
		t.Fatal(err)
	}
	if left, err = resp.NewState.Unmarshal(typ); err != nil {
		t.Fatal(err)
	}
	return texts(resp.Diagnostics), left
}

// TestRetiredAlready lets go of an object that is retired, as by a run whose answer was lost, without a call.
func TestRetiredAlready(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	p := w.protocol(t)
	for typeName, state := range stored() {
		state["name"] = fmt.Sprintf("retired-%s-login", state["id"])
		state["deletion_policy"] = object.Retire
		if typeName == "itniotech_otp_app" {
			state["period_total_send_limit"] = map[string]any{"enabled": true, "unit": "day", "period": 90, "limit": 1}
		}
		said, left := p.destroy(t, typeName, state)
		expectTexts(t, typeName, said)
		if !left.IsNull() || len(w.Requests()) > 0 {
			t.Errorf("%s: left %s after %+v, want nothing and no calls", typeName, left, w.Requests())
		}
	}
}

// TestPreventedAtApply refuses a destroy that was not planned, and makes no call.
func TestPreventedAtApply(t *testing.T) {
	t.Parallel()
	for typeName, which := range map[string]string{
		"itniotech_otp_app": `the OTP application "login" (id mRELxtHc)`, "itniotech_otp_template": `the OTP template "login-en" (id 455)`,
	} {
		for _, place := range []string{"resource", "provider"} {
			t.Run(typeName+" "+place, func(t *testing.T) {
				t.Parallel()
				w, p, state := newTestAccount(t), newProtocol(t), stored()[typeName]
				block, then := credentials("base_url", w.url), resourceForbids
				if place == "resource" {
					state["deletion_policy"] = object.Prevent
				} else {
					block["deletion_policy"], then = object.Prevent, providerForbids
				}
				expectTexts(t, "configure", p.configure(t.Context(), t, block))
				said, left := p.destroy(t, typeName, state)
				short := map[bool]string{false: "template", true: "application"}[typeName == "itniotech_otp_app"]
				expectTexts(t, "destroy", said, explain.TitleCase(strings.SplitN(which, `"`, 2)[0][len("the "):])+" Must Not Be Destroyed: The plan destroys "+which+
					`, which deletion_policy = "PREVENT" forbids. Nothing was changed.`+"\n\n"+then+"\n"+strings.TrimPrefix(testKind{short: short}.ifDeposed(), " ")+"\n- To make Terraform forget it and change nothing, use a removed block with destroy = false.")
				if !left.Equal(value(t, left.Type(), state)) || len(w.Requests()) > 0 {
					t.Errorf("left %s after %+v, want what was there and no calls", left, w.Requests())
				}
			})
		}
	}
}

// TestDestroysWarnOnce destroys 200 objects, of which one screen tells.
func TestDestroysWarnOnce(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	planning, applying := newProtocol(t), newProtocol(t)
	var planned, applied []string
	for _, p := range []*protocol{planning, applying} {
		expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", w.url)))
	}
	for i := range 50 {
		for j, policy := range []string{object.Abandon, object.Retire} {
			number := int64(1000 + 2*i + j)
			app, template := stored()["itniotech_otp_app"], stored()["itniotech_otp_template"]
			app["id"], app["name"], app["deletion_policy"] = fmt.Sprintf("app-%d", number), fmt.Sprintf("login-%d", number), policy
			template["id"], template["name"], template["deletion_policy"] = fmt.Sprint(number), fmt.Sprintf("login-en-%d", number), policy
			w.PutApp(simulator.App{ID: app["id"].(string), Name: app["name"].(string)})
			w.PutTemplate(simulator.Template{ID: number, AppID: "mRELxtHc", Name: template["name"].(string)})
			for typeName, state := range map[string]map[string]any{"itniotech_otp_app": app, "itniotech_otp_template": template} {
				planned = append(planned, planning.plan(t.Context(), t, typeName, state, nil)...)
				said, left := applying.destroy(t, typeName, state)
				applied = append(applied, said...)
				if !left.IsNull() {
					t.Errorf("left %s", left)
				}
			}
		}
	}
	slices.Sort(planned)
	expectTexts(t, "plans", planned, join(appsRetired), join(appsStay), join(templatesRetired), join(templatesStay))
	expectTexts(t, "applies", applied)
	lines := 0
	for _, warning := range planned {
		lines += 5 + len(warning)/78 // as a terminal of 80 columns shows it, with its frame
	}
	if lines >= 40 {
		t.Errorf("the warnings have %d lines", lines)
	}
	if puts := len(w.writes()); puts != 100 {
		t.Errorf("%d objects were retired, want 100", puts)
	}
}

// TestOldState plans no change for a state that was written before there was deletion_policy.
func TestOldState(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("deletion_policy", object.Retire)))
	for typeName, old := range map[string]string{
		"itniotech_otp_app": `{"id":"mRELxtHc","name":"login","code_expiry":5,"create_time":"2022-01-01T00:00:00+08:00",
			"period_total_send_limit":{"enabled":true,"unit":"day","period":1,"limit":1000},"period_phone_send_limit":null}`,
		"itniotech_otp_template": `{"id":"455","app_id":"mRELxtHc","name":"login-en","text":"Your code: ##code##","code_type":"NUMERIC","code_length":4,
			"speech_rate":50,"language":"EN","max_duration":59,"repeat_count":1,"sender_id":null,"sms_encoding":"GSM-7","sms_segments":1}`,
	} {
		typ := p.schema.ResourceSchemas[typeName].ValueType()
		upgraded, err := p.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: typeName, Version: 0, RawState: &tfprotov6.RawState{JSON: []byte(old)},
		})
		if err != nil {
			t.Fatal(err)
		}
		expectTexts(t, "upgrade", texts(upgraded.Diagnostics))
		config := stored()[typeName]
		for _, computed := range []string{"id", "create_time", "sms_encoding", "sms_segments"} {
			delete(config, computed)
		}
		resp, err := p.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: typeName, PriorState: upgraded.UpgradedState, ProposedNewState: upgraded.UpgradedState, Config: dynamic(t, typ, config),
		})
		if err != nil {
			t.Fatal(err)
		}
		expectTexts(t, "plan", texts(resp.Diagnostics))
		after, err := resp.PlannedState.Unmarshal(typ)
		if err != nil || len(resp.RequiresReplace) > 0 || !after.Equal(value(t, typ, stored()[typeName])) {
			t.Errorf("%s: planned %s, replacing for %v, %v", typeName, after, resp.RequiresReplace, err)
		}
	}
}

// notDestroyed is the error of a destroy that failed.
func (s testKind) notDestroyed(text string) *regexp.Regexp {
	return atApply("Unable to Destroy "+explain.TitleCase(s.noun), fmt.Sprintf("Terraform could not destroy the %s %q (id %s). %s", s.noun, s.objectName, anyID, text))
}

// onePut fails unless one update was sent since fresh.
func (w *testAccount) onePut(t *testing.T) {
	t.Helper()
	if writes := w.writes(); len(writes) != 1 || writes[0].Method != http.MethodPut {
		t.Errorf("writes = %+v, want one update", writes)
	}
}

// TestCoreFaults_retire keeps an object that could not be retired, and retires it the next time.
func TestCoreFaults_retire(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w, own(object.Retire))
		steps := []resource.TestStep{{Config: config}}
		for _, fault := range []struct {
			respond http.HandlerFunc
			fails   *regexp.Regexp
		}{
			{nil, s.notDestroyed("The connection to " + w.host() + " failed: EOF." + keptUnknown)},
			{
				simulator.RespondHTTP(500, "text/plain", ""),
				s.notDestroyed(w.host() + " answered with HTTP 500 (Internal Server Error) instead of the API's JSON. " +
					"Try again later; if this persists, check base_url." + keptUnknown),
			},
			{
				simulator.RespondStatus(-18, "system error"),
				s.notDestroyed("The API answered with status -18 (system error). This is a fault on the API's side. Try again later." + keptUnknown),
			},
			{
				simulator.RespondStatus(-1, "authentication error"),
				s.notDestroyed("The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. " +
					"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET." + unchanged),
			},
			{
				simulator.RespondStatus(-20, "data existing"),
				s.notDestroyed(nameTaken + unchanged + fmt.Sprintf(" Another %s has the name %q, "+
					"which this one was to be left with. Give that one another name first.",
					s.short, "retired-"+anyID+"-"+s.objectName)),
			},
			{
				simulator.RespondStatus(-22, "parameter exception"),
				s.notDestroyed("The API answered with status -22 (parameter exception). The API rejected one of the values, or the object no longer exists." + unchanged),
			},
			{ // accepted, and not done
				simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`),
				atApply("Unable to Destroy "+explain.TitleCase(s.noun), fmt.Sprintf("Terraform could not retire the %s %q (id %s). "+
					"The API accepted that but kept other values than it was sent for: %s. The state is kept as it was.",
					s.noun, s.objectName, anyID, s.kept)),
			},
		} {
			steps = append(steps, resource.TestStep{
				PreConfig:   func() { w.fresh(); w.Inject(simulator.Fault{Method: http.MethodPut, Respond: fault.respond}) },
				Config:      w.block(),
				ExpectError: fault.fails,
			}, resource.TestStep{
				PreConfig:        func() { w.onePut(t); w.ClearFaults() },
				Config:           config,
				ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop),
			})
		}
		steps = append(steps, resource.TestStep{
			PreConfig:        w.fresh,
			Config:           w.block(),
			ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
			Check:            checked(func() { w.did(t, s.retired, s.retirement(w)) }),
		})
		onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
	})
}

// TestCoreFaults_lostRetire takes an object for retired whose answer was lost if
// it can be read, and otherwise the next time.
func TestCoreFaults_lostRetire(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := s.config(w, own(object.Retire))
		lost := simulator.Fault{Method: http.MethodPut, Commit: true, Times: 1}
		unread := simulator.Fault{Method: http.MethodGet, Path: s.details, Times: 1}
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig:        func() { w.fresh(); w.Inject(lost) },
					Config:           w.block(),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check:            checked(func() { w.did(t, s.retired, s.retirement(w)) }),
				},
				{Config: config},
				{
					Config:           w.block(),
					ConfigPlanChecks: afterPlan(func() { w.fresh(); w.Inject(lost); w.Inject(unread) }),
					ExpectError:      s.notDestroyed("The connection to " + w.host() + " failed: EOF." + keptUnknown),
				},
				{
					PreConfig:        func() { w.onePut(t); w.fresh() },
					Config:           w.block(),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check: checked(func() {
						// Of a block that is gone Terraform plans with the state from before the refresh, OpenTofu with that from after it.
						if likeOpenTofu() {
							w.did(t, s.retired)
						} else {
							w.did(t, s.retired, s.retirement(w))
						}
					}),
				},
				{Config: config},
				{
					Config:           w.block(),
					ConfigPlanChecks: afterPlan(func() { w.fresh(); w.Inject(lost); w.Inject(unread) }),
					ExpectError:      s.notDestroyed("The connection to " + w.host() + " failed: EOF." + keptUnknown),
				},
				{PreConfig: func() { w.onePut(t); w.fresh() }, Config: config, Destroy: true},
			},
		})
		w.did(t, s.retired)
	})
}

// TestCoreFaults_halfRetired keeps an application that the API renamed but did
// not stop, and stops it the next time.
func TestCoreFaults_halfRetired(t *testing.T) {
	t.Parallel()
	w, s := newTestAccount(t), testKinds()[0]
	config := s.config(w, own(object.Retire))
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					w.Inject(simulator.Fault{Method: http.MethodPut, Times: 1, Respond: func(rw http.ResponseWriter, r *http.Request) {
						app := w.Apps()[0]
						app.Name = "retired-" + app.ID + "-login"
						w.PutApp(app)
						simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`)(rw, r)
					}})
				},
				Config: w.block(),
				ExpectError: atApply("Unable to Destroy OTP Application", `Terraform could not retire the OTP application "login" (id `+anyID+`). `+
					"The API accepted that but kept other values than it was sent for: period_total_send_limit. The state is kept as it was."),
			},
			{PreConfig: w.fresh, Config: config, Destroy: true},
		},
	})
	w.did(t, s.retired, s.retirement(w))
}

// TestCoreObject_retireGone forgets an object that is gone when it is to be retired.
func TestCoreObject_retireGone(t *testing.T) {
	t.Parallel()
	for _, unknownID := range []simulator.UnknownID{simulator.UnknownIDRefused, simulator.UnknownIDNullData} {
		t.Run(unknownID.String(), func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				var gone string
				onCore(t, resource.TestCase{
					ProtoV6ProviderFactories: w.factories(),
					Steps: []resource.TestStep{
						{Config: s.config(w, own(object.Retire))},
						{
							Config:           w.block(),
							ConfigPlanChecks: afterPlan(func() { w.fresh(); gone = s.id(w); s.remove(w, s.id(w)) }),
							Check: checked(func() {
								w.onePut(t)
								expectTexts(t, "warnings", w.takeWarnings(), fmt.Sprintf("%s %s Is Gone\nThe account no longer has the %s %q (id %s). "+
									"Terraform forgets it. If it is still in the configuration, the plan creates it again.", explain.TitleCase(s.noun), gone, s.noun, s.objectName, gone))
							}),
						},
					},
				})
			}, func(o *simulator.Options) { o.UnknownID = unknownID })
		})
	}
}

// TestCoreObject_retireElsewhere keeps an object that another account does not have.
func TestCoreObject_retireElsewhere(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		other := newTestAccount(t, func(o *simulator.Options) { o.APIKey = "test-other-key" })
		onCore(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}}, // else the plan fails
			Steps: []resource.TestStep{
				{Config: s.config(w, own(object.Retire))},
				{
					Config: strings.NewReplacer(w.url, other.url, simulator.DefaultAPIKey, "test-other-key").Replace(w.block()),
					ExpectError: atApply(explain.TitleCase(s.noun)+" Not Found in This Account", fmt.Sprintf(
						"The account of the API key in use has no %s %q (id %s). "+
							"Terraform last saw it with another API key or base_url. The state is kept. - Use the API key and base_url of the account that has the object. "+
							"- If this is the right account and the %s is really gone, remove it from the state with \"terraform state rm\".",
						s.noun, s.objectName, anyID, s.short)),
				},
				{
					PreConfig:        w.fresh,
					Config:           w.block(),
					ConfigPlanChecks: action(s.address, plancheck.ResourceActionDestroy),
					Check:            checked(func() { w.did(t, s.retired, s.retirement(w)) }),
				},
			},
		})
	})
}

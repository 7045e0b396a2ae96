package provider

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreObject_lateReplica keeps an object that is not there at the first look, and is at the second: a replica may
// be late. Who is gone at both looks costs two calls.
func TestCoreObject_lateReplica(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"null": simulator.RespondHTTP(200, "application/json", `{"status":"0","data":null}`), "-22": simulator.RespondStatus(-22, "parameter exception"),
		"-24": simulator.RespondStatus(-24, "data unexisting"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				config := s.config(w)
				w.run(t, []resource.TestStep{{Config: config}}, []resource.TestStep{{
					PreConfig: func() {
						w.fresh()
						w.Inject(simulator.Fault{Path: s.lists(), Respond: simulator.RespondHTTP(200, "application/json", `{"status":"0","data":[]}`)})
						w.Inject(simulator.Fault{Path: s.details, Times: 1, Respond: answer})
					},
					Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
					Check: checked(func() { w.ClearFaults(); w.did(t, "") }),
				}})
			})
		})
	}
}

// TestCoreAppResource_goneButOwns keeps an application that the API does not know while templates belong to it.
func TestCoreAppResource_goneButOwns(t *testing.T) {
	t.Parallel()
	w, s := newTestAccount(t), testKinds()[0]
	config := s.config(w)
	w.run(t, []resource.TestStep{{Config: config, Check: checked(w.own)}},
		prepared(func() {
			w.Inject(simulator.Fault{Path: s.details, Respond: simulator.RespondStatus(-22, "parameter exception")})
		}, fails(config, fmt.Sprintf(`The API says that the OTP application "login" (id %s) does not exist, but the account has templates that belong to it. The state is kept. `+
			`- Try again: the API may be late. - If the application is really gone, remove it from the state with "terraform state rm".`, anyID))...),
		prepared(w.ClearFaults, resource.TestStep{Config: config, ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)}),
	)
}

// twoAccounts puts another account next to that of a test, which another API key leads to.
func twoAccounts(t *testing.T, w *testAccount) (other *testAccount, otherKey string) {
	t.Helper()
	otherKey = "test-other-key"
	other = newTestAccount(t, func(o *simulator.Options) { o.APIKey, o.Now = otherKey, w.clock.Now })
	both := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Api-Key") == otherKey {
			other.ServeHTTP(rw, r)
			return
		}
		w.ServeHTTP(rw, r)
	}))
	t.Cleanup(both.Close)
	w.url = both.URL + "/otp"
	return other, otherKey
}

// TestCoreObject_otherAccount does not take an object of another account for that of the state, although it has the
// same id: neither a plan nor an apply does.
func TestCoreObject_otherAccount(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		other, otherKey := twoAccounts(t, w)
		rekeyed := func(config string) string { return strings.Replace(config, simulator.DefaultAPIKey, otherKey, 1) }
		adopted := s.config(w) + s.importTo("test", s.heldID)
		s.hold(w, s.objectName)
		s.hold(other, "another")
		refused := fmt.Sprintf(`The state has the %s %q (id %s), which Terraform last saw with another API key or base_url. `+
			`In the account of the API key in use, the id %[3]s belongs to the %s "another", whose name is different. Nothing was changed, and the state is kept. `+
			`- Use the API key and base_url of the account that has the object. - If this is the right account and only the name was changed outside of Terraform, change it back to %[2]q. `+
			`- If this is the right %[4]s, remove it from the state with "terraform state rm" and import it.`, s.noun, s.objectName, s.heldID, s.short)
		changed := s.config(w, s.differs)
		w.run(t, []resource.TestStep{{Config: adopted}}, fails(rekeyed(s.config(w)), refused), fails(rekeyed(changed), refused),
			[]resource.TestStep{{Config: s.config(w), ConfigPlanChecks: action(s.address, plancheck.ResourceActionNoop)}})
		if writes := other.writes(); len(writes) > 0 {
			t.Errorf("writes to the other account: %+v", writes)
		}
	})
}

// TestCoreObject_otherAccountsNamesake knows an object of the same id and name in another account by what cannot change.
// A plan that reads does, and after a plan that does not, a write.
func TestCoreObject_otherAccountsNamesake(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]*resource.AdditionalCLIOptions{
		"read": nil, "unread": {Plan: resource.PlanOptions{NoRefresh: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
				other, otherKey := twoAccounts(t, w)
				s.hold(w, s.objectName)
				template, flow := heldTemplate(), heldFlow(7, s.objectName)
				template.AppID, flow.Nodes[0].WaitingTime = "another1", 61
				other.PutApp(simulator.App{ID: s.heldID, Name: s.objectName, CodeExpiry: 5, CreateTime: "2001-01-01T00:00:00+08:00"})
				other.PutTemplate(template)
				other.PutFlow(flow)
				onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), AdditionalCLIOptions: options, Steps: append(
					[]resource.TestStep{{Config: s.config(w) + s.importTo("test", s.heldID)}},
					fails(strings.Replace(s.config(w, s.differs), simulator.DefaultAPIKey, otherKey, 1), fmt.Sprintf(
						"The state has the %s %q (id %s), which Terraform last saw with another API key or base_url. "+
							"In the account of the API key in use, the id %[3]s belongs to the %s %[2]q, whose %[5]s is different. Nothing was changed, and the state is kept. "+
							"- Use the API key and base_url of the account that has the object. - If this is the right %[4]s, remove it from the state with \"terraform state rm\" and import it.",
						s.noun, s.objectName, s.heldID, s.short, map[string]string{"app": "create_time", "template": "app_id", "flow": "nodes"}[s.name]))...)})
				if writes := other.writes(); len(writes) > 0 {
					t.Errorf("writes to the other account: %+v", writes)
				}
			})
		})
	}
}

// signed is the signature of a request with the second that it was made in.
func signed(key, secret, seconds string) string {
	sum := md5.Sum([]byte(key + secret + seconds))
	return hex.EncodeToString(sum[:])
}

// TestCoreObject_otherKey warns once of a new key to the same account, and never again: jobs that plan and jobs that
// apply may have keys of their own.
func TestCoreObject_otherKey(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		const otherKey = "test-other-key"
		same := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Api-Key") == otherKey {
				seconds := r.Header.Get("Timestamp")
				r.Header.Set("Api-Key", simulator.DefaultAPIKey)
				r.Header.Set("Sign", signed(simulator.DefaultAPIKey, simulator.DefaultAPISecret, seconds))
			}
			w.ServeHTTP(rw, r)
		}))
		t.Cleanup(same.Close)
		w.url = same.URL + "/otp"
		config := s.config(w)
		rekeyed := strings.Replace(config, simulator.DefaultAPIKey, otherKey, 1)
		const isNew = "API Key or Address Is New"
		steps := []resource.TestStep{
			{Config: config},
			{PreConfig: w.fresh, Config: rekeyed, Check: checked(func() { w.expectWarned(t, isNew) })},
		}
		for range 2 {
			for _, known := range []string{config, rekeyed} {
				steps = append(steps, resource.TestStep{PreConfig: w.fresh, Config: known, Check: checked(func() { w.expectWarned(t) })})
			}
		}
		w.run(t, steps)
	}, func(o *simulator.Options) { o.RefuseRepeatedSignature = false })
}

// TestCoreObject_otherForm finds names that the account has in another Unicode form, and says that a change rewrites them.
func TestCoreObject_otherForm(t *testing.T) {
	t.Parallel()
	const composed, decomposed = "caf\u00e9 \u1ec5 \ud55c", "cafe\u0301 e\u0302\u0303 \u1112\u1161\u11ab"
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := strings.Replace(s.config(w), s.quoted(), fmt.Sprintf("%q", composed), 1)
		s.hold(w, decomposed)
		changed := strings.Replace(s.config(w, s.differs), s.quoted(), fmt.Sprintf("%q", composed), 1)
		w.run(t,
			fails(config, fmt.Sprintf("The plan creates the %s %q, but the account already has the %s ", s.noun, composed, s.short)),
			[]resource.TestStep{{Config: config + s.importTo("test", s.heldID), ConfigStateChecks: state(s.address, "name", composed)}},
			[]resource.TestStep{{PreConfig: w.fresh, Config: config, Check: checked(func() { w.expectWarned(t); w.expectWrites(t) })}},
			[]resource.TestStep{{Config: changed, Check: checked(func() {
				w.expectWarned(t, fmt.Sprintf("%s Name %q Is Written in Another Form", explain.TitleCase(s.noun), composed))
			})}},
		)
	}, listed)
}

// TestCoreObject_unanswered warns once, after the time of one attempt, that a plan which has nothing to read could not
// look into the account.
func TestCoreObject_unanswered(t *testing.T) {
	t.Parallel()
	everyKind(t, func(t *testing.T, s testKind, w *testAccount) {
		config := strings.Replace(s.config(w), "  max_retries", "  request_timeout = \"200ms\"\n  max_retries", 1)
		after := s.address
		for i := range 3 {
			config += s.resource(w, fmt.Sprintf("more%d", i), fmt.Sprintf("\"more-%d\"", i), "depends_on = ["+after+"]")
			after = fmt.Sprintf("%s.more%d", s.typeName(), i)
		}
		w.repeats = 4
		w.Inject(simulator.Fault{Path: s.lists(), Delay: time.Hour})
		w.run(t, prepared(w.fresh, plans(config)...))
		w.expectWarnings(t, "API Does Not Answer in Time\nThe API did not answer within 200ms.\n\nSo this plan could not check whether names are taken, and the apply may fail.")
		if calls := len(w.calls()); calls != 1 {
			t.Errorf("%d calls, want one attempt for all", calls)
		}
	})
}

package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const appAddress = "itniotech_otp_app.test"

// appConfig is an application with more lines in it.
func appConfig(w *testAccount, lines ...string) string {
	return w.block() + fmt.Sprintf("resource \"itniotech_otp_app\" \"test\" {\n  name = \"login\"\n%s\n}\n", strings.Join(lines, "\n"))
}

// limitOff is how a limit that is off is sent.
const limitOff = `{"enabled":false,"unit":null,"period":null,"limit":null}`

func appBody(name string, codeExpiry int, total, phone string) string {
	return fmt.Sprintf(`{"name":%q,"codeExpiry":%d,"periodTotalSendLimit":%s,"periodPhoneSendLimit":%s}`, name, codeExpiry, total, phone)
}

// state checks attributes of the state, given as name and value in turn.
func state(address string, pairs ...any) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for i := 0; i < len(pairs); i += 2 {
		attribute := tfjsonpath.New(strings.Split(pairs[i].(string), ".")[0])
		for _, step := range strings.Split(pairs[i].(string), ".")[1:] {
			attribute = attribute.AtMapKey(step)
		}
		checks = append(checks, statecheck.ExpectKnownValue(address, attribute, known(pairs[i+1])))
	}
	return checks
}

func known(value any) knownvalue.Check {
	switch value := value.(type) {
	case nil:
		return knownvalue.Null()
	case string:
		return knownvalue.StringExact(value)
	case int:
		return knownvalue.Int64Exact(int64(value))
	case bool:
		return knownvalue.Bool(value)
	case *regexp.Regexp:
		return knownvalue.StringRegexp(value)
	case []any:
		var elements []knownvalue.Check
		for _, element := range value {
			elements = append(elements, known(element))
		}
		return knownvalue.ListExact(elements)
	case map[string]any:
		attributes := map[string]knownvalue.Check{}
		for name, attribute := range value {
			attributes[name] = known(attribute)
		}
		return knownvalue.ObjectExact(attributes)
	}
	panic(fmt.Sprintf("no check for %T", value))
}

// action checks what a plan does with a resource.
func action(address string, does plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, does)}}
}

// checked runs a test's own check after a step.
func checked(check func()) resource.TestCheckFunc {
	return func(*terraform.State) error {
		check()
		return nil
	}
}

// afterPlan runs a test's own check between a plan and its apply.
func afterPlan(check func()) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planned(func(plancheck.CheckPlanRequest) error {
		check()
		return nil
	})}}
}

// appLife takes an application through its life in every form
// of the API. Each step's plan after the apply has to be empty.
func appLife(t *testing.T, w *testAccount, run runner) {
	t.Helper()
	const total = `{"enabled":true,"unit":1,"period":90,"limit":10000000000}`
	const phone = `{"enabled":true,"unit":4,"period":1,"limit":1}`
	const parked = `
		period_total_send_limit = { enabled = false, limit = 10000000000, period = 90, unit = "day" }
		period_phone_send_limit = { limit = 1, period = 1, unit = "second" }`
	run(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:            appConfig(w),
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionCreate),
				ConfigStateChecks: state(appAddress, "id", regexp.MustCompile(`^\w{8}$`), "name", "login", "code_expiry", 5, "period_total_send_limit", nil, "period_phone_send_limit", nil, "create_time", regexp.MustCompile(`^20.*\+08:00$`)),
				Check:             checked(func() { w.expectWrites(t, "POST /app/add "+appBody("login", 5, limitOff, limitOff)) }),
			},
			{
				Config:            appConfig(w, "code_expiry = 60"),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionUpdate), expectChange{appAddress, "code_expiry", 5, 60}}},
				ConfigStateChecks: state(appAddress, "code_expiry", 60),
				Check:             checked(func() { w.expectWrites(t, "PUT /app/update/{appId} "+appBody("login", 60, limitOff, limitOff)) }),
			},
			{
				Config: appConfig(w, `
					period_total_send_limit = { limit = 10000000000, period = 90, unit = "day" }
					period_phone_send_limit = { enabled = true, limit = 1, period = 1, unit = "second" }`),
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(appAddress, "code_expiry", 5, "period_total_send_limit.enabled", true, "period_total_send_limit.limit", 10_000_000_000, "period_phone_send_limit.unit", "second"),
				Check:             checked(func() { w.expectWrites(t, "PUT /app/update/{appId} "+appBody("login", 5, total, phone)) }),
			},
			{
				ResourceName:      appAddress,
				ImportState:       true,
				ImportStateVerify: true,
			},
			{
				Config:            appConfig(w, parked),
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(appAddress, "period_total_send_limit.enabled", false, "period_total_send_limit.limit", 10_000_000_000, "period_total_send_limit.unit", "day"),
				Check:             checked(func() { w.expectWrites(t, "PUT /app/update/{appId} "+appBody("login", 5, limitOff, phone)) }),
			},
			{
				Config:            strings.Replace(appConfig(w, parked), `"login"`, `"sign-in"`, 1),
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(appAddress, "name", "sign-in"),
				Check:             checked(func() { w.expectWrites(t, "PUT /app/update/{appId} "+appBody("sign-in", 5, limitOff, phone)) }),
			},
			{
				Config:            appConfig(w),
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: state(appAddress, "name", "login", "period_total_send_limit", nil, "period_phone_send_limit", nil),
				Check:             checked(func() { w.expectWrites(t, "PUT /app/update/{appId} "+appBody("login", 5, limitOff, limitOff)) }),
			},
			{
				ResourceName:      appAddress,
				ImportState:       true,
				ImportStateVerify: true,
			},
		},
	})
	if apps := w.Apps(); len(apps) != 1 || apps[0].Name != "login" {
		t.Errorf("after the destroy the account has %+v, want the application as it was", apps)
	}
	w.expectWrites(t)
}

// TestCoreAppResource_drift changes each attribute behind Terraform's back.
func TestCoreAppResource_drift(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	config := appConfig(w, `period_phone_send_limit = { limit = 3, period = 1, unit = "hour" }`)
	limit := func(enabled bool, unit string, period, limit int) map[string]any {
		return map[string]any{"enabled": enabled, "unit": unit, "period": period, "limit": limit}
	}
	update := "PUT /app/update/{appId} " + appBody("login", 5, limitOff, `{"enabled":true,"unit":2,"period":1,"limit":3}`)
	steps := driftSteps(t, w, appAddress, config, update, []drift[simulator.App]{
		{"name", func(a *simulator.App) { a.Name = "changed" }, "changed", "login"},
		{"code_expiry", func(a *simulator.App) { a.CodeExpiry = 60 }, 60, 5},
		{
			"period_total_send_limit",
			func(a *simulator.App) {
				a.PeriodTotalSendLimit = simulator.Limit{Enabled: true, Unit: 3, Period: 2, Limit: 4}
			},
			limit(true, "minute", 2, 4), nil,
		},
		{
			"period_phone_send_limit",
			func(a *simulator.App) { a.PeriodPhoneSendLimit.Enabled = false },
			limit(false, "hour", 1, 3), limit(true, "hour", 1, 3),
		},
		{
			"period_phone_send_limit",
			func(a *simulator.App) { a.PeriodPhoneSendLimit.Unit = 9 },
			limit(true, "unknown(9)", 1, 3), limit(true, "hour", 1, 3),
		},
	}, func() simulator.App { return w.Apps()[0] }, w.PutApp)
	onCore(t, resource.TestCase{ProtoV6ProviderFactories: w.factories(), Steps: steps})
}

// TestCoreAppResource_unknownUnit keeps a unit that nobody knows, and sends it back as it came.
func TestCoreAppResource_unknownUnit(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5, PeriodTotalSendLimit: simulator.Limit{Enabled: true, Unit: 9, Period: 1, Limit: 1}})
	w.Inject(simulator.Fault{Method: "PUT", Path: "/app/update/{appId}", Respond: simulator.RespondStatus(0, "success")})
	config := `period_total_send_limit = { limit = 1, period = 1, unit = "unknown(9)" }`
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:            appConfig(w, config) + "import {\n  to = itniotech_otp_app.test\n  id = \"mRELxtHc\"\n}\n",
				ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionNoop),
				ConfigStateChecks: state(appAddress, "period_total_send_limit.unit", "unknown(9)"),
			},
			{
				Config:             appConfig(w, config, "code_expiry = 6"),
				ConfigPlanChecks:   action(appAddress, plancheck.ResourceActionUpdate),
				ExpectNonEmptyPlan: true, // the fault keeps the update from taking effect
				Check: checked(func() {
					w.expectWrites(t, "PUT /app/update/{appId} "+appBody("login", 6, `{"enabled":true,"unit":9,"period":1,"limit":1}`, limitOff))
				}),
			},
		},
	})
}

// TestCoreAppResource_parkedAfterImport is the one update that a parked limit
// costs: the account does not have its numbers. There is nothing to send.
func TestCoreAppResource_parkedAfterImport(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5})
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{{
			Config: appConfig(w, `period_total_send_limit = { enabled = false, limit = 1, period = 1, unit = "day" }`) +
				"import {\n  to = itniotech_otp_app.test\n  id = \"mRELxtHc\"\n}\n",
			ConfigPlanChecks:  action(appAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: state(appAddress, "period_total_send_limit.enabled", false, "period_total_send_limit.limit", 1),
			Check:             checked(func() { w.expectWrites(t) }),
		}},
	})
}

// TestCoreAppResource_unknownLimit plans a limit that only the apply knows.
func TestCoreAppResource_unknownLimit(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t)
	config := appConfig(w, `period_phone_send_limit = terraform_data.limit.output`) + "resource \"terraform_data\" \"limit\" {\n  input = %s\n}\n"
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:      fmt.Sprintf(config, `{ unit = "week", period = 1, limit = 1 }`),
				ExpectError: says(`period_phone_send_limit.unit: "week" is not a unit of time.`),
			},
			{
				Config:      fmt.Sprintf(config, `{ unit = "day", period = 1 }`),
				ExpectError: says(`A send limit that is enabled needs unit, period and limit; limit is missing or misspelled.`),
			},
			{
				PreConfig:         func() { w.expectWrites(t) },
				Config:            fmt.Sprintf(config, `{ unit = "day", period = 1, limit = 1 }`),
				ConfigStateChecks: state(appAddress, "period_phone_send_limit.enabled", true, "period_phone_send_limit.unit", "day"),
				Check: checked(func() {
					w.expectWrites(t, "POST /app/add "+appBody("login", 5, limitOff, `{"enabled":true,"unit":1,"period":1,"limit":1}`))
				}),
			},
		},
	})
}

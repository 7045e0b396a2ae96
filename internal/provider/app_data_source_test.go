package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// TestCoreAppDataSource reads applications by id, and by name those that have a
// template, each once, and says which it could not see.
func TestCoreAppDataSource(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed).addApp()
	w.PutApp(simulator.App{ID: "hidden11", Name: "hidden", CodeExpiry: 9, PeriodTotalSendLimit: simulator.Limit{Enabled: true, Unit: 1, Period: 2, Limit: 3}})
	w.PutApp(simulator.App{ID: "another1", Name: "another", CodeExpiry: 5})
	w.PutTemplate(heldTemplate())
	other := heldTemplate()
	other.ID, other.AppID = 20, "another1"
	w.PutTemplate(other)
	other.ID, other.AppID = 30, "gone1234" // which is not there
	w.PutTemplate(other)
	one := func(lines string) string { return w.block() + dataBlock("itniotech_otp_app", "test", lines) }
	const (
		hint   = " The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template."
		unseen = " Only applications that have a template can be looked up by name."
	)
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config:           one(`id = "hidden11"`),
				ConfigPlanChecks: afterPlan(func() { w.expectPaths(t, "a plan by id", "1 × GET /app/details/{appId}") }),
				ConfigStateChecks: state("data.itniotech_otp_app.test", "name", "hidden", "code_expiry", 9, "period_phone_send_limit", nil,
					"period_total_send_limit.enabled", true, "period_total_send_limit.unit", "day", "period_total_send_limit.period", 2, "period_total_send_limit.limit", 3),
			},
			{
				PreConfig: w.ResetRequests,
				Config: one(`name = "login"`) + dataBlock("itniotech_otp_app", "again", `name = "login"`) + dataBlock("itniotech_otp_app", "another", `name = "another"`) +
					dataBlock("itniotech_otp_template", "test", `id = "100"`),
				ConfigPlanChecks: afterPlan(func() {
					w.expectAtMost(t, "a plan by name", "3 × GET /template/list, 9 × GET /app/details/{appId}, 1 × GET /template/details/{templateId}")
				}),
				ConfigStateChecks: append(state("data.itniotech_otp_app.again", "id", "mRELxtHc"), state("data.itniotech_otp_app.another", "id", "another1")...),
			},
			{
				Config: one(`name = "hidden"`),
				ExpectError: says(`Error: Unable to Read OTP Application with data.itniotech_otp_app.test, on terraform_plugin_test.tf line 18, in data "itniotech_otp_app" "test": 18: name = "hidden" ` +
					`The account of the API key in use has no OTP application with the name "hidden". In this account the provider finds these OTP applications: another1 "another" mRELxtHc "login"` + unseen + hint),
			},
			{
				PreConfig: func() {
					w.Inject(simulator.Fault{Path: "/app/details/{appId}", Respond: simulator.RespondStatus(-18, "system error")})
				},
				Config: one(`name = "hidden"`),
				ExpectError: says(`Terraform could not look up the OTP application "hidden". 3 of the applications that have a template could not be read (another1, gone1234, mRELxtHc). ` +
					"The API answered with status -18 (system error). This is a fault on the API's side. Try again later."),
			},
			{
				PreConfig: w.ClearFaults,
				Config:    one(`id = "nothere1"`),
				ExpectError: says("The account of the API key in use has no OTP application with the id nothere1. Check the id, and that api_key and base_url lead to the right account." + hint +
					` In this account the provider finds these OTP applications: another1 "another" mRELxtHc "login"`),
			},
		},
	})
	w.expectWrites(t)
}

// TestCoreAppDataSource_firstTemplate finds an application by the template that the same apply has made.
func TestCoreAppDataSource_firstTemplate(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed)
	w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 5})
	w.run(t, []resource.TestStep{{
		Config:            templateConfig(w) + dataBlock("itniotech_otp_app", "test", "name = \"login\"\ndepends_on = ["+templateAddress+"]"),
		ConfigStateChecks: state("data.itniotech_otp_app.test", "id", "mRELxtHc"),
	}})
}

package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// TestCoreFlowDataSource reads task flows by id and by name, all by one call,
// and says which there are where that leads nowhere.
func TestCoreFlowDataSource(t *testing.T) {
	t.Parallel()
	w := newTestAccount(t, listed)
	w.PutFlow(heldFlow(31, "fallback"))
	w.PutFlow(heldFlow(7, "Fallback"))
	w.PutFlow(heldFlow(8, "twice"))
	w.PutFlow(heldFlow(9, "twice"))
	one := func(lines string) string { return w.block() + dataBlock("itniotech_otp_flow", "test", lines) }
	const all = `7 "Fallback" 8 "twice" 9 "twice" 31 "fallback"`
	onCore(t, resource.TestCase{
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{
				Config: one(`id = "7"`) + dataBlock("itniotech_otp_flow", "name", `name = "fallback"`) +
					dataBlock("itniotech_otp_flows", "all", "") + dataBlock("itniotech_otp_flows", "some", `name_prefix = "f"`),
				ConfigPlanChecks:  afterPlan(func() { w.expectAtMost(t, "the plan", "3 × GET /flow/list, 1 × GET /flow/details/{flowId}") }),
				ConfigStateChecks: append(state("data.itniotech_otp_flow.test", "name", "Fallback"), state("data.itniotech_otp_flow.name", "id", "31")...),
				Check: resource.ComposeTestCheckFunc(
					checked(func() { w.expectPaths(t, "the apply", "") }),
					resource.TestCheckResourceAttr("data.itniotech_otp_flow.name", "nodes.#", "1"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flow.name", "nodes.0.channel", "call"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flows.all", "flows.#", "4"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flows.all", "flows.0.id", "7"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flows.all", "flows.3.nodes.0.trigger", "unverified"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flows.some", "flows.#", "1"),
					resource.TestCheckResourceAttr("data.itniotech_otp_flows.some", "flows.0.id", "31"),
				),
			},
			{
				Config:      one(`name = "twice"`),
				ExpectError: says(`The account of the API key in use has 2 OTP task flows with the name "twice": 8 "twice" 9 "twice" Choose one by its id.`),
			},
			{
				Config: one(`name = "missing"`),
				ExpectError: says(`The account of the API key in use has no OTP task flow with the name "missing". In this account the provider finds these OTP task flows: ` + all +
					" If the list is incomplete, use the id of the task flow. The data source itniotech_otp_flows lists the ids."),
			},
			{
				Config: one(`id = "999"`),
				ExpectError: says("The account of the API key in use has no OTP task flow with the id 999. Check the id, and that api_key and base_url lead to the right account. " +
					"The data source itniotech_otp_flows lists the ids. In this account the provider finds these OTP task flows: " + all),
			},
		},
	})
	w.expectWrites(t)
}

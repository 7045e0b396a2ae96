package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

const accountType = "itniotech_account"

// TestCoreAccountDataSource reads a balance that goes down with each message, and that a check compares as a number.
func TestCoreAccountDataSource(t *testing.T) {
	t.Parallel()
	everyVariant(t, func(t *testing.T, w *testAccount, run runner) {
		w.addApp().addTemplate()
		account := "data \"itniotech_account\" \"test\" {\n  lifecycle {\n    postcondition {\n" +
			"      condition     = self.balance > 999.96 && self.balance <= 1000\n      error_message = \"too little\"\n    }\n  }\n}\n"
		run(t, resource.TestCase{
			ProtoV6ProviderFactories: w.factories(),
			Steps: []resource.TestStep{
				{
					Config:            w.block() + account,
					ConfigStateChecks: state("data.itniotech_account.test", "balance", "1000.0000", "gift", "0.0000", "credit", "0.0000"),
				},
				{Config: w.block() + account + messageBlock("test", "depends_on = [data.itniotech_account.test]"), Check: w.expectSent(t, 1)},
				{
					Config:            w.block() + account + messageBlock("test", "depends_on = [data.itniotech_account.test]"),
					ConfigStateChecks: state("data.itniotech_account.test", "balance", "999.9650"),
				},
				{Config: w.block() + account + messageBlock("test") + messageBlock("second"), ExpectError: says("too little")}, // afterwards
				{Config: w.block()},
			},
		})
	})
}

// TestAccountDataSourceFails for what stops a run, also one that reads nothing else.
func TestAccountDataSourceFails(t *testing.T) {
	t.Parallel()
	const failed = "Unable to Read Account: Terraform could not read the balance of the account.\n\n"
	for name, test := range map[string]struct {
		base  string
		fault simulator.Fault
		want  string
	}{
		"wrong key": {"", simulator.Fault{Respond: simulator.RespondStatus(-1, "authentication error")}, failed +
			"The API answered with status -1 (authentication error). The API key or the API secret is wrong, or they belong to another base_url. " +
			"Check api_key and api_secret in the provider block, or ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET."},
		"locked": {"", simulator.Fault{Respond: simulator.RespondStatus(-13, "user locked")}, failed +
			"The API answered with status -13 (user locked). The account's user is locked. Have it unlocked by ITNIO Tech before you try again."},
		"odd": {"", simulator.Fault{Respond: simulator.RespondHTTP(http.StatusOK, "application/json", `{"status":"0","balance":{}}`)}, failed +
			"The answer of HOST could not be used: balance is not a decimal number. Is base_url right?"},
		"elsewhere": {"/v2", simulator.Fault{Path: "/none"}, "Unable to Read Account: The balance is at a path next to the OTP API's. " +
			"Terraform finds it only if base_url (or ITNIOTECH_BASE_URL) ends in /otp, as https://api.itniotech.com/otp does."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTestAccount(t)
			w.Inject(test.fault)
			p := newPacedProtocol(t, w.pace())
			expectTexts(t, "configure", p.configure(t.Context(), t, credentials("base_url", w.url+test.base, "max_retries", 0)))
			_, problems := p.readData(t.Context(), t, accountType, map[string]any{})
			expectTexts(t, name, problems, strings.ReplaceAll(test.want, "HOST", w.host()))
		})
	}
}

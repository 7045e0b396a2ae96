package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// TestAccActions_triggered sends, resends and checks when a resource is made, and not again while it stays.
func TestAccActions_triggered(t *testing.T) {
	t.Parallel()
	w := newMessageAccount(t)
	w.expectInvoked(t, sendType, sending(), []string{"Message ID sent by sms, delivery: sending"}, nil)
	message := w.lastMessage()
	config := func(code string) string {
		return w.block() + `
action "itniotech_otp_send" "test" {
  config {
    app_id            = "mRELxtHc"
    template_id       = "455"
    to                = "` + testPhone + `"
    wait_for_delivery = "30s"
  }
}
action "itniotech_otp_resend" "test" {
  config {
    verification_id = "` + message.VerificationID + `"
    channel         = "call"
  }
}
action "itniotech_otp_verify" "test" {
  config {
    verification_id = "` + message.VerificationID + `"
    code            = "` + code + `"
  }
}
resource "terraform_data" "deployed" {
  input = "` + code + `"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.itniotech_otp_send.test, action.itniotech_otp_resend.test, action.itniotech_otp_verify.test]
    }
  }
}
`
	}
	sent := func(want int) {
		if got := len(w.Outbox()); got != want {
			t.Errorf("%d messages were sent, want %d", got, want)
		}
	}
	throughCLI(t, resource.TestCase{
		TerraformVersionChecks:   needs(hasActions),
		ProtoV6ProviderFactories: w.factories(),
		Steps: []resource.TestStep{
			{Config: config(message.Code), Check: checked(func() { sent(3) })},
			{Config: config(message.Code), PlanOnly: true},
			{Config: config("wrong"), ExpectError: says(`found "already_used" (the code was used before).`)},
		},
	})
	sent(5)
}

package e2e

import (
	"fmt"
	"testing"
)

// TestAccAlias shows in a data source what another provider configuration of the account has just changed, although its
// own process has looked at the account before. Terraform runs a process for each provider configuration.
func TestAccAlias(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"id = itniotech_otp_template.en.id", `name = "login-en"`} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			config := func(generation, length int) string {
				return app("login", "login") + fmt.Sprintf(`
provider "itniotech" {
  alias = "other"
}

resource "terraform_data" "generation" {
  input = %d
}

data "itniotech_otp_templates" "before" {
  provider   = itniotech.other
  depends_on = [terraform_data.generation]
}

resource "itniotech_otp_template" "en" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-en"
  text        = "##code##"
  code_length = %d
  depends_on  = [data.itniotech_otp_templates.before]
}

data "itniotech_otp_template" "after" {
  provider   = itniotech.other
  %s
  depends_on = [itniotech_otp_template.en]
}

output "length" {
  value = data.itniotech_otp_template.after.code_length
}
`, generation, length, key)
			}
			s := begin(t, config(1, 4))
			s.run(t, 0, apply...)
			s.configure(t, config(2, 6))
			s.run(t, 0, apply...)
			if got := s.run(t, 0, "output", "-no-color", "length").Stdout; got != "6\n" {
				t.Errorf("the data source shows a code length of %s, want 6", got)
			}
		})
	}
}

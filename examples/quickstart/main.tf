terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

# The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.
provider "itniotech" {}

# An application whose codes live ten minutes. Nobody can be sent more than
# three codes an hour, and a runaway client cannot send more than 10,000 a day.
resource "itniotech_otp_app" "login" {
  name        = "login"
  code_expiry = 10

  period_phone_send_limit = {
    limit  = 3
    period = 1
    unit   = "hour"
  }

  period_total_send_limit = {
    limit  = 10000
    period = 1
    unit   = "day"
  }
}

resource "itniotech_otp_template" "login_en" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-en"
  text        = "##code## is your login code. It expires in ${itniotech_otp_app.login.code_expiry} minutes."
  code_length = 6
}

output "app_id" {
  description = "What your backend sends codes with."
  value       = itniotech_otp_app.login.id
}

output "template_id" {
  description = "What your backend sends codes with, together with app_id."
  value       = itniotech_otp_template.login_en.id
}

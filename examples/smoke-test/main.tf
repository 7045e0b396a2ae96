terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

# The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.
provider "itniotech" {}

variable "phone" {
  description = "The phone of whoever applies this: country code and number, no plus sign."
  type        = string
  sensitive   = true
}

variable "code" {
  description = "The code that the phone has received; none in the first apply."
  type        = string
  default     = null
  sensitive   = true
}

# However often this is applied, it sends no more than five messages a day.
resource "itniotech_otp_app" "smoke_test" {
  name = "smoke-test"

  period_total_send_limit = {
    limit  = 5
    period = 1
    unit   = "day"
  }
}

resource "itniotech_otp_template" "smoke_test" {
  app_id = itniotech_otp_app.smoke_test.id
  name   = "smoke-test"
  text   = "##code## is the code of a test."
}

# Whoever has not entered the code after a minute is called.
resource "itniotech_otp_flow" "smoke_test" {
  name = "smoke-test"

  nodes = [
    {
      waiting_time = 60
      trigger      = "unverified"
      channel      = "call"
    },
  ]
}

resource "itniotech_otp_verification" "smoke_test" {
  app_id      = itniotech_otp_app.smoke_test.id
  template_id = itniotech_otp_template.smoke_test.id
  flow_id     = itniotech_otp_flow.smoke_test.id
  to          = var.phone
  code        = var.code

  # Another text is another message to test.
  triggers = {
    text = itniotech_otp_template.smoke_test.text
  }

  lifecycle {
    postcondition {
      condition     = var.code == null || self.result == "matched"
      error_message = "The code is not the one that was sent: ${self.result}."
    }
  }
}

output "result" {
  description = "What became of the code."
  value       = itniotech_otp_verification.smoke_test.result
}

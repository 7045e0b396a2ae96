variable "phone" {
  description = "The phone that receives the message: country code and number, no plus sign."
  type        = string
  sensitive   = true
}

variable "code" {
  description = "The code that the phone has received; none in the first apply."
  type        = string
  default     = null
  sensitive   = true
}

variable "resend" {
  description = "Set it to another text, such as the date, to have the message sent again as a call."
  type        = string
  default     = null
}

resource "itniotech_otp_app" "login" {
  name = "login"
}

resource "itniotech_otp_template" "login_en" {
  app_id = itniotech_otp_app.login.id
  name   = "login-en"
  text   = "##code## is your login code."
}

resource "itniotech_otp_verification" "login_en" {
  app_id      = itniotech_otp_app.login.id
  template_id = itniotech_otp_template.login_en.id
  to          = var.phone
  channel     = var.resend == null ? "sms" : "call"
  code        = var.code

  # Another text is another message to test.
  triggers = {
    text = itniotech_otp_template.login_en.text
  }

  resend_triggers = {
    call = var.resend
  }

  lifecycle {
    postcondition {
      condition     = var.code == null || self.result == "matched"
      error_message = "The code is not the one that was sent: ${self.result}."
    }
  }
}

variable "phone" {
  description = "The phone that receives the message: country code and number, no plus sign."
  type        = string
  sensitive   = true
}

resource "itniotech_otp_app" "login" {
  name = "login"
}

resource "itniotech_otp_template" "login_en" {
  app_id = itniotech_otp_app.login.id
  name   = "login-en"
  text   = "##code## is your login code."
}

# Sends one message.
resource "itniotech_otp_verification" "login_en" {
  app_id      = itniotech_otp_app.login.id
  template_id = itniotech_otp_template.login_en.id
  to          = var.phone
}

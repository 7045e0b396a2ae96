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

action "itniotech_otp_send" "smoke_test" {
  config {
    app_id            = itniotech_otp_app.login.id
    template_id       = itniotech_otp_template.login_en.id
    to                = var.phone
    wait_for_delivery = "30s"
  }
}

# Changes with the text, and has the message sent then.
resource "terraform_data" "smoke_test" {
  input = itniotech_otp_template.login_en.text

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.itniotech_otp_send.smoke_test]
    }
  }
}

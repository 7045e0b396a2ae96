terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

resource "itniotech_otp_app" "login" {
  name        = "login"
  code_expiry = 10

  period_phone_send_limit = {
    limit  = 30
    period = 1
    unit   = "hour"
  }
}

resource "itniotech_otp_template" "login_en" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-en"
  text        = "##code## is your login code. It expires in 10 minutes. If you didn’t ask for it, ignore it."
  code_length = 6
}

resource "itniotech_otp_template" "login_fr" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-fr"
  text        = "##code## est votre code. Valable 10 minutes."
  code_length = 6
  language    = "EN"
}

resource "itniotech_otp_flow" "fallback" {
  name = "call-after-a-minute"
  nodes = [
    { waiting_time = 30, trigger = "send_failed", channel = "sms" },
    { waiting_time = 60, trigger = "unverified", channel = "call" },
  ]
}

output "template_ids" {
  value = {
    en = itniotech_otp_template.login_en.id
    fr = itniotech_otp_template.login_fr.id
  }
}

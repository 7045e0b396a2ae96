terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

import {
  to = itniotech_otp_app.login
  id = "mRELxtHc"
}

import {
  to = itniotech_otp_template.login_en
  id = "455"
}

import {
  to = itniotech_otp_flow.fallback
  id = "31"
}

resource "itniotech_otp_app" "login" {
  name        = "login"
  code_expiry = 10

  period_phone_send_limit = {
    limit  = 3
    period = 1
    unit   = "hour"
  }
}

resource "itniotech_otp_template" "login_en" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-en"
  text        = "##code## is your login code. It expires in 10 minutes. If you did not ask for it, ignore it."
  code_length = 6
}

resource "itniotech_otp_flow" "fallback" {
  name = "call-after-a-minute"
  nodes = [
    { waiting_time = 60, trigger = "unverified", channel = "call" },
  ]
}

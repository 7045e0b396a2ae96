terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

variable "secret_text" {
  type      = string
  sensitive = true
  default   = "##code## is a code that nobody may read about."
}

moved {
  from = itniotech_otp_flow.old
  to   = itniotech_otp_flow.fallback
}

import {
  to = itniotech_otp_template.found
  id = "108"
}

removed {
  from = itniotech_otp_template.forgotten
  lifecycle {
    destroy = false
  }
}

# Its limits: one is raised, and one is gone. PREVENT is lifted.
resource "itniotech_otp_app" "all" {
  for_each    = toset(["login", "shop"])
  name        = each.key
  code_expiry = each.key == "login" ? 30 : 5

  period_phone_send_limit = { limit = 3, period = 1, unit = each.key == "login" ? "minute" : "hour" }
  period_total_send_limit = { limit = 10000, period = 1, unit = "day", enabled = each.key == "login" }
}

resource "itniotech_otp_app" "new" {
  name = "checkout"
}

locals {
  templates = {
    en      = "##code## ist Ihr Code – gültig für 10 Minuten. Geben Sie ihn niemandem weiter, auch nicht uns."
    de      = "##code## is your code."
    odd     = "##code## @octocat <b>#1</b> [x](https://example.com) ``` | \\ $x$\n# heading\n\n- item \u202e"
    secret  = var.secret_text
    unclear = "##code## is your code for ${itniotech_otp_app.new.id}."
  }
}

resource "itniotech_otp_template" "all" {
  for_each    = local.templates
  app_id      = itniotech_otp_app.all[each.key == "de" ? "shop" : "login"].id
  name        = each.key == "de" ? "shop-de" : "login-${each.key}"
  text        = each.value
  code_length = each.key == "en" ? 4 : 6
  language    = each.key == "en" ? "DE" : "EN"
}

resource "itniotech_otp_template" "new" {
  app_id       = itniotech_otp_app.new.id
  name         = "checkout-zh"
  text         = "您的验证码是##code##"
  code_type    = "HEX"
  code_length  = 8
  language     = "CN"
  repeat_count = 2
  sender_id    = "ACME"
}

resource "itniotech_otp_template" "found" {
  app_id = itniotech_otp_app.all["login"].id
  name   = "login-found"
  text   = "##code## is your code."
}

resource "itniotech_otp_flow" "fallback" {
  name = "fallback"
  nodes = [
    { waiting_time = 30, trigger = "send_failed", channel = "sms" },
    { waiting_time = 60, trigger = "unverified", channel = "call", switch_channel = false },
  ]
}

resource "itniotech_otp_verification" "smoke" {
  app_id      = itniotech_otp_app.new.id
  template_id = itniotech_otp_template.new.id
  to          = "12025550123"
}

output "app_id" {
  value = itniotech_otp_app.new.id
}

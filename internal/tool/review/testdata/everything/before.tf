terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

locals {
  apps      = { login = "appLogin", shop = "appShop0", legacy = "appLegac" }
  templates = { en = 101, de = 102, odd = 103, secret = 104, unclear = 105 }
}

import {
  for_each = local.apps
  to       = itniotech_otp_app.all[each.key]
  id       = each.value
}

import {
  for_each = local.templates
  to       = itniotech_otp_template.all[each.key]
  id       = each.value
}

import {
  to = itniotech_otp_template.retired
  id = "106"
}

import {
  to = itniotech_otp_template.forgotten
  id = "107"
}

import {
  to = itniotech_otp_flow.old
  id = "31"
}

resource "itniotech_otp_app" "all" {
  for_each        = local.apps
  name            = each.key
  code_expiry     = 5
  deletion_policy = each.key == "shop" ? "PREVENT" : null

  period_phone_send_limit = { limit = 3, period = 1, unit = "hour" }
  period_total_send_limit = { limit = 10000, period = 1, unit = "day" }
}

resource "itniotech_otp_template" "all" {
  for_each    = local.templates
  app_id      = itniotech_otp_app.all["login"].id
  name        = "login-${each.key}"
  text        = "##code## is your code."
  code_length = 6
}

resource "itniotech_otp_template" "retired" {
  app_id          = itniotech_otp_app.all["shop"].id
  name            = "shop-retired"
  text            = "##code## is your code for\nthe shop."
  code_type       = "ALPHANUMERIC"
  deletion_policy = "RETIRE"
}

resource "itniotech_otp_template" "forgotten" {
  app_id = itniotech_otp_app.all["shop"].id
  name   = "shop-forgotten"
  text   = "##code## is your code."
}

resource "itniotech_otp_flow" "old" {
  name = "fallback"
  nodes = [
    { waiting_time = 60, trigger = "send_failed", channel = "sms" },
  ]
}

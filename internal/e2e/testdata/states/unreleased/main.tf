# Every resource with every attribute: what a state is stored of for each version.

terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

provider "itniotech" {
  allow_insecure_http = true # the address is in the state's fingerprints, and a test cannot have a certificate for it
}

# Updates a resource of each type in place.
variable "changed" {
  type    = bool
  default = false
}

resource "itniotech_otp_app" "limited" {
  name            = "limited"
  code_expiry     = var.changed ? 11 : 10
  deletion_policy = "PREVENT"

  period_total_send_limit = {
    limit  = 10000000000
    period = 1
    unit   = "day"
  }

  period_phone_send_limit = {
    limit  = 100
    period = 90
    unit   = "second"
  }
}

resource "itniotech_otp_app" "parked" {
  name = "parked"

  period_total_send_limit = {
    enabled = false
    limit   = 10
    period  = 1
    unit    = "hour"
  }

  period_phone_send_limit = {
    enabled = false
  }
}

resource "itniotech_otp_app" "plain" {
  name = "plain"
}

resource "itniotech_otp_template" "rich" {
  app_id          = itniotech_otp_app.limited.id
  name            = "Ünïcödé 你好"
  text            = "\"##code##\" für $${you} 😀\nEND"
  code_type       = "ALPHANUMERIC"
  code_length     = 10
  speech_rate     = var.changed ? 100 : 0
  language        = "ARB"
  max_duration    = 599
  repeat_count    = 10
  sender_id       = "ACME"
  deletion_policy = "RETIRE"
}

resource "itniotech_otp_template" "plain" {
  for_each = toset(["en", "de"])

  app_id = itniotech_otp_app.plain.id
  name   = "login-${each.key}"
  text   = "##code## is your login code."
}

resource "itniotech_otp_flow" "fallback" {
  name            = "fallback"
  deletion_policy = "ABANDON"

  nodes = [
    {
      waiting_time = var.changed ? 60 : 120
      trigger      = "send_failed"
      channel      = "sms"
    },
    {
      waiting_time   = 30
      trigger        = "unverified"
      channel        = "call"
      switch_channel = false
    },
  ]
}

resource "itniotech_otp_verification" "checked" {
  app_id      = itniotech_otp_app.limited.id
  template_id = itniotech_otp_template.rich.id
  flow_id     = itniotech_otp_flow.fallback.id
  to          = "12025550123"
  channel     = var.changed ? "call" : "sms"
  order_id    = "order-1"
  code        = "0000000000"

  triggers = {
    text = itniotech_otp_template.rich.text
  }

  resend_triggers = {
    attempt = "1"
  }
}

resource "itniotech_otp_verification" "silent" {
  app_id      = itniotech_otp_app.plain.id
  template_id = itniotech_otp_template.plain["en"].id
  to          = "12025550123"
  channel     = "sna"
}

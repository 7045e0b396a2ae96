locals {
  # The API's codes are those of languages here and of countries there.
  voices = {
    ar = "ARB", bn = "BD", de = "DE", en = "EN", es = "ES", hi = "IN", id = "IDN",
    it = "IT", ja = "JP", ko = "KR", pt = "PT", ru = "RU", vi = "VN", zh = "CN",
  }
}

resource "itniotech_otp_app" "this" {
  name                    = var.name
  code_expiry             = var.code_expiry
  period_phone_send_limit = var.phone_send_limit
  period_total_send_limit = var.total_send_limit
  deletion_policy         = var.deletion_policy
}

resource "itniotech_otp_template" "this" {
  for_each = var.languages

  app_id          = itniotech_otp_app.this.id
  name            = "${var.name}-${each.key}"
  text            = replace(each.value.text, "{minutes}", tostring(var.code_expiry))
  code_length     = var.code_length
  sender_id       = each.value.sender_id
  language        = each.value.voice_language != null ? each.value.voice_language : lookup(local.voices, split("-", each.key)[0], null)
  speech_rate     = each.value.speech_rate
  repeat_count    = each.value.repeat_count
  max_duration    = each.value.max_duration
  deletion_policy = var.deletion_policy

  lifecycle {
    precondition {
      condition     = each.value.voice_language != null || contains(keys(local.voices), split("-", each.key)[0])
      error_message = "No voice speaks \"${each.key}\": set voice_language to the one that comes closest."
    }

    # Known while planning, so that nothing is created that costs too much.
    postcondition {
      condition     = self.sms_segments <= var.max_sms_segments
      error_message = "The text in \"${each.key}\" takes ${self.sms_segments} SMS segments (${self.sms_encoding}), more than ${var.max_sms_segments}."
    }
  }
}

resource "itniotech_otp_flow" "this" {
  count = length(var.fallback) > 0 ? 1 : 0

  name            = var.name
  nodes           = var.fallback
  deletion_policy = var.deletion_policy
}

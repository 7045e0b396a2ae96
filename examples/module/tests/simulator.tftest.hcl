# Applies to a real account: run it with the simulator, as the README says. What a run has made is
# still in the account when the tests are over, so each file has names of its own.

variables {
  name = "test-login"
  languages = {
    en = { text = "##code## is your code. It is valid for {minutes} minutes." }
    zh = { text = "您的验证码是 ##code##，{minutes} 分钟内有效。" }
  }
}

run "creates" {
  assert {
    condition     = length(output.template_ids) == 2 && output.template_ids["en"] != output.template_ids["zh"]
    error_message = "Each language must have a template of its own."
  }

  assert {
    condition     = output.sms_segments == { en = 1, zh = 1 }
    error_message = "Each message must take one segment."
  }

  assert {
    condition     = itniotech_otp_template.this["zh"].sms_encoding == "UCS-2" && itniotech_otp_template.this["zh"].language == "CN"
    error_message = "Chinese must be sent as UCS-2 and spoken by the Chinese voice."
  }

  assert {
    condition     = itniotech_otp_template.this["en"].text == "##code## is your code. It is valid for 5 minutes."
    error_message = "The text must name the expiry."
  }

  assert {
    condition     = output.flow_id == itniotech_otp_flow.this[0].id
    error_message = "The flow must be an output."
  }
}

# Runs of one file share a state, so this is an update. Were it to make anything anew, the name would be taken.
run "changes_in_place" {
  variables {
    code_expiry      = 10
    phone_send_limit = null
  }

  assert {
    condition     = itniotech_otp_template.this["en"].text == "##code## is your code. It is valid for 10 minutes."
    error_message = "The text must name the new expiry."
  }

  assert {
    condition     = itniotech_otp_app.this.period_phone_send_limit == null && itniotech_otp_app.this.period_total_send_limit.limit == 10000
    error_message = "The limit for a phone must be off, and the total one stay."
  }
}

run "refuses_dear_texts" {
  command = plan

  variables {
    languages = {
      en = { text = "##code## is your code \u2013 it is valid for {minutes} minutes. Do not tell it anybody, not even us." }
    }
  }

  expect_failures = [itniotech_otp_template.this]
}

# Another module has a state of its own, and needs other names in the same account.
run "creates_for_each_country" {
  module {
    source = "./examples/countries"
  }

  assert {
    condition     = output.login["de"].app_id != output.login["sg"].app_id
    error_message = "Each country must have an application of its own."
  }
}

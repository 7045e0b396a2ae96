# Calls nobody: needs neither an account nor the simulator, but Terraform 1.7 or OpenTofu 1.8.

mock_provider "itniotech" {
  mock_resource "itniotech_otp_app" {
    defaults = { id = "mRELxtHc" }
  }

  mock_resource "itniotech_otp_template" {
    defaults = { id = "455", sms_encoding = "GSM-7", sms_segments = 1 }
  }

  mock_resource "itniotech_otp_flow" {
    defaults = { id = "31" }
  }
}

variables {
  name      = "login"
  languages = { en = { text = "##code## is your code." } }
}

run "hands_ids_on" {
  assert {
    condition     = output.app_id == "mRELxtHc" && output.template_ids == { en = "455" } && output.flow_id == "31"
    error_message = "The outputs must be the ids of the objects."
  }

  assert {
    condition     = itniotech_otp_template.this["en"].app_id == output.app_id && itniotech_otp_template.this["en"].name == "login-en"
    error_message = "The template must belong to the application, and be named after its language."
  }
}

run "goes_without_fallback" {
  command = plan

  variables {
    fallback = []
  }

  assert {
    condition     = output.flow_id == null && length(itniotech_otp_flow.this) == 0
    error_message = "No steps must make no task flow."
  }
}

run "takes_the_voice_of_the_language" {
  command = plan

  variables {
    languages = {
      pt-br = { text = "##code##" }
      fr    = { text = "##code##", voice_language = "EN" }
    }
  }

  assert {
    condition     = itniotech_otp_template.this["pt-br"].language == "PT" && itniotech_otp_template.this["fr"].language == "EN"
    error_message = "The voice must be that of the language, or the one that was chosen."
  }
}

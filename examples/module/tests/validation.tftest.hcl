# What the module refuses. Nothing is called: the provider is mocked.

mock_provider "itniotech" {}

variables {
  name      = "login"
  languages = { en = { text = "##code## is your code." } }
}

run "short_name" {
  command = plan

  variables {
    name = "otp"
  }

  expect_failures = [var.name]
}

run "long_name" {
  command = plan

  variables {
    name = "a-name-of-more-characters"
  }

  expect_failures = [var.name]
}

run "no_language" {
  command = plan

  variables {
    languages = {}
  }

  expect_failures = [var.languages]
}

run "language_in_capitals" {
  command = plan

  variables {
    languages = { EN = { text = "##code##" } }
  }

  expect_failures = [var.languages]
}

run "text_without_code" {
  command = plan

  variables {
    languages = { en = { text = "Here is your code." } }
  }

  expect_failures = [var.languages]
}

run "language_without_voice" {
  command = plan

  variables {
    languages = { fr = { text = "##code##" } }
  }

  expect_failures = [itniotech_otp_template.this]
}

run "code_expiry_in_halves" {
  command = plan

  variables {
    code_expiry = 2.5
  }

  expect_failures = [var.code_expiry]
}

run "code_expiry_too_long" {
  command = plan

  variables {
    code_expiry = 61
  }

  expect_failures = [var.code_expiry]
}

run "code_length_too_short" {
  command = plan

  variables {
    code_length = 3
  }

  expect_failures = [var.code_length]
}

run "limits_in_weeks" {
  command = plan

  variables {
    phone_send_limit = { limit = 5, unit = "week" }
    total_send_limit = { limit = 5, unit = "week" }
  }

  expect_failures = [var.phone_send_limit, var.total_send_limit]
}

run "impatient_fallback" {
  command = plan

  variables {
    fallback = [{ channel = "sms", waiting_time = 29 }]
  }

  expect_failures = [var.fallback]
}

run "unknown_policy" {
  command = plan

  variables {
    deletion_policy = "DELETE"
  }

  expect_failures = [var.deletion_policy]
}

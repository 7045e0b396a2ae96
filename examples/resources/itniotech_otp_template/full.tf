resource "itniotech_otp_app" "login" {
  name        = "login"
  code_expiry = 10
}

# An SMS with a code of six digits. When Terraform destroys the template, it
# renames it, so that the name can be used again.
resource "itniotech_otp_template" "login_en" {
  app_id          = itniotech_otp_app.login.id
  name            = "login-en"
  text            = "##code## is your login code. It expires in ${itniotech_otp_app.login.code_expiry} minutes."
  code_type       = "NUMERIC"
  code_length     = 6
  sender_id       = "ACME"
  deletion_policy = "RETIRE"

  # The plan fails if a new text needs more than one SMS for each code.
  lifecycle {
    postcondition {
      condition     = self.sms_segments == 1
      error_message = "The text takes ${self.sms_segments} SMS: ${join(", ", self.sms_ucs2_characters)}."
    }
  }
}

# A call in Chinese, slow and with the message spoken twice.
resource "itniotech_otp_template" "login_voice_zh" {
  app_id       = itniotech_otp_app.login.id
  name         = "login-voice-zh"
  text         = "您的登录验证码是 ##code##。"
  language     = "CN"
  speech_rate  = 30
  repeat_count = 2
  max_duration = 60
}

resource "itniotech_otp_app" "login" {
  name = "login"
}

# Sent as an SMS. When it goes, it is renamed, so that its name can be used again.
resource "itniotech_otp_template" "login_en" {
  app_id          = itniotech_otp_app.login.id
  name            = "login-en"
  text            = "##code## is your login code. It expires in ${itniotech_otp_app.login.code_expiry} minutes."
  code_length     = 6
  deletion_policy = "RETIRE"
}

# Spoken in a call, slowly and twice.
resource "itniotech_otp_template" "login_voice_zh" {
  app_id       = itniotech_otp_app.login.id
  name         = "login-voice-zh"
  text         = "您的登录验证码是 ##code##。"
  language     = "CN"
  speech_rate  = 30
  repeat_count = 2
  max_duration = 60
}

resource "itniotech_otp_app" "login" {
  name = "login"
}

resource "itniotech_otp_template" "login_en" {
  app_id = itniotech_otp_app.login.id
  name   = "login-en"
  text   = "##code## is your login code."
}

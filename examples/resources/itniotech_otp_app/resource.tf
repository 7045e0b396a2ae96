# Codes are valid for five minutes, and nothing limits how many are sent.
resource "itniotech_otp_app" "login" {
  name = "login"
}

# The application with the id "gone1234" is not exported. The API says that there is none with this id, although it has templates.

resource "itniotech_otp_app" "login" {
  name        = "login"
  code_expiry = 10

  period_phone_send_limit = {
    limit  = 3
    period = 1
    unit   = "hour"
  }
}

resource "itniotech_otp_app" "unseen" {
  name = "unseen"
}

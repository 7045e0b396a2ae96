# The application with the id "gone1234" is not exported. Unable to Import OTP Application: The account of the API key in use has no OTP application with the id gone1234. Check the id, and that api_key and base_url lead to the right account. ITNIO Tech's console shows each application's id; the API cannot list applications.

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

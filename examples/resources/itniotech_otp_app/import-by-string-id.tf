import {
  to = itniotech_otp_app.login
  id = "mRELxtHc"
}

import {
  to = itniotech_otp_app.login
  identity = {
    id = "mRELxtHc"
  }
}

import {
  to = itniotech_otp_template.login_en
  identity = {
    id = "455"
  }
}

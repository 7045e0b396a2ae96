import {
  to = itniotech_otp_template.login_en
  id = "455"
}

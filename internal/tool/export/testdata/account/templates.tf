resource "itniotech_otp_template" "login_en" {
  app_id      = itniotech_otp_app.login.id
  name        = "login-en"
  text        = "##code## $${x} %%{if} \"q\"\n’ 😀 "
  code_length = 6
  sender_id   = "ACME"
}

# The template "Login EN" (id "456") is not exported. Invalid Attribute Value Match: Attribute text must contain ##code##, which the code replaces, got: no code */ here
#
# resource "itniotech_otp_template" "login_en_456" {
#   app_id    = itniotech_otp_app.login.id
#   name      = "Login EN"
#   text      = "no code\n*/ here"
#   code_type = "unknown(7)"
# }
#
# import {
#   to = itniotech_otp_template.login_en_456
#   id = "456"
# }

resource "itniotech_otp_template" "template_2_登录" {
  app_id = "gone1234"
  name   = "2 登录"
  text   = "##code##"
}

resource "itniotech_otp_template" "template_458" {
  app_id = "old12345"
  name   = "!!!!"
  text   = "##code##"
}

locals {
  texts = {
    en = "##code## is your login code. It expires in 10 minutes."
    zh = "您的验证码是 ##code##，10 分钟内有效。"
  }
}

# What each text takes with a code of 6 characters, before a template has it.
output "sms" {
  value = { for language, text in local.texts : language => provider::itniotech::sms_segments(text, 6) }
}

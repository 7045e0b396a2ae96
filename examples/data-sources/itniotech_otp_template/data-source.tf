data "itniotech_otp_template" "shop_zh" {
  id = "470"
}

data "itniotech_otp_template" "shop_en" {
  name = "shop-en"
}

# Several applications have a template of this name.
data "itniotech_otp_template" "forum_sign_up" {
  app_id = "hW7mYc2R"
  name   = "sign-up"
}

output "sms_segments" {
  description = "What a message costs, in segments."
  value = {
    for template in [data.itniotech_otp_template.shop_zh, data.itniotech_otp_template.shop_en, data.itniotech_otp_template.forum_sign_up] :
    template.name => template.sms_segments
  }
}

# Outputs:
#
# sms_segments = {
#   "shop-en" = 1
#   "shop-zh" = 1
#   "sign-up" = 1
# }

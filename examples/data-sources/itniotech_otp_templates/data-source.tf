# All templates of one application.
data "itniotech_otp_templates" "shop" {
  app_id = "xP3kTq8Z"
}

# What has been retired, in all applications.
data "itniotech_otp_templates" "retired" {
  name_prefix = "retired-"
}

output "template_ids" {
  description = "The ids of the shop's templates, by name."
  value       = { for template in data.itniotech_otp_templates.shop.templates : template.name => template.id }
}

output "retired" {
  value = data.itniotech_otp_templates.retired.templates[*].id
}

# Outputs:
#
# retired = [
#   "474",
# ]
# template_ids = {
#   "shop-en" = "471"
#   "shop-zh" = "470"
#   "sign-up" = "472"
# }

data "itniotech_otp_app" "shop" {
  id = "xP3kTq8Z"
}

# By name, an application is found if it has a template.
data "itniotech_otp_app" "forum" {
  name = "forum"
}

output "code_expiry" {
  description = "How many minutes codes stay valid."
  value       = { for app in [data.itniotech_otp_app.shop, data.itniotech_otp_app.forum] : app.name => app.code_expiry }
}

output "forum" {
  description = "What the backend of the forum sends codes with."
  value       = data.itniotech_otp_app.forum.id
}

# Outputs:
#
# code_expiry = {
#   "forum" = 5
#   "shop" = 5
# }
# forum = "hW7mYc2R"

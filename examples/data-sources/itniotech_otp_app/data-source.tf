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

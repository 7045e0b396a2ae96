# By the id that the API gave the message.
data "itniotech_otp_verification" "by_id" {
  verification_id = "22206051443051000003"
}

# By the order id that the application sent it with.
data "itniotech_otp_verification" "by_order" {
  app_id   = "mRELxtHc"
  order_id = "signup-4711"
}

output "delivery" {
  value = {
    by_id    = data.itniotech_otp_verification.by_id.delivery
    by_order = data.itniotech_otp_verification.by_order.delivery
  }
}

# Outputs:
#
# delivery = {
#   "by_id" = "delivered"
#   "by_order" = "delivered"
# }

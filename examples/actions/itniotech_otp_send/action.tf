variable "phone" {
  description = "The phone that receives the message: country code and number, no plus sign."
  type        = string
  sensitive   = true
}

# Sends a message: terraform apply -invoke=action.itniotech_otp_send.smoke_test
action "itniotech_otp_send" "smoke_test" {
  config {
    app_id            = "mRELxtHc"
    template_id       = "455"
    to                = var.phone
    wait_for_delivery = "30s"
  }
}

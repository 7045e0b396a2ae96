variable "verification_id" {
  description = "The id of the message, as the action that sent it has printed it."
  type        = string
}

# Calls a phone that has not received the SMS:
# terraform apply -invoke=action.itniotech_otp_resend.call -var=verification_id=22206051443051000003
action "itniotech_otp_resend" "call" {
  config {
    verification_id   = var.verification_id
    channel           = "call"
    wait_for_delivery = "1m"
  }
}

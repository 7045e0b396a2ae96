# Calls whoever has not received the SMS: terraform apply -invoke=action.itniotech_otp_resend.call
action "itniotech_otp_resend" "call" {
  config {
    verification_id   = "22206051443051000003"
    channel           = "call"
    wait_for_delivery = "1m"
  }
}

variable "verification_id" {
  description = "The id of the message, as the action that sent or resent it has printed it."
  type        = string
}

variable "code" {
  description = "The code that the phone has received."
  type        = string
  sensitive   = true
}

# Fails unless the code matches:
# terraform apply -invoke=action.itniotech_otp_verify.smoke_test -var=verification_id=22206051443051000003 -var=code=4815
action "itniotech_otp_verify" "smoke_test" {
  config {
    verification_id = var.verification_id
    code            = var.code
  }
}

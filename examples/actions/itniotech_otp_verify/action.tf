variable "code" {
  description = "The code that the phone has received."
  type        = string
  sensitive   = true
}

# Fails unless the code matches: terraform apply -invoke=action.itniotech_otp_verify.smoke_test
action "itniotech_otp_verify" "smoke_test" {
  config {
    verification_id = "22206051443051000003"
    code            = var.code
  }
}

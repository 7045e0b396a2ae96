# Codes are valid for ten minutes. One phone gets at most three messages an
# hour, and all phones together get at most 10,000 a day. Terraform must not destroy it.
resource "itniotech_otp_app" "login" {
  name            = "login"
  code_expiry     = 10
  deletion_policy = "PREVENT"

  period_phone_send_limit = {
    limit  = 3
    period = 1
    unit   = "hour"
  }

  period_total_send_limit = {
    limit  = 10000
    period = 1
    unit   = "day"
  }
}

# A parked limit: off for now, its numbers kept for later.
resource "itniotech_otp_app" "password_reset" {
  name = "password-reset"

  period_phone_send_limit = {
    enabled = false
    limit   = 1
    period  = 30
    unit    = "minute"
  }
}

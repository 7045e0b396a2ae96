# Whoever has not entered the code after a minute is called. If the call cannot
# be made, the code is sent once more as an SMS.
resource "itniotech_otp_flow" "fallback" {
  name            = "fallback"
  deletion_policy = "RETIRE"

  nodes = [
    {
      waiting_time = 60
      trigger      = "unverified"
      channel      = "call"
    },
    {
      waiting_time = 30
      trigger      = "send_failed"
      channel      = "sms"
    },
  ]
}

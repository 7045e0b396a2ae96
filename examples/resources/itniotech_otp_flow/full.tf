# First the code is sent again as an SMS if it could not be sent. A user who
# has still not entered it after another two minutes gets a call.
resource "itniotech_otp_flow" "fallback" {
  name            = "fallback"
  deletion_policy = "RETIRE"

  nodes = [
    {
      waiting_time   = 30
      trigger        = "send_failed"
      channel        = "sms"
      switch_channel = false
    },
    {
      waiting_time = 120
      trigger      = "unverified"
      channel      = "call"
    },
  ]
}

# Your backend names the task flow when it sends a code.
output "flow_id" {
  value = itniotech_otp_flow.fallback.id
}

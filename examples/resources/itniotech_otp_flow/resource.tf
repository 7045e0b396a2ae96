# A user who has not entered the code after a minute gets a call.
resource "itniotech_otp_flow" "fallback" {
  name = "fallback"

  nodes = [
    {
      waiting_time = 60
      trigger      = "unverified"
      channel      = "call"
    },
  ]
}

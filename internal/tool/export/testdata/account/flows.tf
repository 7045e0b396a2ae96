resource "itniotech_otp_flow" "fallback" {
  name = "fallback"

  nodes = [
    {
      channel      = "call"
      trigger      = "send_failed"
      waiting_time = 60
    },
    {
      channel        = "sms"
      trigger        = "unverified"
      waiting_time   = 30
      switch_channel = false
    },
  ]
}

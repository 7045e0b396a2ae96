import {
  to = itniotech_otp_flow.fallback
  identity = {
    id = "31"
  }
}

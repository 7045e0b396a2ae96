import {
  to = itniotech_otp_flow.fallback
  id = "31"
}

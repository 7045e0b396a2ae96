data "itniotech_otp_flow" "sms_then_call" {
  name = "sms-then-call"
}

output "flow_id" {
  description = "What your backend sends codes with, so that one that does not arrive is followed by a call."
  value       = data.itniotech_otp_flow.sms_then_call.id
}

# Outputs:
#
# flow_id = "40"

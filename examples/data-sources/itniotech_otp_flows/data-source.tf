data "itniotech_otp_flows" "all" {}

output "calling" {
  description = "The task flows that may call, which costs more than a message."
  value       = [for flow in data.itniotech_otp_flows.all.flows : flow.name if contains(flow.nodes[*].channel, "call")]
}

# Outputs:
#
# calling = [
#   "sms-then-call",
# ]

output "app_id" {
  description = "The id of the application, which messages are sent with."
  value       = itniotech_otp_app.this.id
}

output "template_ids" {
  description = "The id of the template for each language."
  value       = { for language, template in itniotech_otp_template.this : language => template.id }
}

output "flow_id" {
  description = "The id of the task flow, null if there are no fallback steps."
  value       = one(itniotech_otp_flow.this[*].id)
}

output "sms_segments" {
  description = "How many SMS segments a message takes in each language."
  value       = { for language, template in itniotech_otp_template.this : language => template.sms_segments }
}

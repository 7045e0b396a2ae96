# A message is one SMS segment, because each segment is charged.
package otp

deny contains message if {
	some template in changed("itniotech_otp_template")
	segments := template.change.after.sms_segments
	segments > 1
	message := sprintf("%s takes %d SMS segments in %s.", [template.address, segments, template.change.after.sms_encoding])
}

deny contains message if {
	some template in changed("itniotech_otp_template")
	unknown(template, "sms_segments")
	message := sprintf("%s: how many SMS segments it takes is known only after the apply.", [template.address])
}

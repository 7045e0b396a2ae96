# An application has both limits, so that nobody can spend money through it without end.
package otp

deny contains message if {
	some app in changed("itniotech_otp_app")
	some limit in limits
	not unknown(app, limit)
	not is_on(object.get(app.change.after, limit, null))
	message := sprintf("%s has no %s.", [app.address, limit])
}

deny contains message if {
	some app in changed("itniotech_otp_app")
	some limit in limits
	unknown(app, limit)
	message := sprintf("%s: %s is known only after the apply.", [app.address, limit])
}

limits := {"period_phone_send_limit", "period_total_send_limit"}

is_on(limit) if limit.enabled

# Nothing is replaced unless its address is in allowed_replacements, because the old object stays in the account.
package otp

deny contains message if {
	some change in input.resource_changes
	change.mode == "managed"
	startswith(change.type, "itniotech_")
	change.type != "itniotech_otp_verification" # its replacement is another message
	replaced(change.change.actions)
	not allowed(change.address)
	message := sprintf("%s is replaced, and is not in allowed_replacements.", [change.address])
}

replaced(actions) if {
	"create" in actions
	some action in actions
	action in {"delete", "forget"}
}

allowed(address) if address in data.allowed_replacements

# What the rules have in common: the changes of a plan, as "terraform show -json" prints it.
package otp

# METADATA
# description: The objects of a type that the plan creates, changes or replaces.
changed(type) := [change |
	some change in input.resource_changes
	change.mode == "managed"
	change.type == type
	some action in change.change.actions
	action in {"create", "update"}
]

# METADATA
# description: Whether an attribute, or a part of it, is known only after the apply.
unknown(change, attribute) if {
	walk(change.change.after_unknown[attribute], [_, true])
}

package provider

// otherWays ends what is said about a taken name, and retiredWays where the policy is RETIRE.
const (
	otherWays = "A name that another resource gives up in the same change, by a new name or under deletion_policy = \"RETIRE\", " +
		"is free for a resource that depends on that one (depends_on); if that one is removed, or nothing depends on it, a second apply may be needed."
	retiredWays = otherWays + " The new half of a replacement must not have create_before_destroy, because the old template gives up its name when it goes."
)

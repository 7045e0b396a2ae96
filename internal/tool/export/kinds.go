package export

// kind is a kind of object that an account has.
type kind struct {
	typeName string // of the resource
	noun     string
	file     string
}

var (
	apps      = &kind{"itniotech_otp_app", "application", "apps.tf"}
	templates = &kind{"itniotech_otp_template", "template", "templates.tf"}
	flows     = &kind{"itniotech_otp_flow", "task flow", "flows.tf"}
	// kinds are in the order in which they are read, named and counted.
	kinds = []*kind{apps, templates, flows}
)

const (
	importsFile  = "imports.tf"
	versionsFile = "versions.tf"

	// appAttribute is the attribute with the id of an object's application.
	appAttribute = "app_id"
	// retiredPrefix begins the name of what deletion_policy = "RETIRE" has left behind.
	retiredPrefix = "retired-"
)

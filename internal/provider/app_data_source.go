package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

// newAppDataSource is itniotech_otp_app.
func newAppDataSource() datasource.DataSource {
	return object.NewDataSource(appKind, "Reads an application by its id, or by its name. "+
		"The API cannot list applications: by name only those are found that have a template, and of these the first 100 by id. "+
		"That costs one call for the list of templates and one for each application; by id it is a single call, unless the account has none with that id.")
}

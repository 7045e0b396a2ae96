package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

// newTemplatesDataSource is itniotech_otp_templates.
func newTemplatesDataSource() datasource.DataSource {
	return object.NewListDataSource(templateKind, "templates", "Reads all templates that the API lists, "+
		"or those of one application, or those whose name begins alike.")
}

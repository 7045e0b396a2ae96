package provider

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// newTemplatesDataSource is itniotech_otp_templates.
func newTemplatesDataSource() datasource.DataSource {
	return NewListDataSource(templateKind, "templates", "Reads all templates that the API lists, "+
		"or those of one application, or those whose name begins alike.")
}

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

// newTemplateDataSource is itniotech_otp_template.
func newTemplateDataSource() datasource.DataSource {
	return object.NewDataSource(templateKind, "Reads a template by its id, or by its name, together with `app_id` "+
		"where several applications have a template of that name. "+
		"All templates of a configuration are read by one call.")
}

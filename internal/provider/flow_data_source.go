package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

// newFlowDataSource is itniotech_otp_flow.
func newFlowDataSource() datasource.DataSource {
	return object.NewDataSource(flowKind, "Reads a task flow by its id, or by its name. "+
		"All task flows of a configuration are read by one call.")
}

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

// newFlowsDataSource is itniotech_otp_flows.
func newFlowsDataSource() datasource.DataSource {
	return object.NewListDataSource(flowKind, "flows", "Reads all task flows that the API lists, "+
		"or those whose name begins alike.")
}

package provider

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// newFlowsDataSource is itniotech_otp_flows.
func newFlowsDataSource() datasource.DataSource {
	return NewListDataSource(flowKind, "flows", "Reads all task flows that the API lists, "+
		"or those whose name begins alike.")
}

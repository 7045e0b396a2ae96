package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/itniotech/terraform-provider-itniotech/internal/object"
)

func newAppList() list.ListResource {
	return object.NewList(appKind, "Lists applications. The API cannot do that: these are the applications that have a template.")
}

func newTemplateList() list.ListResource { return object.NewList(templateKind, "Lists templates.") }

func newFlowList() list.ListResource { return object.NewList(flowKind, "Lists task flows.") }

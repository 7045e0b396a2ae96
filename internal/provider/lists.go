package provider

import "github.com/hashicorp/terraform-plugin-framework/list"

func newAppList() list.ListResource {
	return NewList(appKind, "Lists applications. The API cannot do that: these are the applications that have a template.")
}

func newTemplateList() list.ListResource { return NewList(templateKind, "Lists templates.") }

func newFlowList() list.ListResource { return NewList(flowKind, "Lists task flows.") }

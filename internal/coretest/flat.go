package coretest

import (
	"fmt"
	"strconv"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// flat is a state in the form that resource.TestCheckFunc takes: each attribute as text, "nodes.0.channel" for instance.
func flat(state *tfjson.State) *terraform.State {
	resources := map[string]*terraform.ResourceState{}
	if state.Values != nil && state.Values.RootModule != nil {
		for _, held := range state.Values.RootModule.Resources {
			attributes := map[string]string{}
			for name, value := range held.AttributeValues {
				flatten(attributes, name, value)
			}
			resources[held.Address] = &terraform.ResourceState{
				Type: held.Type, Primary: &terraform.InstanceState{ID: attributes["id"], Attributes: attributes},
			}
		}
	}
	return &terraform.State{Modules: []*terraform.ModuleState{{Path: []string{"root"}, Resources: resources}}}
}

func flatten(into map[string]string, name string, value any) {
	switch value := value.(type) {
	case nil:
	case []any:
		into[name+".#"] = strconv.Itoa(len(value))
		for i, element := range value {
			flatten(into, fmt.Sprintf("%s.%d", name, i), element)
		}
	case map[string]any:
		into[name+".%"] = strconv.Itoa(len(value))
		for key, element := range value {
			flatten(into, name+"."+key, element)
		}
	default:
		into[name] = fmt.Sprint(value)
	}
}

package review

import (
	"path"
	"regexp"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// deed is what a plan does to an object.
type deed int

const (
	creates deed = iota
	updates
	replaces
	destroys
	forgets
	imports // and changes nothing
	moves   // in the state, and changes nothing
)

// change is what a plan does to one object of this provider.
type change struct {
	*tfjson.ResourceChange
	deed          deed
	before, after side
	policy        policy // what becomes of an object that goes
	fallback      policy // what would, if the resource had no policy of its own
}

// isOurs tells whether a provider is this one, from any registry or mirror.
func isOurs(provider string) bool { return path.Base(provider) == "itniotech" }

// concerns tells whether a plan has anything to do with this provider.
func concerns(plan *tfjson.Plan) bool {
	for _, resource := range plan.ResourceChanges {
		if resource != nil && isOurs(resource.ProviderName) {
			return true
		}
	}
	for _, provider := range providerConfigs(plan) {
		if provider != nil && (isOurs(provider.FullName) || provider.FullName == "" && provider.Name == "itniotech") {
			return true
		}
	}
	return false
}

func providerConfigs(plan *tfjson.Plan) map[string]*tfjson.ProviderConfig {
	if plan.Config == nil {
		return nil
	}
	return plan.Config.ProviderConfigs
}

// changesOf are the changes of this provider's objects, in the plan's order, and how many others there are.
func changesOf(plan *tfjson.Plan) (ours []change, others int) {
	for _, resource := range plan.ResourceChanges {
		if resource == nil || resource.Change == nil || resource.Mode != tfjson.ManagedResourceMode {
			continue
		}
		what, ok := deedOf(resource)
		switch {
		case !ok:
		case !isOurs(resource.ProviderName):
			others++
		default:
			c := resource.Change
			ours = append(ours, change{
				ResourceChange: resource, deed: what, policy: policyOf(plan, resource), fallback: providerPolicy(plan, resource),
				before: side{c.Before, nil, c.BeforeSensitive}, after: side{c.After, c.AfterUnknown, c.AfterSensitive},
			})
		}
	}
	return ours, others
}

// deedOf tells what a plan does to an object, false for nothing.
func deedOf(resource *tfjson.ResourceChange) (deed, bool) {
	has := func(action tfjson.Action) bool { return slices.Contains(resource.Change.Actions, action) }
	switch {
	case has(tfjson.ActionCreate) && (has(tfjson.ActionDelete) || has(tfjson.ActionForget)):
		return replaces, true
	case has(tfjson.ActionCreate):
		return creates, true
	case has(tfjson.ActionDelete):
		return destroys, true
	case has(tfjson.ActionForget):
		return forgets, true
	case has(tfjson.ActionUpdate):
		return updates, true
	case resource.Change.Importing != nil:
		return imports, true
	case resource.PreviousAddress != "" && resource.PreviousAddress != resource.Address:
		return moves, true
	}
	return 0, false
}

// goes tells whether Terraform lets go of an object that was there.
func (c change) goes() bool { return c.deed == replaces || c.deed == destroys || c.deed == forgets }

// comes tells whether there will be an object with a new id.
func (c change) comes() bool { return c.deed == creates || c.deed == replaces }

// changed tells whether a plan sets an attribute to something else.
func (c change) changed(attribute string) bool {
	return !c.before.at(attribute).equals(c.after.at(attribute))
}

// name is what the object is called once the change is done, or was called before it goes.
func (c change) name() side {
	if c.deed == destroys || c.deed == forgets {
		return c.before.at("name")
	}
	return c.after.at("name")
}

// policy is what becomes of an object that goes. The zero value is not known from the plan.
type policy struct {
	word string
	from string // where the word stands, for a sentence
}

// Words of deletion_policy.
const (
	abandon = "ABANDON"
	retire  = "RETIRE"
	prevent = "PREVENT"
)

// unset is what is in force where nothing else is set.
var unset = policy{abandon, "no deletion_policy is set"}

// policyOf is the policy of an object that goes: its own, else the provider's. For a destroy the applied policy decides,
// for a replacement the configured one.
func policyOf(plan *tfjson.Plan, resource *tfjson.ResourceChange) policy {
	c := resource.Change
	own := side{c.Before, nil, c.BeforeSensitive}.at("deletion_policy")
	if slices.Contains(c.Actions, tfjson.ActionCreate) {
		own = side{c.After, c.AfterUnknown, c.AfterSensitive}.at("deletion_policy")
	}
	if !own.isNull() {
		return policy{own.word(), "the resource's deletion_policy"}
	}
	return providerPolicy(plan, resource)
}

// providerPolicy is the provider's policy, if its block has it as a constant. A resource that is gone from the
// configuration may have had any of several providers.
func providerPolicy(plan *tfjson.Plan, resource *tfjson.ResourceChange) policy {
	found := map[policy]bool{}
	for key, config := range providerConfigs(plan) {
		if config == nil || config.Name != "itniotech" && !isOurs(config.FullName) {
			continue
		}
		if config.ModuleAddress != "" && len(config.Expressions) == 0 {
			continue // it inherits that of its caller
		}
		configured := configuredPolicy(config)
		if key == configKey(plan, resource) {
			return configured
		}
		found[configured] = true
	}
	if len(found) == 0 {
		return unset
	}
	if len(found) == 1 {
		for one := range found {
			return one
		}
	}
	return policy{}
}

func configuredPolicy(config *tfjson.ProviderConfig) policy {
	expression := config.Expressions["deletion_policy"]
	if expression == nil || expression.ExpressionData == nil {
		return unset
	}
	word, ok := expression.ConstantValue.(string)
	if !ok {
		return policy{} // a variable, or null, which the plan's JSON does not tell apart from one
	}
	return policy{word, "the provider's deletion_policy"}
}

// instanceKey is the key of a module in an address, as in module.country["de"].
var instanceKey = regexp.MustCompile(`\[(?:"(?:[^"\\]|\\.)*"|\d+)\]`)

// configKey is the key of the provider configuration of a resource, "" if the configuration has no such resource.
func configKey(plan *tfjson.Plan, resource *tfjson.ResourceChange) string {
	if plan.Config == nil {
		return ""
	}
	module := plan.Config.RootModule
	for name := range strings.SplitSeq(instanceKey.ReplaceAllString(resource.ModuleAddress, ""), ".") {
		if name == "" || name == "module" || module == nil {
			continue
		}
		call := module.ModuleCalls[name]
		if call == nil {
			return ""
		}
		module = call.Module
	}
	if module == nil {
		return ""
	}
	for _, configured := range module.Resources {
		if configured != nil && configured.Mode == resource.Mode && configured.Type == resource.Type && configured.Name == resource.Name {
			return configured.ProviderConfigKey
		}
	}
	return ""
}

package coretest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// imports brings an object into a state of its own, by the command or by a block.
func (r *run) imports(ctx context.Context, step resource.TestStep) error {
	state, err := r.Show()
	if err != nil {
		return err
	}
	id := step.ImportStateId
	switch {
	case step.ImportStateIdFunc != nil:
		if id, err = step.ImportStateIdFunc(nil); err != nil {
			return err
		}
	case id == "":
		held := find(state, step.ResourceName)
		if held == nil {
			return fmt.Errorf("the state has no %s", step.ResourceName)
		}
		id, _ = held.AttributeValues["id"].(string)
	}
	config := step.Config
	if config == "" {
		config = r.config
	}
	into := Workspace{Providers: r.Providers, Files: r.Files}
	switch step.ImportStateKind {
	case resource.ImportCommandWithID:
		if err := into.Import(ctx, config, step.ResourceName, id); err != nil {
			return err
		}
		if !step.ImportStateVerify {
			return nil
		}
		imported, err := into.Show()
		if err != nil {
			return err
		}
		return same(find(imported, step.ResourceName), find(state, step.ResourceName))
	case resource.ImportBlockWithID:
		into.State = r.State
		if err := into.Forget(step.ResourceName); err != nil {
			return err
		}
		plan, err := into.Plan(ctx, fmt.Sprintf("%s\nimport {\n  to = %s\n  id = %q\n}\n", config, step.ResourceName, id), Options{})
		if err != nil {
			return fmt.Errorf("generating plan with import config: %w", err)
		}
		return errors.Join(importing(plan, step), into.Drop(plan))
	case resource.ImportBlockWithResourceIdentity:
	}
	return errors.New("an import by identity runs through the command line only")
}

// importing fails unless a plan imports a resource and does nothing else with it.
func importing(plan *Plan, step resource.TestStep) error {
	for _, change := range plan.ResourceChanges {
		if change.Address == step.ResourceName && change.Change.Importing != nil && (change.Change.Actions.NoOp() || step.ExpectNonEmptyPlan) {
			return nil
		}
	}
	return fmt.Errorf("the plan does not just import %s: %v", step.ResourceName, changes(plan.Plan))
}

// find finds a resource of the root module.
func find(state *tfjson.State, address string) *tfjson.StateResource {
	if state.Values == nil || state.Values.RootModule == nil {
		return nil
	}
	for _, held := range state.Values.RootModule.Resources {
		if held.Address == address {
			return held
		}
	}
	return nil
}

// same fails unless two objects have the same attributes.
func same(imported, held *tfjson.StateResource) error {
	if imported == nil || held == nil {
		return errors.New("one of the states lacks the resource")
	}
	for name := range maps.Keys(held.AttributeValues) {
		if got, want := imported.AttributeValues[name], held.AttributeValues[name]; !reflect.DeepEqual(got, want) {
			return fmt.Errorf("%s was imported as %v, want %v", name, got, want)
		}
	}
	return nil
}

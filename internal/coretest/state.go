package coretest

import (
	"encoding/json"
	"fmt"
	"slices"
)

// file is a state file, decoded only where this package changes it.
type file map[string]any

// Taint marks an object of the state as "tofu taint" does.
func (w *Workspace) Taint(address string) error {
	return w.edit(address, func(instance map[string]any) { instance["status"] = "tainted" })
}

// Forget takes a resource of the root module out of the state as "tofu state rm" does.
func (w *Workspace) Forget(address string) error {
	return w.change(func(state file) error {
		resources, _ := state["resources"].([]any)
		kept := slices.DeleteFunc(resources, func(resource any) bool { return isAt(resource, address) })
		if len(kept) == len(resources) {
			return fmt.Errorf("the state has no %s", address)
		}
		state["resources"] = kept
		return nil
	})
}

// edit changes the one object of a resource of the root module.
func (w *Workspace) edit(address string, change func(instance map[string]any)) error {
	return w.change(func(state file) error {
		resources, _ := state["resources"].([]any)
		at := slices.IndexFunc(resources, func(resource any) bool { return isAt(resource, address) })
		if at < 0 {
			return fmt.Errorf("the state has no %s", address)
		}
		instances, _ := resources[at].(map[string]any)["instances"].([]any)
		for _, instance := range instances {
			change(instance.(map[string]any)) //nolint:forcetypeassert // by the format
		}
		return nil
	})
}

func isAt(resource any, address string) bool {
	fields, ok := resource.(map[string]any)
	return ok && fields["mode"] == "managed" && fmt.Sprintf("%s.%s", fields["type"], fields["name"]) == address
}

func (w *Workspace) change(change func(file) error) error {
	var state file
	if err := json.Unmarshal(w.State, &state); err != nil {
		return fmt.Errorf("reading the state: %w", err)
	}
	if err := change(state); err != nil {
		return err
	}
	written, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("writing the state: %w", err)
	}
	w.State = written
	return nil
}

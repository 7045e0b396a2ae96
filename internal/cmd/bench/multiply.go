package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
)

// stateFile is what is needed of Terraform's state; the rest stays as it is.
type stateFile map[string]json.RawMessage

// multiply turns n applied templates into more, in the configuration, the account and the state. To apply as many would
// take the CLI half an hour, because it writes the whole state after each.
func (s stage) multiply(n int) error {
	if err := s.Write("main.tf", templates(n)); err != nil {
		return err
	}
	path := filepath.Join(s.Dir, "terraform.tfstate")
	content, err := os.ReadFile(path) //nolint:gosec // the bench's own
	if err != nil {
		return fmt.Errorf("reading the state: %w", err)
	}
	var state stateFile
	var resources []map[string]any
	if err := json.Unmarshal(content, &state); err != nil {
		return fmt.Errorf("decoding the state: %w", err)
	}
	if err := json.Unmarshal(state["resources"], &resources); err != nil {
		return fmt.Errorf("decoding the state: %w", err)
	}
	for _, resource := range resources {
		if resource["type"] == "itniotech_otp_template" {
			if resource["instances"], err = s.copies(resource["instances"], n); err != nil {
				return err
			}
		}
	}
	if state["resources"], err = json.Marshal(resources); err != nil {
		return fmt.Errorf("encoding the state: %w", err)
	}
	if content, err = json.Marshal(state); err != nil {
		return fmt.Errorf("encoding the state: %w", err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return fmt.Errorf("writing the state: %w", err)
	}
	return nil
}

// copies adds copies of the first instance until there are n, and puts the template of each into the account.
func (s stage) copies(instances any, n int) ([]any, error) {
	list, ok := instances.([]any)
	if !ok || len(list) == 0 {
		return nil, fmt.Errorf("the state has no templates, but %v", instances)
	}
	first, ok := list[0].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the state's first template is %v", list[0])
	}
	attributes, ok := first["attributes"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the state's first template has the attributes %v", first["attributes"])
	}
	all := s.account.Templates()
	template := all[0]
	lastID := all[len(all)-1].ID
	for i := len(list); i < n; i++ {
		lastID++
		template.ID, template.Name, template.Text = lastID, fmt.Sprintf("template-%d", i), fmt.Sprintf("##code## is your code number %d.", i)
		s.account.PutTemplate(template)

		instance, edited := maps.Clone(first), maps.Clone(attributes)
		edited["id"], edited["name"], edited["text"] = strconv.FormatInt(template.ID, 10), template.Name, template.Text
		instance["index_key"], instance["attributes"] = i, edited
		delete(instance, "identity") // newer CLIs keep it, and the first read of the copy sets it
		delete(instance, "identity_schema_version")
		list = append(list, instance)
	}
	return list, nil
}

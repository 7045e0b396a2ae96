package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// instance is an object in the state.
type instance struct {
	Address string
	ID      string
	Tainted bool
	Values  map[string]any
}

// state reads the objects in the state.
func (s *stage) state(t *testing.T) []instance {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Dir, "terraform.tfstate"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				IndexKey   any            `json:"index_key"`
				Status     string         `json:"status"`
				Attributes map[string]any `json:"attributes"`
			}
		}
	}
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatalf("the state is not JSON: %v", err)
	}
	var all []instance
	for _, resource := range state.Resources {
		for _, one := range resource.Instances {
			address := resource.Type + "." + resource.Name
			if one.IndexKey != nil {
				address += fmt.Sprintf("[%v]", one.IndexKey)
			}
			id, _ := one.Attributes["id"].(string)
			all = append(all, instance{address, id, one.Status == "tainted", one.Attributes})
		}
	}
	return all
}

// expectState fails unless the state has exactly these addresses, none of them tainted.
func (s *stage) expectState(t *testing.T, addresses ...string) {
	t.Helper()
	var got []string
	for _, object := range s.state(t) {
		got = append(got, object.Address)
		if object.Tainted {
			t.Errorf("%s is tainted", object.Address)
		}
	}
	if strings.Join(got, " ") != strings.Join(addresses, " ") {
		t.Errorf("the state has %v, want %v", got, addresses)
	}
}

// unwrapped is what the CLI printed as an error, without its frame and its line breaks.
func unwrapped(result workspace.Result) string {
	var words []string
	for line := range strings.Lines(result.Stderr) {
		words = append(words, strings.Fields(strings.TrimLeft(line, "│╷╵ "))...)
	}
	return strings.Join(words, " ")
}

// expectError fails unless the CLI printed all of these as errors.
func expectError(t *testing.T, result workspace.Result, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if printed := unwrapped(result); !strings.Contains(printed, strings.Join(strings.Fields(text), " ")) {
			t.Errorf("the CLI did not print %q, but\n%s", text, result.Stderr)
		}
	}
}

package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// lives take each kind of resource through all that can happen to it. Each step's plan after the apply has to be empty.
func lives() map[string]func(*testing.T, *world, runner) {
	return map[string]func(*testing.T, *world, runner){
		"app": appLife, "template": templateLife, "flow": flowLife, "verification": messageLife,
	}
}

// TestCoreLife lives each life in every form of the API.
func TestCoreLife(t *testing.T) {
	t.Parallel()
	for kind, life := range lives() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			everyVariant(t, life)
		})
	}
}

// TestCoreLife lives each life once through the CLI.
func TestAccLife(t *testing.T) {
	t.Parallel()
	for kind, life := range lives() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			life(t, newWorld(t), func(t *testing.T, c resource.TestCase) { resource.UnitTest(t, c) })
		})
	}
}

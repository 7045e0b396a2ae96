package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// TestWarnOnce gives each warning once, also one of an attribute, which Go cannot compare.
func TestWarnOnce(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	s := newSession(pace{})
	for range 2 {
		s.warnOnce(&diags, diag.NewWarningDiagnostic("One", "first"))
		s.warnOnce(&diags, diag.NewAttributeWarningDiagnostic(path.Root("nodes").AtListIndex(0), "One", "second"))
	}
	expectDiagnostics(t, diags, "One: first", "nodes[0]: One: second")
}

package session

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// TestWarnOnce gives each warning once, also one of an attribute, which Go cannot compare.
func TestWarnOnce(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	s := New(Config{})
	for range 2 {
		s.WarnOnce(&diags, diag.NewWarningDiagnostic("One", "first"))
		s.WarnOnce(&diags, diag.NewAttributeWarningDiagnostic(path.Root("nodes").AtListIndex(0), "One", "second"))
	}
	if len(diags) != 2 || diags[0].Detail() != "first" || diags[1].Detail() != "second" {
		t.Errorf("diagnostics = %v, want each once", diags)
	}
}

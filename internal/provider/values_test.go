package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/diagtest"
)

// expectDiagnostics compares whole diagnostics, each as path, summary and detail.
func expectDiagnostics(t *testing.T, got diag.Diagnostics, want ...string) {
	t.Helper()
	diagtest.Expect(t, got, want...)
}

// Package diagtest compares diagnostics in tests.
package diagtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Expect compares whole diagnostics, each as path, summary and detail.
func Expect(t *testing.T, got diag.Diagnostics, want ...string) {
	t.Helper()
	var texts []string
	for _, diagnostic := range got {
		text := diagnostic.Summary() + ": " + diagnostic.Detail()
		if located, ok := diagnostic.(diag.DiagnosticWithPath); ok {
			text = located.Path().String() + ": " + text
		}
		texts = append(texts, text)
	}
	if fmt.Sprintf("%q", texts) != fmt.Sprintf("%q", want) {
		t.Errorf("diagnostics:\n  %s\nwant:\n  %s", strings.Join(texts, "\n  "), strings.Join(want, "\n  "))
	}
}

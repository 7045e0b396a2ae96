package object

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// expectDiagnostics compares whole diagnostics, each as path, summary and detail.
func expectDiagnostics(t *testing.T, got diag.Diagnostics, want ...string) {
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

// What a plan says of objects that stay.
const (
	appsStayText = "OTP Applications Stay in the Account: The API deletes nothing. Terraform forgets each OTP application that this plan destroys or replaces under deletion_policy = \"ABANDON\", and the account keeps it with its name, " +
		"which stays taken; it still accepts sends, which can cost money. To manage one again, import it by the id that the plan shows."
	templatesStayText = "OTP Templates Stay in the Account: The API deletes nothing. Terraform forgets each OTP template that this plan destroys or replaces under deletion_policy = \"ABANDON\", and the account keeps it with its name, " +
		"which stays taken; messages can still be sent with it. To manage one again, import it by the id that the plan shows."
)

package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPages_changes looks for each attribute that a user can set in the table of what a change of it does.
func TestPages_changes(t *testing.T) {
	t.Parallel()
	for typeName, schema := range newProtocol(t).schema.ResourceSchemas {
		page, err := os.ReadFile(filepath.Join("..", "..", "docs", "resources", strings.TrimPrefix(typeName, "itniotech_")+".md"))
		if err != nil {
			t.Fatal(err)
		}
		_, table, _ := strings.Cut(string(page), "\n## What happens when\n")
		table, _, _ = strings.Cut(table, "\n## ")
		var rows strings.Builder
		for line := range strings.Lines(table) {
			if first, _, isRow := strings.Cut(strings.TrimPrefix(line, "| "), " | "); isRow {
				rows.WriteString(first + "\n")
			}
		}
		for _, attribute := range schema.Block.Attributes {
			if isSet := attribute.Required || attribute.Optional; isSet && !strings.Contains(rows.String(), "`"+attribute.Name+"`") {
				t.Errorf("the page of %s does not say what a change of %s does", typeName, attribute.Name)
			}
		}
	}
}

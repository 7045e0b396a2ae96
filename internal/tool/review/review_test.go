package review

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the reviews of the stored plans")

// TestStoredPlans reviews the plans of both CLIs, which "make plans" stores, and compares the reviews with the stored ones.
func TestStoredPlans(t *testing.T) {
	t.Parallel()
	plans, err := filepath.Glob(filepath.Join("testdata", "*", "*.json"))
	if err != nil || len(plans) != 4 {
		t.Fatalf("found the plans %q, %v", plans, err)
	}
	for _, plan := range plans {
		for format, name := range map[string]string{"markdown": "review.md", "text": "review.txt"} {
			var stdout, stderr bytes.Buffer
			if code := Run(t.Context(), []string{"-format", format, plan}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
				t.Errorf("%s: exit code %d, %s", plan, code, &stderr)
			}
			golden := filepath.Join(filepath.Dir(plan), name)
			if *update && strings.HasSuffix(plan, "opentofu.json") {
				if err := os.WriteFile(golden, stdout.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if stdout.String() != string(want) {
				t.Errorf("%s as %s is\n%s\nwant %s (the flag -update writes it)", plan, format, &stdout, golden)
			}
		}
	}
}

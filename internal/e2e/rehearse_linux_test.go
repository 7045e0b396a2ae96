package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAccPipeline_rehearse applies changes to a copy of the account: one that passes, one that only an apply finds out to
// be refused, and one of a configuration with another provider. The account and the state stay as they are.
func TestAccPipeline_rehearse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	j := newJob(t, w)
	script := readFile(t, filepath.Join(pipeline, "rehearse.sh"))
	if err := os.WriteFile(filepath.Join(j.Dir, "rehearse.sh"), []byte(script), 0o700); err != nil { //nolint:gosec // a program has to be executable
		t.Fatal(err)
	}
	rehearse := func(exitCode int, want ...string) {
		t.Helper()
		result := j.run(t, exitCode, "ITNIOTECH_API_KEY=", "ITNIOTECH_API_SECRET=", "ITNIOTECH_BASE_URL=", "./rehearse.sh")
		for _, words := range want {
			if !strings.Contains(result.Stdout+result.Stderr, words) {
				t.Errorf("the rehearsal does not say %q:\n%s%s", words, result.Stdout, result.Stderr)
			}
		}
	}
	rehearse(0, "The simulator starts with 0 applications", "2 added, 0 changed, 0 destroyed", "No changes.")
	j.run(t, 0, "terraform", "apply", "-auto-approve")
	w.expectWrites(t, "POST "+addApp, "POST "+addTemplate)

	j.edit(t, "##code## is your code.")
	versions := readFile(t, filepath.Join(j.Dir, "versions.tf"))
	elsewhere := strings.Replace(versions, "  deletion_policy", "  base_url = \"https://192.0.2.1/otp\"\n  deletion_policy", 1)
	if err := j.Write("versions.tf", elsewhere); err != nil {
		t.Fatal(err)
	}
	rehearse(0, "The simulator starts with 1 application, 1 template", "0 added, 1 changed, 0 destroyed", "No changes.")

	if err := j.Write("versions.tf", versions); err != nil {
		t.Fatal(err)
	}

	// Under create_before_destroy the old one has the name when the new one wants it, and no plan can refuse that.
	const trigger = "resource \"terraform_data\" \"now\" {\n  input = %q\n}\n"
	main := readFile(t, filepath.Join(pipeline, "main.tf"))
	retired := strings.Replace(main, "  code_length = 6\n", "  code_length = 6\n  deletion_policy = \"RETIRE\"\n", 1)
	if err := j.Write("main.tf", retired+fmt.Sprintf(trigger, "first")); err != nil {
		t.Fatal(err)
	}
	j.run(t, 0, "terraform", "apply", "-auto-approve")
	state := readFile(t, filepath.Join(j.Dir, "terraform.tfstate"))
	w.expectWrites(t)
	replaced := strings.Replace(retired, "\"RETIRE\"\n",
		"\"RETIRE\"\n  lifecycle {\n    create_before_destroy = true\n    replace_triggered_by = [terraform_data.now]\n  }\n", 1)
	if err := j.Write("main.tf", replaced+fmt.Sprintf(trigger, "second")); err != nil {
		t.Fatal(err)
	}
	rehearse(1, "Error: ")

	if got := readFile(t, filepath.Join(j.Dir, "terraform.tfstate")); got != state {
		t.Error("the state has changed")
	}
	w.expectWrites(t)
	if err := os.MkdirAll(filepath.Join(j.Dir, ".terraform", "providers", "registry.terraform.io", "hashicorp", "random"), 0o700); err != nil {
		t.Fatal(err)
	}
	rehearse(1, "The configuration has other providers, whose changes would be real: ")
	if err := os.RemoveAll(filepath.Join(j.Dir, ".terraform", "providers", "registry.terraform.io", "hashicorp")); err != nil {
		t.Fatal(err)
	}
	if err := j.Write("other.tf", "provider \"itniotech\" {\n  alias = \"other\"\n}\n"); err != nil {
		t.Fatal(err)
	}
	rehearse(1, "The configuration has a provider with an alias, which could reach an account for real.")
	files, err := filepath.Glob(filepath.Join(j.Dir, "*"))
	if err != nil || len(files) != 8 {
		t.Errorf("the directory has %q, %v", files, err)
	}
}

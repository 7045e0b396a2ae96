package workflows_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const changelog = `# Changelog

## [Unreleased]

- Not yet.

## [1.1.0]

- Without a date.

## [1.0.0] - 2026-12-01

### Added

- Something.

## [1.0.0-rc.1] - 2026-11-24

- Something to try.

## [0.9.0] - 2026-11-23

[1.0.0]: https://example.com/1.0.0
`

func TestChangelog(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile(filepath.Join("..", "changelog.sh"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copied := filepath.Join(dir, "tools", "changelog.sh")
	if err := os.Mkdir(filepath.Dir(copied), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, script, 0o600); err != nil { //nolint:gosec // our own script
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(changelog), 0o600); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{
		"1.0.0":      "\n### Added\n\n- Something.\n",
		"1.0.0-rc.1": "\n- Something to try.\n",
		"0.9.0":      "CHANGELOG.md says nothing below \"## [0.9.0] - YYYY-MM-DD\".\n",
		"1.1.0":      "CHANGELOG.md says nothing below \"## [1.1.0] - YYYY-MM-DD\".\n",
		"1.0":        "CHANGELOG.md says nothing below \"## [1.0] - YYYY-MM-DD\".\n",
		"Unreleased": "CHANGELOG.md says nothing below \"## [Unreleased] - YYYY-MM-DD\".\n",
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			got, err := exec.CommandContext(t.Context(), "bash", copied, version).CombinedOutput()
			if fails := want[0] == 'C'; string(got) != want || (err != nil) != fails {
				t.Errorf("got %q (%v), want %q", got, err, want)
			}
		})
	}
}

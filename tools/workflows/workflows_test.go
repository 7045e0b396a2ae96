package workflows_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/tools/workflows"
)

const good = `on: pull_request
permissions: {}
jobs:
  call:
    permissions:
      contents: read
    uses: ./.github/workflows/other.yml
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: ./.github/actions/go
      - run: make "$TARGET"
        env:
          TARGET: ${{ github.event.inputs.target }}
`

func TestProblems(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		old, new string
		want     []string
	}{
		"none":              {},
		"no workflow":       {"on: pull_request\n", "", []string{`1: "on" section is missing in workflow`}},
		"no YAML":           {"on:", "[", []string{"1: could not parse as YAML: did not find expected ',' or ']'"}},
		"target":            {"pull_request", "pull_request_target", []string{"1: pull_request_target gives secrets to strangers' code"}},
		"no permissions":    {"permissions: {}\n", "", []string{"1: the workflow's permissions are not {}: each job has its own"}},
		"read permissions":  {"{}", "read-all", []string{"1: the workflow's permissions are not {}: each job has its own"}},
		"scope permissions": {"{}", "{ contents: read }", []string{"1: the workflow's permissions are not {}: each job has its own"}},
		"no timeout":        {"    timeout-minutes: 5\n", "", []string{"8: job test has no timeout-minutes"}},
		"credentials":       {"persist-credentials: false", "fetch-depth: 0", []string{"12: a checkout without persist-credentials: false"}},
		"kept credentials":  {"credentials: false", "credentials: true", []string{"12: a checkout without persist-credentials: false"}},
		"in a script":       {`"$TARGET"`, "${{ github.event.inputs.target }}", []string{"16: a script with ${{ }} in it: pass values by env"}},
		"tag": {
			"3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "v7",
			[]string{"12: actions/checkout@v7 is not pinned as @<commit> # vX.Y.Z"},
		},
		"short commit": {
			"181273ba90b1", "",
			[]string{"12: actions/checkout@3d3c42e5aac5ba805825da76410c is not pinned as @<commit> # vX.Y.Z"},
		},
		"no version": {
			" # v7.0.1", "",
			[]string{"12: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 is not pinned as @<commit> # vX.Y.Z"},
		},
		"moving version": {
			"v7.0.1", "v7",
			[]string{"12: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 is not pinned as @<commit> # vX.Y.Z"},
		},
		"others' workflow":      {"./.github/workflows/other.yml", "a/b/c.yml@main", []string{"7: a/b/c.yml@main is not pinned as @<commit> # vX.Y.Z"}},
		"in quotes and braces":  {"uses: ./.github/actions/go", `{ uses: "a/b@v1" }`, []string{"15: a/b@v1 is not pinned as @<commit> # vX.Y.Z"}},
		"only spoken of":        {"permissions: {}", "permissions: {} # uses: a/b@v1", nil},
		"container as a action": {"./.github/actions/go", "docker://alpine:3", []string{"15: docker://alpine:3 is not pinned as @<commit> # vX.Y.Z"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := strings.Replace(good, test.old, test.new, 1)
			if test.old != "" && source == good {
				t.Fatalf("%q is not in the workflow", test.old)
			}
			if got := workflows.Problems(source); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestRepository(t *testing.T) {
	t.Parallel()
	for pattern, problems := range map[string]func(string) []string{
		".github/workflows/*.y*ml":                   workflows.Problems,
		".github/actions/*/action.y*ml":              workflows.Unpinned,
		"examples/pipeline/.github/workflows/*.y*ml": workflows.Problems,
	} {
		files, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Errorf("no file is %s", pattern)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range problems(string(source)) {
				t.Errorf("%s:%s", file, problem)
			}
		}
	}
}

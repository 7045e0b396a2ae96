package review

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun_input has a review of what is no plan, or of none, fail with one line and nothing on stdout.
func TestRun_input(t *testing.T) {
	t.Parallel()
	const how = `: it must be what "terraform show -json" prints of a saved plan`
	whole := string(planned(t, nil, changing("flow", []string{"delete"}, object{"name": "a"}, nil)))
	for name, test := range map[string]struct {
		args       []string
		stdin      string
		code       int
		out, error string // the first line
	}{
		"plan on stdin":     {nil, whole, 0, "### OTP plan: 1 to destroy", ""},
		"terminal":          {[]string{"-format", "text"}, whole, 0, "OTP plan: 1 to destroy", ""},
		"dash":              {[]string{"-"}, whole, 0, "### OTP plan: 1 to destroy", ""},
		"markdown":          {[]string{"-format=markdown"}, whole, 0, "### OTP plan: 1 to destroy", ""},
		"help":              {[]string{"-help"}, "", 0, "Usage: terraform-provider-itniotech review [-format markdown|text] [PLAN.json]", ""},
		"two plans":         {[]string{"a", "b"}, whole, 2, "", "review: more than one plan"},
		"flag":              {[]string{"-colour"}, whole, 2, "", "review: flag provided but not defined: -colour"},
		"format":            {[]string{"-format", "html"}, whole, 2, "", `review: -format must be markdown or text, not "html"`},
		"no file":           {[]string{"missing.json"}, "", 1, "", "review: open missing.json: no such file or directory"},
		"nothing":           {nil, "\n", 1, "", "review: the input is empty" + how},
		"a saved plan":      {nil, "PK\x03\x04", 1, "", "review: the input is not JSON" + how},
		"truncated":         {nil, whole[:len(whole)-9], 1, "", "review: the input is not JSON" + how},
		"two values":        {nil, whole + whole, 1, "", "review: the input is not JSON" + how},
		"null":              {nil, "null", 1, "", "review: the input is not a plan" + how},
		"list":              {nil, "[]", 1, "", "review: the input is not a plan" + how},
		"state":             {nil, `{"format_version": "1.0", "values": {}}`, 1, "", "review: the input is not a plan" + how},
		"no version":        {nil, `{"planned_values": {}}`, 1, "", "review: the input is not a plan that can be read: unexpected plan input, format version is missing" + how},
		"a later format":    {nil, strings.Replace(whole, `"1.2"`, `"2.0"`, 1), 1, "", `review: the input is not a plan that can be read: unsupported plan format version: "2.0.0" does not satisfy ">= 0.1, < 2.0"` + how},
		"of the wrong type": {nil, strings.Replace(whole, `["delete"]`, `"delete"`, 1), 1, "", "review: the input is not a plan: resource_changes.change.actions is of the wrong type" + how},
		"errors": {
			nil, strings.Replace(whole, "{", `{"errored": true, `, 1), 1, "",
			"review: the plan has errors, so that nothing can be said of what it would change: correct them and plan again",
		},
		"another provider": {nil, strings.ReplaceAll(whole, "itniotech/itniotech", "hashicorp/null"), 1, "", "review: the plan has nothing to do with the provider itniotech"},
		"no changes": {
			nil, `{"format_version": "1.2", "planned_values": {}, "configuration": {"provider_config": {"itniotech": {"name": "itniotech"}}}}`,
			0, "### OTP plan: no changes", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := run(test.args, strings.NewReader(test.stdin), &stdout, &stderr)
			out, _, _ := strings.Cut(stdout.String(), "\n")
			said, more, _ := strings.Cut(stderr.String(), "\n")
			if code != test.code || out != test.out || said != test.error {
				t.Errorf("exit code %d, stdout %q, stderr %q, want %d, %q, %q", code, out, said, test.code, test.out, test.error)
			}
			if code == 1 && more != "" || strings.Count(stdout.String(), "\n") > 24 {
				t.Errorf("it says more than it should:\n%s%s", &stdout, more)
			}
		})
	}
}

// TestGuide holds the example of the guide to the review of the stored plan.
func TestGuide(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.FromSlash("../../../templates/guides/pull-requests.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := os.ReadFile(filepath.FromSlash("testdata/guide/review.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```text\n"+string(shown)+"```\n") {
		t.Errorf("the guide does not show this:\n%s", shown)
	}
}

package workspace

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestNew_environment looks for settings of the user that would change what the CLI does.
func TestNew_environment(t *testing.T) {
	t.Setenv("TF_LOG", "of-the-user")
	t.Setenv("TF_CLI_ARGS_plan", "of-the-user")
	t.Setenv("TF_VAR_name", "of-the-user")
	t.Setenv("ITNIOTECH_API_KEY", "of-the-user")
	t.Setenv("HTTPS_PROXY", "of-the-user")
	w, err := New(t.TempDir(), Options{CLI: "go", BaseURL: "http://127.0.0.1:1/otp", Env: []string{"TF_LOG=TRACE"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range w.env {
		if strings.Contains(variable, "of-the-user") {
			t.Errorf("the CLI sees %s", variable)
		}
	}
	for _, variable := range []string{"ITNIOTECH_BASE_URL=http://127.0.0.1:1/otp", "TF_LOG=TRACE"} {
		if !slices.Contains(w.env, variable) {
			t.Errorf("the CLI does not see %s: %v", variable, w.env)
		}
	}
}

func TestNew_noCLI(t *testing.T) {
	t.Parallel()
	if _, err := New(t.TempDir(), Options{CLI: "no-such-program"}); err == nil || !strings.HasPrefix(err.Error(), "finding the CLI: ") {
		t.Errorf("got error %v", err)
	}
}

// TestRun has the go command for a CLI.
func TestRun(t *testing.T) {
	t.Parallel()
	var stdout, stderr strings.Builder
	w, err := New(t.TempDir(), Options{CLI: "go", Stdout: &stdout, Stderr: &stderr})
	if err != nil {
		t.Fatal(err)
	}
	result, err := w.Run(t.Context(), "nonsense")
	if err != nil || result.ExitCode != 2 || !strings.Contains(result.Stderr, "unknown command") || result.Stderr != stderr.String() {
		t.Errorf("got %+v and error %v, and printed %q", result, err, stderr.String())
	}
	result, err = w.Run(t.Context(), "version")
	if err != nil || result.ExitCode != 0 || !strings.HasPrefix(result.Stdout, "go version") || result.Stdout != stdout.String() {
		t.Errorf("got %+v and error %v, and printed %q", result, err, stdout.String())
	}
}

func TestQuietly(t *testing.T) {
	t.Parallel()
	err := quietly(exec.CommandContext(t.Context(), "go", "nonsense"))
	if err == nil || !strings.Contains(err.Error(), "go nonsense ended with exit code 2:") ||
		!strings.Contains(err.Error(), "unknown command") {
		t.Errorf("got error %v", err)
	}
}

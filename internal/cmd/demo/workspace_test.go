package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestNewWorkspace_environment looks for settings of the user that would change the demo.
func TestNewWorkspace_environment(t *testing.T) {
	for _, name := range []string{"TF_LOG", "TF_CLI_ARGS_plan", "TF_VAR_name", "ITNIOTECH_API_KEY", "HTTPS_PROXY"} {
		t.Setenv(name, "of-the-user")
	}
	t.Chdir("../../..") // where the example is
	w, err := newWorkspace(t.TempDir(), "terraform", "http://127.0.0.1:1/otp")
	if err != nil {
		t.Fatal(err)
	}
	for _, variable := range w.env {
		if strings.Contains(variable, "of-the-user") {
			t.Errorf("the CLI sees %s", variable)
		}
	}
	if !slices.Contains(w.env, "ITNIOTECH_BASE_URL=http://127.0.0.1:1/otp") {
		t.Errorf("the CLI is not sent to the simulator: %v", w.env)
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

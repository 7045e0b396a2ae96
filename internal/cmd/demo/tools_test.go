package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// fakePrograms say what the real ones would, by the first argument.
func fakePrograms(t *testing.T, says map[string]string) programs {
	t.Helper()
	dir := t.TempDir()
	run := func(_ context.Context, args ...string) (int, string, error) {
		if args[0] == "export" {
			return 0, says[args[0]], os.WriteFile(filepath.Join(dir, "apps.tf"), []byte("# exported\n"), 0o600)
		}
		if says[args[0]] == "broken" {
			return 0, "", errors.New("no such file")
		}
		return 0, says[args[0]], nil
	}
	return programs{dir: dir, script: "../../../examples/pipeline/rehearse.sh", cli: run, itniotech: run, shell: run}
}

func TestTellTools(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ command, says, want string }{
		"as planned":             {"", "", ""},
		"doctor finds no flows":  {"doctor", "", "doctor did not print"},
		"nothing is exported":    {"export", "", "export did not print"},
		"init fails":             {"init", "broken", "no such file"},
		"the import changes":     {"apply", "1 to add, 0 to change, 0 to destroy", "apply did not print"},
		"the plan is another":    {"plan", "2 to add, 0 to change, 0 to destroy", "plan did not print"},
		"the review is empty":    {"-c", "", "did not print"},
		"the rehearsal is cut":   {"rehearse.sh", "Rehearsed.", "rehearse.sh did not print"},
		"the rehearsal is empty": {"rehearse.sh", "", "rehearse.sh did not print"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			says := map[string]string{
				"doctor": "ok       task flows      the list has 1", "export": "Exported 1 application", "apply": "Plan: 0 to add, 0 to change, 0 to destroy",
				"plan": "Plan: 1 to add, 0 to change, 0 to destroy", "-c": "OTP plan: 1 to create\nNothing in it needs a second look.",
				"rehearse.sh": "Rehearsed.\nNo changes.",
			}
			says[test.command] = test.says
			err := tellTools(t.Context(), fakePrograms(t, says), simulator.New(simulator.Options{}))
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
		})
	}
}

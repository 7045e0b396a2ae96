package e2e

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// What "make plans" sets.
var storePlans = flag.Bool("review.store", false, "store the plans that the tests of the review read")

const reviewed = "../tool/review/testdata"

// reviewedAccounts are the accounts that the configurations of the reviewed plans are about.
var reviewedAccounts = map[string]func(w *world){
	"guide": func(w *world) {
		w.PutApp(simulator.App{ID: "mRELxtHc", Name: "login", CodeExpiry: 10})
		w.PutTemplate(simulator.Template{ID: 455, AppID: "mRELxtHc", Name: "login-en", Text: "##code##"})
		w.PutFlow(simulator.Flow{ID: 31, Name: "call-after-a-minute"})
	},
	"everything": func(w *world) {
		for name, id := range map[string]string{"login": "appLogin", "shop": "appShop0", "legacy": "appLegac"} {
			w.PutApp(simulator.App{ID: id, Name: name, CodeExpiry: 5})
		}
		for i, name := range []string{"login-en", "login-de", "login-odd", "login-secret", "login-unclear"} {
			w.PutTemplate(simulator.Template{ID: int64(101 + i), AppID: "appLogin", Name: name, Text: "##code##"})
		}
		w.PutTemplate(simulator.Template{ID: 106, AppID: "appShop0", Name: "shop-retired", Text: "##code##"})
		w.PutTemplate(simulator.Template{ID: 107, AppID: "appShop0", Name: "shop-forgotten", Text: "##code##"})
		w.PutTemplate(simulator.Template{
			ID: 108, AppID: "appLogin", Name: "login-found", Text: "##code## is your code.",
			CodeType: 1, CodeLength: 4, SpeechRate: 50, Language: "EN", MaxDuration: 59, RepeatCnt: 1,
		})
		w.PutFlow(simulator.Flow{ID: 31, Name: "fallback"})
	},
}

// TestAccReview plans changes with the CLI, and has the provider's binary review the plans. It says what the stored reviews
// say, which the unit tests compare with the stored plans of both CLIs.
func TestAccReview(t *testing.T) {
	t.Parallel()
	binary, err := provider()
	if err != nil {
		t.Fatal(err)
	}
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	for name, fill := range reviewedAccounts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fill(w)
			dir := filepath.Join(reviewed, name)
			s := newStage(t, w, m, "")
			for _, step := range []struct {
				file string
				args []string
			}{
				{"before.tf", apply}, {"after.tf", append(plan, "-out=otp.tfplan")},
			} {
				if err := s.Write("main.tf", readFile(t, filepath.Join(dir, step.file))); err != nil {
					t.Fatal(err)
				}
				s.run(t, 0, step.args...)
			}
			shown := s.run(t, 0, "show", "-json", "otp.tfplan").Stdout
			if *storePlans {
				storePlan(t, dir, s.run(t, 0, "version").Stdout, shown)
				return
			}
			for format, file := range map[string]string{"markdown": "review.md", "text": "review.txt"} {
				cmd := exec.CommandContext(t.Context(), binary, "review", "-format", format)
				cmd.Stdin = strings.NewReader(shown)
				printed, err := cmd.CombinedOutput()
				if want := readFile(t, filepath.Join(dir, file)); err != nil || string(printed) != want {
					t.Errorf("error %v, want %s:\n%s", err, file, printed)
				}
			}
		})
	}
}

// storePlan stores a plan under the name of the CLI that made it, without the time, so that the same plan is the same file.
func storePlan(t *testing.T, dir, version, shown string) {
	t.Helper()
	name, _, _ := strings.Cut(strings.ToLower(version), " ")
	var plan map[string]json.RawMessage
	if err := json.Unmarshal([]byte(shown), &plan); err != nil {
		t.Fatal(err)
	}
	delete(plan, "timestamp")
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

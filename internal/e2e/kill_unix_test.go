//go:build unix

package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// TestAccKill_create kills the provider while the last of three templates is made, which the account has by then.
func TestAccKill_create(t *testing.T) {
	t.Parallel()
	binary, err := provider()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pids, wrapper := filepath.Join(dir, "pids"), filepath.Join(dir, "wrapper")
	script := "#!/bin/sh\necho $$ >>'" + pids + "'\nexec '" + binary + "' \"$@\"\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	wrapped, err := workspace.Install(filepath.Join(dir, "mirror"), wrapper)
	if err != nil {
		t.Fatal(err)
	}
	s := newStage(t, newWorld(t), wrapped, app("login", "login")+template("a", "template-a")+template("b", "template-b")+template("c", "template-c"))
	s.world.Inject(simulator.Fault{Method: http.MethodPost, Path: addTemplate, Skip: 2, Commit: true, Delay: never})
	process := s.start(t, append(apply, "-parallelism=1")...)
	s.await(t, process, 3, http.MethodPost, addTemplate)
	kill(t, pids)
	s.end(t, process, 1)
	state := s.state(t)
	if len(state) != 3 {
		t.Errorf("the state has %v, want the application and two templates", state)
	}
	templates := s.world.Templates()
	if len(templates) != 3 {
		t.Fatalf("the account has %+v", templates)
	}
	s.world.ClearFaults()
	name, id := templates[2].Name, strconv.FormatInt(templates[2].ID, 10)
	expectError(t, s.run(t, 1, apply...), isTaken(name, id))
	s.run(t, 0, "import", "-input=false", "itniotech_otp_template."+strings.TrimPrefix(name, "template-"), id)
	s.converged(t)
}

// kill kills the process that was started last.
func kill(t *testing.T, pids string) {
	t.Helper()
	text, err := os.ReadFile(pids)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(text))
	pid, err := strconv.Atoi(all[len(all)-1])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

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

// killable is a mirror whose provider notes its process id in a file, which kill reads.
func killable(t *testing.T) (wrapped workspace.Mirror, pids string) {
	t.Helper()
	binary, err := provider()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	wrapper := filepath.Join(dir, "wrapper")
	pids = filepath.Join(dir, "pids")
	script := "#!/bin/sh\necho $$ >>'" + pids + "'\nexec '" + binary + "' \"$@\"\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	if wrapped, err = workspace.Install(filepath.Join(dir, "mirror"), wrapper); err != nil {
		t.Fatal(err)
	}
	return wrapped, pids
}

// TestAccKill_create kills the provider while the last of three templates is made, which the account has by then.
func TestAccKill_create(t *testing.T) {
	t.Parallel()
	wrapped, pids := killable(t)
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
	expectError(t, s.run(t, 1, apply...), isTakenAtPlan(name, id))
	s.run(t, 0, "import", "-input=false", "itniotech_otp_template."+strings.TrimPrefix(name, "template-"), id)
	s.converged(t)
}

// TestAccKill_createApp kills the provider while an application is made: nothing could list it, so a person has to look for its id.
func TestAccKill_createApp(t *testing.T) {
	t.Parallel()
	wrapped, pids := killable(t)
	s := newStage(t, newWorld(t), wrapped, app("login", "login"))
	s.world.Inject(simulator.Fault{Method: http.MethodPost, Path: addApp, Commit: true, Delay: never})
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, addApp)
	kill(t, pids)
	s.end(t, process, 1)
	s.expectState(t)
	s.world.ClearFaults()
	expectError(t, s.run(t, 1, apply...), appIsTaken("login"))
	apps := s.world.Apps()
	if len(apps) != 1 {
		t.Fatalf("the account has %+v, want one application", apps)
	}
	s.run(t, 0, "import", "-input=false", "itniotech_otp_app.login", apps[0].ID)
	s.converged(t)
}

// TestAccKill_update kills the provider while an object is changed: the next apply finds what became of that, and has nothing to do.
func TestAccKill_update(t *testing.T) {
	t.Parallel()
	for _, c := range contested() {
		t.Run(c.address, func(t *testing.T) {
			t.Parallel()
			wrapped, pids := killable(t)
			s := newStage(t, newWorld(t), wrapped, c.config(4))
			c.adopt(t, s)
			s.configure(t, c.config(8))
			s.world.Inject(simulator.Fault{Method: http.MethodPut, Path: c.update, Commit: true, Delay: never})
			process := s.start(t, apply...)
			s.await(t, process, 1, http.MethodPut, c.update)
			kill(t, pids)
			s.end(t, process, 1)
			s.expectState(t, c.address)
			s.world.ClearFaults()
			s.run(t, 0, apply...)
			s.converged(t)
			if calls, value := s.world.calls(http.MethodPut, c.update), c.value(s.world); calls != 1 || value != 8 {
				t.Errorf("%d updates were sent and %s is %d, want 1 and 8", calls, c.attribute, value)
			}
		})
	}
}

// kill kills the process that was started last.
func kill(t *testing.T, pids string) {
	t.Helper()
	signalLast(t, pids, syscall.SIGKILL)
}

func signalLast(t *testing.T, pids string, signal syscall.Signal) {
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
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}

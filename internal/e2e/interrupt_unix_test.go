//go:build unix

package e2e

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

const (
	// never is how long a fault lasts that no test outlives.
	never = time.Hour
	// slow is how long an answer takes that an interrupt must not cut off.
	slow = 2 * time.Second
)

// late is a call that takes effect, and is answered late.
func late(method, path string) simulator.Fault {
	return simulator.Fault{Method: method, Path: path, Commit: true, Delay: slow, Respond: simulator.RespondEdited(nil)}
}

func interrupt(t *testing.T, process *workspace.Process) {
	t.Helper()
	if err := process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
}

func TestAccInterrupt_create(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config, path string
		state        []string
	}{
		"app":      {app("login", "login"), addApp, []string{"itniotech_otp_app.login"}},
		"template": {app("login", "login") + template("en", "login-en"), addTemplate, []string{"itniotech_otp_app.login", "itniotech_otp_template.en"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, test.config)
			s.world.Inject(late(http.MethodPost, test.path))
			process := s.start(t, apply...)
			s.await(t, process, 1, http.MethodPost, test.path)
			interrupt(t, process)
			s.end(t, process, 1)
			s.expectState(t, test.state...)
			if calls := s.world.calls(http.MethodPost, test.path); calls != 1 {
				t.Errorf("created %d times", calls)
			}
			s.world.ClearFaults()
			s.converged(t)
		})
	}
}

// TestAccInterrupt_everyProcess signals the provider as well, as CI systems do that stop a container.
func TestAccInterrupt_everyProcess(t *testing.T) {
	t.Parallel()
	wrapped, pids := killable(t)
	s := newStage(t, newWorld(t), wrapped, app("login", "login"))
	s.world.Inject(late(http.MethodPost, addApp))
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, addApp)
	signalLast(t, pids, syscall.SIGTERM)
	if err := process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.end(t, process, 1)
	s.expectState(t, "itniotech_otp_app.login")
	s.world.ClearFaults()
	s.converged(t)
}

// TestOrphan ends a provider that was asked to end when its Terraform is gone.
func TestOrphan(t *testing.T) {
	t.Parallel()
	binary, err := provider()
	if err != nil {
		t.Fatal(err)
	}
	// The shell stands in for Terraform. It tells the provider's process id first, and ends with its input.
	parent := exec.CommandContext(t.Context(), "sh", "-c", `"$0" & echo $!; read -r _; true`, binary)
	parent.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	input, err := parent.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	printed, output, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	parent.Stdout = output
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	_ = output.Close() // the provider has it
	if err := printed.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(printed)
	lines.Scan()
	pid, err := strconv.Atoi(lines.Text())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) }) // fails if it has ended
	lines.Scan()
	if !strings.Contains(lines.Text(), "|grpc|") {
		t.Fatalf("the provider said %q", lines.Text())
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := input.Close(); err != nil {
		t.Fatal(err)
	}
	if err := parent.Wait(); err != nil {
		t.Fatal(err)
	}
	if lines.Scan() || lines.Err() != nil { // until nobody has the pipe
		t.Errorf("the provider said %q, %v", lines.Text(), lines.Err())
	}
}

// TestAccInterrupt_createUnanswered waits no longer than the grace for an answer that does not come.
func TestAccInterrupt_createUnanswered(t *testing.T) {
	t.Parallel()
	s := begin(t, app("login", "login"))
	s.world.Inject(simulator.Fault{Method: http.MethodPost, Path: addApp, Delay: never})
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, addApp)
	before := len(s.world.Requests())
	interrupt(t, process)
	expectError(t, s.end(t, process, 1), `Terraform could not create the OTP application "login".
		The run was interrupted.
		Whether the application was created is not known. Before you apply again, look for its name in ITNIO Tech's console; if it is there, import it, because creating it again can only fail:
		import {
		  to = itniotech_otp_app.RESOURCE_NAME
		  id = "ID"
		}`)
	s.expectState(t)
	if after := len(s.world.Requests()); after != before {
		t.Errorf("made %d calls, want none after the first %d and the interrupt", after, before)
	}
}

func TestAccInterrupt_update(t *testing.T) {
	t.Parallel()
	s := begin(t, app("login", "login"))
	s.run(t, 0, apply...)
	s.configure(t, app("login", "renamed"))
	s.world.Inject(late(http.MethodPut, updateApp))
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPut, updateApp)
	interrupt(t, process)
	s.end(t, process, 1)
	s.expectState(t, "itniotech_otp_app.login")
	if got := s.state(t)[0].Values["name"]; got != "renamed" {
		t.Errorf("the state has the name %v", got)
	}
	s.world.ClearFaults()
	s.converged(t)
}

// TestAccInterrupt_read hangs in a call that nothing is lost by: the CLI ends although the answer is an hour away. It
// plans, because Terraform does not tell the provider of an interrupt while an apply still plans.
func TestAccInterrupt_read(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ config, path string }{
		"details": {app("login", "login"), appDetails},
		"list":    {app("login", "login") + template("en", "login-en"), listTemplate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, test.config)
			s.run(t, 0, apply...)
			before := s.state(t)
			s.world.ResetRequests()
			s.world.Inject(simulator.Fault{Method: http.MethodGet, Path: test.path, Delay: never})
			process := s.start(t, plan...)
			s.await(t, process, 1, http.MethodGet, test.path)
			interrupt(t, process)
			s.end(t, process, 1)
			if after := s.state(t); len(after) != len(before) {
				t.Errorf("the state has %v after %v", after, before)
			}
			if calls := s.world.calls(http.MethodGet, test.path); calls != 1 {
				t.Errorf("asked %d times", calls)
			}
		})
	}
}

// TestAccInterrupt_wait interrupts the wait before a repeat: it ends, and nothing more is sent.
func TestAccInterrupt_wait(t *testing.T) {
	t.Parallel()
	one := app("login", "login")
	two := one + template("en", "login-en")
	for name, test := range map[string]struct {
		command                     []string
		method, path, before, after string
	}{
		"create": {apply, http.MethodPost, addApp, "", one},
		"update": {apply, http.MethodPut, updateApp, one, app("login", "renamed")},
		"read":   {plan, http.MethodGet, appDetails, one, one},
		"list":   {plan, http.MethodGet, listTemplate, two, two},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, test.before)
			if test.before != "" {
				s.run(t, 0, apply...)
			}
			s.world.ResetRequests()
			s.configure(t, test.after)
			s.world.Inject(simulator.Fault{
				Method: test.method, Path: test.path,
				Respond: simulator.RespondHTTP(http.StatusTooManyRequests, "text/plain", "later", "Retry-After", "50"),
			})
			process := s.start(t, test.command...)
			s.await(t, process, 1, test.method, test.path)
			interrupt(t, process)
			s.end(t, process, 1)
			if calls := s.world.calls(test.method, test.path); calls != 1 {
				t.Errorf("called %d times", calls)
			}
			if test.before == "" {
				s.expectState(t)
			}
		})
	}
}

// TestAccInterrupt_nothingNew interrupts while more objects are to be made than can be at once.
func TestAccInterrupt_nothingNew(t *testing.T) {
	t.Parallel()
	config := app("login", "login")
	for i := range 6 {
		config += template("t"+strconv.Itoa(i), "template-"+strconv.Itoa(i))
	}
	for parallelism := range 2 {
		t.Run(strconv.Itoa(parallelism+1), func(t *testing.T) {
			t.Parallel()
			s := begin(t, config)
			s.world.Inject(late(http.MethodPost, addTemplate))
			process := s.start(t, append(apply, "-parallelism="+strconv.Itoa(parallelism+1))...)
			s.await(t, process, parallelism+1, http.MethodPost, addTemplate)
			interrupt(t, process)
			s.end(t, process, 1)
			if calls := s.world.calls(http.MethodPost, addTemplate); calls != parallelism+1 {
				t.Errorf("created %d templates, want the %d that were under way", calls, parallelism+1)
			}
			if objects := len(s.state(t)); objects != parallelism+2 {
				t.Errorf("the state has %d objects", objects)
			}
			s.world.ClearFaults()
			s.run(t, 0, apply...)
			s.converged(t)
		})
	}
}

// TestAccInterrupt_queue interrupts what the provider itself holds back.
func TestAccInterrupt_queue(t *testing.T) {
	t.Parallel()
	var config string
	for i := range 5 {
		config += app("app"+strconv.Itoa(i), "application-"+strconv.Itoa(i))
	}
	s := begin(t, "")
	if err := s.Write("main.tf", required+"provider \"itniotech\" {\n  requests_per_second = 0.1\n}\n"+config); err != nil {
		t.Fatal(err)
	}
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, addApp) // after the look for the names, so that it is the second call
	before := len(s.world.Requests())
	interrupt(t, process)
	expectError(t, s.end(t, process, 1), "The request was not sent: nothing was created.")
	if after := len(s.world.Requests()); after != before {
		t.Errorf("made %d calls, want none after the first %d and the interrupt", after, before)
	}
	if objects := len(s.state(t)); objects != 1 {
		t.Errorf("the state has %d objects", objects)
	}
}

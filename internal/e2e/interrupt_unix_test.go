//go:build unix

package e2e

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// never is how long a fault lasts that no test outlives.
const never = time.Hour

// held are calls that take effect, and are answered when the test says so: when the provider has heard of an interrupt,
// which must not cut them off.
func held(method, path string) (calls simulator.Fault, answer func()) {
	isDue := make(chan struct{})
	respond := simulator.RespondEdited(nil)
	return simulator.Fault{Method: method, Path: path, Commit: true, Respond: func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-isDue:
			respond(w, r)
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}}, func() { close(isDue) }
}

// logged are the settings of a stage whose log tells when the provider has heard of an interrupt.
var logged = []string{"TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH=debug.log"}

// beginLogged is begin with a log.
func beginLogged(t *testing.T, config string) *stage {
	t.Helper()
	m, err := mirror()
	if err != nil {
		t.Fatal(err)
	}
	return newStage(t, newWorld(t), m, config, logged...)
}

// interrupt interrupts the CLI, and waits until the provider has heard of it.
func (s *stage) interrupt(t *testing.T, process *workspace.Process) {
	t.Helper()
	interrupt(t, process)
	s.awaitInterrupt(t, process)
}

// awaitInterrupt waits until the provider has answered that it stops.
func (s *stage) awaitInterrupt(t *testing.T, process *workspace.Process) {
	t.Helper()
	for isLast := false; ; {
		for line := range strings.Lines(readFile(t, filepath.Join(s.Dir, "debug.log"))) {
			if strings.Contains(line, "Served request") && strings.Contains(line, "tf_rpc=StopProvider") {
				return
			}
		}
		if isLast {
			result, _ := process.Wait()
			t.Fatalf("the provider was not told of the interrupt\n%s%s", result.Stdout, result.Stderr)
		}
		select {
		case <-process.Done():
			isLast = true // it may have been told since
		case <-time.After(5 * time.Millisecond):
		}
	}
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
			s := beginLogged(t, test.config)
			creates, answer := held(http.MethodPost, test.path)
			s.world.Inject(creates)
			process := s.start(t, apply...)
			s.await(t, process, 1, http.MethodPost, test.path)
			s.interrupt(t, process)
			answer()
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
	s := newStage(t, newWorld(t), wrapped, app("login", "login"), logged...)
	creates, answer := held(http.MethodPost, addApp)
	s.world.Inject(creates)
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPost, addApp)
	signalLast(t, pids, syscall.SIGTERM)
	if err := process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.awaitInterrupt(t, process)
	answer()
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
	if err := printed.SetReadDeadline(time.Now().Add(patience)); err != nil {
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
		Whether the application was created is not known. Before you apply again, check whether the account has it. The API cannot list applications. The data source itniotech_otp_templates shows the app_id of each template. If it is there, import it, because creating it again can only fail:
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
	s := beginLogged(t, app("login", "login"))
	s.run(t, 0, apply...)
	s.configure(t, app("login", "renamed"))
	updates, answer := held(http.MethodPut, updateApp)
	s.world.Inject(updates)
	process := s.start(t, apply...)
	s.await(t, process, 1, http.MethodPut, updateApp)
	s.interrupt(t, process)
	answer()
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
			s := beginLogged(t, config)
			creates, answer := held(http.MethodPost, addTemplate)
			s.world.Inject(creates)
			process := s.start(t, append(apply, "-parallelism="+strconv.Itoa(parallelism+1))...)
			s.await(t, process, parallelism+1, http.MethodPost, addTemplate)
			s.interrupt(t, process)
			answer()
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

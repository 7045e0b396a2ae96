//go:build unix

package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestWrap_signaled(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		command []string
		code    int
		want    string
	}{
		"killed":         {[]string{"sh", "-c", "kill -KILL $$"}, 128 + 9, ""},
		"not executable": {[]string{file}, 126, "The command cannot be run: fork/exec " + file + ": permission denied\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			code := Run(t.Context(), append([]string{"--"}, test.command...), &stdout, &stderr)
			if code != test.code || stderr.String() != test.want {
				t.Errorf("exit code = %d, stderr = %q, want %d and %q", code, stderr.String(), test.code, test.want)
			}
		})
	}
}

// Where there is no terminal, the command hears from the simulator alone, which waits for it.
func TestWrap_signalsOfGroup(t *testing.T) {
	t.Parallel()
	s := startSignals(t, nil, &syscall.SysProcAttr{Setsid: true})
	if group, err := syscall.Getpgid(s.command); err != nil || group != s.command {
		t.Errorf("the command is in group %d, %v, want its own: a signal to the simulator's would reach it twice", group, err)
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT} {
		if err := syscall.Kill(-s.cmd.Process.Pid, signal); err != nil {
			t.Fatal(err)
		}
		s.expect(t, signal.String())
	}
	s.terminate(t)
}

// signals is a simulator in a session of its own, which runs the command that prints signals.
type signals struct {
	cmd     *exec.Cmd
	stdout  io.Reader
	command int // its process id
}

func startSignals(t *testing.T, stdin *os.File, attributes *syscall.SysProcAttr) signals {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], "simulator", "--", os.Args[0], "signals")
	cmd.SysProcAttr, cmd.Stdin, cmd.Stderr = attributes, stdin, os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if pipe, ok := stdout.(*os.File); ok { // the command holds it longer than the simulator
		if err := pipe.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	id, err := strconv.Atoi(strings.TrimSpace(readUntil(t, stdout, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(id, syscall.SIGKILL) }) // fails if it has ended
	return signals{cmd, stdout, id}
}

// expect fails unless the command prints this line next.
func (s signals) expect(t *testing.T, line string) {
	t.Helper()
	if got := readUntil(t, s.stdout, "\n"); got != line+"\n" {
		t.Fatalf("the command prints %q, want %q", got, line)
	}
}

// terminate ends the command by SIGTERM to the simulator alone, and fails if anything else came before that.
func (s signals) terminate(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(s.stdout)
	if err != nil || strings.TrimSpace(string(rest)) != "terminated" {
		t.Errorf("the command prints %q, %v, want one signal", rest, err)
	}
	exit, failed := errors.AsType[*exec.ExitError](s.cmd.Wait())
	if !failed || exit.ExitCode() != 5 {
		t.Errorf("ended with %v, want the command's exit code 5", exit)
	}
}

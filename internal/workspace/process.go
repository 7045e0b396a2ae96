package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// grace is how long an interrupted CLI may take to end by itself.
const grace = 15 * time.Second

// Result is what a run of the CLI came to.
type Result struct {
	// ExitCode is the CLI's, and -1 if a signal ended it.
	ExitCode int
	// Stdout and Stderr are what it printed.
	Stdout, Stderr string
	// State is what the operating system says about the CLI. On Unix its times include those of the provider.
	State *os.ProcessState
}

// Process is a running CLI with all processes that it starts. They are one group, which the terminal's Ctrl-C does
// not reach, and none of them is left in the end.
type Process struct {
	cmd            *exec.Cmd
	stdout, stderr bytes.Buffer
	done           chan struct{} // closed when the group is gone
	err            error         // of exec.Cmd.Wait
}

// start starts a command. When its context ends, the command is asked to end, once: at a second signal the CLI would
// leave its provider running.
func start(cmd *exec.Cmd, stdout, stderr io.Writer) (*Process, error) {
	p := &Process{cmd: cmd, done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = tee(&p.stdout, stdout), tee(&p.stderr, stderr)
	group(cmd)
	cmd.WaitDelay = grace
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("running %s: %w", filepath.Base(cmd.Path), err)
	}
	go func() {
		defer close(p.done)
		p.err = cmd.Wait()
		killGroup(cmd)
	}()
	return p, nil
}

func tee(buffer *bytes.Buffer, also io.Writer) io.Writer {
	if also == nil {
		return buffer
	}
	return io.MultiWriter(also, buffer)
}

// Signal sends a signal to the CLI alone, as a CI system does. It fails with os.ErrProcessDone if the CLI has ended.
func (p *Process) Signal(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil {
		return fmt.Errorf("signaling %s: %w", filepath.Base(p.cmd.Path), err)
	}
	return nil
}

// Done is closed when the CLI has ended and nothing of its group is left.
func (p *Process) Done() <-chan struct{} { return p.done }

// Wait waits for Done. A failure of the CLI is an exit code and no error.
func (p *Process) Wait() (Result, error) {
	<-p.done
	result := Result{p.cmd.ProcessState.ExitCode(), p.stdout.String(), p.stderr.String(), p.cmd.ProcessState}
	if _, exited := errors.AsType[*exec.ExitError](p.err); p.err != nil && !exited {
		return result, fmt.Errorf("running %s: %w", filepath.Base(p.cmd.Path), p.err)
	}
	return result, nil
}

// quietly shows what a command prints only if it fails.
func quietly(cmd *exec.Cmd) error {
	process, err := start(cmd, nil, nil)
	if err != nil {
		return err
	}
	result, err := process.Wait()
	if err == nil && result.ExitCode != 0 {
		err = fmt.Errorf("%s %s ended with exit code %d:\n%s%s",
			filepath.Base(cmd.Path), cmd.Args[1], result.ExitCode, result.Stdout, result.Stderr)
	}
	return err
}

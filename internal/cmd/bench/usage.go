package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// The variables that make this program stand in for the provider.
const (
	envBinary = "ITNIOTECH_BENCH_BINARY" // the provider to run
	envUsage  = "ITNIOTECH_BENCH_USAGE"  // the file to write its usage to
)

// usage is what processes took. Of several, the CPU times add up, and the peaks do not.
type usage struct {
	CPU  time.Duration
	Peak int64 // of the resident memory, in bytes; 0 if the system does not tell
}

// used is what the provider took to plan and to apply.
type used struct{ plan, apply, manyPlan usage }

// measure runs the provider without time for the calls: a plan and an apply as timed, and a plan of many templates.
func (b *benchmark) measure(ctx context.Context) (used, error) {
	var u used
	file := filepath.Join(b.scratch, "usage")
	s, stop, err := b.stage(ctx, b.metered, templates(b.n), 0, envBinary+"="+b.provider, envUsage+"="+file)
	if err != nil {
		return u, err
	}
	defer stop()
	take := func(u *usage, run func(context.Context) (time.Duration, error)) {
		if err == nil {
			if _, err = run(ctx); err == nil {
				*u, err = takeUsage(file)
			}
		}
	}
	take(&u.apply, s.apply)
	take(&u.plan, s.planEdited)
	if err == nil {
		err = s.multiply(b.many)
	}
	take(&u.manyPlan, s.planEdited)
	return u, err
}

// takeUsage sums up what was written since it was last called.
func takeUsage(file string) (usage, error) {
	written, err := os.ReadFile(file) //nolint:gosec // the bench's own
	if err != nil {
		return usage{}, fmt.Errorf("reading what the provider used: %w", err)
	}
	var sum usage
	for decoder := json.NewDecoder(bytes.NewReader(written)); decoder.More(); {
		var one usage
		if err := decoder.Decode(&one); err != nil {
			return usage{}, fmt.Errorf("reading what the provider used: %w", err)
		}
		sum.CPU += one.CPU
		sum.Peak = max(sum.Peak, one.Peak)
	}
	if err := os.Remove(file); err != nil {
		return usage{}, fmt.Errorf("removing what the provider used: %w", err)
	}
	return sum, nil
}

// standIn runs the provider in place of this process, with its standard input and output, and writes down what it
// used. It gives the provider's exit code.
func standIn(binary string) int {
	cmd := exec.CommandContext(context.Background(), binary, os.Args[1:]...) //nolint:gosec // the bench's own
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err == nil || exited {
		err = writeUsage(os.Getenv(envUsage), cmd.ProcessState)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}

func writeUsage(path string, state *os.ProcessState) error {
	line, err := json.Marshal(usage{state.UserTime() + state.SystemTime(), peak(state)})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // the bench's own
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}

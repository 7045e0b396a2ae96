package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// The variables that make this program stand in for the provider.
const (
	envBinary = "ITNIOTECH_BENCH_BINARY" // the provider to run
	envUsage  = "ITNIOTECH_BENCH_USAGE"  // the file to write its usage to
)

// usage is what a process took.
type usage struct {
	CPU  time.Duration
	Peak int64 // of the resident memory, in bytes; 0 if the system does not tell
}

func cpu(used []usage) []time.Duration {
	all := make([]time.Duration, len(used))
	for i, u := range used {
		all[i] = u.CPU
	}
	return all
}

func peaks(used []usage) []int64 {
	all := make([]int64, len(used))
	for i, u := range used {
		all[i] = u.Peak
	}
	return all
}

// mostResident is the most resident memory that a running process has had, in bytes; 0 where only its end tells. What
// Linux tells at the end also counts what the parent held.
func mostResident(pid int) int64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	var kibibytes int64
	_, after, _ := strings.Cut(string(status), "\nVmHWM:")
	if _, err := fmt.Sscan(after, &kibibytes); err != nil {
		return 0
	}
	return kibibytes << 10
}

// takeUsage sums up the CPU times that were written since it was last called.
func takeUsage(file string) (time.Duration, error) {
	written, err := os.ReadFile(file) //nolint:gosec // the bench's own
	if err != nil {
		return 0, fmt.Errorf("reading what the provider used: %w", err)
	}
	var sum time.Duration
	for decoder := json.NewDecoder(bytes.NewReader(written)); decoder.More(); {
		var one time.Duration
		if err := decoder.Decode(&one); err != nil {
			return 0, fmt.Errorf("reading what the provider used: %w", err)
		}
		sum += one
	}
	if err := os.Remove(file); err != nil {
		return 0, fmt.Errorf("removing what the provider used: %w", err)
	}
	return sum, nil
}

// standIn runs the provider in place of this process, with its standard input and output, and writes down the CPU
// time that it took. It gives the provider's exit code.
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
	line, err := json.Marshal(state.UserTime() + state.SystemTime())
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

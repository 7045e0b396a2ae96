// Command bench measures what the provider costs, next to what Terraform itself costs. One application and its
// templates run at the simulator, which takes its time for each call. They are compared with as many terraform_data,
// which are built into the CLI, and with an echo, which shows what the framework costs. The command prints ratios and
// counts with their limits, and fails if one is exceeded.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// settings are what the flags say.
type settings struct {
	cli                     string
	n, many, rounds, starts int
	delay                   time.Duration
}

func main() {
	if binary := os.Getenv(envBinary); binary != "" {
		os.Exit(standIn(binary))
	}
	s := settings{starts: 21} // of each provider
	flag.StringVar(&s.cli, "cli", "terraform", "the `path` or name of Terraform or OpenTofu")
	flag.IntVar(&s.n, "n", 1000, "how many templates to time")
	flag.IntVar(&s.many, "many", 5000, "how many templates to measure memory with, and twice as many")
	flag.IntVar(&s.rounds, "rounds", 5, "how often to time")
	flag.DurationVar(&s.delay, "delay", 50*time.Millisecond, "how long each call takes while timed")
	report := flag.Bool("report", false, "succeed even if a limit is exceeded")
	flag.Parse()
	if s.n < 1 || s.many < 1 || s.rounds < 1 {
		fmt.Fprintln(os.Stderr, "bench: -n, -many and -rounds have to be at least 1")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	exceeded, err := bench(ctx, s)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		err = errors.New("interrupted")
	case err == nil && exceeded > 0 && !*report:
		err = fmt.Errorf("%d limits are exceeded", exceeded)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench measures, prints the table, and tells how many limits are exceeded.
func bench(ctx context.Context, s settings) (exceeded int, err error) {
	scratch, err := os.MkdirTemp("", "itniotech-bench-")
	if err != nil {
		return 0, fmt.Errorf("making a scratch directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()

	// As in a release. Go reads both when it builds.
	for name, value := range map[string]string{"CGO_ENABLED": "0", "GOFLAGS": "-trimpath '-ldflags=-s -w'"} {
		if err := os.Setenv(name, value); err != nil {
			return 0, fmt.Errorf("setting %s: %w", name, err)
		}
	}
	say("Building the provider as for a release, an echo, and an empty one")
	b, err := prepare(ctx, s, scratch)
	if err != nil {
		return 0, err
	}
	say("Planning and applying %d templates, as many echoes and as many terraform_data, %d times", s.n, s.rounds)
	timed, err := b.timeRounds(ctx)
	if err != nil {
		return 0, err
	}
	say("Planning %d, %d and %d templates without Terraform", s.n, s.many, 2*s.many)
	played, err := b.play(ctx)
	if err != nil {
		return 0, err
	}
	say("Starting the provider and the empty one")
	started, err := b.timeStarts(ctx)
	if err != nil {
		return 0, err
	}
	table := b.table(timed, played, started)
	fmt.Print("\n" + table.String())
	return table.exceeded(), nil
}

// say tells on standard error what is being done, because it takes minutes.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "==> "+format+"\n", args...) }

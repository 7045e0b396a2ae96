package main

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"time"
)

// timed is what the timed rounds took.
type timed struct {
	floor, echo, provider runs
	planCalls, applyCalls int // the provider's, the most of all rounds
}

// plansEach is how often each contestant plans in a round: a plan takes a fifth of an apply's time.
const plansEach = 3

// runs are the runs of one contestant by turns.
type runs struct {
	plan, apply       []time.Duration
	planCPU, applyCPU []time.Duration // of its process; none for Terraform alone
}

// timeRounds runs the contestants by turns, so that what else the machine does meets all of them.
func (b *benchmark) timeRounds(ctx context.Context) (timed, error) {
	var all timed
	for range b.rounds {
		if err := b.timeRound(ctx, &all); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (b *benchmark) timeRound(ctx context.Context, all *timed) error {
	file := filepath.Join(b.scratch, "usage")
	env := func(binary string) []string { return []string{envBinary + "=" + binary, envUsage + "=" + file} }
	floor, stop, err := b.stage(ctx, floor(b.n), 0)
	if err != nil {
		return err
	}
	defer stop()
	echo, stop, err := b.stage(ctx, templates(b.n), 0, env(b.echo)...)
	if err != nil {
		return err
	}
	defer stop()
	provider, stop, err := b.stage(ctx, templates(b.n), b.delay, env(b.provider)...)
	if err != nil {
		return err
	}
	defer stop()
	type step struct {
		run   func(context.Context) (time.Duration, error)
		times *[]time.Duration
		cpu   *[]time.Duration
		calls *int
	}
	steps := []step{
		{floor.apply, &all.floor.apply, nil, nil},
		{echo.apply, &all.echo.apply, &all.echo.applyCPU, nil},
		{provider.apply, &all.provider.apply, &all.provider.applyCPU, &all.applyCalls},
	}
	for range plansEach {
		steps = append(
			steps,
			step{floor.plan, &all.floor.plan, nil, nil},
			step{echo.plan, &all.echo.plan, &all.echo.planCPU, nil},
			step{provider.planEdited, &all.provider.plan, &all.provider.planCPU, &all.planCalls},
		)
	}
	for _, step := range steps {
		elapsed, err := step.run(ctx)
		if err != nil {
			return err
		}
		*step.times = append(*step.times, elapsed)
		if step.cpu != nil {
			used, err := takeUsage(file)
			if err != nil {
				return err
			}
			*step.cpu = append(*step.cpu, used)
		}
		if step.calls != nil {
			*step.calls = max(*step.calls, len(provider.account.Requests()))
		}
	}
	return nil
}

// median is the middle one, or of an even number the upper one of the two in the middle.
func median[T cmp.Ordered](values []T) T {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// ratio is the median of the rounds' ratios. The two of a round met the same machine.
func ratio(times, others []time.Duration) float64 {
	ratios := make([]float64, len(times))
	for i, time := range times {
		ratios[i] = time.Seconds() / others[i].Seconds()
	}
	return median(ratios)
}

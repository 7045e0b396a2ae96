package main

import (
	"context"
	"slices"
	"time"
)

// timed is what the timed rounds took, one element a round.
type timed struct {
	floorPlan, floorApply, plan, apply []time.Duration
	planCalls, applyCalls              int // the most of all rounds
}

// timeRounds runs floor and provider by turns, so that what else the machine does meets both.
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
	below, stop, err := b.stage(ctx, b.installed, floor(b.n), 0)
	if err != nil {
		return err
	}
	defer stop()
	above, stop, err := b.stage(ctx, b.installed, templates(b.n), b.delay)
	if err != nil {
		return err
	}
	defer stop()
	for _, step := range []struct {
		run   func(context.Context) (time.Duration, error)
		times *[]time.Duration
		calls *int
	}{
		{below.apply, &all.floorApply, nil},
		{above.apply, &all.apply, &all.applyCalls},
		{below.plan, &all.floorPlan, nil},
		{above.planEdited, &all.plan, &all.planCalls},
	} {
		elapsed, err := step.run(ctx)
		if err != nil {
			return err
		}
		*step.times = append(*step.times, elapsed)
		if step.calls != nil {
			*step.calls = max(*step.calls, len(above.account.Requests()))
		}
	}
	return nil
}

// median is the middle one, or of an even number the upper one of the two in the middle.
func median(times []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(times))[len(times)/2]
}

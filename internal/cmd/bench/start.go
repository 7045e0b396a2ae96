package main

import (
	"context"
	"time"
)

// started is how long providers took from their start to their schema.
type started struct{ provider, empty []time.Duration }

func (b *benchmark) timeStarts(ctx context.Context) (started, error) {
	var all started
	for range b.starts {
		for _, one := range []struct {
			binary string
			times  *[]time.Duration
		}{{b.empty, &all.empty}, {b.provider, &all.provider}} {
			elapsed, err := timeStart(ctx, one.binary)
			if err != nil {
				return all, err
			}
			*one.times = append(*one.times, elapsed)
		}
	}
	return all, nil
}

// timeStart starts a provider as Terraform does, asks for its schema, and ends it.
func timeStart(ctx context.Context, binary string) (time.Duration, error) {
	start := time.Now()
	s, err := serve(ctx, binary)
	if err != nil {
		return 0, err
	}
	defer s.client.Kill()
	if _, err := s.call(ctx, "GetProviderSchema", nil); err != nil {
		return 0, err
	}
	return time.Since(start), nil
}

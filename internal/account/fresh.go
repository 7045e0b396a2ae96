package account

import (
	"context"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// shared is a call whose answer goes to all who asked before it began.
type shared[Answer any] struct {
	turn        chan struct{} // holds the call under way
	begun, done int
	answer      Answer
	err         error
}

func newShared[Answer any]() *shared[Answer] { return &shared[Answer]{turn: make(chan struct{}, 1)} }

// do returns the answer of a call that began after this one was asked for.
func (o *Objects[Answer]) do(ctx context.Context, of *shared[Answer], call func() (Answer, error)) (Answer, error) {
	o.mu.Lock()
	before := of.begun
	o.mu.Unlock()
	select {
	case of.turn <- struct{}{}:
	case <-ctx.Done():
		var none Answer
		return none, ctx.Err()
	}
	defer func() { <-of.turn }()
	o.mu.Lock()
	answer, err, isNewer := of.answer, of.err, of.done > before
	if !isNewer {
		of.begun++
	}
	number := of.begun
	o.mu.Unlock()
	if isNewer {
		return answer, err
	}
	answer, err = call()
	if ctx.Err() != nil {
		return answer, err // only this caller was interrupted
	}
	o.mu.Lock()
	of.answer, of.err, of.done = answer, err, number
	o.mu.Unlock()
	return answer, err
}

// Latest reads an object by a details call that is made after this one was asked for. All who wait for one share it.
func (o *Objects[Answer]) Latest(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	o.mu.Lock()
	r := o.of(id)
	if r.latest == nil {
		r.latest = newShared[Answer]()
	}
	of := r.latest
	o.mu.Unlock()
	return o.do(ctx, of, func() (Answer, error) { return o.Details(client, ctx, id) })
}

// Refresh makes what is known of the account as new as this call. It reads the list, or what owns something that has
// one. All who wait for that share it.
func (o *Objects[Answer]) Refresh(ctx context.Context, client *otp.Client) error {
	if o.HasList() {
		_, err := o.Fresh(ctx, client)
		return err
	}
	_, err := o.do(ctx, o.refreshed, func() (Answer, error) {
		var none Answer
		if err := o.refreshOwners(ctx, client); err != nil {
			return none, err
		}
		return none, o.doubt(ctx)
	})
	return err
}

// doubt has all that this process has not written asked for once more. Others may be looking at it meanwhile.
func (o *Objects[Answer]) doubt(ctx context.Context) error {
	release, err := o.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	clear(o.surveyed)
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.records {
		r.isStale = r.isStale || r.object != nil && r.writes == 0
	}
	return nil
}

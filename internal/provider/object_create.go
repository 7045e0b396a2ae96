package provider

import (
	"context"
	"errors"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// settleTime is how long an object may take to show in the list after the
// answer to its create was lost.
const settleTime = 3 * time.Second

// lost is a create whose first answer was lost and whose second attempt failed.
type lost struct{ first, second error }

func (l *lost) Error() string { return l.first.Error() + "; then " + l.second.Error() }

// Unwrap returns how the second attempt failed.
func (l *lost) Unwrap() error { return l.second }

// create makes an object, and never two. It is sent again only after an answer
// that was lost, if the list lacks the object or there is no list: names are
// unique, so that a second object is refused.
func (c *crud[Model, Pointer, Settings, Answer]) create(
	ctx context.Context, client *otp.Client, plan Pointer, settings Settings,
) (Answer, error) {
	known := c.known(c.session)
	// What the account has before tells afterwards what is new. Without it nothing is claimed.
	_ = known.load(ctx, client)
	answer, err := c.add(client, ctx, settings)
	if isUnknown(err) {
		answer, err = c.findOut(ctx, client, plan, settings, err)
	}
	if err == nil {
		known.claim(answer.ObjectID())
		known.put(answer.ObjectID(), answer)
	}
	return answer, err
}

// findOut finds out what became of a create whose answer was lost.
func (c *crud[Model, Pointer, Settings, Answer]) findOut(
	ctx context.Context, client *otp.Client, plan Pointer, settings Settings, first error,
) (Answer, error) {
	var none Answer
	answer, found, err := c.search(ctx, client, plan)
	switch {
	case found:
		return answer, nil
	case err != nil || isDone(first) || !client.WaitToRepeat(ctx):
		return none, first
	}
	answer, second := c.add(client, ctx, settings)
	if second == nil {
		return answer, nil
	}
	if isUnknown(second) || errors.Is(second, otp.StatusDataExists) {
		if answer, found, _ = c.search(ctx, client, plan); found {
			return answer, nil
		}
	}
	return none, &lost{first, second}
}

// search looks twice for an object that this process may have created: the API
// may be late in carrying out what it did not answer. What was in the account
// before, differs in a field, or is another resource's, is left alone.
func (c *crud[Model, Pointer, Settings, Answer]) search(ctx context.Context, client *otp.Client, plan Pointer) (Answer, bool, error) {
	var none Answer
	known := c.known(c.session)
	if known.list == nil {
		return none, false, nil
	}
	_, name := plan.key()
	for look := range 2 {
		if look > 0 {
			if err := sleep(ctx, settleTime); err != nil {
				return none, false, err
			}
		}
		all, err := known.list(client, ctx)
		if err != nil {
			return none, false, err
		}
		for _, object := range all {
			id := object.ObjectID()
			if object.ObjectName() == name.ValueString() && known.isNew(id) && len(plan.differences(object)) == 0 && known.claim(id) {
				return object, true, nil
			}
		}
	}
	return none, false, nil
}

// holder returns what is known of the object whose name stood in the way of a
// create, nil if that was not the reason or nothing is known.
func (c *crud[Model, Pointer, Settings, Answer]) holder(ctx context.Context, client *otp.Client, plan Pointer, err error) *holder {
	if !errors.Is(err, otp.StatusDataExists) {
		return nil
	}
	_, name := plan.key()
	found, ours := c.known(c.session).holder(ctx, client, name.ValueString(), func(object Answer) int { return len(plan.differences(object)) })
	if found == nil {
		return nil
	}
	return &holder{
		id:      (*found).ObjectID(),
		name:    (*found).ObjectName(),
		differs: plan.differences(*found),
		ours:    ours,
	}
}

// sleep waits, at most until the context ends, and returns its error if it has.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return ctx.Err()
}

package account

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// All returns the objects of the account that can be seen, in the order of
// their numbers. These are the objects of the list, and what this process has
// written. Without a list, they are the objects of up to most owners. A row
// that the list has only in part is read by its details if it may be wanted.
// All fails if nothing could be read. Missing has what else could not be read.
func (o *Objects[Answer]) All(ctx context.Context, client *otp.Client, most int, mayBeWanted func(Answer) bool) ([]Answer, error) {
	err := o.Survey(ctx, client, most)
	if err != nil && o.HasList() && ctx.Err() == nil {
		_, err = o.Fresh(ctx, client) // the first list may have failed long ago
	}
	if err := errors.Join(err, ctx.Err()); err != nil {
		return nil, err
	}
	if err := o.complete(ctx, client, mayBeWanted); err != nil {
		return nil, err
	}
	var all []Answer
	o.mu.Lock()
	for _, r := range o.records {
		if r.isSeen() && (r.unread == nil || !r.isUnsure) {
			all = append(all, *r.object)
		}
	}
	o.mu.Unlock()
	if missing := o.Missing(); missing != nil && len(all) == 0 {
		return nil, missing
	}
	slices.SortFunc(all, func(a, b Answer) int { return compareIDs(a.ObjectID(), b.ObjectID()) })
	return all, nil
}

// complete reads the details of what a write or a list told only a part of. It
// fails if what this process has written cannot be read.
func (o *Objects[Answer]) complete(ctx context.Context, client *otp.Client, mayBeWanted func(Answer) bool) error {
	var ask []string
	o.mu.Lock()
	for id, r := range o.records {
		isMissing := r.object == nil && r.writes > 0
		if isMissing || r.isSeen() && r.isUnsure && mayBeWanted(*r.object) {
			ask = append(ask, id)
		}
	}
	o.mu.Unlock()
	slices.SortFunc(ask, compareIDs)
	o.readEach(ctx, client, ask)
	if err := ctx.Err(); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ask {
		if r := o.of(id); r.object == nil && r.unread != nil {
			return r.unread
		}
	}
	return nil
}

// readEach reads objects by their details, a few at once, and notes those that cannot be read.
func (o *Objects[Answer]) readEach(ctx context.Context, client *otp.Client, ids []string) {
	var all sync.WaitGroup
	slots := make(chan struct{}, ownersAtOnce)
	for _, id := range ids {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			continue
		}
		all.Go(func() {
			defer func() {
				_ = recover() // it would end the process, and is only about one object
				<-slots
			}()
			_, err := o.one(ctx, client, id)
			o.mu.Lock()
			defer o.mu.Unlock()
			r := o.of(id)
			switch {
			case err == nil:
				r.unread = nil
			case ctx.Err() != nil:
			case !errors.Is(err, otp.ErrNotFound):
				r.unread = err
			case r.writes == 0 && r.isUnsure:
				r.isListed = false // a row of something that is not there
			}
		})
	}
	all.Wait()
}

// Settle reads the details of objects that the list has only in part, if they
// have a name that stands in the way of this one.
func (o *Objects[Answer]) Settle(ctx context.Context, client *otp.Client, name string) {
	_ = o.complete(ctx, client, func(object Answer) bool { return SameName(object.ObjectName()) == SameName(name) })
}

// FreshNamed returns the objects of a name that a list has which was asked for after this call.
func (o *Objects[Answer]) FreshNamed(ctx context.Context, client *otp.Client, name string) ([]Answer, error) {
	rows, err := o.Fresh(ctx, client)
	if err != nil {
		return nil, err
	}
	var named []Answer
	for _, row := range rows {
		if otp.NFC(row.ObjectName()) != otp.NFC(name) {
			continue
		}
		if !row.ObjectIsWhole() {
			object, err := o.one(ctx, client, row.ObjectID())
			if err != nil || !isSameObject(row, object) {
				continue
			}
			row = object
		}
		named = append(named, row)
	}
	return named, nil
}

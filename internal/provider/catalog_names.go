package provider

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Bounds of what a look for a name may cost where there is no list.
const (
	maxOwners    = 100
	ownersAtOnce = 8
)

// reserve waits until no other object of this name is being created, so that
// whoever comes second finds what became of the first.
func (c *catalog[Answer]) reserve(ctx context.Context, name string) (release func(), err error) {
	name = sameName(name)
	for {
		c.mu.Lock()
		taken, ok := c.reserved[name]
		if !ok {
			mine := make(chan struct{})
			c.reserved[name] = mine
			c.mu.Unlock()
			return func() {
				c.mu.Lock()
				defer c.mu.Unlock()
				delete(c.reserved, name)
				close(mine)
			}, nil
		}
		c.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// leaving is a name that objects give up.
type leaving struct {
	begun, ended int
	change       chan struct{} // closed when one of them has ended
}

// giveUp notes that an object is about to give up a name, until done is called.
func (c *catalog[Answer]) giveUp(name string) (done func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name = sameName(name)
	l := c.leaving[name]
	if l == nil {
		l = &leaving{change: make(chan struct{})}
		c.leaving[name] = l
	}
	l.begun++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		l.ended++
		close(l.change)
		l.change = make(chan struct{})
	}
}

// afterOthers waits until no object is giving up a name, and returns how many
// have tried to.
func (c *catalog[Answer]) afterOthers(ctx context.Context, name string) int {
	name = sameName(name)
	for {
		c.mu.Lock()
		l := c.leaving[name]
		if l == nil {
			c.mu.Unlock()
			return 0
		}
		begun, ended, change := l.begun, l.ended, l.change
		c.mu.Unlock()
		if begun == ended {
			return ended
		}
		select {
		case <-change:
		case <-ctx.Done():
			return ended
		}
	}
}

// survey makes known which names the account has: all of them where there is a
// list, otherwise those of so many objects that own something which has one.
func (c *catalog[Answer]) survey(ctx context.Context, client *otp.Client, most int) error {
	if c.list != nil || c.owners == nil {
		return c.load(ctx, client)
	}
	release, err := c.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	owners, err := c.owners(ctx, client)
	if err != nil {
		return err
	}
	var ask []string
	for _, id := range owners {
		if !c.surveyed[id] && len(c.surveyed) < most {
			c.surveyed[id] = true
			ask = append(ask, id)
		}
	}
	c.mu.Lock()
	c.beyond = len(owners) - len(c.surveyed)
	c.mu.Unlock()
	var all sync.WaitGroup
	slots := make(chan struct{}, ownersAtOnce)
	for _, id := range ask {
		c.mu.Lock()
		c.onList[id] = true
		c.mu.Unlock()
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			continue
		}
		all.Go(func() {
			defer func() {
				_ = recover() // it would end the process, and is only about a name
				<-slots
			}()
			if _, err := c.one(ctx, client, id); err != nil && !errors.Is(err, otp.ErrNotFound) {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.unread[id] = err // its name is not known
			}
		})
	}
	all.Wait()
	return nil
}

// owned lists what the account's objects belong to, in the order of its ids.
func (c *catalog[Answer]) owned(ctx context.Context, client *otp.Client) ([]string, error) {
	if err := c.load(ctx, client); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := map[string]bool{"": true}
	var owners []string
	for _, owner := range c.scopes {
		if !seen[owner] {
			seen[owner] = true
			owners = append(owners, owner)
		}
	}
	slices.SortFunc(owners, compareIDs)
	return owners, nil
}

// compareIDs orders ids by their number, and those that are none by length and text.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// unreadError says which objects could not be read although something belongs to them.
type unreadError struct {
	ids []string
	err error // of the first
}

func (u *unreadError) Error() string { return u.err.Error() }

// Unwrap returns why the first could not be read.
func (u *unreadError) Unwrap() error { return u.err }

// missing returns an unreadError, nil if there is nothing to say.
func (c *catalog[Answer]) missing() *unreadError {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for id := range c.unread {
		if _, known := c.objects[id]; !known {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.SortFunc(ids, compareIDs)
	return &unreadError{ids, c.unread[ids[0]]}
}

// isWhole tells whether nothing is left to ask for.
func (c *catalog[Answer]) isWhole() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.beyond <= 0
}

// holder returns the object that has a name, and whether this process has
// created it; nil if none is known. Of several, it is the one of the lowest
// rank. Names that the API may take for the same count if there is no other.
func (c *catalog[Answer]) holder(name string, rank func(Answer) int) (object *Answer, ours bool) {
	if object, ours = c.find(func(has string) bool { return has == name }, rank); object != nil {
		return object, ours
	}
	return c.find(func(has string) bool { return sameName(has) == sameName(name) }, rank)
}

// holderNow is holder, and looks again where the list is older than the name may be.
func (c *catalog[Answer]) holderNow(ctx context.Context, client *otp.Client, name string, rank func(Answer) int) (object *Answer, ours bool) {
	_ = c.survey(ctx, client, maxOwners) // what this process has written is known all the same
	exact, _ := c.find(func(has string) bool { return has == name }, rank)
	if exact == nil && c.list != nil {
		if _, err := c.fresh(ctx, client); err != nil {
			return nil, false
		}
	}
	return c.holder(name, rank)
}

// find returns the object of the lowest rank, and of these the one with the
// lowest id. An object that was only read does not count: that others have or
// have not been read yet must make no difference.
func (c *catalog[Answer]) find(is func(name string) bool, rank func(Answer) int) (object *Answer, ours bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []Answer
	for id, candidate := range c.objects {
		if (c.onList[id] || c.written[id]) && is(candidate.ObjectName()) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return nil, false
	}
	best := slices.MinFunc(found, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ObjectID(), b.ObjectID()))
	})
	return &best, c.created[best.ObjectID()]
}

// isListed tells whether the account's list has an object, or this process has written it.
func (c *catalog[Answer]) isListed(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.onList[id] || c.written[id]
}

// readAs returns the object of a name that was only read, nil if there is none.
func (c *catalog[Answer]) readAs(name string) *Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(c.objects)) {
		if object := c.objects[id]; object.ObjectName() == name && c.intents.wasRead(id) {
			return &object
		}
	}
	return nil
}

// sameName is equal for names that the API may take for one: it is not
// documented whether case and blanks count.
func sameName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// all returns the account's objects as far as they can be seen, in the order
// of their numbers: those of the list, or of so many owners where there is
// none, and what this process has written. If nothing could be read, it fails.
func (c *catalog[Answer]) all(ctx context.Context, client *otp.Client, most int) ([]Answer, error) {
	if err := errors.Join(c.survey(ctx, client, most), ctx.Err()); err != nil {
		return nil, err
	}
	var all []Answer
	var changed []string // by a write whose answer was without the object
	c.mu.Lock()
	for id, object := range c.objects {
		if c.onList[id] || c.written[id] {
			all = append(all, object)
		}
	}
	for id := range c.written {
		if _, known := c.objects[id]; !known {
			changed = append(changed, id)
		}
	}
	c.mu.Unlock()
	for _, id := range changed {
		object, err := c.one(ctx, client, id)
		switch {
		case err == nil:
			all = append(all, object)
		case !errors.Is(err, otp.ErrNotFound):
			return nil, err
		}
	}
	if missing := c.missing(); missing != nil && len(all) == 0 {
		return nil, missing
	}
	slices.SortFunc(all, func(a, b Answer) int { return compareIDs(a.ObjectID(), b.ObjectID()) })
	return all, nil
}

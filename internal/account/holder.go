package account

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Holder returns the object that has a name, and whether this process has
// created it; nil if none is known. Of several, it is the one of the lowest
// rank. Names that the API may take for the same count if there is no other.
func (c *Objects[Answer]) Holder(name string, rank func(Answer) int) (object *Answer, ours bool) {
	if object, ours = c.find(func(has string) bool { return has == name }, rank); object != nil {
		return object, ours
	}
	return c.find(func(has string) bool { return SameName(has) == SameName(name) }, rank)
}

// HolderNow is holder, and looks again where the list is older than the name may be.
func (c *Objects[Answer]) HolderNow(ctx context.Context, client *otp.Client, name string, rank func(Answer) int) (object *Answer, ours bool) {
	_ = c.Survey(ctx, client, MaxApps) // what this process has written is known all the same
	exact, _ := c.find(func(has string) bool { return has == name }, rank)
	if exact == nil && c.HasList() {
		if _, err := c.Fresh(ctx, client); err != nil {
			return nil, false
		}
	}
	return c.Holder(name, rank)
}

// find returns the object of the lowest rank, and of these the one with the
// lowest id. An object that was only read does not count: that others have or
// have not been read yet must make no difference.
func (c *Objects[Answer]) find(is func(name string) bool, rank func(Answer) int) (object *Answer, ours bool) {
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

// HasID tells whether the account's list has an object, or this process has written it.
func (c *Objects[Answer]) HasID(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.onList[id] || c.written[id]
}

// Named returns an object of a name whose id is one of some, nil if there is
// none. It finds also what no list has had.
func (c *Objects[Answer]) Named(name string, isOne func(id string) bool) *Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(c.objects)) {
		if object := c.objects[id]; object.ObjectName() == name && isOne(id) {
			return &object
		}
	}
	return nil
}

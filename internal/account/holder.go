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
// distance. Names that the API may take for the same count if there is no other.
func (o *Objects[Answer]) Holder(name string, distance func(Answer) int) (object *Answer, ours bool) {
	if object, ours = o.find(func(has string) bool { return has == name }, distance); object != nil {
		return object, ours
	}
	return o.find(func(has string) bool { return SameName(has) == SameName(name) }, distance)
}

// HolderNow is holder, and looks again where the list is older than the name may be.
func (o *Objects[Answer]) HolderNow(ctx context.Context, client *otp.Client, name string, distance func(Answer) int) (object *Answer, ours bool) {
	_ = o.Survey(ctx, client, MaxApps) // what this process has written is known all the same
	exact, _ := o.find(func(has string) bool { return has == name }, distance)
	if exact == nil && o.HasList() {
		if _, err := o.Fresh(ctx, client); err != nil {
			return nil, false
		}
	}
	return o.Holder(name, distance)
}

// find returns the object of the lowest distance, and of these the one with the
// lowest id. An object that was only read does not count: that others have or
// have not been read yet must make no difference.
func (o *Objects[Answer]) find(is func(name string) bool, distance func(Answer) int) (object *Answer, ours bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []Answer
	for id, candidate := range o.objects {
		if (o.onList[id] || o.written[id]) && is(candidate.ObjectName()) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return nil, false
	}
	best := slices.MinFunc(found, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a.ObjectID(), b.ObjectID()))
	})
	return &best, o.created[best.ObjectID()]
}

// HasID tells whether the account's list has an object, or this process has written it.
func (o *Objects[Answer]) HasID(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.onList[id] || o.written[id]
}

// Named returns an object of a name whose id is one of some, nil if there is
// none. It finds also what no list has had.
func (o *Objects[Answer]) Named(name string, isOne func(id string) bool) *Answer {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(o.objects)) {
		if object := o.objects[id]; object.ObjectName() == name && isOne(id) {
			return &object
		}
	}
	return nil
}

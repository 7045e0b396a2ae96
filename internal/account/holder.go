package account

import (
	"cmp"
	"context"
	"slices"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Holder returns the object that has a name, and whether this process has
// created it; nil if none is known. Of several, it is the one of the lowest
// distance. Names that the API may take for the same count if there is no other.
func (o *Objects[Answer]) Holder(name string, distance func(Answer) int) (object *Answer, ours bool) {
	if object, ours = o.find(exactly(name), distance); object != nil {
		return object, ours
	}
	return o.find(func(has string) bool { return SameName(has) == SameName(name) }, distance)
}

// HolderNow is holder, and looks again where the list is older than the name may be.
func (o *Objects[Answer]) HolderNow(ctx context.Context, client *otp.Client, name string, distance func(Answer) int) (object *Answer, ours bool) {
	_ = o.Survey(ctx, client, MaxApps) // what this process has written is known all the same
	exact, _ := o.find(exactly(name), distance)
	if exact == nil && o.HasList() {
		if _, err := o.Fresh(ctx, client); err != nil {
			return nil, false
		}
	}
	o.Settle(ctx, client, name)
	return o.Holder(name, distance)
}

// find returns the object of the lowest distance, and of these the one with the
// lowest id.
func (o *Objects[Answer]) find(is func(name string) bool, distance func(Answer) int) (object *Answer, ours bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var found []Answer
	for _, r := range o.records {
		if r.isSeen() && is((*r.object).ObjectName()) {
			found = append(found, *r.object)
		}
	}
	if len(found) == 0 {
		return nil, false
	}
	best := slices.MinFunc(found, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(distance(a), distance(b)), cmp.Compare(a.ObjectID(), b.ObjectID()))
	})
	return &best, o.of(best.ObjectID()).isCreated
}

// exactly tells whether a name is another, in any Unicode form.
func exactly(name string) func(string) bool {
	name = otp.NFC(name)
	return func(has string) bool { return otp.NFC(has) == name }
}

// NameOf is the name of an object as the account has it, "" if that is not known.
func (o *Objects[Answer]) NameOf(id string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if object := o.of(id).object; object != nil {
		return (*object).ObjectName()
	}
	return ""
}

// Count is how many objects are known to have a name.
func (o *Objects[Answer]) Count(name string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	count, is := 0, exactly(name)
	for _, r := range o.records {
		if r.isSeen() && is((*r.object).ObjectName()) {
			count++
		}
	}
	return count
}

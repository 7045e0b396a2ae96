package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// catalog is what this process knows of the account's objects of one kind: the
// list, read once for all resources and kept nowhere else, and on top of it
// what this process itself has written.
type catalog[Answer otp.Object] struct {
	// list reads all objects, nil where the API has no list.
	list func(*otp.Client, context.Context) ([]Answer, error)
	turn chan struct{} // holds the list call under way: a list may be large

	mu       sync.Mutex
	begun    int  // list calls
	latest   int  // which of them the newest list is from
	listed   bool // the first list has been read, or could not be
	err      error
	first    map[string]bool   // ids in the first list, nil if that could not be had
	objects  map[string]Answer // newest known, by id
	newest   []Answer          // the newest list
	written  map[string]bool   // ids that this process has written
	created  map[string]bool   // ids that this process has created
	reserved map[string]chan struct{}
}

func newCatalog[Answer otp.Object](list func(*otp.Client, context.Context) ([]Answer, error)) *catalog[Answer] {
	return &catalog[Answer]{
		list:     list,
		turn:     make(chan struct{}, 1),
		objects:  map[string]Answer{},
		written:  map[string]bool{},
		created:  map[string]bool{},
		reserved: map[string]chan struct{}{},
	}
}

// load reads the first list, by one call for all who ask. A failure is
// everybody's, and final: each would only see it again.
func (c *catalog[Answer]) load(ctx context.Context, client *otp.Client) error {
	if c.list == nil {
		return nil
	}
	release, err := c.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	c.mu.Lock()
	listed, err := c.listed, c.err
	c.mu.Unlock()
	if listed {
		return err
	}
	_, err = c.read(ctx, client)
	return err
}

// fresh returns a list that was asked for after this call. All who wait for
// one share it.
func (c *catalog[Answer]) fresh(ctx context.Context, client *otp.Client) ([]Answer, error) {
	c.mu.Lock()
	before := c.begun
	c.mu.Unlock()
	release, err := c.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	c.mu.Lock()
	newest, latest := c.newest, c.latest
	c.mu.Unlock()
	if latest > before {
		return newest, nil
	}
	return c.read(ctx, client)
}

// enter waits for the turn to list.
func (c *catalog[Answer]) enter(ctx context.Context) (release func(), err error) {
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read lists, and takes over what this process has not written itself: the
// call may have been on its way for longer than a write.
func (c *catalog[Answer]) read(ctx context.Context, client *otp.Client) ([]Answer, error) {
	c.mu.Lock()
	c.begun++
	number := c.begun
	c.mu.Unlock()
	all, err := c.list(client, ctx)
	if err != nil && ctx.Err() != nil {
		return nil, err // only this caller was interrupted
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	isFirst := !c.listed
	if isFirst {
		c.listed, c.err = true, err
	}
	if err != nil {
		return nil, err
	}
	c.newest, c.latest = all, number
	if isFirst {
		c.first = make(map[string]bool, len(all))
	}
	for _, object := range all {
		id := object.ObjectID()
		if isFirst {
			c.first[id] = true
		}
		if !c.written[id] {
			c.objects[id] = object
		}
	}
	return all, nil
}

// get returns an object as the list has it, and false if the list lacks it,
// which proves nothing: it may be paged.
func (c *catalog[Answer]) get(ctx context.Context, client *otp.Client, id string) (Answer, bool, error) {
	var none Answer
	if c.list == nil {
		return none, false, nil
	}
	if err := c.load(ctx, client); err != nil {
		return none, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	object, found := c.objects[id]
	return object, found, nil
}

// put takes over how the API answered a write. An answer without the object
// makes the next reader ask for it.
func (c *catalog[Answer]) put(id string, answer Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.written[id] = true
	if answer.ObjectID() != id {
		delete(c.objects, id)
		return
	}
	c.objects[id] = answer
}

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

// claim makes an id that of an object which this process has created. It
// fails for an id that another object of the run has.
func (c *catalog[Answer]) claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.created[id] {
		return false
	}
	c.created[id] = true
	return true
}

// hasFence tells whether the account could be looked at before this process
// created anything.
func (c *catalog[Answer]) hasFence() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first != nil
}

// isNew tells whether an id may be that of an object which this process
// created without hearing of it: the first list could be read, and lacked it.
func (c *catalog[Answer]) isNew(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first != nil && !c.first[id] && !c.created[id]
}

// byName returns the object that has a name, and whether this process has
// created it; nil if none is known. It looks again where the list is older than
// the name may be.
func (c *catalog[Answer]) byName(ctx context.Context, client *otp.Client, name string, differences func(Answer) int) (object *Answer, ours bool) {
	is := func(has string) bool { return has == name }
	if object, ours = c.find(is, differences); object != nil {
		return object, ours
	}
	if c.list != nil {
		if _, err := c.fresh(ctx, client); err != nil {
			return nil, false
		}
		if object, ours = c.find(is, differences); object != nil {
			return object, ours
		}
	}
	return c.find(func(has string) bool { return sameName(has) == sameName(name) }, differences)
}

// find returns the object of a name that is least different, the lowest id first.
func (c *catalog[Answer]) find(is func(name string) bool, differences func(Answer) int) (object *Answer, ours bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []Answer
	for _, candidate := range c.objects {
		if is(candidate.ObjectName()) {
			found = append(found, candidate)
		}
	}
	if len(found) == 0 {
		return nil, false
	}
	best := slices.MinFunc(found, func(a, b Answer) int {
		return cmp.Or(cmp.Compare(differences(a), differences(b)), cmp.Compare(a.ObjectID(), b.ObjectID()))
	})
	return &best, c.created[best.ObjectID()]
}

// sameName is equal for names that the API may take for one: it is not
// documented whether case and blanks count.
func sameName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

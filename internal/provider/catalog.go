package provider

import (
	"context"
	"errors"
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

	mu      sync.Mutex
	flight  chan struct{} // closed when the call under way has ended, nil if there is none
	listed  bool          // the list has been read, or could not be
	err     error         // why it could not
	first   map[string]bool
	objects map[string]Answer // newest known, by id
	written map[string]bool   // ids that this process has written
	created map[string]bool   // ids that this process has created
}

func newCatalog[Answer otp.Object](list func(*otp.Client, context.Context) ([]Answer, error)) *catalog[Answer] {
	return &catalog[Answer]{
		list:    list,
		objects: map[string]Answer{},
		written: map[string]bool{},
		created: map[string]bool{},
	}
}

// load reads the list unless that has been done. Whoever comes while another
// reads waits for the same call. A failure is everybody's, and final: each
// would only see it again.
func (c *catalog[Answer]) load(ctx context.Context, client *otp.Client) error {
	for {
		flight, mine, err := c.board()
		switch {
		case flight == nil:
			return err
		case mine:
			return c.read(ctx, client)
		}
		select {
		case <-flight:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// board returns the call under way, or starts one; nil and how it went if
// there is no need for one.
func (c *catalog[Answer]) board() (flight chan struct{}, mine bool, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.listed || c.list == nil {
		return nil, false, c.err
	}
	if c.flight == nil {
		c.flight, mine = make(chan struct{}), true
	}
	return c.flight, mine, nil
}

// read makes the call that all wait for.
func (c *catalog[Answer]) read(ctx context.Context, client *otp.Client) error {
	defer c.land()
	all, err := c.list(client, ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && ctx.Err() != nil {
		return err // only this caller was interrupted
	}
	c.listed, c.err = true, err
	if err != nil {
		return err
	}
	c.first = make(map[string]bool, len(all))
	for _, object := range all {
		c.first[object.ObjectID()] = true
	}
	c.take(all)
	return nil
}

// land ends the wait of all others, whatever has become of the call.
func (c *catalog[Answer]) land() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.flight)
	c.flight = nil
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

// isNew tells whether an id may be that of an object which this process
// created without hearing of it: the list could be read before, and lacked it.
func (c *catalog[Answer]) isNew(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first != nil && !c.first[id] && !c.created[id]
}

// holder returns the object that has a name, the one that is least different if
// several have, and whether this process has created it; nil if none is known.
// It looks again where the list is older than the name may be.
func (c *catalog[Answer]) holder(ctx context.Context, client *otp.Client, name string, differences func(Answer) int) (object *Answer, ours bool) {
	if object, ours = c.named(name, differences); object != nil || c.list == nil {
		return object, ours
	}
	all, err := c.list(client, ctx)
	if err != nil {
		return nil, false
	}
	c.mu.Lock()
	c.take(all)
	c.mu.Unlock()
	return c.named(name, differences)
}

// named looks for a name among the known objects. The API may take names as
// equal that differ in case or in blanks around them.
func (c *catalog[Answer]) named(name string, differences func(Answer) int) (object *Answer, ours bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, candidate := range c.objects {
		if !strings.EqualFold(strings.TrimSpace(candidate.ObjectName()), strings.TrimSpace(name)) {
			continue
		}
		if object == nil || differences(candidate) < differences(*object) {
			object, ours = &candidate, c.created[id]
		}
	}
	return object, ours
}

// take takes over objects of a list. Its call may have been on its way for
// longer than a write that has been answered.
func (c *catalog[Answer]) take(all []Answer) {
	for _, object := range all {
		if id := object.ObjectID(); !c.written[id] {
			c.objects[id] = object
		}
	}
}

// isUnknown tells whether a failed write may have taken effect.
func isUnknown(err error) bool {
	failure, ok := errors.AsType[*otp.Error](err)
	return ok && (failure.Outcome == otp.Unknown || failure.Outcome == otp.Done)
}

// isDone tells whether the API reported success all the same, if not with the object.
func isDone(err error) bool {
	failure, ok := errors.AsType[*otp.Error](err)
	return err == nil || ok && failure.Outcome == otp.Done
}

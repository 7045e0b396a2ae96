package account

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Objects is what this process knows of the account's objects of one kind: the
// list, read once for all resources and kept nowhere else, and on top of it
// what this process itself has written.
type Objects[Answer otp.Object] struct {
	names

	// list reads all objects, nil where the API has no list.
	list func(*otp.Client, context.Context) ([]Answer, error)
	// owners names objects by what belongs to them, nil where there is a list.
	owners func(context.Context, *otp.Client) ([]string, error)
	// Details reads one object.
	Details func(*otp.Client, context.Context, string) (Answer, error)
	turn    chan struct{} // holds the list call under way: a list may be large

	surveyed map[string]bool // owners that have been read, or could not be; holding the turn guards it

	mu        sync.Mutex
	begun     int  // list calls
	latest    int  // which of them the newest list is from
	listed    bool // the first list has been read, or could not be
	err       error
	firstList map[string]bool          // ids in the first list, nil if that could not be had
	objects   map[string]Answer        // newest known, by id
	newest    []Answer                 // the newest list
	onList    map[string]bool          // ids that a list has had, or owners
	scopes    map[string]string        // what the objects of a list, and those written, belong to
	beyond    int                      // owners that have not been asked for
	unread    map[string]error         // owners that could not be read, by id
	written   map[string]bool          // ids that this process has written
	created   map[string]bool          // ids that this process has created
	reading   map[string]chan struct{} // ids whose details are under way
}

// New makes what is known of the objects of one kind. List is nil where the API
// has none.
func New[Answer otp.Object](
	list func(*otp.Client, context.Context) ([]Answer, error), details func(*otp.Client, context.Context, string) (Answer, error),
) *Objects[Answer] {
	return &Objects[Answer]{
		list:     list,
		Details:  details,
		turn:     make(chan struct{}, 1),
		objects:  map[string]Answer{},
		onList:   map[string]bool{},
		scopes:   map[string]string{},
		surveyed: map[string]bool{},
		unread:   map[string]error{},
		reading:  map[string]chan struct{}{},
		written:  map[string]bool{},
		created:  map[string]bool{},
		names:    newNames(),
	}
}

// NewUnlisted is newCatalog for objects that the API does not list. They are
// found by what belongs to them.
func NewUnlisted[Answer otp.Object](
	details func(*otp.Client, context.Context, string) (Answer, error), owners func(context.Context, *otp.Client) ([]string, error),
) *Objects[Answer] {
	c := New(nil, details)
	c.owners = owners
	return c
}

// HasList tells whether the API lists the objects of this kind.
func (c *Objects[Answer]) HasList() bool { return c.list != nil }

// Load reads the first list, by one call for all who ask. A failure is
// everybody's, and final: each would only see it again.
func (c *Objects[Answer]) Load(ctx context.Context, client *otp.Client) error {
	if !c.HasList() {
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

// Fresh returns a list that was asked for after this call. All who wait for
// one share it.
func (c *Objects[Answer]) Fresh(ctx context.Context, client *otp.Client) ([]Answer, error) {
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
func (c *Objects[Answer]) enter(ctx context.Context) (release func(), err error) {
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read lists, and takes over what this process has not written itself: the
// call may have been on its way for longer than a write.
func (c *Objects[Answer]) read(ctx context.Context, client *otp.Client) ([]Answer, error) {
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
		c.firstList = make(map[string]bool, len(all))
	}
	for _, object := range all {
		id := object.ObjectID()
		c.onList[id], c.scopes[id] = true, object.ObjectScope()
		if isFirst {
			c.firstList[id] = true
		}
		if !c.written[id] {
			c.objects[id] = object
		}
	}
	return all, nil
}

// Get returns an object as the list has it. One that the list lacks may still
// exist, because the list may be paged, so then details decide.
func (c *Objects[Answer]) Get(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	if err := c.Load(ctx, client); err != nil {
		var none Answer
		return none, err
	}
	return c.one(ctx, client, id)
}

// one returns what is known of an object, by one call for all who ask if
// nothing is.
func (c *Objects[Answer]) one(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	for {
		c.mu.Lock()
		if object, known := c.objects[id]; known {
			c.mu.Unlock()
			return object, nil
		}
		read, busy := c.reading[id]
		if !busy {
			break
		}
		c.mu.Unlock()
		select {
		case <-read:
		case <-ctx.Done():
			var none Answer
			return none, ctx.Err()
		}
	}
	read := make(chan struct{})
	c.reading[id] = read
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.reading, id)
		close(read)
	}()
	object, err := c.Details(client, ctx, id)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil && !c.written[id] {
		c.objects[id] = object
	}
	return object, err
}

// Put takes over how the API answered a write. An answer without the object
// makes the next reader ask for it.
func (c *Objects[Answer]) Put(id string, answer Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.written[id] = true
	if answer.ObjectID() != id {
		delete(c.objects, id)
		return
	}
	c.objects[id], c.scopes[id] = answer, answer.ObjectScope()
}

// Claim makes an id that of an object which this process has created. It
// fails for an id that another object of the run has.
func (c *Objects[Answer]) Claim(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.created[id] {
		return false
	}
	c.created[id] = true
	return true
}

// HasFirstList tells whether the account could be looked at before this process
// created anything.
func (c *Objects[Answer]) HasFirstList() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.firstList != nil
}

// WasNotThereBefore tells whether an id may be that of an object which this process
// created without hearing of it: the first list could be read, and lacked it.
func (c *Objects[Answer]) WasNotThereBefore(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.firstList != nil && !c.firstList[id] && !c.created[id]
}

// All returns the account's objects as far as they can be seen, in the order
// of their numbers: those of the list, or of so many owners where there is
// none, and what this process has written. If nothing could be read, it fails.
func (c *Objects[Answer]) All(ctx context.Context, client *otp.Client, most int) ([]Answer, error) {
	if err := errors.Join(c.Survey(ctx, client, most), ctx.Err()); err != nil {
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
	if missing := c.Missing(); missing != nil && len(all) == 0 {
		return nil, missing
	}
	slices.SortFunc(all, func(a, b Answer) int { return compareIDs(a.ObjectID(), b.ObjectID()) })
	return all, nil
}

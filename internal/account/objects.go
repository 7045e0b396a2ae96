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

// NewUnlisted is New for objects that the API does not list. They are
// found by what belongs to them.
func NewUnlisted[Answer otp.Object](
	details func(*otp.Client, context.Context, string) (Answer, error), owners func(context.Context, *otp.Client) ([]string, error),
) *Objects[Answer] {
	o := New(nil, details)
	o.owners = owners
	return o
}

// HasList tells whether the API lists the objects of this kind.
func (o *Objects[Answer]) HasList() bool { return o.list != nil }

// Load reads the first list, by one call for all who ask. A failure is
// everybody's, and final: each would only see it again.
func (o *Objects[Answer]) Load(ctx context.Context, client *otp.Client) error {
	if !o.HasList() {
		return nil
	}
	release, err := o.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	o.mu.Lock()
	listed, err := o.listed, o.err
	o.mu.Unlock()
	if listed {
		return err
	}
	_, err = o.read(ctx, client)
	return err
}

// Fresh returns a list that was asked for after this call. All who wait for
// one share it.
func (o *Objects[Answer]) Fresh(ctx context.Context, client *otp.Client) ([]Answer, error) {
	o.mu.Lock()
	before := o.begun
	o.mu.Unlock()
	release, err := o.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	o.mu.Lock()
	newest, latest := o.newest, o.latest
	o.mu.Unlock()
	if latest > before {
		return newest, nil
	}
	return o.read(ctx, client)
}

// enter waits for the turn to list.
func (o *Objects[Answer]) enter(ctx context.Context) (release func(), err error) {
	select {
	case o.turn <- struct{}{}:
		return func() { <-o.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read lists, and takes over what this process has not written itself: the
// call may have been on its way for longer than a write.
func (o *Objects[Answer]) read(ctx context.Context, client *otp.Client) ([]Answer, error) {
	o.mu.Lock()
	o.begun++
	number := o.begun
	o.mu.Unlock()
	all, err := o.list(client, ctx)
	if err != nil && ctx.Err() != nil {
		return nil, err // only this caller was interrupted
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	isFirst := !o.listed
	if isFirst {
		o.listed, o.err = true, err
	}
	if err != nil {
		return nil, err
	}
	o.newest, o.latest = all, number
	if isFirst {
		o.firstList = make(map[string]bool, len(all))
	}
	for _, object := range all {
		id := object.ObjectID()
		o.onList[id], o.scopes[id] = true, object.ObjectAppID()
		if isFirst {
			o.firstList[id] = true
		}
		if !o.written[id] {
			o.objects[id] = object
		}
	}
	return all, nil
}

// Get returns an object as the list has it. One that the list lacks may still
// exist, because the list may be paged, so then details decide.
func (o *Objects[Answer]) Get(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	if err := o.Load(ctx, client); err != nil {
		var none Answer
		return none, err
	}
	return o.one(ctx, client, id)
}

// one returns what is known of an object, by one call for all who ask if
// nothing is.
func (o *Objects[Answer]) one(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	for {
		o.mu.Lock()
		if object, known := o.objects[id]; known {
			o.mu.Unlock()
			return object, nil
		}
		read, busy := o.reading[id]
		if !busy {
			break
		}
		o.mu.Unlock()
		select {
		case <-read:
		case <-ctx.Done():
			var none Answer
			return none, ctx.Err()
		}
	}
	read := make(chan struct{})
	o.reading[id] = read
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.reading, id)
		close(read)
	}()
	object, err := o.Details(client, ctx, id)
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil && !o.written[id] {
		o.objects[id] = object
	}
	return object, err
}

// Put takes over how the API answered a write. An answer without the object
// makes the next reader ask for it.
func (o *Objects[Answer]) Put(id string, answer Answer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.written[id] = true
	if answer.ObjectID() != id {
		delete(o.objects, id)
		return
	}
	o.objects[id], o.scopes[id] = answer, answer.ObjectAppID()
}

// Claim makes an id that of an object which this process has created. It
// fails for an id that another object of the run has.
func (o *Objects[Answer]) Claim(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.created[id] {
		return false
	}
	o.created[id] = true
	return true
}

// HasFirstList tells whether the account could be looked at before this process
// created anything.
func (o *Objects[Answer]) HasFirstList() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.firstList != nil
}

// WasNotThereBefore tells whether an id may be that of an object which this process
// created without hearing of it: the first list could be read, and lacked it.
func (o *Objects[Answer]) WasNotThereBefore(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.firstList != nil && !o.firstList[id] && !o.created[id]
}

// All returns the account's objects as far as they can be seen, in the order
// of their numbers: those of the list, or of so many owners where there is
// none, and what this process has written. If nothing could be read, it fails.
func (o *Objects[Answer]) All(ctx context.Context, client *otp.Client, most int) ([]Answer, error) {
	if err := errors.Join(o.Survey(ctx, client, most), ctx.Err()); err != nil {
		return nil, err
	}
	var all []Answer
	var changed []string // by a write whose answer was without the object
	o.mu.Lock()
	for id, object := range o.objects {
		if o.onList[id] || o.written[id] {
			all = append(all, object)
		}
	}
	for id := range o.written {
		if _, known := o.objects[id]; !known {
			changed = append(changed, id)
		}
	}
	o.mu.Unlock()
	for _, id := range changed {
		object, err := o.one(ctx, client, id)
		switch {
		case err == nil:
			all = append(all, object)
		case !errors.Is(err, otp.ErrNotFound):
			return nil, err
		}
	}
	if missing := o.Missing(); missing != nil && len(all) == 0 {
		return nil, missing
	}
	slices.SortFunc(all, func(a, b Answer) int { return compareIDs(a.ObjectID(), b.ObjectID()) })
	return all, nil
}

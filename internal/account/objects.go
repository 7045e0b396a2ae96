package account

import (
	"context"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Objects is what this process knows of the account's objects of one kind. It
// has the list, read once for all resources and kept nowhere else, and on top of it
// what this process itself has written.
type Objects[Answer otp.Object] struct {
	names

	// list reads all objects, nil where the API has no list.
	list func(*otp.Client, context.Context) (otp.List[Answer], error)
	// owners names objects by what belongs to them, nil where there is a list.
	owners func(context.Context, *otp.Client) ([]string, error)
	// Details reads one object.
	Details func(*otp.Client, context.Context, string) (Answer, error)
	// refreshOwners makes what owners lists as new as the call.
	refreshOwners func(context.Context, *otp.Client) error
	refreshed     *shared[Answer]
	turn          chan struct{} // holds the list call under way: a list may be large

	surveyed map[string]bool // owners that have been read, or could not be; holding the turn guards it

	mu       sync.Mutex
	begun    int  // list calls
	listing  bool // one of them is under way
	failed   int  // which of them failed last
	failure  error
	latest   int  // which of them the newest list is from
	listed   bool // the first list has been read, or could not be
	err      error
	hasFirst bool                       // the first list is whole
	newest   otp.List[Answer]           // the newest list
	beyond   int                        // owners that have not been asked for
	records  map[string]*record[Answer] // by id
}

// New makes what is known of the objects of one kind. List is nil where the API
// has none.
func New[Answer otp.Object](
	list func(*otp.Client, context.Context) (otp.List[Answer], error), details func(*otp.Client, context.Context, string) (Answer, error),
) *Objects[Answer] {
	return &Objects[Answer]{
		list:      list,
		Details:   details,
		turn:      make(chan struct{}, 1),
		records:   map[string]*record[Answer]{},
		surveyed:  map[string]bool{},
		refreshed: newShared[Answer](),
		names:     newNames(),
	}
}

// NewUnlisted is New for objects that the API does not list. They are
// found by what belongs to them.
func NewUnlisted[Answer otp.Object](
	details func(*otp.Client, context.Context, string) (Answer, error),
	owners func(context.Context, *otp.Client) ([]string, error), refreshOwners func(context.Context, *otp.Client) error,
) *Objects[Answer] {
	o := New(nil, details)
	o.owners, o.refreshOwners = owners, refreshOwners
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
// one share it, and its failure as well: none would fare better after it.
func (o *Objects[Answer]) Fresh(ctx context.Context, client *otp.Client) ([]Answer, error) {
	o.mu.Lock()
	before := o.begun
	shared := before + 1 // the first call whose failure is this caller's too
	if o.listing {
		shared = before
	}
	o.mu.Unlock()
	release, err := o.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	o.mu.Lock()
	newest, latest, failed, failure := o.newest, o.latest, o.failed, o.failure
	o.mu.Unlock()
	switch {
	case latest > before:
		return newest.Objects, nil
	case failed >= shared:
		return nil, failure
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
	o.listing = true
	number := o.begun
	o.mu.Unlock()
	all, err := o.list(client, ctx)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.listing = false
	if err != nil && ctx.Err() != nil {
		return nil, err // only this caller was interrupted
	}
	isFirst := !o.listed
	if isFirst {
		o.listed, o.err = true, err
	}
	if err != nil {
		o.failed, o.failure = number, err
		return nil, err
	}
	o.newest, o.latest = all, number
	// What is missing from a list that is not whole may have been there all the same.
	o.hasFirst = o.hasFirst || isFirst && all.Gap == ""
	for i := range all.Objects {
		row := &all.Objects[i] // no copy: a list may be large
		r := o.of((*row).ObjectID())
		r.takeRow(row)
		r.isFirst = r.isFirst || isFirst
	}
	return all.Objects, nil
}

// Gap says in words why the newest list may lack objects, "" if it is whole.
func (o *Objects[Answer]) Gap() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.newest.Gap
}

// Get returns an object as the list has it. One that the list lacks, or has
// only in part, may still be read from its details: the list may be paged.
func (o *Objects[Answer]) Get(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	if err := o.Load(ctx, client); err != nil {
		var none Answer
		return none, err
	}
	return o.one(ctx, client, id)
}

// Ask is Get, but for one who comes later than a list that failed: it asks for the details.
func (o *Objects[Answer]) Ask(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	o.mu.Lock()
	hasFailed := o.err != nil
	o.mu.Unlock()
	if hasFailed {
		return o.one(ctx, client, id)
	}
	return o.Get(ctx, client, id)
}

// one returns what is known of an object, by one call for all who ask if
// that is not enough.
func (o *Objects[Answer]) one(ctx context.Context, client *otp.Client, id string) (Answer, error) {
	o.mu.Lock()
	r := o.of(id)
	for {
		if r.object != nil && !r.isUnsure && !r.isStale {
			object := *r.object
			o.mu.Unlock()
			return object, nil
		}
		reading := r.reading
		if reading == nil {
			break
		}
		o.mu.Unlock()
		select {
		case <-reading:
		case <-ctx.Done():
			var none Answer
			return none, ctx.Err()
		}
		o.mu.Lock()
	}
	read, writes := make(chan struct{}), r.writes
	r.reading = read
	o.mu.Unlock()
	defer func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		r.reading = nil
		close(read)
	}()
	object, err := o.Details(client, ctx, id)
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil && r.writes == writes {
		r.takeDetails(&object)
	}
	return object, err
}

// Put takes over how the API answered a write. An answer without the object, or
// with only a part of it, makes the next reader ask for it.
func (o *Objects[Answer]) Put(id string, answer Answer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(id).takeWrite(id, &answer)
}

// Claim makes an id that of an object which this process has created. It
// fails for an id that another object of the run has.
func (o *Objects[Answer]) Claim(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.of(id)
	isFree := !r.isCreated
	r.isCreated = true
	return isFree
}

// HasFirstList tells whether the account could be looked at before this process
// created anything.
func (o *Objects[Answer]) HasFirstList() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.hasFirst
}

// WasNotThereBefore tells whether an id may be that of an object which this process
// created without hearing of it: the first list could be read, and lacked it.
func (o *Objects[Answer]) WasNotThereBefore(id string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	r := o.of(id)
	return o.hasFirst && !r.isFirst && !r.isCreated
}

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
	latestOf      map[string]*shared[Answer]
	turn          chan struct{} // holds the list call under way: a list may be large

	surveyed map[string]bool // owners that have been read, or could not be; holding the turn guards it

	mu        sync.Mutex
	begun     int  // list calls
	listing   bool // one of them is under way
	failed    int  // which of them failed last
	failure   error
	latest    int  // which of them the newest list is from
	listed    bool // the first list has been read, or could not be
	err       error
	firstList map[string]bool          // ids in the first list, nil if there was none
	objects   map[string]Answer        // newest known, by id
	newest    otp.List[Answer]         // the newest list
	stale     map[string]bool          // ids that are known from before a refresh
	unsure    map[string]bool          // ids whose details decide: what is known of them is not whole
	onList    map[string]bool          // ids that a list has had, or owners
	scopes    map[string]string        // what the objects of a list, and those written, belong to
	beyond    int                      // owners that have not been asked for
	unread    map[string]error         // owners that could not be read, by id
	written   map[string]int           // ids that this process has written, and how often
	created   map[string]bool          // ids that this process has created
	reading   map[string]chan struct{} // ids whose details are under way
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
		objects:   map[string]Answer{},
		onList:    map[string]bool{},
		scopes:    map[string]string{},
		surveyed:  map[string]bool{},
		unread:    map[string]error{},
		reading:   map[string]chan struct{}{},
		written:   map[string]int{},
		unsure:    map[string]bool{},
		created:   map[string]bool{},
		stale:     map[string]bool{},
		latestOf:  map[string]*shared[Answer]{},
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
	if isFirst && all.Gap == "" {
		o.firstList = make(map[string]bool, len(all.Objects))
	}
	for _, object := range all.Objects {
		o.takeRow(object)
		if isFirst && o.firstList != nil {
			o.firstList[object.ObjectID()] = true
		}
	}
	return all.Objects, nil
}

// takeRow takes over a row of a list. It holds the lock.
func (o *Objects[Answer]) takeRow(object Answer) {
	id := object.ObjectID()
	o.onList[id] = true
	if app := object.ObjectAppID(); app != "" || o.scopes[id] == "" {
		o.scopes[id] = app
	}
	_, isKnown := o.objects[id]
	switch {
	case o.written[id] == 0 && (object.ObjectIsWhole() || !isKnown || o.unsure[id]):
		o.objects[id], o.unsure[id] = object, !object.ObjectIsWhole()
	case o.written[id] > 0 && (!isKnown || o.unsure[id]):
		o.objects[id], o.unsure[id] = object, true // it has the name, but may be older than the write
	}
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
	for {
		o.mu.Lock()
		if object, known := o.objects[id]; known && !o.unsure[id] && !o.stale[id] {
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
	writes := o.written[id]
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
	if err == nil && o.written[id] == writes {
		o.takeDetails(id, object)
	}
	return object, err
}

// takeDetails takes over what an object's details say. What they lack, nobody
// knows. It holds the lock.
func (o *Objects[Answer]) takeDetails(id string, object Answer) {
	if row, known := o.objects[id]; known && o.unsure[id] && o.written[id] == 0 && !isSameObject(row, object) {
		delete(o.onList, id) // the row's id was something else's
	}
	o.objects[id] = object
	delete(o.unsure, id)
	delete(o.stale, id)
	if app := object.ObjectAppID(); o.onList[id] && app != "" {
		o.scopes[id] = app
	}
}

// isSameObject tells whether a row can be about the object that has these
// details. Only what the row has is compared.
func isSameObject(row, details otp.Object) bool {
	name, app := row.ObjectName(), row.ObjectAppID()
	return (name == "" || otp.NFC(name) == otp.NFC(details.ObjectName())) && (app == "" || app == details.ObjectAppID())
}

// Put takes over how the API answered a write. An answer without the object, or
// with only a part of it, makes the next reader ask for it.
func (o *Objects[Answer]) Put(id string, answer Answer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.written[id]++
	if answer.ObjectID() != id {
		delete(o.objects, id)
		return
	}
	o.objects[id], o.unsure[id] = answer, !answer.ObjectIsWhole()
	if app := answer.ObjectAppID(); app != "" || o.scopes[id] == "" {
		o.scopes[id] = app
	}
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

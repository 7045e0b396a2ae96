package account

import (
	"cmp"
	"context"
	"slices"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Bounds of what a look for a name may cost where there is no list.
const (
	MaxApps      = 100
	ownersAtOnce = 8
)

// LoadLists reads the list that a survey begins with.
func (o *Objects[Answer]) LoadLists(ctx context.Context, client *otp.Client) error {
	if o.HasList() || o.owners == nil {
		return o.Load(ctx, client)
	}
	_, err := o.owners(ctx, client)
	return err
}

// Survey makes known which names the account has: all of them where there is a
// list, otherwise those of that many objects that own something which has one.
func (o *Objects[Answer]) Survey(ctx context.Context, client *otp.Client, most int) error {
	if o.HasList() || o.owners == nil {
		return o.Load(ctx, client)
	}
	release, err := o.enter(ctx)
	if err != nil {
		return err
	}
	defer release()
	owners, err := o.owners(ctx, client)
	if err != nil {
		return err
	}
	var ask []string
	for _, id := range owners {
		if !o.surveyed[id] && len(o.surveyed) < most {
			o.surveyed[id] = true
			ask = append(ask, id)
		}
	}
	o.mu.Lock()
	o.beyond = len(owners) - len(o.surveyed)
	for _, id := range ask {
		o.of(id).isListed = true
	}
	o.mu.Unlock()
	o.readEach(ctx, client, ask)
	return nil
}

// Owned lists what the account's objects belong to, in the order of its ids.
func (o *Objects[Answer]) Owned(ctx context.Context, client *otp.Client) ([]string, error) {
	if err := o.Load(ctx, client); err != nil {
		return nil, err
	}
	o.readEach(ctx, client, o.ownerless(MaxApps))
	o.mu.Lock()
	defer o.mu.Unlock()
	seen := map[string]bool{"": true}
	var owners []string
	for _, r := range o.records {
		if !seen[r.owner] {
			seen[r.owner] = true
			owners = append(owners, r.owner)
		}
	}
	slices.SortFunc(owners, compareIDs)
	return owners, nil
}

// Owns tells whether something of the account's lists belongs to an object. It
// calls nothing for a kind to which nothing can belong.
func (o *Objects[Answer]) Owns(ctx context.Context, client *otp.Client, id string) (bool, error) {
	if o.owners == nil {
		return false, nil
	}
	owners, err := o.owners(ctx, client)
	return slices.Contains(owners, id), err
}

// ownerless lists what a list does not tell the owner of, up to that many.
func (o *Objects[Answer]) ownerless(most int) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var ids []string
	for id, r := range o.records {
		if r.owner == "" && r.isListed && r.isUnsure {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids[:min(len(ids), most)]
}

// compareIDs orders ids by their number, and those that are none by length and text.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// UnreadError says which objects could not be read although a list names them,
// or something belongs to them.
type UnreadError struct {
	IDs    []string
	Listed bool  // a list names them
	err    error // of the first
}

func (u *UnreadError) Error() string { return u.err.Error() }

// Unwrap returns why the first could not be read.
func (u *UnreadError) Unwrap() error { return u.err }

// Missing returns an unreadError, nil if there is nothing to say.
func (o *Objects[Answer]) Missing() *UnreadError {
	o.mu.Lock()
	defer o.mu.Unlock()
	var ids []string
	for id, r := range o.records {
		if r.unread != nil && (r.object == nil || r.isUnsure) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.SortFunc(ids, compareIDs)
	return &UnreadError{ids, o.HasList(), o.of(ids[0]).unread}
}

// Unasked is how many objects that own something were left out because there are too many.
func (o *Objects[Answer]) Unasked() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return max(o.beyond, 0)
}

// IsWhole tells whether nothing is left to ask for.
func (o *Objects[Answer]) IsWhole() bool { return o.Unasked() == 0 }

package account

import (
	"context"
	"strings"
	"sync"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// names are the names that objects of one kind are getting or giving up.
type names struct {
	mu       sync.Mutex
	reserved map[string]chan struct{} // names that objects are being created with
	leaving  map[string]*leaving      // names that objects are giving up, or have given up
}

func newNames() names {
	return names{reserved: map[string]chan struct{}{}, leaving: map[string]*leaving{}}
}

// Reserve waits until no other object of this name is being created, so that
// whoever comes second finds what became of the first.
func (n *names) Reserve(ctx context.Context, name string) (release func(), err error) {
	name = SameName(name)
	for {
		n.mu.Lock()
		taken, ok := n.reserved[name]
		if !ok {
			mine := make(chan struct{})
			n.reserved[name] = mine
			n.mu.Unlock()
			return func() {
				n.mu.Lock()
				defer n.mu.Unlock()
				delete(n.reserved, name)
				close(mine)
			}, nil
		}
		n.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// leaving is a name that objects give up.
type leaving struct {
	begun, ended int
	change       chan struct{} // closed when one of them has ended
}

// GiveUp notes that an object is about to give up a name, until done is called.
func (n *names) GiveUp(name string) (done func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	name = SameName(name)
	l := n.leaving[name]
	if l == nil {
		l = &leaving{change: make(chan struct{})}
		n.leaving[name] = l
	}
	l.begun++
	return func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		l.ended++
		close(l.change)
		l.change = make(chan struct{})
	}
}

// AfterOthers waits until no object is giving up a name, and returns how many
// have tried to.
func (n *names) AfterOthers(ctx context.Context, name string) int {
	name = SameName(name)
	for {
		n.mu.Lock()
		l := n.leaving[name]
		if l == nil {
			n.mu.Unlock()
			return 0
		}
		begun, ended, change := l.begun, l.ended, l.change
		n.mu.Unlock()
		if begun == ended {
			return ended
		}
		select {
		case <-change:
		case <-ctx.Done():
			return ended
		}
	}
}

// SameName is equal for names that the API may take for one: it is not
// documented whether case, blanks and Unicode forms count.
func SameName(name string) string { return strings.ToLower(strings.TrimSpace(otp.NFC(name))) }

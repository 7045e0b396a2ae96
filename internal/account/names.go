package account

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// quiet is for how long no write may be under way before a name counts as taken.
const quiet = 300 * time.Millisecond

// names are the names that the writes of one kind of object get and give up.
type names struct {
	mu       sync.Mutex
	reserved map[string]chan struct{} // names that objects are being created with
	freed    map[string]int           // how often each name was given up
	underway int                      // writes
	change   chan struct{}            // closed when one of them begins or ends
}

func newNames() names {
	return names{reserved: map[string]chan struct{}{}, freed: map[string]int{}, change: make(chan struct{})}
}

// Reserve waits until no other object of this name is being created, so that
// the second one finds what became of the first.
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

// Naming says which name a write gets, and which one it gives up, "" for none.
type Naming struct{ Gets, GivesUp string }

// Write sends a write. If that finds the name taken, it waits, and is sent again when another write of this process
// has given the name up. Objects may hand their names on, and nothing orders that. It fails when no other write has
// been under way for a moment, as it must if two objects wait for each other.
func (n *names) Write(ctx context.Context, client *otp.Client, naming Naming, send func() (isTaken bool, err error)) error {
	gets := SameName(naming.Gets)
	for {
		before, isTaken, err := n.send(naming, send)
		if !isTaken || !n.isFreed(ctx, client, gets, before) {
			return err
		}
	}
}

// send sends a write once, and tells others of it. It returns how often the name had been given up before.
func (n *names) send(naming Naming, send func() (isTaken bool, err error)) (before int, isTaken bool, err error) {
	n.mu.Lock()
	before = n.freed[SameName(naming.Gets)]
	n.underway++
	n.tell()
	n.mu.Unlock()
	isOver := false
	defer func() { // also after a panic: others would wait for a write that never ends
		n.mu.Lock()
		defer n.mu.Unlock()
		n.underway--
		if isOver && naming.GivesUp != "" && (err == nil || otp.IsUnknown(err)) {
			n.freed[SameName(naming.GivesUp)]++
		}
		n.tell()
	}()
	isTaken, err = send()
	isOver = true
	return before, isTaken, err
}

// tell wakes those who wait. The lock is held.
func (n *names) tell() {
	close(n.change)
	n.change = make(chan struct{})
}

// isFreed waits until a name was given up once more than before, and says whether it was.
func (n *names) isFreed(ctx context.Context, client *otp.Client, name string, before int) bool {
	for {
		n.mu.Lock()
		isFreed, isQuiet, change := n.freed[name] > before, n.underway == 0, n.change
		n.mu.Unlock()
		if isFreed || ctx.Err() != nil {
			return isFreed
		}
		moment, cancel := context.WithCancel(ctx)
		over := make(chan struct{})
		if isQuiet {
			go func() {
				defer close(over)
				_ = client.Sleep(moment, quiet)
			}()
		}
		select {
		case <-change:
			cancel()
			continue
		case <-over:
		case <-ctx.Done():
		}
		cancel()
		n.mu.Lock()
		isOver := n.change == change
		n.mu.Unlock()
		if isOver {
			return false
		}
	}
}

// SameName is equal for names that the API may take for one: it is not
// documented whether case, spaces and Unicode forms make a difference.
func SameName(name string) string { return strings.ToLower(strings.TrimSpace(otp.NFC(name))) }

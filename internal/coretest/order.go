package coretest

import (
	"context"
	"slices"
)

// Order lets calls that a core makes at the same time pass one after the other, so that a test can have each order.
// Calls that it does not name pass as they come.
type Order struct {
	names []string
	done  []chan struct{}
}

// NewOrder makes an order of calls with these names. Each is made at least once, or those after it wait until the
// core gives up.
func NewOrder(names ...string) *Order {
	order := &Order{names: names}
	for range names {
		order.done = append(order.done, make(chan struct{}))
	}
	return order
}

// Do makes a call when all before it have been made, or the context ends.
func (o *Order) Do(ctx context.Context, name string, call func()) {
	at := slices.Index(o.names, name)
	for i := range max(at, 0) {
		select {
		case <-o.done[i]:
		case <-ctx.Done():
		}
	}
	call()
	if at < 0 {
		return
	}
	select {
	case <-o.done[at]: // a replacement is planned twice
	default:
		close(o.done[at])
	}
}

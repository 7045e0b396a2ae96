package process

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// actionGrace is how long an interrupt waits for actions to end. They end their
// calls within a shorter time of their own, and CI systems kill after some 7 seconds.
const actionGrace = 6 * time.Second

// actions are those that run. Once StopProvider has answered, the library drops
// all that they still say, and Terraform takes them for done.
type actions struct {
	mu      sync.Mutex
	running map[*tfprotov6.InvokeActionRequest]context.CancelFunc
	idle    chan struct{} // closed when none runs any more, nil while nobody waits for that
}

func newActions() *actions {
	return &actions{running: map[*tfprotov6.InvokeActionRequest]context.CancelFunc{}}
}

// begin notes an action, and returns the context that it is to run with.
func (a *actions) begin(ctx context.Context, req *tfprotov6.InvokeActionRequest) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running[req] = cancel
	return ctx
}

// end notes that an action has ended.
func (a *actions) end(req *tfprotov6.InvokeActionRequest) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if cancel := a.running[req]; cancel != nil {
		cancel()
	}
	delete(a.running, req)
	if len(a.running) == 0 && a.idle != nil {
		close(a.idle)
		a.idle = nil
	}
}

// watched are the events of an action, which ends with the last.
func (a *actions) watched(req *tfprotov6.InvokeActionRequest, events iter.Seq[tfprotov6.InvokeActionEvent]) iter.Seq[tfprotov6.InvokeActionEvent] {
	return func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer a.end(req)
		events(push)
	}
}

// stop ends the contexts of all actions, and waits until they have said what became of them.
func (a *actions) stop() {
	a.mu.Lock()
	for _, cancel := range a.running {
		cancel()
	}
	if len(a.running) == 0 {
		a.mu.Unlock()
		return
	}
	if a.idle == nil {
		a.idle = make(chan struct{})
	}
	idle := a.idle
	a.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(actionGrace):
	}
}

package process

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// lasting stands in for the framework's server with an action that takes a
// while to end after an interrupt.
type lasting struct {
	watching
	takes time.Duration
}

func (l *lasting) InvokeAction(ctx context.Context, _ *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		<-ctx.Done()
		time.Sleep(l.takes)
		push(tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{}})
	}}, nil
}

// An interrupt has ended when the actions have said what became of them, and
// does not wait without an end for one that does not.
func TestServerLetsActionsEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ takes, wait time.Duration }{
		"soon": {time.Second, time.Second}, "too late": {time.Hour, actionGrace},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newServer(&lasting{takes: test.takes})
				var ended atomic.Int32
				for range 2 {
					stream, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{})
					if err != nil {
						t.Fatal(err)
					}
					go func() {
						for range stream.Events {
							ended.Add(1)
						}
					}()
				}
				synctest.Wait()
				begin := time.Now()
				if _, err := server.StopProvider(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(begin); took != test.wait {
					t.Errorf("the interrupt took %s, want %s", took, test.wait)
				}
				synctest.Wait()
				if want := map[bool]int32{true: 2}[test.takes == test.wait]; ended.Load() != want {
					t.Errorf("%d actions have ended, want %d", ended.Load(), want)
				}
				time.Sleep(test.takes)
			})
		})
	}
}

// Without an action an interrupt waits for nothing, as after one that was never followed.
func TestServerStopsWithoutActions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(&watching{})
		if _, err := server.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{}); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		if _, err := server.StopProvider(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took != 0 {
			t.Errorf("the interrupt took %s", took)
		}
	})
}

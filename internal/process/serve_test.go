package process

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

type testKey struct{}

// A call's context is out of memory once the call has ended.
func TestServerForgetsContexts(t *testing.T) {
	t.Parallel()
	served, ok := providerserver.NewProtocol6(provider.New("test")())().(everything)
	if !ok {
		t.Fatal("the framework does not serve the whole protocol")
	}
	server := newServer(served)
	for name, call := range map[string]func(context.Context) error{
		"ValidateResourceConfig": func(ctx context.Context) error {
			_, err := server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{})
			return err
		},
		"UpgradeResourceState": func(ctx context.Context) error {
			_, err := server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{})
			return err
		},
		"ReadResource": func(ctx context.Context) error {
			_, err := server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{})
			return err
		},
		"PlanResourceChange": func(ctx context.Context) error {
			_, err := server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{})
			return err
		},
		"ApplyResourceChange": func(ctx context.Context) error {
			_, err := server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{})
			return err
		},
		"ImportResourceState": func(ctx context.Context) error {
			_, err := server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			held := func() weak.Pointer[[]byte] {
				value := new(make([]byte, 1<<10))
				ctx, cancel := context.WithCancel(context.WithValue(t.Context(), testKey{}, value))
				defer cancel() // as gRPC does after a call
				if err := call(ctx); err != nil {
					t.Error(err)
				}
				return weak.Make(value)
			}()
			runtime.GC()
			if held.Value() != nil {
				t.Error("the context is kept")
			}
			runtime.KeepAlive(server)
		})
	}
}

// During the call the context is the caller's in all respects.
func TestLend(t *testing.T) {
	t.Parallel()
	deadline := time.Now().Add(time.Hour)
	parent, cancel := context.WithDeadline(context.WithValue(t.Context(), testKey{}, "value"), deadline)
	defer cancel()
	lent, err := lend(parent, new(atomic.Bool), "request", func(ctx context.Context, request string) (context.Context, error) {
		if request != "request" || ctx.Value(testKey{}) != "value" || ctx.Done() != parent.Done() || ctx.Err() != nil {
			t.Errorf("got %q, value %v, error %v", request, ctx.Value(testKey{}), ctx.Err())
		}
		if got, ok := ctx.Deadline(); !ok || !got.Equal(deadline) {
			t.Errorf("got the deadline %v, %t", got, ok)
		}
		child, stop := context.WithCancel(ctx)
		defer stop()
		cancel()
		<-child.Done()
		if !errors.Is(ctx.Err(), context.Canceled) {
			t.Errorf("got the error %v after the caller's end", ctx.Err())
		}
		return ctx, errors.New("answer")
	})
	if err == nil || err.Error() != "answer" {
		t.Errorf("got the error %v", err)
	}
	<-lent.Done()
	if !errors.Is(lent.Err(), context.Canceled) || lent.Value(testKey{}) != nil {
		t.Errorf("after the call the context has the error %v and the value %v", lent.Err(), lent.Value(testKey{}))
	}
}

// After an interrupt each call finds its context ended, until another run begins.
func TestServerStartsNothingAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, server) error{
		"ApplyResourceChange": func(ctx context.Context, server server) error {
			_, err := server.ApplyResourceChange(ctx, nil)
			return err
		},
		"InvokeAction": func(ctx context.Context, server server) error {
			_, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := &watching{}
			server := newServer(seen)
			expect := func(when string, want error) {
				t.Helper()
				if err := call(t.Context(), server); err != nil {
					t.Fatal(err)
				}
				if !errors.Is(seen.err, want) {
					t.Errorf("%s the context has the error %v, want %v", when, seen.err, want)
				}
			}
			expect("before the interrupt", nil)
			if _, err := server.StopProvider(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			expect("after the interrupt", context.Canceled)
			if _, err := server.ConfigureProvider(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			expect("in the next run", nil)
		})
	}
}

// watching stands in for the framework's server, and keeps what became of the context of a call.
type watching struct {
	everything
	err error
}

func (w *watching) ApplyResourceChange(ctx context.Context, _ *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	w.err = ctx.Err()
	return &tfprotov6.ApplyResourceChangeResponse{}, nil
}

func (w *watching) InvokeAction(ctx context.Context, _ *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	w.err = ctx.Err()
	return &tfprotov6.InvokeActionServerStream{}, nil
}

func (*watching) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (*watching) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

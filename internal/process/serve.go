package process

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve serves a provider until Terraform ends it, or, if debug is set, until
// an interrupt, for a debugger to attach.
func Serve(address string, create func() provider.Provider, debug bool) error {
	served, ok := providerserver.NewProtocol6(create())().(everything)
	if !ok {
		return errors.New("the framework does not serve the whole protocol")
	}
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return newServer(served) }, options...)
}

// everything is what the framework serves. A wrapper that had less would hide it from Terraform.
type everything interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server is the framework's, but for two things that show with a thousand
// objects. It lets go of the contexts of calls that come once for each of
// them: the framework keeps the context of every call until its process ends.
// And it starts nothing after an interrupt: the framework ends the calls that
// are under way, but not one that Terraform makes that very moment.
type server struct {
	everything
	stopped *atomic.Bool
	actions *actions
}

func newServer(served everything) server { return server{served, new(atomic.Bool), newActions()} }

// StopProvider ends the contexts of all calls, also of those to come, and lets actions say what became of them.
func (s server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.stopped.Store(true)
	answer, err := s.everything.StopProvider(ctx, req)
	s.actions.stop()
	return answer, err
}

// ConfigureProvider begins a run. Under a debugger one process serves several.
func (s server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.stopped.Store(false)
	return s.everything.ConfigureProvider(ctx, req)
}

func (s server) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.ValidateResourceConfig)
}

func (s server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.UpgradeResourceState)
}

func (s server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.ReadResource)
}

func (s server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.PlanResourceChange)
}

func (s server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.ApplyResourceChange)
}

func (s server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lend(ctx, s.stopped, req, s.everything.ImportResourceState)
}

// InvokeAction answers before it begins: its context is needed for longer than the call.
func (s server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.everything.InvokeAction(s.actions.begin(unlessStopped(ctx, s.stopped), req), req)
	if err != nil || stream == nil || stream.Events == nil {
		s.actions.end(req)
		return stream, err
	}
	stream.Events = s.actions.watched(req, stream.Events)
	return stream, nil
}

// unlessStopped is a context that has ended from the start if the provider was stopped.
func unlessStopped(ctx context.Context, stopped *atomic.Bool) context.Context {
	if !stopped.Load() {
		return ctx
	}
	late, cancel := context.WithCancel(ctx)
	cancel()
	return late
}

// lend makes a call with a context that it gives up when the call has ended.
func lend[Request, Response any](
	ctx context.Context, stopped *atomic.Bool, req Request, call func(context.Context, Request) (Response, error),
) (Response, error) {
	ctx = unlessStopped(ctx, stopped)
	lent := &loan{}
	lent.parent.Store(&ctx)
	defer lent.parent.Store(&ended) //nolint:contextcheck // to let go of the other one
	return call(lent, req)          //nolint:contextcheck // it is ctx as long as this takes
}

// loan is a context that is another one for a while, and has ended after that.
type loan struct {
	parent atomic.Pointer[context.Context]
}

// ended is what all contexts become.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

func (l *loan) Deadline() (time.Time, bool) { return (*l.parent.Load()).Deadline() }
func (l *loan) Done() <-chan struct{}       { return (*l.parent.Load()).Done() }
func (l *loan) Err() error                  { return (*l.parent.Load()).Err() }
func (l *loan) Value(key any) any           { return (*l.parent.Load()).Value(key) }

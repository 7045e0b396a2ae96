// Command demo shows the provider at work, offline: it runs the real Terraform or OpenTofu against the simulator. With
// examples/quickstart it changes a template behind the provider's back, and lets the CLI repair it. With
// examples/smoke-test it sends a message, reads it as its phone would, and has the code verified. In the last act the
// provider's binary checks the account, exports it, and reviews and rehearses a change. It fails if anything
// goes otherwise than told, and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// act is an example, and the story that is told of it.
type act struct {
	example string
	tell    func(context.Context, runner, *simulator.Simulator) error
}

func acts() []act {
	return []act{{"examples/quickstart", tellDrift}, {"examples/smoke-test", tellMessage}}
}

func main() {
	cli := flag.String("cli", "terraform", "the `path` or name of Terraform or OpenTofu")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := demo(ctx, *cli)
	interrupted := ctx.Err() != nil
	stop()
	if interrupted {
		err = errors.New("interrupted")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// demo prepares a scratch directory with everything that the stories need, and tells them of one account.
func demo(ctx context.Context, cli string) (err error) {
	scratch, err := os.MkdirTemp("", "itniotech-demo-")
	if err != nil {
		return fmt.Errorf("making a scratch directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()

	account := simulator.New(simulator.Options{})
	address, stop, err := workspace.Serve(ctx, account)
	if err != nil {
		return err
	}
	defer stop()
	say("The simulator of the OTP API listens on %s", address)

	say("Building the provider")
	binary := filepath.Join(scratch, "terraform-provider-itniotech")
	if err := workspace.Build(ctx, workspace.Provider, binary); err != nil {
		return err
	}
	mirror, err := workspace.Install(filepath.Join(scratch, "mirror"), binary)
	if err != nil {
		return err
	}
	options := workspace.Options{CLI: cli, Mirror: mirror, BaseURL: address, Stdout: os.Stdout, Stderr: os.Stderr}
	for _, act := range acts() {
		say("Initializing a copy of %s", act.example)
		w, err := prepare(ctx, filepath.Join(scratch, filepath.Base(act.example)), options, act.example)
		if err != nil {
			return err
		}
		if err := act.tell(ctx, running(filepath.Base(cli), w), account); err != nil {
			return err
		}
	}
	tools, err := newPrograms(filepath.Join(scratch, "tools"), binary, options)
	if err != nil {
		return err
	}
	if err := tellTools(ctx, tools, account); err != nil {
		return err
	}
	say("The demo went as planned.")
	return nil
}

// prepare makes a workspace with an example.
func prepare(ctx context.Context, dir string, options workspace.Options, example string) (*workspace.Workspace, error) {
	if _, err := os.Stat(example); err != nil {
		return nil, fmt.Errorf("the demo runs in the root of the repository: %w", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	w, err := workspace.New(dir, options)
	if err != nil {
		return nil, err
	}
	if err := w.Copy(os.DirFS(example)); err != nil {
		return nil, err
	}
	if err := w.Init(ctx); err != nil {
		return nil, err
	}
	return w, nil
}

// say prints a line of the demo's own, between those of the CLI.
func say(format string, args ...any) {
	fmt.Printf("\n==> "+format+"\n", args...)
}

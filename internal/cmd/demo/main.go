// Command demo shows the provider at work, offline: it runs the real Terraform or OpenTofu with examples/quickstart
// against the simulator, changes a template behind the provider's back, and lets the CLI repair it. It fails if
// anything goes otherwise than told, and leaves nothing behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// example is the configuration that is shown.
const example = "examples/quickstart"

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

// demo prepares a scratch directory with everything that the story needs, and tells it.
func demo(ctx context.Context, cli string) (err error) {
	path, err := exec.LookPath(cli)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return fmt.Errorf("finding the CLI: %w", err)
	}
	if _, err := os.Stat(example); err != nil {
		return fmt.Errorf("the demo runs in the root of the repository: %w", err)
	}
	scratch, err := os.MkdirTemp("", "itniotech-demo-")
	if err != nil {
		return fmt.Errorf("making a scratch directory: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()

	account := simulator.New(simulator.Options{})
	address, stop, err := serve(ctx, account)
	if err != nil {
		return err
	}
	defer stop()
	say("The simulator of the OTP API listens on %s", address)

	w, err := newWorkspace(scratch, path, address)
	if err != nil {
		return err
	}
	say("Building the provider, and initializing a copy of %s with it", example)
	if err := w.prepare(ctx); err != nil {
		return err
	}
	return tell(ctx, w.run, account)
}

// serve answers for the account on a free port of the loopback interface until stop is called.
func serve(ctx context.Context, account *simulator.Simulator) (address string, stop func(), err error) {
	var listenConfig net.ListenConfig
	listener, err := listenConfig.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{Handler: account, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with an error in any case, after Close
	}()
	stop = func() {
		_ = server.Close() // nobody waits for an answer any more
		<-done
	}
	return "http://" + listener.Addr().String() + "/otp", stop, nil
}

// say prints a line of the demo's own, between those of the CLI.
func say(format string, args ...any) {
	fmt.Printf("\n==> "+format+"\n", args...)
}

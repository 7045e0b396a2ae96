package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// shutdownTimeout is how long calls in flight may take to end.
const shutdownTimeout = 3 * time.Second

// run serves until the context ends, and gives the exit code: 0 after a clean stop, 1 on a failure, 2 for bad flags.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, err := parseFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := serve(ctx, c, stdout, stderr); err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, c config, stdout, stderr io.Writer) error {
	var listenConfig net.ListenConfig
	listener, err := listenConfig.Listen(ctx, "tcp", c.listen)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return fmt.Errorf("%w; -listen 127.0.0.1:0 takes a free port", err)
		}
		return err
	}
	server := &http.Server{
		Handler:           simulator.New(c.options),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(stderr, "", 0),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	_, _ = io.WriteString(stdout, greeting(listener.Addr(), c.options))

	select {
	case err := <-served:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	// The context has ended already, so the stop needs a deadline of its own.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close() // calls that outlast the grace are cut
	}
	return nil
}

// greeting says where the simulator listens and how to point the provider at it. A secret that the user chose is not
// printed.
func greeting(address net.Addr, o simulator.Options) string {
	url := "http://" + address.String()
	secret := "export ITNIOTECH_API_SECRET=" + shellQuote(o.APISecret)
	if o.APISecret != simulator.DefaultAPISecret {
		secret = "export ITNIOTECH_API_SECRET='...' # the value passed as -api-secret"
	}
	return fmt.Sprintf(`The simulator of the OTP API listens on %s

Point the provider at it with
  export ITNIOTECH_API_KEY=%s
  %s
  export ITNIOTECH_BASE_URL=%s

It sends nothing to any phone. Read the messages, with their codes, from this machine at
  %s/_simulator/outbox

It keeps everything in memory. Stop it with Ctrl-C.
`, url, shellQuote(o.APIKey), secret, shellQuote(url+"/otp"), url)
}

// shellQuote makes a text one word of a shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// Package simulator is the subcommand that serves the API from memory, for trying things out offline, for tests of
// modules and for rehearsals of a change.
package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
)

// shutdownTimeout is how long calls in flight may take to end.
const shutdownTimeout = 3 * time.Second

// Run serves until the context ends, or while a command runs. It returns the exit code: the command's, else 0 after a
// clean stop, 1 on a failure, 2 for wrong arguments. See help for both.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, exitCode, ok := parseFlags(args, stdout, stderr)
	if !ok {
		return exitCode
	}
	starts := &account{}
	if c.state != "" {
		var err error
		if starts, err = load(c.state); err != nil {
			return cli.Failed(name, err, stderr)
		}
	}
	if !c.quiet {
		c.options.Sent = announce(stderr)
	}
	served := simulator.New(c.options)
	starts.fill(served)
	s, err := start(ctx, c, served, stderr)
	if err != nil {
		return cli.Failed(name, err, stderr)
	}
	if c.state != "" && !c.quiet {
		_, _ = io.WriteString(stderr, starts.summary())
	}
	if c.command != nil {
		return s.wrap(ctx, c, stdout, stderr)
	}
	_, _ = io.WriteString(stdout, greeting(s.address, c.options))
	select {
	case err = <-s.failed:
		return cli.Failed(name, err, stderr)
	case <-ctx.Done():
	}
	s.stop(ctx)
	return 0
}

// service is a simulator that answers.
type service struct {
	server  *http.Server
	address net.Addr
	failed  chan error // why it stopped by itself
}

// start serves on the address of the configuration.
func start(ctx context.Context, c config, account http.Handler, stderr io.Writer) (*service, error) {
	var listenConfig net.ListenConfig
	listener, err := listenConfig.Listen(ctx, "tcp", c.listen)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("%w; -listen 127.0.0.1:0 takes a free port", err)
		}
		return nil, err
	}
	s := &service{address: listener.Addr(), failed: make(chan error, 1)}
	s.server = &http.Server{
		Handler:           account,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(stderr, "", 0),
	}
	go func() { s.failed <- fmt.Errorf("serving: %w", s.server.Serve(listener)) }()
	return s, nil
}

// announce prints each message that would go to a phone. Quoted, a text cannot control the terminal.
func announce(stderr io.Writer) func(simulator.Message) {
	return func(m simulator.Message) {
		_, _ = fmt.Fprintf(stderr, "Not really sent: %s to %s: %q, code %s\n", m.Channel, m.To, m.Text, m.Code)
	}
}

// stop lets the calls in flight end, for shutdownTimeout at most.
func (s *service) stop(ctx context.Context) {
	// The context may have ended already, so the stop needs a deadline of its own.
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := s.server.Shutdown(grace); err != nil {
		_ = s.server.Close() // calls that outlast the grace are cut
	}
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
Move its clock with POST %s/_simulator/advance?by=60s

It keeps everything in memory. Stop it with Ctrl-C.
`, url, shellQuote(o.APIKey), secret, shellQuote(url+"/otp"), url, url)
}

// shellQuote makes a text one word of a shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

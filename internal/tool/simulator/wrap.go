package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/signal"
)

// Exit codes of a shell for a command that cannot be run, is not found, or was ended by a signal, whose number is added.
const (
	exitNotRunnable = 126
	exitNotFound    = 127
	exitSignaled    = 128
)

// wrap runs the command with the simulator's account in its environment, hands signals on to it, and stops the simulator
// when the command has ended. It gives the command's exit code. The context does not end the command: what ends it is a
// signal, and then it is the command that decides how.
func (s *service) wrap(ctx context.Context, c config, stdout, stderr io.Writer) int {
	defer s.stop(ctx)
	cmd := exec.CommandContext(context.WithoutCancel(ctx), c.command[0], c.command[1:]...) //nolint:gosec // the user's command
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.Env = append(os.Environ(), // of two with one name the last one counts
		"ITNIOTECH_API_KEY="+c.options.APIKey,
		"ITNIOTECH_API_SECRET="+c.options.APISecret,
		"ITNIOTECH_BASE_URL=http://"+reachable(s.address)+"/otp")
	wanted := relayed(cmd)
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, handled...)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		_, _ = fmt.Fprintf(stderr, "The command cannot be run: %v\n", err)
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			return exitNotFound
		}
		return exitNotRunnable
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case received := <-signals:
			if wanted(received) {
				_ = cmd.Process.Signal(received) // fails if it has just ended
			}
		case err := <-s.failed:
			_, _ = fmt.Fprintln(stderr, err) // the command will see for itself
		case err := <-ended:
			return exitCode(cmd, err, stderr)
		}
	}
}

// exitCode is what a shell would give for a command that has ended.
func exitCode(cmd *exec.Cmd, err error, stderr io.Writer) int {
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		_, _ = fmt.Fprintf(stderr, "Running the command: %v\n", err)
		return 1
	}
	if number := endedBy(cmd.ProcessState); number > 0 {
		return exitSignaled + number
	}
	return cmd.ProcessState.ExitCode()
}

// reachable is the address at which a process of this machine reaches a listener, which may listen on every interface.
func reachable(address net.Addr) string {
	tcp, ok := address.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return address.String()
	}
	return (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: tcp.Port}).String()
}

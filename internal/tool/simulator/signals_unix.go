//go:build unix

package simulator

import (
	"os"
	"os/exec"
	"syscall"
)

// handled are the signals that must not end the simulator before its command.
var handled = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}

// relayed prepares a command so that it gets every signal once, because Terraform takes a second one for an order to
// give up. It tells which signals have to be handed on.
func relayed(cmd *exec.Cmd) func(os.Signal) bool {
	if tty, err := os.Open("/dev/tty"); err == nil {
		_ = tty.Close() // nothing was written
		// The terminal's Ctrl-C reaches the command as well, which stays in front to be able to ask for input.
		return func(received os.Signal) bool { return received == syscall.SIGTERM }
	}
	// A CI system may signal the simulator or its whole group: in a group of its own the command hears from it alone.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return func(os.Signal) bool { return true }
}

// endedBy is the number of the signal that ended a process, 0 if none did.
func endedBy(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return int(status.Signal())
	}
	return 0
}

//go:build !unix

package simulator

import (
	"os"
	"os/exec"
)

// handled are the signals that must not end the simulator before its command.
var handled = []os.Signal{os.Interrupt}

// relayed hands nothing on: the terminal's Ctrl-C reaches the command as well, and nothing else can be sent.
func relayed(*exec.Cmd) func(os.Signal) bool { return func(os.Signal) bool { return false } }

// endedBy is 0: no process is ended by a signal here.
func endedBy(*os.ProcessState) int { return 0 }

package simulator

import (
	"os"
	"strconv"
	"syscall"
	"testing"
	"unsafe"
)

// Ctrl-C at a terminal reaches simulator and command, and is not handed on: Terraform would take two for an order to give up.
func TestWrap_terminal(t *testing.T) {
	t.Parallel()
	terminal, keyboard := openTerminal(t)
	s := startSignals(t, terminal, &syscall.SysProcAttr{Setsid: true, Setctty: true})
	if _, err := keyboard.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	s.expect(t, "interrupt")
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil { // as the simulator sees Ctrl-C
		t.Fatal(err)
	}
	s.terminate(t)
}

// openTerminal makes a pseudoterminal.
func openTerminal(t *testing.T) (terminal, keyboard *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keyboard.Close() })
	var locked, number int32
	for request, argument := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		//nolint:gosec // the standard library has no other way to make a terminal
		if _, _, code := syscall.Syscall(syscall.SYS_IOCTL, keyboard.Fd(), request, uintptr(unsafe.Pointer(argument))); code != 0 {
			t.Fatal(code)
		}
	}
	terminal, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return terminal, keyboard
}

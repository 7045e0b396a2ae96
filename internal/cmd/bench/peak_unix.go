//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the most resident memory that a process had, in bytes.
func peak(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	bytes := int64(used.Maxrss) //nolint:unconvert // not on every system
	if runtime.GOOS != "darwin" {
		bytes <<= 10 // counted in KiB
	}
	return bytes
}

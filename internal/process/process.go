// Package process sets up a process that Terraform starts for one command and
// then ends: what it logs, how it uses memory, and which signals end it.
package process

import (
	"fmt"
	"os"
	"runtime/debug"
)

// How much garbage may gather. A process that lives for seconds has better
// things to do than to keep its memory small, but it must not take the
// memory of a CI job either.
const (
	gcPercent   = 400
	memoryLimit = 192 << 20 // bytes
)

// Prepare sets up this process, before it serves. What the user has set in the
// environment stands: the TF_LOG family for the logs, GOGC and GOMEMLIMIT for
// the memory. From then on SIGTERM ends the process only if Terraform is gone.
func Prepare() error {
	outliveSIGTERM()
	for _, setting := range logSettings(os.Getenv) {
		if err := os.Setenv(setting.variable, setting.level); err != nil {
			return fmt.Errorf("setting %s: %w", setting.variable, err)
		}
	}
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(gcPercent)
		debug.SetMemoryLimit(memoryLimit)
	}
	return nil
}

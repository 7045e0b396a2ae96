// Package process sets up a process that Terraform starts for one command and
// then ends: what it logs, how it uses memory, and which signals end it.
package process

import (
	"fmt"
	"os"
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
		boundGarbage()
	}
	return nil
}

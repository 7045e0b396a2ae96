package process

import (
	"os"
	"os/signal"
	"syscall"
)

// outliveSIGTERM lets nobody but Terraform end this process as long as Terraform lives: a CI system that signals all
// processes of a job would cut off a create. The plugin library does the same for SIGINT.
func outliveSIGTERM() {
	terraform := os.Getppid()
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGTERM)
	go func() {
		for range received {
			if os.Getppid() != terraform {
				os.Exit(1) //nolint:forbidigo // nobody is left to be told
			}
		}
	}()
}

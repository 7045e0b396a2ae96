package process

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// look is how often a process that was asked to end looks for Terraform.
const look = time.Second

// outliveSIGTERM lets nobody but Terraform end this process as long as Terraform lives: a CI system that signals all
// processes of a job would cut off a create. The plugin library does the same for SIGINT. Once somebody has asked, the
// process ends as soon as Terraform is gone.
func outliveSIGTERM() {
	terraform := os.Getppid()
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGTERM)
	go func() {
		<-received
		for os.Getppid() == terraform {
			time.Sleep(look)
		}
		os.Exit(1) //nolint:forbidigo // nobody is left to be told
	}()
}

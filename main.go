// Command terraform-provider-itniotech is a Terraform and OpenTofu provider
// for ITNIO Tech's one-time passwords.
package main

import (
	"flag"
	"fmt"
	"log"

	"github.com/itniotech/terraform-provider-itniotech/internal/process"
	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
)

// version is set by the linker for a release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger to attach, and print how Terraform reaches this process")
	printVersion := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *printVersion {
		fmt.Println("terraform-provider-itniotech", version)
		return
	}
	if !*debug { // there nothing but the terminal reads the logs, and the process stays
		if err := process.Prepare(); err != nil {
			log.Fatal(err)
		}
	}
	if err := process.Serve(provider.Address, provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}

// Command terraform-provider-itniotech is a Terraform and OpenTofu provider
// for ITNIO Tech's one-time passwords, and the tool that goes with it.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/itniotech/terraform-provider-itniotech/internal/process"
	"github.com/itniotech/terraform-provider-itniotech/internal/provider"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool"
)

// version is set by the linker for a release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger to attach, and print how Terraform reaches this process")
	printVersion := flag.Bool("version", false, "print the version and exit")
	flag.Usage = func() { _, _ = fmt.Fprint(flag.CommandLine.Output(), tool.Usage(version)) }
	flag.Parse()
	switch {
	case *printVersion:
		fmt.Println("terraform-provider-itniotech", version)
	case flag.NArg() > 0:
		os.Exit(tool.Run(context.Background(), version, flag.Args(), os.Stdout, os.Stderr))
	default:
		serve(*debug)
	}
}

// serve is the provider, as Terraform or a debugger starts it.
func serve(debug bool) {
	if !debug { // there nothing but the terminal reads the logs, and the process stays
		if err := process.Prepare(); err != nil {
			log.Fatal(err)
		}
	}
	if err := process.Serve(provider.Address, provider.New(version), debug); err != nil {
		log.Fatal(err)
	}
}

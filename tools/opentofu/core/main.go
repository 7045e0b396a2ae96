// Command core is OpenTofu's core without its command line: it plans and applies configurations that a test hands over,
// with providers that the test serves itself. Nothing here decides what a core does; it calls the same functions as
// "tofu plan", "tofu apply" and "tofu import" do, hundreds of times in one process.
//
// It speaks JSON-RPC 1.0 on standard input and output (see net/rpc/jsonrpc). It has the methods Core.Plan, Core.Apply,
// Core.Import and Core.Drop, in any number at the same time. The types of internal/coretest are the same as those here.
package main

import (
	"io"
	"log"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
)

func main() {
	log.SetOutput(io.Discard) // the core logs every step, and nobody reads it
	server := rpc.NewServer()
	if err := server.Register(newCore()); err != nil {
		panic(err)
	}
	server.ServeCodec(jsonrpc.NewServerCodec(stdio{os.Stdin, os.Stdout}))
}

// stdio is one connection of standard input and output.
type stdio struct {
	io.ReadCloser
	io.Writer
}

// Package tool is what the provider's binary does for a person: its subcommands. Terraform calls the binary without any.
package tool

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/doctor"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/export"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/review"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/simulator"
)

// Command is one subcommand.
type Command struct {
	// Name is the first argument that calls it.
	Name string
	// Summary says in one line what it does.
	Summary string
	// Run does it with the arguments that follow the name, until the context ends. Results go to stdout, and everything
	// else to stderr. It returns the exit code: 0, 1 after a failure, 2 for wrong arguments.
	Run func(ctx context.Context, args []string, stdout, stderr io.Writer) int
}

// Commands are all subcommands of this version of the binary, in the order in which somebody needs them.
func Commands(version string) []Command {
	return []Command{
		{"doctor", "check that the account can be used from here, read-only", doctor.Command{Version: version, Getenv: os.Getenv}.Run},
		{"export", "write the account as configuration, with its imports", export.Command{Version: version, Getenv: os.Getenv}.Run},
		{"simulator", "serve the API from memory, also with the objects of a state", simulator.Run},
		{"review", "say in words what a plan changes, for a pull request", review.Run},
	}
}

// Usage says how the binary is called.
func Usage(version string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Usage: %s COMMAND [ARGUMENT]...\n\nCommands:\n", cli.Program)
	for _, command := range Commands(version) {
		fmt.Fprintf(&text, "  %-10s  %s\n", command.Name, command.Summary)
	}
	fmt.Fprintf(&text, `
Each command has a -help. Without a command, Terraform and OpenTofu start the
binary as their provider.

Flags:
  -debug    serve for a debugger, and print how Terraform reaches this process
  -version  print the version and exit
`)
	return text.String()
}

// Run runs the subcommand that the first argument names, and returns its exit code. SIGINT and SIGTERM end its context.
func Run(ctx context.Context, version string, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	for _, command := range Commands(version) {
		if command.Name == args[0] {
			return command.Run(ctx, args[1:], stdout, stderr)
		}
	}
	_, _ = fmt.Fprintf(stderr, "There is no command %q.\n\n%s", args[0], Usage(version))
	return cli.ExitUsage
}

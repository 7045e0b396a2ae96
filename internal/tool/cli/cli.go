// Package cli has what all subcommands have in common: exit codes, and how flags and help are read and shown.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// Program is the name that a person calls, as it stands in every help text.
const Program = "terraform-provider-itniotech"

// The exit codes of a subcommand.
const (
	ExitOK      = 0
	ExitFailure = 1
	ExitUsage   = 2
)

// Parse reads the flags of a subcommand. It returns false, and the exit code, if the subcommand must not run. Either
// the help was asked for, and stands on stdout, or an argument is wrong, and the error stands on stderr.
func Parse(flags *flag.FlagSet, args []string, help string, stdout, stderr io.Writer) (exitCode int, ok bool) {
	flags.Init(flags.Name(), flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the package's own text lists the flags once more
	flags.Usage = func() {}
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, _ = io.WriteString(stdout, help)
		return ExitOK, false
	case err != nil:
		return Misused(flags.Name(), err, stderr), false
	}
	return ExitOK, true
}

// Misused says on stderr what is wrong with the arguments of a subcommand, and returns the exit code.
func Misused(name string, err error, stderr io.Writer) int {
	_, _ = fmt.Fprintf(stderr, "%s: %v\nSee %s %s -help.\n", name, err, Program, name)
	return ExitUsage
}

// Failed says on stderr why a subcommand failed, and returns the exit code.
func Failed(name string, err error, stderr io.Writer) int {
	_, _ = fmt.Fprintf(stderr, "%s: %v\n", name, err)
	return ExitFailure
}

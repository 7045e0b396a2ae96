// Package export is the subcommand that writes an account as HCL.
//
// It asks the provider's own server, in its process: words, nulls and defaults are those that Terraform would see.
// Start with Run; configured.go decides what is written of an object, and hcl.go how.
package export

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/tool/cli"
	"github.com/itniotech/terraform-provider-itniotech/internal/tool/environment"
)

const name = "export"

const help = `Usage: terraform-provider-itniotech export [FLAG]... DIR

Writes the whole account into DIR as configuration: apps.tf, templates.tf and
flows.tf, imports.tf with an import block for each object, and versions.tf if
no file in DIR names the provider. Then "terraform plan" imports everything
and changes nothing. It only reads the account, and overwrites no file.

The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET, and the
API's address from ITNIOTECH_BASE_URL.

  -app ID    export this application too; may be repeated. The API cannot list
             applications: those that own a template are found without it
  -retired   also export objects whose name begins with "retired-"

An object that cannot be read, or that the provider would refuse, is written as
a comment with the reason.

Exit code: 0, 1 after a failure, when nothing is written, 2 for wrong arguments.
`

// Command exports by the provider of a version.
type Command struct {
	// Version is that of the binary, which the API is told.
	Version string
	// Getenv reads the environment.
	Getenv func(string) string
}

// Run writes the account that the environment names into a directory. See help for arguments and exit codes.
func (c Command) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var want wanted
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.Func("app", "", func(id string) error {
		want.apps = append(want.apps, id)
		return nil
	})
	flags.BoolVar(&want.retired, "retired", false, "")
	if exitCode, ok := cli.Parse(flags, args, help, stdout, stderr); !ok {
		return exitCode
	}
	if flags.NArg() != 1 || flags.Arg(0) == "" {
		return cli.Misused(name, errors.New("want one directory after the flags"), stderr)
	}
	found, written, err := c.export(ctx, want, flags.Arg(0))
	if err != nil {
		return cli.Failed(name, err, stderr)
	}
	_, _ = io.WriteString(stdout, found.summary(written, flags.Arg(0)))
	_, _ = io.WriteString(stderr, found.warnings())
	return cli.ExitOK
}

// wanted is what to export.
type wanted struct {
	apps    []string // ids of applications, next to those that own a template
	retired bool
}

// export writes the files and returns their names.
func (c Command) export(ctx context.Context, want wanted, path string) (*account, []string, error) {
	reached, err := environment.Read(c.Getenv)
	if err != nil {
		return nil, nil, err
	}
	dir, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	server, err := newServer(ctx, c.Version, reached)
	if err != nil {
		return nil, nil, err
	}
	found, err := read(ctx, server, want)
	if err != nil {
		return nil, nil, err
	}
	found.setNames(dir.taken)
	files, err := found.files(!dir.hasProvider)
	if err != nil {
		return nil, nil, err
	}
	written, err := dir.write(files)
	return found, written, err
}

// account is what was found.
type account struct {
	objects  []*object // applications, templates, task flows, each in the order of their ids
	retired  int       // objects that were left out
	warnedOf []string
}

// of returns the objects of a kind.
func (a *account) of(kind *kind) []*object {
	return slices.DeleteFunc(slices.Clone(a.objects), func(o *object) bool { return o.kind != kind })
}

// object is one object of the account.
type object struct {
	kind         *kind
	id, name     string
	app          string // the id of its application, "" if it has none
	resourceName string
	config       value  // what is written of it
	problem      string // why it is only a comment, "" if it is not
}

// title names the object in a sentence. Quoted, a name cannot end a line.
func (o *object) title() string {
	if o.name == "" {
		return fmt.Sprintf("%s with the id %q", o.kind.noun, o.id)
	}
	return fmt.Sprintf("%s %q (id %q)", o.kind.noun, o.name, o.id)
}

// summary says what was written.
func (a *account) summary(files []string, dir string) string {
	var counts []string
	for _, kind := range kinds {
		count := 0
		for _, o := range a.of(kind) {
			if o.problem == "" {
				count++
			}
		}
		counts = append(counts, plural(count, kind.noun))
	}
	if len(files) == 0 {
		return fmt.Sprintf("The account has nothing to export. Nothing was written to %s.\n", dir)
	}
	return fmt.Sprintf("Exported %s, %s and %s to %s: %s.\nNext: run \"terraform init\" and \"terraform plan\" there. The plan only imports.\n",
		counts[0], counts[1], counts[2], dir, strings.Join(files, ", "))
}

// warnings says what may be missing.
func (a *account) warnings() string {
	var text strings.Builder
	for _, warning := range a.warnedOf {
		fmt.Fprintf(&text, "Warning: %s\n", warning)
	}
	for _, o := range a.objects {
		if o.problem != "" {
			fmt.Fprintf(&text, "Written as a comment: the %s. %s\n", o.title(), o.problem)
		}
	}
	if a.retired > 0 {
		fmt.Fprintf(&text, "Left out: %s whose name begins with %q. -retired exports them too.\n", plural(a.retired, "object"), retiredPrefix)
	}
	_, _ = text.WriteString("Applications that own no template may be missing: the API cannot list them. Name each with -app ID.\n")
	return text.String()
}

func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}

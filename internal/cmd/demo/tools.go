package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// programs run in one directory, each for the same account.
type programs struct {
	dir, script, binary   string // the script rehearses a change, and the binary is the provider's
	cli, itniotech, shell runner
}

// newPrograms prepares an empty directory with everything that the last act calls: the CLI, the provider's binary, and a
// shell that finds the CLI as "terraform".
func newPrograms(scratch, binary string, options workspace.Options) (programs, error) {
	cli, err := exec.LookPath(options.CLI)
	if err == nil {
		cli, err = filepath.Abs(cli)
	}
	if err != nil {
		return programs{}, fmt.Errorf("finding the CLI: %w", err)
	}
	path := filepath.Join(scratch, "bin")
	if err := os.MkdirAll(path, 0o700); err != nil {
		return programs{}, err
	}
	if err := os.Symlink(cli, filepath.Join(path, "terraform")); err != nil {
		return programs{}, err
	}
	options.Env = append(options.Env, "PATH="+path+string(os.PathListSeparator)+os.Getenv("PATH"))
	p := programs{script: "examples/pipeline/rehearse.sh", binary: binary}
	for program, run := range map[string]*runner{cli: &p.cli, binary: &p.itniotech, "sh": &p.shell} {
		with := options
		with.CLI = program
		w, err := workspace.New(scratch, with)
		if err != nil {
			return programs{}, err
		}
		p.dir = w.Dir
		*run = running(filepath.Base(program), w)
	}
	return p, nil
}

// tellTools is the story of the provider's binary in the hands of a person. It looks at the account that the acts before
// have left, brings it into code, and reviews and rehearses a change of it.
func tellTools(ctx context.Context, p programs, account *simulator.Simulator) error {
	say("The provider's binary is a tool as well. Checking that the account can be used from here")
	if err := expect(ctx, p.itniotech, 0, []string{"task flows      the list has"}, "doctor"); err != nil {
		return err
	}
	say("Somebody else wants to manage what is in the account. Exporting it as configuration")
	if err := expect(ctx, p.itniotech, 0, []string{"Exported "}, "export", "."); err != nil {
		return err
	}
	if err := p.show("apps.tf"); err != nil {
		return err
	}
	say("Planning: everything is imported, and nothing is changed")
	if err := expect(ctx, p.cli, 0, nil, "init", "-input=false"); err != nil {
		return err
	}
	if err := expect(ctx, p.cli, 0, []string{"0 to add, 0 to change, 0 to destroy"}, "apply", "-input=false", "-auto-approve"); err != nil {
		return err
	}
	before := len(account.Apps())
	say("A pull request adds an application. Reviewing what its plan changes")
	const change = "resource \"itniotech_otp_app\" \"rehearsed\" {\n  name = \"rehearsed\"\n}\n"
	if err := os.WriteFile(filepath.Join(p.dir, "change.tf"), []byte(change), 0o600); err != nil {
		return err
	}
	if err := expect(ctx, p.cli, 0, []string{"1 to add, 0 to change, 0 to destroy"}, "plan", "-input=false", "-out=change.tfplan"); err != nil {
		return err
	}
	review := "terraform show -json change.tfplan | '" + p.binary + "' review -format text"
	if err := expect(ctx, p.shell, 0, []string{"OTP plan: 1 to create", "Nothing in it needs a second look."}, "-c", review); err != nil {
		return err
	}
	say("Rehearsing it on a copy of the account, without credentials")
	if err := p.copy(p.script, "rehearse.sh"); err != nil {
		return err
	}
	if err := expect(ctx, p.shell, 0, []string{"Rehearsed.", "No changes."}, "rehearse.sh"); err != nil {
		return err
	}
	if after := len(account.Apps()); after != before {
		return fmt.Errorf("the account has %d applications after the rehearsal, and %d before", after, before)
	}
	say("The account itself is as it was")
	return nil
}

// show prints a file of the directory.
func (p programs) show(name string) error {
	text, err := os.ReadFile(filepath.Join(p.dir, name)) //nolint:gosec // the demo's own
	if err != nil {
		return err
	}
	fmt.Printf("$ cat %s\n%s", name, text)
	return nil
}

// copy copies a file of the repository into the directory.
func (p programs) copy(from, to string) error {
	text, err := os.ReadFile(from) //nolint:gosec // of this repository
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, to), text, 0o600) //nolint:gosec // the demo's own
}

// running runs a program in a workspace, and prints its command line.
func running(name string, w *workspace.Workspace) runner {
	return func(ctx context.Context, args ...string) (int, string, error) {
		fmt.Printf("$ %s %s\n", name, strings.Join(args, " "))
		result, err := w.Run(ctx, args...)
		return result.ExitCode, result.Stdout + result.Stderr, err
	}
}

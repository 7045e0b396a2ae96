package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
	"github.com/itniotech/terraform-provider-itniotech/internal/workspace"
)

// benchmark is what all measurements share.
type benchmark struct {
	settings

	scratch               string
	provider, echo, empty string           // binaries
	mirror                workspace.Mirror // has this program, which stands in for the provider and the echo
}

func prepare(ctx context.Context, s settings, scratch string) (*benchmark, error) {
	b := &benchmark{settings: s, scratch: scratch}
	for _, program := range []struct {
		path *string
		name string
		pkg  string
	}{
		{&b.provider, "provider", ""},
		{&b.echo, "echo", "/internal/cmd/bench/echoprovider"},
		{&b.empty, "empty", "/internal/cmd/bench/emptyprovider"},
	} {
		*program.path = filepath.Join(scratch, program.name)
		if err := workspace.Build(ctx, workspace.Provider+program.pkg, *program.path); err != nil {
			return nil, err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	b.mirror, err = workspace.Install(filepath.Join(scratch, "installed"), self)
	return b, err
}

// stage is a fresh workspace with a configuration.
type stage struct {
	*workspace.Workspace

	account *simulator.Simulator
}

// stage makes a stage with an account of its own, which takes its time for each call.
func (b *benchmark) stage(ctx context.Context, configuration string, delay time.Duration, env ...string) (s stage, stop func(), err error) {
	s.account = simulator.New(simulator.Options{})
	if delay > 0 {
		s.account.Inject(simulator.Fault{Commit: true, Delay: delay, Respond: simulator.RespondEdited(nil)})
	}
	address, stop, err := workspace.Serve(ctx, s.account)
	if err != nil {
		return s, nil, err
	}
	defer func() {
		if err != nil {
			stop()
		}
	}()
	dir, err := os.MkdirTemp(b.scratch, "stage-")
	if err != nil {
		return s, nil, fmt.Errorf("making a scratch directory: %w", err)
	}
	s.Workspace, err = workspace.New(dir, workspace.Options{CLI: b.cli, Mirror: b.mirror, BaseURL: address, Env: env})
	if err != nil {
		return s, nil, err
	}
	if err := s.Write("main.tf", configuration); err != nil {
		return s, nil, err
	}
	err = s.Init(ctx)
	return s, stop, err
}

// templates is one application with n templates.
func templates(n int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    itniotech = { source = "itniotech/itniotech" }
  }
}
resource "itniotech_otp_app" "this" {
  name = "bench"
}
resource "itniotech_otp_template" "this" {
  count       = %d
  app_id      = itniotech_otp_app.this.id
  name        = "template-${count.index}"
  text        = "##code## is your code number ${count.index}."
  code_length = 6
}
`, n)
}

// floor is the same without a provider: what Terraform itself costs.
func floor(n int) string {
	return fmt.Sprintf(`
resource "terraform_data" "app" {
  input = { name = "bench" }
}
resource "terraform_data" "this" {
  count = %d
  input = {
    app_id      = terraform_data.app.id
    name        = "template-${count.index}"
    text        = "##code## is your code number ${count.index}."
    code_length = 6
  }
}
`, n)
}

// run runs the CLI and gives how long it took. It fails if the exit code is another one or the words are not printed.
func (s stage) run(ctx context.Context, exitCode int, words []string, args ...string) (time.Duration, error) {
	s.account.ResetRequests()
	start := time.Now()
	result, err := s.Run(ctx, args...)
	elapsed := time.Since(start)
	if err != nil {
		return 0, err
	}
	if result.ExitCode != exitCode {
		return 0, fmt.Errorf("%s ended with exit code %d, want %d:\n%s", args[0], result.ExitCode, exitCode, result.Stderr)
	}
	for _, word := range words {
		if !strings.Contains(result.Stdout, word) {
			return 0, fmt.Errorf("%s did not print %q", args[0], word)
		}
	}
	return elapsed, nil
}

func (s stage) apply(ctx context.Context) (time.Duration, error) {
	return s.run(ctx, 0, []string{"Apply complete!"}, "apply", "-input=false", "-auto-approve")
}

// plan plans without any change to make.
func (s stage) plan(ctx context.Context) (time.Duration, error) {
	return s.run(ctx, 0, nil, "plan", "-input=false", "-detailed-exitcode")
}

// planEdited edits one template behind the provider's back, and plans, which has to show it.
func (s stage) planEdited(ctx context.Context) (time.Duration, error) {
	all := s.account.Templates()
	edited := all[len(all)/2]
	defer s.account.PutTemplate(edited) // as it is now
	edited.Text = "Somebody else says ##code##."
	s.account.PutTemplate(edited)
	return s.run(ctx, 2, []string{edited.Text, "0 to add, 1 to change, 0 to destroy"}, "plan", "-input=false", "-detailed-exitcode")
}

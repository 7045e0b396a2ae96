// Package workspace runs the real Terraform or OpenTofu with the real provider in a scratch directory, where the
// user's own settings have no say. The demo, the benchmark and the end-to-end tests stand on it.
package workspace

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// Options says how a workspace is set up.
type Options struct {
	// CLI is the path or the name of Terraform or OpenTofu.
	CLI string
	// Mirror is where the CLI gets the provider from.
	Mirror Mirror
	// BaseURL is the address of a simulator with its default credentials, which the provider is sent to by its
	// environment variables; empty sets none.
	BaseURL string
	// Env has more environment variables, each as NAME=value. They win over those that the workspace sets.
	Env []string
	// Stdout and Stderr are given what the CLI prints, as it comes; nil gives it to nobody. Results have it in any
	// case. Colors are printed only if Stdout is a terminal.
	Stdout, Stderr io.Writer
}

// Workspace is a directory with a configuration in which the CLI runs. Make it with New.
type Workspace struct {
	// Dir is where the configuration, the state and saved plans are.
	Dir string

	cli            string
	env            []string
	stdout, stderr io.Writer
}

// New makes a workspace in a scratch directory, which has to exist and is the caller's to remove. Several workspaces
// need a directory each, and may share a mirror.
func New(scratch string, options Options) (*Workspace, error) {
	cli, err := exec.LookPath(options.CLI)
	if err == nil {
		cli, err = filepath.Abs(cli)
	}
	if err != nil {
		return nil, fmt.Errorf("finding the CLI: %w", err)
	}
	if scratch, err = filepath.Abs(scratch); err != nil {
		return nil, fmt.Errorf("finding the scratch directory: %w", err)
	}
	w := &Workspace{Dir: filepath.Join(scratch, "config"), cli: cli, stdout: options.Stdout, stderr: options.Stderr}
	settings := filepath.Join(scratch, "cli.tfrc")
	w.env = []string{
		"PATH=" + os.Getenv("PATH"),
		"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), // nothing listens or connects on Windows without
		"HOME=" + scratch,
		"TMPDIR=" + scratch,
		"TMP=" + scratch,
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE=" + settings,
	}
	if options.BaseURL != "" {
		w.env = append(w.env,
			"ITNIOTECH_API_KEY="+simulator.DefaultAPIKey,
			"ITNIOTECH_API_SECRET="+simulator.DefaultAPISecret,
			"ITNIOTECH_BASE_URL="+options.BaseURL)
	}
	if !isTerminal(options.Stdout) {
		w.env = append(w.env, "TF_CLI_ARGS=-no-color")
	}
	w.env = append(w.env, options.Env...) // of two with one name the last one counts
	if err := os.WriteFile(settings, options.Mirror.settings(), 0o600); err != nil {
		return nil, fmt.Errorf("configuring the CLI: %w", err)
	}
	if err := os.MkdirAll(w.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the directory of the configuration: %w", err)
	}
	return w, nil
}

// Copy copies files into the workspace, an example for instance. It replaces none.
func (w *Workspace) Copy(files fs.FS) error {
	if err := os.CopyFS(w.Dir, files); err != nil {
		return fmt.Errorf("copying the configuration: %w", err)
	}
	return nil
}

// Write writes a file of the configuration, e.g. "main.tf", or replaces it.
func (w *Workspace) Write(name, content string) error {
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	return nil
}

// Init initializes the configuration. What the CLI prints is only shown by the error if it fails: a mirror makes it
// warn, which nobody needs to see.
func (w *Workspace) Init(ctx context.Context) error {
	return quietly(w.command(ctx, "init", "-input=false"))
}

// Run runs the CLI to its end. A failure of the CLI is an exit code and no error.
func (w *Workspace) Run(ctx context.Context, args ...string) (Result, error) {
	process, err := w.Start(ctx, args...)
	if err != nil {
		return Result{}, err
	}
	return process.Wait()
}

// Start starts the CLI. Somebody has to Wait for it. When the context ends, it is interrupted.
func (w *Workspace) Start(ctx context.Context, args ...string) (*Process, error) {
	return start(w.command(ctx, args...), w.stdout, w.stderr)
}

func (w *Workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.cli, args...) //nolint:gosec // the one who makes a workspace chooses the CLI
	cmd.Dir, cmd.Env = w.Dir, w.env
	return cmd
}

// isTerminal tells whether colors can be shown.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

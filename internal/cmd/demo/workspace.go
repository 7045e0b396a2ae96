package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/simulator"
)

// grace is how long an interrupted CLI may take to end by itself.
const grace = 15 * time.Second

// version is what the example gets installed; any would do.
const version = "0.0.1"

// workspace is where the CLI runs. The user's own configuration has no say in it.
type workspace struct {
	cli    string
	dir    string // the copy of the example
	mirror string // stands in for the registry
	env    []string
}

func newWorkspace(scratch, cli, address string) (workspace, error) {
	w := workspace{cli: cli, dir: filepath.Join(scratch, "example"), mirror: filepath.Join(scratch, "mirror")}
	config := filepath.Join(scratch, "cli.tfrc")
	w.env = []string{
		"PATH=" + os.Getenv("PATH"),
		"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), // nothing listens or connects on Windows without
		"HOME=" + scratch,
		"TMPDIR=" + scratch,
		"TMP=" + scratch,
		"CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE=" + config,
		"ITNIOTECH_API_KEY=" + simulator.DefaultAPIKey,
		"ITNIOTECH_API_SECRET=" + simulator.DefaultAPISecret,
		"ITNIOTECH_BASE_URL=" + address,
	}
	if !isTerminal(os.Stdout) {
		w.env = append(w.env, "TF_CLI_ARGS=-no-color")
	}
	installation := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(w.mirror))
	if err := os.WriteFile(config, []byte(installation), 0o600); err != nil {
		return w, fmt.Errorf("configuring the CLI: %w", err)
	}
	if err := os.CopyFS(w.dir, os.DirFS(example)); err != nil {
		return w, fmt.Errorf("copying the example: %w", err)
	}
	return w, nil
}

// prepare installs the provider, by way of a mirror: unlike a development override it warns only once, in the output of
// init, which nobody needs to see.
func (w workspace) prepare(ctx context.Context) error {
	terraform, openTofu := filepath.Join(w.mirror, "registry.terraform.io"), filepath.Join(w.mirror, "registry.opentofu.org")
	name := "terraform-provider-itniotech_v" + version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out := filepath.Join(terraform, "itniotech", "itniotech", version, runtime.GOOS+"_"+runtime.GOARCH, name)
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", out, ".") //nolint:gosec // the path is the demo's own
	if err := quietly(build); err != nil {
		return err
	}
	if err := os.CopyFS(openTofu, os.DirFS(terraform)); err != nil {
		return fmt.Errorf("filling the mirror: %w", err)
	}
	return quietly(w.command(ctx, "init", "-input=false"))
}

// run is the runner of this workspace.
func (w workspace) run(ctx context.Context, args ...string) (exitCode int, output string, err error) {
	fmt.Printf("$ %s %s\n", filepath.Base(w.cli), strings.Join(args, " "))
	var printed bytes.Buffer
	cmd := w.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &printed), os.Stderr
	exitCode, err = runGroup(cmd)
	return exitCode, printed.String(), err
}

func (w workspace) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.cli, args...) //nolint:gosec // whoever runs the demo chooses the CLI
	cmd.Dir, cmd.Env = w.dir, w.env
	return cmd
}

// quietly shows what a command prints only if it fails.
func quietly(cmd *exec.Cmd) error {
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	code, err := runGroup(cmd)
	if err == nil && code != 0 {
		err = fmt.Errorf("%s %s ended with exit code %d:\n%s", filepath.Base(cmd.Path), cmd.Args[1], code, printed.String())
	}
	return err
}

// runGroup runs a command with all processes that it starts as one group. When the command's context ends, the command
// is asked to end, once: at a second signal the CLI would leave its provider running. In the end none of them is left.
func runGroup(cmd *exec.Cmd) (exitCode int, err error) {
	group(cmd)
	cmd.WaitDelay = grace
	err = cmd.Run()
	killGroup(cmd)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	if err != nil {
		return -1, fmt.Errorf("running %s: %w", filepath.Base(cmd.Path), err)
	}
	return 0, nil
}

// isTerminal tells whether colors can be shown.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

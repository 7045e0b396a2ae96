// Package coretest runs tests on the real core of OpenTofu, in one process for all tests of a package. A plan takes
// some 20 ms, where the command line takes ten times as long. What a core does is decided there and nowhere here.
//
// Run takes the same test case as terraform-plugin-testing, and is where most tests start. A Workspace is for what a
// test case cannot say: targets, replacements, more objects than one, an order of the provider's calls.
package coretest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"
)

// envCore names the program of tools/opentofu/core. Without it, the program is built.
const envCore = "ITNIOTECH_TEST_CORE"

// The messages of tools/opentofu/core, where each field has its comment.
type (
	planRequest struct {
		Config           map[string]string
		State            json.RawMessage `json:",omitempty"`
		Variables        map[string]string
		Providers        map[string]attach
		Mode             string
		SkipRefresh      bool
		SkipUnchanged    bool
		Targets, Replace []string
		Parallelism      int
	}
	attach     struct{ Network, Address string }
	planResult struct {
		ID          string
		CanApply    bool
		Plan        json.RawMessage
		Diagnostics []tfjson.Diagnostic
		Text        string
	}
	applyRequest struct {
		ID        string
		Providers map[string]attach
	}
	importRequest struct {
		planRequest
		Address, ID string
	}
	stateResult struct {
		State, Show json.RawMessage
		Diagnostics []tfjson.Diagnostic
		Text        string
	}
)

// core is the process that all tests of a package share. It ends when this one does.
var core = sync.OnceValues(func() (*rpc.Client, error) {
	program, err := program()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), program) //nolint:gosec // built from this repository
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "GOGC=800") // it lives for minutes and has memory enough
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting OpenTofu's core: %w", err)
	}
	return jsonrpc.NewClient(pipes{stdout, stdin}), nil
})

// pipes are both ways to a process.
type pipes struct {
	io.ReadCloser
	io.WriteCloser
}

func (p pipes) Close() error { return errors.Join(p.ReadCloser.Close(), p.WriteCloser.Close()) }

// program is where the core is, which Go keeps in its build cache.
func program() (string, error) {
	if path := os.Getenv(envCore); path != "" {
		return path, nil
	}
	_, here, _, _ := runtime.Caller(0)
	tools := filepath.Join(filepath.Dir(here), "..", "..", "tools", "opentofu")
	cmd := exec.CommandContext(context.Background(), "go", "-C", tools, "tool", "-n", "core") //nolint:gosec // of this repository
	cmd.Stderr = os.Stderr
	path, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("building OpenTofu's core: %w", err)
	}
	return strings.TrimSpace(string(path)), nil
}

// call calls a method of the core.
func call(method string, request, result any) error {
	client, err := core()
	if err != nil {
		return err
	}
	if err := client.Call("Core."+method, request, result); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

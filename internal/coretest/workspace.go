package coretest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// File is the name of the file that a configuration is in, as diagnostics show it: that of terraform-plugin-testing.
const File = "terraform_plugin_test.tf"

// Workspace is a state with the configurations and providers that change it.
type Workspace struct {
	// Providers are the factories by their local names.
	Providers map[string]Factory
	// Files are files of the configuration next to that of a command, by their paths: modules, for instance.
	Files map[string]string
	// State is the state file; empty is none.
	State json.RawMessage

	shown json.RawMessage // the same as "tofu show -json" prints it
}

// Options say how a plan is made.
type Options struct {
	// Destroy and RefreshOnly are the modes of the same name.
	Destroy, RefreshOnly bool
	// NoRefresh plans with the state as it is.
	NoRefresh bool
	// Targets and Replace are addresses.
	Targets, Replace []string
	// Variables are values of variables, as in HCL.
	Variables map[string]string
	// Parallelism is how many operations go on at the same time, 10 if it is 0.
	Parallelism int

	skipUnchanged bool // leaves out what a plan says that changes nothing
}

// Error is what a command failed with.
type Error struct {
	// Command is "plan", "apply" or "import".
	Command string
	// Text is what a terminal shows of the errors.
	Text string
}

// Error returns what terraform-plugin-testing returns for a failed command.
func (e *Error) Error() string { return "exit status 1\n" + e.Text }

// Plan is what a plan came to.
type Plan struct {
	*tfjson.Plan
	// Diagnostics are the warnings, and the errors of one that failed.
	Diagnostics []tfjson.Diagnostic

	id       string
	canApply bool
}

// Plan plans a configuration. Also a plan that fails is not nil: it has what was planned until then.
func (w *Workspace) Plan(ctx context.Context, config string, options Options) (*Plan, error) {
	request := w.request(config)
	request.SkipRefresh, request.SkipUnchanged, request.Targets, request.Replace = options.NoRefresh, options.skipUnchanged, options.Targets, options.Replace
	request.Variables, request.Parallelism = options.Variables, options.Parallelism
	switch {
	case options.Destroy:
		request.Mode = "destroy"
	case options.RefreshOnly:
		request.Mode = "refresh-only"
	}
	var result planResult
	err := serve(ctx, w.Providers, func(providers map[string]attach) error {
		request.Providers = providers
		return call("Plan", request, &result)
	})
	if err != nil {
		return nil, err
	}
	shown := &tfjson.Plan{}
	plan := &Plan{Plan: shown, Diagnostics: result.Diagnostics, id: result.ID, canApply: result.CanApply}
	if len(result.Plan) > 0 {
		shown.UseJSONNumber(true)
		if err := shown.UnmarshalJSON(result.Plan); err != nil {
			return nil, fmt.Errorf("reading the plan: %w", err)
		}
	}
	return plan, failed("plan", result.Diagnostics, result.Text)
}

// Apply carries out a plan, once. Also after a failure, the state is the new one.
func (w *Workspace) Apply(ctx context.Context, plan *Plan) ([]tfjson.Diagnostic, error) {
	var result stateResult
	err := serve(ctx, w.Providers, func(providers map[string]attach) error {
		return call("Apply", applyRequest{plan.id, providers}, &result)
	})
	if err != nil {
		return nil, err
	}
	if len(result.State) > 0 {
		w.State, w.shown = result.State, result.Show
	}
	return result.Diagnostics, failed("apply", result.Diagnostics, result.Text)
}

// Drop forgets a plan that will not be applied.
func (*Workspace) Drop(plan *Plan) error {
	return call("Drop", applyRequest{ID: plan.id}, &struct{}{})
}

// Import brings an object into the state.
func (w *Workspace) Import(ctx context.Context, config, address, id string) error {
	var result stateResult
	err := serve(ctx, w.Providers, func(providers map[string]attach) error {
		request := importRequest{w.request(config), address, id}
		request.Providers = providers
		return call("Import", request, &result)
	})
	if err != nil {
		return err
	}
	if err := failed("import", result.Diagnostics, result.Text); err != nil {
		return err
	}
	w.State, w.shown = result.State, result.Show
	return nil
}

// Show is the state as the last command left it.
func (w *Workspace) Show() (*tfjson.State, error) {
	state := &tfjson.State{}
	state.UseJSONNumber(true)
	if len(w.shown) == 0 {
		return state, nil
	}
	if err := state.UnmarshalJSON(w.shown); err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	return state, nil
}

func (w *Workspace) request(config string) planRequest {
	files := map[string]string{File: required(slices.Sorted(maps.Keys(w.Providers))) + config}
	maps.Copy(files, w.Files)
	return planRequest{Config: files, State: w.State}
}

// required is the block that terraform-plugin-testing puts before a configuration, so that both count lines alike.
func required(names []string) string {
	var blocks strings.Builder
	for _, name := range names {
		fmt.Fprintf(&blocks, "    %s = {\n      source = %q\n    }\n", name, source(name))
	}
	return "\nterraform {\n  required_providers {\n" + blocks.String() + "\n  }\n}\n\n"
}

func failed(command string, diagnostics []tfjson.Diagnostic, text string) error {
	if slices.ContainsFunc(diagnostics, func(d tfjson.Diagnostic) bool { return d.Severity == tfjson.DiagnosticSeverityError }) {
		return &Error{command, text}
	}
	return nil
}

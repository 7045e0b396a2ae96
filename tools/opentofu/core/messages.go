package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/opentofu/opentofu/internal/addrs"
	"github.com/opentofu/opentofu/internal/command/format"
	"github.com/opentofu/opentofu/internal/command/jsonentities"
	"github.com/opentofu/opentofu/internal/configs"
	"github.com/opentofu/opentofu/internal/plans"
	"github.com/opentofu/opentofu/internal/tfdiags"
	"github.com/opentofu/opentofu/internal/tofu"
	"github.com/zclconf/go-cty/cty"
)

// PlanRequest is what Core.Plan takes.
type PlanRequest struct {
	// Config has the files of the configuration by their names. A module is in a folder of its own, "child/main.tf".
	Config map[string]string
	// State is a state file; empty is none.
	State json.RawMessage
	// Variables are values of the root module's variables, each an expression in HCL.
	Variables map[string]string
	// Providers are the providers of the configuration by their source addresses, and how to attach to each.
	Providers map[string]Attach
	// Mode is "", "destroy" or "refresh-only".
	Mode string
	// SkipRefresh plans with the state as it is.
	SkipRefresh bool
	// SkipUnchanged leaves the plan out of the answer if it changes nothing.
	SkipUnchanged bool
	// Targets and Replace are addresses.
	Targets, Replace []string
	// Parallelism is how many operations go on at the same time; 0 is the core's default of 10.
	Parallelism int
}

// Attach tells where a provider listens.
type Attach struct{ Network, Address string }

// PlanResult is what Core.Plan answers with.
type PlanResult struct {
	// ID is what Core.Apply takes; empty if there is nothing that can be applied because of errors.
	ID string
	// CanApply tells whether the plan changes anything.
	CanApply bool
	// Plan is the plan, if it is asked for, as "tofu show -json" prints it, also the part of a failed one.
	Plan json.RawMessage `json:",omitempty"`
	// Diagnostics are the errors and warnings as "-json" prints them, and Text is the errors as a terminal shows them.
	Diagnostics []*jsonentities.Diagnostic
	Text        string
}

// ApplyRequest is what Core.Apply and Core.Drop take.
type ApplyRequest struct {
	ID        string
	Providers map[string]Attach
}

// ImportRequest is what Core.Import takes: as for a plan, with the resource's address and the object's id.
type ImportRequest struct {
	PlanRequest
	Address, ID string
}

// StateResult is a new state: as a file, and as "tofu show -json" prints it.
type StateResult struct {
	State, Show json.RawMessage `json:",omitempty"`
	Diagnostics []*jsonentities.Diagnostic
	Text        string
}

// options are those of the core's own planning.
func (r PlanRequest) options(config *configs.Config) (*tofu.PlanOpts, error) {
	options := &tofu.PlanOpts{SkipRefresh: r.SkipRefresh, SetVariables: tofu.InputValues{}}
	switch r.Mode {
	case "":
		options.Mode = plans.NormalMode
	case "destroy":
		options.Mode = plans.DestroyMode
	case "refresh-only":
		options.Mode = plans.RefreshOnlyMode
	default:
		return nil, fmt.Errorf("there is no mode %q", r.Mode)
	}
	for name := range config.Module.Variables {
		options.SetVariables[name] = &tofu.InputValue{Value: cty.NilVal, SourceType: tofu.ValueFromCLIArg}
	}
	for name, source := range r.Variables {
		value, err := expression(source)
		if err != nil {
			return nil, err
		}
		options.SetVariables[name] = &tofu.InputValue{Value: value, SourceType: tofu.ValueFromCLIArg}
	}
	for _, text := range r.Targets {
		target, diags := addrs.ParseTargetStr(text)
		if diags.HasErrors() {
			return nil, diags.Err()
		}
		options.Targets = append(options.Targets, target.Subject)
	}
	for _, text := range r.Replace {
		address, diags := addrs.ParseAbsResourceInstanceStr(text)
		if diags.HasErrors() {
			return nil, diags.Err()
		}
		options.ForceReplace = append(options.ForceReplace, address)
	}
	return options, nil
}

func expression(source string) (cty.Value, error) {
	parsed, problems := hclsyntax.ParseExpression([]byte(source), "variable", hcl.InitialPos)
	if problems.HasErrors() {
		return cty.NilVal, problems
	}
	value, problems := parsed.Value(nil)
	if problems.HasErrors() {
		return cty.NilVal, problems
	}
	return value, nil
}

// width is how wide a terminal is that shows a text.
const width = 78

// shown are diagnostics as the command line shows them: repeated warnings as one.
func shown(diags tfdiags.Diagnostics, sources map[string]string) ([]*jsonentities.Diagnostic, string) {
	files := map[string]*hcl.File{}
	for name, source := range sources {
		files[name] = &hcl.File{Bytes: []byte(source)}
	}
	diags = diags.Consolidate(1, tfdiags.Warning)
	diags.Sort()
	var entities []*jsonentities.Diagnostic
	var text string
	for _, diag := range diags {
		entity := jsonentities.NewDiagnostic(diag, files)
		entities = append(entities, entity)
		if diag.Severity() == tfdiags.Error {
			text += format.DiagnosticPlainFromJSON(entity, width)
		}
	}
	return entities, text
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"github.com/opentofu/opentofu/internal/addrs"
	"github.com/opentofu/opentofu/internal/command/jsonplan"
	"github.com/opentofu/opentofu/internal/command/jsonstate"
	"github.com/opentofu/opentofu/internal/configs"
	"github.com/opentofu/opentofu/internal/encryption"
	"github.com/opentofu/opentofu/internal/plans"
	"github.com/opentofu/opentofu/internal/providers"
	"github.com/opentofu/opentofu/internal/states"
	"github.com/opentofu/opentofu/internal/states/statefile"
	"github.com/opentofu/opentofu/internal/tfdiags"
	"github.com/opentofu/opentofu/internal/tofu"
)

// Core has the methods that a test calls.
type Core struct {
	mu    sync.Mutex
	next  int
	plans map[string]*planned
	// The schemas of each provider by its source address.
	schemas map[string]providers.SchemaCache
}

// planned is a plan between Core.Plan and Core.Apply.
type planned struct {
	plan    *plans.Plan
	config  *configs.Config
	request PlanRequest
}

func newCore() *Core {
	return &Core{plans: map[string]*planned{}, schemas: map[string]providers.SchemaCache{}}
}

// Plan plans a configuration against a state. What is wrong with either is in the diagnostics of the answer.
func (c *Core) Plan(request PlanRequest, result *PlanResult) error {
	ctx := context.Background()
	config, diags := load(ctx, request)
	if diags.HasErrors() {
		result.Diagnostics, result.Text = shown(diags, request.Config)
		return nil
	}
	state, err := read(request.State)
	if err != nil {
		return err
	}
	options, err := request.options(config)
	if err != nil {
		return err
	}
	core, more := c.newContext(request.Providers, request.Parallelism)
	if diags = diags.Append(more); diags.HasErrors() {
		return diags.Err()
	}
	plan, more := core.Plan(ctx, config, state, options)
	diags = diags.Append(more)
	result.Diagnostics, result.Text = shown(diags, request.Config)
	if plan == nil {
		return nil
	}
	result.CanApply = plan.CanApply()
	if plan.CanApply() || plan.Errored || !request.SkipUnchanged {
		schemas, more := core.Schemas(ctx, config, plan.PriorState)
		if more.HasErrors() {
			return more.Err()
		}
		if result.Plan, err = jsonplan.Marshal(config, plan, &statefile.File{State: plan.PriorState}, schemas); err != nil {
			return fmt.Errorf("showing the plan: %w", err)
		}
	}
	if plan.Errored || diags.HasErrors() {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	result.ID = strconv.Itoa(c.next)
	c.plans[result.ID] = &planned{plan, config, request}
	return nil
}

// Apply carries out a plan, once.
func (c *Core) Apply(request ApplyRequest, result *StateResult) error {
	ctx := context.Background()
	c.mu.Lock()
	planned := c.plans[request.ID]
	delete(c.plans, request.ID)
	c.mu.Unlock()
	if planned == nil {
		return fmt.Errorf("there is no plan %q", request.ID)
	}
	core, diags := c.newContext(request.Providers, planned.request.Parallelism)
	if diags.HasErrors() {
		return diags.Err()
	}
	state, diags := core.Apply(ctx, planned.plan, planned.config, &tofu.ApplyOpts{})
	return c.finish(ctx, core, planned.config, planned.request.Config, state, diags, result)
}

// Drop forgets a plan that is not to be applied.
func (c *Core) Drop(request ApplyRequest, _ *struct{}) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.plans, request.ID)
	return nil
}

// Import brings an object into a state as "tofu import" does.
func (c *Core) Import(request ImportRequest, result *StateResult) error {
	ctx := context.Background()
	config, diags := load(ctx, request.PlanRequest)
	if diags.HasErrors() {
		result.Diagnostics, result.Text = shown(diags, request.Config)
		return nil
	}
	state, err := read(request.State)
	if err != nil {
		return err
	}
	address, more := addrs.ParseAbsResourceInstanceStr(request.Address)
	if more.HasErrors() {
		return more.Err()
	}
	options, err := request.options(config)
	if err != nil {
		return err
	}
	core, more := c.newContext(request.Providers, request.Parallelism)
	if more.HasErrors() {
		return more.Err()
	}
	state, more = core.Import(ctx, config, state, &tofu.ImportOpts{
		Targets:      []*tofu.ImportTarget{{CommandLineImportTarget: &tofu.CommandLineImportTarget{Addr: address, ID: request.ID}}},
		SetVariables: options.SetVariables,
	})
	return c.finish(ctx, core, config, request.Config, state, diags.Append(more), result)
}

// finish shows a new state as a file and as "tofu show -json" does.
func (c *Core) finish(
	ctx context.Context, core *tofu.Context, config *configs.Config, sources map[string]string, state *states.State, diags tfdiags.Diagnostics, result *StateResult,
) error {
	result.Diagnostics, result.Text = shown(diags, sources)
	if state == nil {
		return nil
	}
	file := &statefile.File{State: state}
	var written bytes.Buffer
	if err := statefile.Write(file, &written, encryption.StateEncryptionDisabled()); err != nil {
		return fmt.Errorf("writing the state: %w", err)
	}
	result.State = written.Bytes()
	schemas, more := core.Schemas(ctx, config, state)
	if more.HasErrors() {
		return more.Err()
	}
	var err error
	if result.Show, err = jsonstate.Marshal(file, schemas); err != nil {
		return fmt.Errorf("showing the state: %w", err)
	}
	return nil
}

// read reads a state file; nothing is an empty state.
func read(source json.RawMessage) (*states.State, error) {
	if len(source) == 0 {
		return states.NewState(), nil
	}
	file, err := statefile.Read(bytes.NewReader(source), encryption.StateEncryptionDisabled())
	if err != nil {
		return nil, fmt.Errorf("reading the state: %w", err)
	}
	return file.State, nil
}

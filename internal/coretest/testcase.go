package coretest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// Run runs a test case on the core, step by step as terraform-plugin-testing does through the command line, and ends
// with the same destroy. A step that needs what is not here is an error, so that nothing is left out in silence.
func Run(t *testing.T, c resource.TestCase) {
	t.Helper()
	if err := runCase(context.WithoutCancel(t.Context()), c); err != nil {
		t.Fatal(err)
	}
}

func runCase(ctx context.Context, c resource.TestCase) (err error) {
	run := &run{providers: c.ProtoV6ProviderFactories}
	if c.AdditionalCLIOptions != nil {
		run.noRefresh = c.AdditionalCLIOptions.Plan.NoRefresh
	}
	defer func() { err = errors.Join(err, run.destroy(ctx)) }()
	for i, step := range c.Steps {
		if step.PreConfig != nil {
			step.PreConfig()
		}
		err := run.step(ctx, step)
		switch {
		case err == nil && step.ExpectError != nil:
			return fmt.Errorf("step %d/%d: expected an error, but got none", i+1, len(c.Steps))
		case err != nil && step.ExpectError == nil:
			return fmt.Errorf("step %d/%d: %w", i+1, len(c.Steps), err)
		case err != nil && !step.ExpectError.MatchString(err.Error()):
			return fmt.Errorf("step %d/%d: expected an error that matches\n%s\nbut got\n%w", i+1, len(c.Steps), step.ExpectError, err)
		}
	}
	return nil
}

// run is a test case under way.
type run struct {
	Workspace
	providers map[string]Factory // of all steps that have none of their own
	config    string             // of the last step
	noRefresh bool
}

// known fails for a step that needs what is not here.
func known(step resource.TestStep) error {
	zero := reflect.ValueOf(resource.TestStep{
		PreConfig: step.PreConfig, Config: step.Config, Taint: step.Taint, Destroy: step.Destroy, PlanOnly: step.PlanOnly,
		ExpectError: step.ExpectError, ExpectNonEmptyPlan: step.ExpectNonEmptyPlan, Check: step.Check,
		ConfigPlanChecks: step.ConfigPlanChecks, ConfigStateChecks: step.ConfigStateChecks, RefreshState: step.RefreshState,
		ImportState: step.ImportState, ImportStateId: step.ImportStateId, ImportStateVerify: step.ImportStateVerify,
		ImportStateIdFunc: step.ImportStateIdFunc, ImportStateKind: step.ImportStateKind, ResourceName: step.ResourceName,
		ProtoV6ProviderFactories: step.ProtoV6ProviderFactories,
	})
	given := reflect.ValueOf(step)
	for i := range given.NumField() {
		if zero.Field(i).IsZero() && !given.Field(i).IsZero() {
			return fmt.Errorf("a step with %s runs through the command line only", given.Type().Field(i).Name)
		}
	}
	return nil
}

func (r *run) step(ctx context.Context, step resource.TestStep) error {
	if err := known(step); err != nil {
		return err
	}
	r.Providers = map[string]Factory{}
	maps.Copy(r.Providers, r.providers)
	maps.Copy(r.Providers, step.ProtoV6ProviderFactories)
	if step.Config != "" && !step.Destroy {
		for _, address := range step.Taint {
			if err := r.Taint(address); err != nil {
				return err
			}
		}
	}
	if step.ImportState {
		return r.imports(ctx, step)
	}
	if step.RefreshState {
		return r.refreshes(ctx, step)
	}
	r.config = step.Config
	options := Options{Destroy: step.Destroy, NoRefresh: r.noRefresh}
	if !step.PlanOnly {
		if err := r.planAndApply(ctx, step, options); err != nil {
			return err
		}
	}
	without := options
	without.NoRefresh = true
	if err := r.stays(ctx, step, without, "non-refresh plan", step.ConfigPlanChecks.PostApplyPreRefresh); err != nil {
		return err
	}
	return r.stays(ctx, step, options, "refresh plan", step.ConfigPlanChecks.PostApplyPostRefresh)
}

func (r *run) planAndApply(ctx context.Context, step resource.TestStep, options Options) error {
	plan, err := r.Plan(ctx, r.config, options)
	if err != nil {
		return fmt.Errorf("Error running pre-apply plan: %w", err)
	}
	if err := r.checkPlan(ctx, plan, step.ConfigPlanChecks.PreApply); err != nil {
		return errors.Join(fmt.Errorf("pre-apply plan check(s) failed:\n%w", err), r.Drop(plan))
	}
	_, err = r.Apply(ctx, plan)
	switch {
	case err != nil && step.Destroy:
		return fmt.Errorf("Error running destroy: %w", err)
	case err != nil:
		return fmt.Errorf("Error running apply: %w", err)
	}
	if err := r.check(step); err != nil {
		return fmt.Errorf("check failed: %w", err)
	}
	return r.checkState(ctx, step.ConfigStateChecks)
}

// stays fails unless another plan has nothing to do, or something if the step expects that.
func (r *run) stays(ctx context.Context, step resource.TestStep, options Options, what string, checks []plancheck.PlanCheck) error {
	post := "post-apply "
	if step.PlanOnly {
		post = ""
	}
	options.skipUnchanged = len(checks) == 0
	plan, err := r.Plan(ctx, r.config, options)
	if err != nil {
		return fmt.Errorf("Error running %s%s: %w", post, what, err)
	}
	if err := errors.Join(r.checkPlan(ctx, plan, checks), r.Drop(plan)); err != nil {
		return fmt.Errorf("%s check(s) failed:\n%w", what, err)
	}
	if changes := changes(plan.Plan); len(changes) > 0 && !step.ExpectNonEmptyPlan {
		return fmt.Errorf("the %s is not empty: %s", what, strings.Join(changes, ", "))
	} else if len(changes) == 0 && step.ExpectNonEmptyPlan && !options.NoRefresh {
		return errors.New("the refresh plan is empty")
	}
	return nil
}

// changes are what a plan does.
func changes(plan *tfjson.Plan) []string {
	var changes []string
	for _, change := range plan.ResourceChanges {
		if !change.Change.Actions.NoOp() {
			changes = append(changes, fmt.Sprintf("%v %s from %v to %v", change.Change.Actions, change.Address, change.Change.Before, change.Change.After))
		}
	}
	for name, change := range plan.OutputChanges {
		if !change.Actions.NoOp() {
			changes = append(changes, fmt.Sprintf("%v output.%s", change.Actions, name))
		}
	}
	return changes
}

func (r *run) refreshes(ctx context.Context, step resource.TestStep) error {
	plan, err := r.Plan(ctx, r.config, Options{RefreshOnly: true})
	if err != nil {
		return err
	}
	if _, err := r.Apply(ctx, plan); err != nil {
		return err
	}
	if err := r.check(step); err != nil {
		return err
	}
	return r.stays(ctx, step, Options{}, "post-refresh plan", step.RefreshPlanChecks.PostRefresh)
}

// check runs the check of a step that takes the state in the library's old form.
func (r *run) check(step resource.TestStep) error {
	if step.Check == nil {
		return nil
	}
	state, err := r.Show()
	if err != nil {
		return err
	}
	return step.Check(flat(state))
}

func (*run) checkPlan(ctx context.Context, plan *Plan, checks []plancheck.PlanCheck) error {
	var failed []error
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(ctx, plancheck.CheckPlanRequest{Plan: plan.Plan}, &resp)
		failed = append(failed, resp.Error)
	}
	return errors.Join(failed...)
}

func (r *run) checkState(ctx context.Context, checks []statecheck.StateCheck) error {
	if len(checks) == 0 {
		return nil
	}
	state, err := r.Show()
	if err != nil {
		return err
	}
	var failed []error
	for _, check := range checks {
		var resp statecheck.CheckStateResponse
		check.CheckState(ctx, statecheck.CheckStateRequest{State: state}, &resp)
		failed = append(failed, resp.Error)
	}
	return errors.Join(failed...)
}

// destroy ends the test case, whether it failed or not, if it left anything.
func (r *run) destroy(ctx context.Context) error {
	if state, err := r.Show(); err != nil || state.Values == nil || state.Values.RootModule == nil ||
		len(state.Values.RootModule.Resources)+len(state.Values.RootModule.ChildModules) == 0 {
		return err
	}
	plan, err := r.Plan(ctx, r.config, Options{Destroy: true, NoRefresh: true})
	if err == nil {
		_, err = r.Apply(ctx, plan)
	}
	if err != nil {
		return fmt.Errorf("destroying what is left: %w", err)
	}
	return nil
}

package object

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// ModifyPlan says while planning what the apply could only fail at, and what
// becomes of an object that goes. Terraform plans a replacement twice, as an
// update and then as a create, and a tainted object as a create alone.
func (r *Resource[M, A]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	session.Guarded(&resp.Diagnostics, r.summary(explain.Plan), "Nothing was changed.", func() {
		switch {
		case req.Plan.Raw.IsNull():
			r.planDestroy(ctx, req, resp)
		case req.State.Raw.IsNull():
			r.planCreate(ctx, req, resp)
		case req.Plan.Raw.Equal(req.State.Raw):
			// Decoding an object that does not change would cost most of the time of a plan.
			now, policy := r.identify(req.State.Raw)
			now.Configured, now.Applied = policy, policy
			resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)
			r.keepName(now, now.Name, &resp.Diagnostics)
		default:
			r.planUpdate(ctx, req, resp)
		}
	})
}

// planDestroy says what becomes of an object whose resource goes.
func (r *Resource[M, A]) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	now, own := r.identify(req.State.Raw)
	policy := r.policyOf(ownPolicy(own))
	if policy == Prevent && r.Session.IsApplying() {
		// Only what create_before_destroy has replaced is planned in an apply: to refuse would keep it deposed for ever.
		own, policy = Abandon, Abandon
	}
	now.Configured = own
	resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)
	r.keepName(now, nameLeft(now.Name, policy), &resp.Diagnostics)
	if policy == Prevent {
		resp.Diagnostics.Append(r.mustNotBeDestroyed(now.ID, now.Name, destroys, ownPolicy(own)))
		return
	}
	r.warnLeft(&resp.Diagnostics, policy)
}

// planUpdate plans a change of an object, or the first half of its replacement.
func (r *Resource[M, A]) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan := r.decodePlan(ctx, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	now, applied := r.identify(req.State.Raw)
	_, name := plan.Identity()
	now.Configured, now.Applied = plan.Policy().ValueString(), applied
	resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)

	app := types.StringValue(now.App)
	isRenamed := attribute.IsKnown(name) && name.ValueString() != now.Name
	policy := r.policyOf(plan.Policy())
	switch {
	case !plan.App().Equal(app):
		r.planMove(plan, now, isRenamed, resp)
	case isRenamed:
		r.plans().NoteHolder(now.ID, session.Holder{Name: name.ValueString(), App: app})
		mine := session.Taker{ID: now.ID, App: app, Planned: attribute.Values(req.Config.Raw)}
		r.report(ctx, r.takenFacts(name.ValueString(), mine), nil, plan, policy, &resp.Diagnostics)
	default:
		r.keepName(now, now.Name, &resp.Diagnostics)
	}
}

// planMove plans the first half of a replacement by an object of another application.
func (r *Resource[M, A]) planMove(plan M, now outgoing, isRenamed bool, resp *resource.ModifyPlanResponse) {
	resp.RequiresReplace = append(resp.RequiresReplace, path.Root(r.AppAttribute))
	policy := r.policyOf(plan.Policy())
	_, name := plan.Identity()
	r.plans().NoteHolder(now.ID, session.Holder{Name: nameLeft(now.Name, policy), App: types.StringValue(now.App)})
	switch {
	case plan.Policy().IsUnknown():
		resp.Diagnostics.Append(r.deletionPolicyIsNotKnown(now))
	case now.Applied == Prevent:
		resp.Diagnostics.Append(r.mustNotBeDestroyed(now.ID, now.Name, replaces, ownPolicy(now.Applied)))
	case policy == Prevent:
		resp.Diagnostics.Append(r.mustNotBeDestroyed(now.ID, now.Name, replaces, plan.Policy()))
	case policy != Retire && !isRenamed && attribute.IsKnown(name):
		resp.Diagnostics.Append(r.replacementNeedsAnotherName(r.AppAttribute, policy, now))
	default:
		r.warnLeft(&resp.Diagnostics, policy) // Terraform drops the warnings of the second half
	}
}

// planCreate plans a new object, or the second half of a replacement, in which
// case the first half has noted what goes.
func (r *Resource[M, A]) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan := r.decodePlan(ctx, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	_, name := plan.Identity()
	policy := r.policyOf(plan.Policy())
	old, _ := outgoingOf(ctx, req.Private)
	if isReplacement := old.ID != ""; isReplacement {
		r.plans().NoteHolder(old.ID, session.Holder{Name: nameLeft(old.Name, policy), App: types.StringValue(old.App)})
		switch {
		case old.Applied == Prevent:
			resp.Diagnostics.Append(r.mustNotBeDestroyed(old.ID, old.Name, replaces, types.StringValue(old.Applied)))
		case plan.Policy().IsUnknown():
			resp.Diagnostics.Append(r.deletionPolicyIsNotKnown(old))
		case policy == Prevent || name.ValueString() == old.Name:
			r.checkReplaced(old.ID, old.Name, plan, policy, &resp.Diagnostics)
		}
	} else {
		resp.Diagnostics.Append(notePlannedCreate(ctx, resp.Private, plannedCreate{name.ValueString(), plan.Policy().ValueString()})...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	// What the apply finds out is for Create to say: an error of its plan would
	// leave an object that is replaced as a deposed one.
	if !attribute.IsKnown(name) || r.Session.IsApplying() {
		return
	}
	facts := r.takenFacts(name.ValueString(), session.Taker{ID: old.ID, App: plan.App(), Planned: attribute.Values(req.Config.Raw)})
	var by *nameHolder
	if r.CanCall() {
		by = r.findHolder(ctx, plan, req.Plan.Raw, &facts, &resp.Diagnostics)
	} else {
		facts.hasKeeper = false // an account that cannot be looked at stays out of it
	}
	r.report(ctx, facts, by, plan, policy, &resp.Diagnostics)
}

// nameLeft is the name that an object has when Terraform has let go of it, ""
// for one that nobody could want.
func nameLeft(name, policy string) string {
	if policy == Retire {
		return ""
	}
	return name
}

// checkReplaced says if an object cannot be replaced by one of the same name.
func (r *Resource[M, A]) checkReplaced(id, name string, plan M, policy string, diags *diag.Diagnostics) {
	switch policy {
	case Prevent:
		diags.Append(r.mustNotBeDestroyed(id, name, replaces, plan.Policy()))
	case Abandon:
		diags.Append(r.cannotBeReplaced(id, name, policy))
	}
}

// decodePlan decodes a plan, and fills in what the provider computes of it.
func (r *Resource[M, A]) decodePlan(ctx context.Context, resp *resource.ModifyPlanResponse) M {
	plan := r.New()
	resp.Diagnostics.Append(tfsdk.Plan{Schema: resp.Plan.Schema, Raw: attribute.Decodable(resp.Plan.Raw)}.Get(ctx, plan)...)
	if resp.Diagnostics.HasError() {
		return plan
	}
	for name, value := range plan.Computed() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
	return plan
}

// identify reads what must be known of an object that may go, and its own
// policy, without decoding the whole object.
func (r *Resource[M, A]) identify(raw tftypes.Value) (now outgoing, policy string) {
	attributes := attribute.Values(raw)
	return outgoing{
		ID:   attribute.Text(attributes["id"]).ValueString(),
		Name: attribute.Text(attributes["name"]).ValueString(),
		App:  attribute.Text(attributes[r.AppAttribute]).ValueString(),
	}, attribute.Text(attributes["deletion_policy"]).ValueString()
}

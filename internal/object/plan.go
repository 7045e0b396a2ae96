package object

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// ModifyPlan says while planning what the apply could only fail at, and what
// becomes of an object that goes. Terraform plans a replacement twice, as an
// update and then as a create, and a tainted object as a create alone.
//
// An apply plans creates and updates once more. There it says nothing about names: an error would leave the old half of
// a replacement deposed, and the write that follows knows more.
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
			now.Configured, now.Applied, now.Stays = policy, policy, true
			resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)
			if !r.isApply(req) {
				r.note(now.stays(now.Name), false, &resp.Diagnostics)
			}
		default:
			r.planUpdate(ctx, req, resp)
		}
	})
}

// isApply tells whether an apply is planning.
func (r *Resource[M, A]) isApply(req resource.ModifyPlanRequest) bool {
	return r.Session.IsApply(req.ClientCapabilities)
}

// planDestroy says what becomes of an object whose resource goes.
func (r *Resource[M, A]) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	now, own := r.identify(req.State.Raw)
	now.Configured, now.Applied = own, own
	// Only what create_before_destroy has replaced is planned to be destroyed in an apply.
	now.IsDeposed = r.isApply(req) || isDeposed(ctx, req.Private)
	resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)
	policy := r.policyOf(ownPolicy(own))
	if r.isApply(req) {
		r.warnLeft(&resp.Diagnostics, policy)
		return
	}
	r.plans().NoteOther()
	r.note(now.goes(policy, false), false, &resp.Diagnostics)
	switch {
	case policy != Prevent:
		r.warnLeft(&resp.Diagnostics, policy)
	case !now.IsDeposed:
		resp.Diagnostics.Append(r.mustNotBeDestroyed(now, destroys, ownPolicy(own)))
	}
}

// planUpdate plans a change of an object, or the first half of its replacement.
func (r *Resource[M, A]) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan := r.decodePlan(ctx, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	now, applied := r.identify(req.State.Raw)
	now.Configured, now.Applied = plan.Policy().ValueString(), applied
	app := types.StringValue(now.App)
	moves := !plan.App().Equal(app)
	if moves && plan.App().IsUnknown() && !r.Session.AppPlans().HasOther() {
		moves = false // what is not known yet is not another application
		resp.Diagnostics.Append(r.appIsNotKnown(now))
	}
	now.Stays = !moves
	resp.Diagnostics.Append(noteOutgoing(ctx, resp.Private, now)...)
	_, name := plan.Identity()
	isRenamed := attribute.IsKnown(name) && name.ValueString() != now.Name
	switch {
	case moves && r.isApply(req):
		resp.Diagnostics.Append(r.appIsAnother(now, plan.App().ValueString()))
	case moves:
		r.planMove(plan, now, resp)
	case r.isApply(req):
	case isRenamed:
		r.note(now.stays(name.ValueString()), false, &resp.Diagnostics)
		mine := session.Taker{ID: now.ID, From: now.Name, Name: name.ValueString(), App: app, Planned: attribute.Values(req.Config.Raw)}
		r.takeName(ctx, mine, plan, req.Plan.Raw, &resp.Diagnostics)
	default:
		r.note(now.stays(name.ValueString()), false, &resp.Diagnostics)
		r.warnRespelled(now, &resp.Diagnostics)
	}
}

// planMove plans the first half of a replacement by an object of another application.
func (r *Resource[M, A]) planMove(plan M, now outgoing, resp *resource.ModifyPlanResponse) {
	resp.RequiresReplace = append(resp.RequiresReplace, path.Root(r.AppAttribute))
	_, name := plan.Identity()
	r.planReplacement(plan, now, false, r.replacementNeedsAnotherName(r.AppAttribute, plan.App().IsUnknown(), name, now), &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		r.warnLeft(&resp.Diagnostics, r.policyOf(plan.Policy())) // Terraform drops the warnings of the second half
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
	old, _ := outgoingOf(ctx, req.Private)
	isReplacement := old.ID != ""
	if !isReplacement {
		resp.Diagnostics.Append(notePlannedCreate(ctx, resp.Private, plannedCreate{
			Name: name.ValueString(), Policy: plan.Policy().ValueString(), IsPolicyUnknown: plan.Policy().IsUnknown(),
		})...)
	}
	if r.isApply(req) {
		return
	}
	r.plans().NoteOther()
	if isReplacement {
		r.planReplacement(plan, old, old.Stays, r.cannotBeReplaced(old, name), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() || !attribute.IsKnown(name) {
		return
	}
	mine := session.Taker{
		ID: old.ID, From: old.Name, IsReplacement: isReplacement, Name: name.ValueString(), App: plan.App(), Planned: attribute.Values(req.Config.Raw),
	}
	r.takeName(ctx, mine, plan, req.Plan.Raw, &resp.Diagnostics)
}

// planReplacement says if an object must not be replaced by a new one, or that it cannot. The first half of a plan may
// have counted it as one that stays.
func (r *Resource[M, A]) planReplacement(plan M, old outgoing, counted bool, cannot diag.Diagnostic, diags *diag.Diagnostics) {
	_, name := plan.Identity()
	policy := r.policyOf(plan.Policy())
	r.note(old.goes(policy, true), counted, diags)
	switch {
	case old.Applied == Prevent:
		diags.Append(r.mustNotBeDestroyed(old, replaces, ownPolicy(old.Applied)))
	case policy == notKnown:
		diags.Append(r.deletionPolicyIsNotKnown(old))
	case policy == Prevent:
		diags.Append(r.mustNotBeDestroyed(old, replaces, plan.Policy()))
	case policy == Abandon && !isSurelyAnother(name, old.Name):
		diags.Append(cannot)
	}
}

// isSurelyAnother tells whether the API cannot take a name for that of another object.
func isSurelyAnother(name types.String, old string) bool {
	return attribute.IsKnown(name) && account.SameName(name.ValueString()) != account.SameName(old)
}

// warnRespelled warns of a change that also writes the name in another Unicode form.
func (r *Resource[M, A]) warnRespelled(now outgoing, diags *diag.Diagnostics) {
	if has := r.objects().NameOf(now.ID); has != now.Name && otp.NFC(has) == otp.NFC(now.Name) {
		diags.Append(r.nameIsRespelled(now))
	}
}

// decodePlan decodes a plan, and fills in what the provider computes of it.
func (r *Resource[M, A]) decodePlan(ctx context.Context, resp *resource.ModifyPlanResponse) M {
	plan := r.model(ctx, resp.Plan.Raw, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return plan
	}
	resp.Diagnostics.Append(attribute.Change(ctx, &resp.Plan.Raw, plan.Computed())...)
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

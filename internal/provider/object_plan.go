package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
)

// ModifyPlan says while planning what the apply could only fail at, and what
// becomes of an object that goes. Terraform plans a replacement twice, as an
// update and then as a create, and a tainted object as a create alone.
func (r *Resource[M, A]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer rescue(&resp.Diagnostics, r.summary(explain.Plan), "Nothing was changed.")
	switch {
	case req.Plan.Raw.IsNull():
		r.planDestroy(ctx, req, resp)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, req, resp)
	case req.Plan.Raw.Equal(req.State.Raw):
		// Decoding an object that does not change would cost most of the time of a plan.
		now := r.identify(req.State.Raw)
		now.Applied = now.Policy
		resp.Diagnostics.Append(noteDeparture(ctx, resp.Private, now)...)
		r.noteName(now, now.Name, &resp.Diagnostics)
	default:
		r.planUpdate(ctx, req, resp)
	}
}

// planDestroy says what becomes of an object whose resource goes.
func (r *Resource[M, A]) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	now := r.identify(req.State.Raw)
	resp.Diagnostics.Append(noteDeparture(ctx, resp.Private, now)...)
	policy := r.session.policy(now.own())
	if policy == policyPrevent && r.session.isApplying() {
		// Only what create_before_destroy has replaced is planned in an apply: to refuse would keep it deposed for ever.
		now.Policy, policy = policyAbandon, policyAbandon
		resp.Diagnostics.Append(noteDeparture(ctx, resp.Private, now)...)
	}
	r.noteName(now, nameLeft(now.Name, policy), &resp.Diagnostics)
	if policy == policyPrevent {
		resp.Diagnostics.Append(r.prevented(now.ID, now.Name, destroys, now.own()))
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
	now := r.identify(req.State.Raw)
	before := now
	_, name := plan.Identity()
	now.Policy = plan.Policy().ValueString()
	now.Applied = before.Policy
	resp.Diagnostics.Append(noteDeparture(ctx, resp.Private, now)...)

	scope := types.StringValue(now.Scope)
	isRenamed := attribute.IsKnown(name) && name.ValueString() != now.Name
	if plan.App().Equal(scope) {
		if !isRenamed {
			r.noteName(now, now.Name, &resp.Diagnostics)
			return
		}
		r.Objects(r.session).intents.noteName(now.ID, plannedName{name.ValueString(), scope})
		mine := want{now.ID, scope, attribute.Values(req.Config.Raw)}
		r.checkTwice(ctx, name, mine, &resp.Diagnostics)
		r.checkKept(name, mine, r.session.policy(plan.Policy()), &resp.Diagnostics)
		return
	}
	resp.RequiresReplace = append(resp.RequiresReplace, path.Root(r.AppAttribute))
	policy := r.session.policy(plan.Policy())
	r.Objects(r.session).intents.noteName(now.ID, plannedName{nameLeft(now.Name, policy), scope})
	switch {
	case plan.Policy().IsUnknown():
		resp.Diagnostics.Append(r.policyUnknown(now))
	case before.Policy == policyPrevent:
		resp.Diagnostics.Append(r.prevented(now.ID, now.Name, replaces, before.own()))
	case policy == policyPrevent:
		resp.Diagnostics.Append(r.prevented(now.ID, now.Name, replaces, plan.Policy()))
	case policy != policyRetire && !isRenamed && attribute.IsKnown(name):
		resp.Diagnostics.Append(r.needsName(r.AppAttribute, policy, now))
	default:
		r.warnLeft(&resp.Diagnostics, policy) // Terraform drops the warnings of the second half
	}
}

// planCreate plans a new object, or the second half of a replacement, in which
// case the first half has noted what departs.
func (r *Resource[M, A]) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan := r.decodePlan(ctx, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	_, name := plan.Identity()
	policy := r.session.policy(plan.Policy())
	old, _ := departureOf(ctx, req.Private)
	isReplacement := old.ID != ""
	if isReplacement {
		r.Objects(r.session).intents.noteName(old.ID, plannedName{nameLeft(old.Name, policy), types.StringValue(old.Scope)})
		switch {
		case old.Applied == policyPrevent:
			resp.Diagnostics.Append(r.prevented(old.ID, old.Name, replaces, types.StringValue(old.Applied)))
		case plan.Policy().IsUnknown():
			resp.Diagnostics.Append(r.policyUnknown(old))
		case policy == policyPrevent || name.ValueString() == old.Name:
			r.checkReplaced(old, plan, policy, &resp.Diagnostics)
		}
	} else {
		// If Terraform replaces a tainted object by this, the call that lets go of that finds it.
		resp.Diagnostics.Append(noteDeparture(ctx, resp.Private, departure{Name: name.ValueString(), Policy: plan.Policy().ValueString()})...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	// What the apply finds out is for Create to say: an error of its plan would
	// leave an object that is replaced as a deposed one.
	if !attribute.IsKnown(name) || r.session.isApplying() {
		return
	}
	r.checkTwice(ctx, name, want{old.ID, plan.App(), attribute.Values(req.Config.Raw)}, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && r.session.client != nil {
		r.checkTaken(ctx, plan, req.Plan.Raw, old.ID, &resp.Diagnostics)
	}
}

// nameLeft is the name that an object has when Terraform has let go of it, ""
// for one that nobody could want.
func nameLeft(name, policy string) string {
	if policy == policyRetire {
		return ""
	}
	return name
}

// noteName notes the name that an object is planned to have. If it keeps one
// that another object is planned to get, and that has been planned before,
// this is the only place that sees both.
func (r *Resource[M, A]) noteName(now departure, name string, diags *diag.Diagnostics) {
	catalog := r.Objects(r.session)
	other := catalog.intents.noteName(now.ID, plannedName{name, types.StringValue(now.Scope)})
	if other == nil || name == "" || r.session.isApplying() {
		return
	}
	// A create has seen what the list has.
	if isCreate := other.id == ""; !isCreate || !catalog.isListed(now.ID) {
		problem := r.takenAtPlan(name, r.session.policy(now.own()), &conflict{id: now.ID, name: name, notCompared: true})
		diags.AddError(problem.Summary(), problem.Detail())
	}
}

// checkKept looks for another object that is planned to keep a name.
func (r *Resource[M, A]) checkKept(name types.String, mine want, policy string, diags *diag.Diagnostics) {
	if id := r.Objects(r.session).intents.keeper(name.ValueString(), mine); id != "" && !r.session.isApplying() {
		diags.Append(r.takenAtPlan(name.ValueString(), policy, &conflict{id: id, name: name.ValueString(), notCompared: true}))
	}
}

// checkTwice looks for another object that is planned to get the same name. In
// an apply that is for the write to say, which then knows the id of the other.
func (r *Resource[M, A]) checkTwice(ctx context.Context, name types.String, mine want, diags *diag.Diagnostics) {
	other := r.Objects(r.session).intents.noteWant(name.ValueString(), mine)
	if other == nil {
		return
	}
	problem := r.twice(name.ValueString(), sameScope(mine.scope, other.scope), mine.isOther(*other))
	if problem.Severity() == diag.SeverityWarning || !r.session.appliesSoon(ctx) {
		diags.Append(problem)
	}
}

// checkTaken looks for the object that has the name which a planned one is to
// be given.
func (r *Resource[M, A]) checkTaken(
	ctx context.Context, plan M, raw tftypes.Value, oldID string, diags *diag.Diagnostics,
) {
	catalog := r.Objects(r.session)
	_, name := plan.Identity()
	policy := r.session.policy(plan.Policy())
	by := r.holder(ctx, plan, name.ValueString(), diags)
	if by == nil {
		r.checkKept(name, want{id: oldID, scope: plan.App()}, policy, diags)
		return
	}
	by.differs = slices.DeleteFunc(by.differs, func(name string) bool { return !attribute.IsKnownAt(raw, name) })
	planned, isPlanned := catalog.intents.name(ctx, by.id)
	switch {
	case isPlanned && planned != by.name: // it leaves
	case !isPlanned && catalog.intents.wasRead(by.id):
		// Terraform plans a tainted object as a new one, and in no other way.
		r.checkReplaced(departure{ID: by.id, Name: by.name}, plan, policy, diags)
		if policy == policyRetire {
			r.warnLeft(diags, policy)
		}
	case !sameScope(plan.App(), types.StringValue(by.scope)) || by.name != name.ValueString():
		diags.Append(r.maybeTaken(name.ValueString(), by, plan.App()))
	case !isPlanned && (policy == policyRetire || r.session.deletionPolicy == policyRetire):
		// The holder may yet be planned to leave; or this is the apply of a replacement that creates before it destroys.
		problem := r.takenAtPlan(name.ValueString(), policy, by)
		// Terraform collapses warnings of one summary into the first.
		diags.AddAttributeWarning(path.Root("name"), fmt.Sprintf("%s Name %q Is Taken", explain.TitleCase(r.Noun), name.ValueString()), problem.Detail())
	case r.session.appliesSoon(ctx): // the create says it, and may find the name free by then
	default:
		diags.Append(r.takenAtPlan(name.ValueString(), policy, by))
	}
}

// holder returns the object that has a name as far as this process knows, nil if it knows of none.
func (r *Resource[M, A]) holder(ctx context.Context, plan M, name string, diags *diag.Diagnostics) *conflict {
	catalog := r.Objects(r.session)
	var object *A
	var ours bool
	if err := catalog.survey(ctx, r.session.client, maxOwners); err != nil {
		r.session.warnUnseen(err, diags) // of other failures whoever reads says why
	} else {
		object, ours = catalog.holder(name, r.rank(plan))
	}
	if object == nil {
		object = catalog.readAs(name)
	}
	return newConflict(plan.Differences, object, ours)
}

// checkReplaced says if an object cannot be replaced by one of the same name.
func (r *Resource[M, A]) checkReplaced(old departure, plan M, policy string, diags *diag.Diagnostics) {
	switch policy {
	case policyPrevent:
		diags.Append(r.prevented(old.ID, old.Name, replaces, plan.Policy()))
	case policyAbandon:
		diags.Append(r.cannotReplace(old, policy))
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

// identify reads what a departure needs without decoding the whole object.
func (r *Resource[M, A]) identify(raw tftypes.Value) departure {
	attributes := attribute.Values(raw)
	return departure{
		ID:     attribute.Text(attributes["id"]).ValueString(),
		Name:   attribute.Text(attributes["name"]).ValueString(),
		Scope:  attribute.Text(attributes[r.AppAttribute]).ValueString(),
		Policy: attribute.Text(attributes["deletion_policy"]).ValueString(),
	}
}

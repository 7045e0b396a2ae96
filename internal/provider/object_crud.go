package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Create makes the object. Once it exists, no error may taint it: Terraform
// could neither delete a tainted object nor make it again.
func (r *Resource[M, A]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer rescue(&resp.Diagnostics, r.summary(explain.Create), r.consequence(explain.Create, nil))
	var none M
	plan, request, client := r.prepare(ctx, explain.Create, req.Plan, none, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.session.warnClock(&resp.Diagnostics)
	_, name := plan.Identity()
	catalog := r.Objects(r.session)
	release, err := catalog.reserve(ctx, name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(r.failedCreate(name.ValueString(), r.session.policy(plan.Policy()), &otp.Error{Outcome: otp.NotSent, Err: err}, nil))
		return
	}
	defer release()
	before := catalog.afterOthers(ctx, name.ValueString())
	answer, err := r.create(ctx, client, plan, request)
	if _, isLost := errors.AsType[*lostError](err); !isLost && errors.Is(err, otp.StatusDataExists) && catalog.afterOthers(ctx, name.ValueString()) > before {
		answer, err = r.create(ctx, client, plan, request) // the name may be free now
	}
	if err != nil {
		resp.Diagnostics.Append(r.failedCreate(name.ValueString(), r.session.policy(plan.Policy()), err, r.conflict(ctx, client, plan, err)))
		return
	}
	r.saveWritten(ctx, answer.ObjectID(), req.Plan.Raw, plan, answer, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
}

// Read brings the state up to date, or drops an object that is gone.
func (r *Resource[M, A]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer rescue(&resp.Diagnostics, r.summary(explain.Read), r.consequence(explain.Read, nil))
	state := r.New()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	client := r.clientFor(explain.Read, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.session.warnClock(&resp.Diagnostics)
	id, name := state.Identity()
	r.Objects(r.session).intents.noteRead(id.ValueString())
	answer, err := r.Objects(r.session).get(ctx, client, id.ValueString())
	switch {
	case errors.Is(err, otp.ErrNotFound):
		// The framework insists on an identity even for what is removed.
		resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{id})...)
		if r.missing(ctx, id, name, req.Private, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
	case err != nil:
		resp.Diagnostics.Append(r.failed(explain.Read, id.ValueString(), name.ValueString(), err, nil))
	default:
		state.FromAPI(answer)
		r.save(ctx, state, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
	}
}

// Update changes the object in place, in one call.
func (r *Resource[M, A]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer rescue(&resp.Diagnostics, r.summary(explain.Update), r.consequence(explain.Update, nil))
	prior := r.New()
	resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	plan, request, client := r.prepare(ctx, explain.Update, req.Plan, prior, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.session.warnClock(&resp.Diagnostics)
	id, name := prior.Identity()
	if r.isAlready(prior, request) { // as when only deletion_policy changes
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{id})...)
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, departureKey, nil)...)
		return
	}
	if _, planned := plan.Identity(); !planned.Equal(name) {
		defer r.Objects(r.session).giveUp(name.ValueString())()
	}
	answer, err := r.change(ctx, client, id.ValueString(), plan, request)
	if err != nil {
		if otp.IsUnknown(err) {
			r.Objects(r.session).put(id.ValueString(), answer)
		}
		by := r.conflict(ctx, client, plan, err)
		if by != nil && by.id == id.ValueString() {
			by = nil
		}
		resp.Diagnostics.Append(r.failed(explain.Update, id.ValueString(), name.ValueString(), err, by))
		return
	}
	r.saveWritten(ctx, id.ValueString(), req.Plan.Raw, plan, answer, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
}

// prepare decodes a plan into what the API is to be sent.
func (r *Resource[M, A]) prepare(
	ctx context.Context, verb explain.Verb, from tfsdk.Plan, prior M, diags *diag.Diagnostics,
) (plan M, request Request[A], client *otp.Client) {
	r.session.apply()
	plan = r.New()
	diags.Append(from.Get(ctx, plan)...)
	client = r.clientFor(verb, diags)
	if diags.HasError() {
		return plan, request, client
	}
	request, problems := plan.ToAPI(prior)
	diags.Append(problems...)
	return plan, request, client
}

// change updates an object. Where the answer does not tell what became of
// that, the object is read back.
func (r *Resource[M, A]) change(
	ctx context.Context, client *otp.Client, id string, plan M, request Request[A],
) (A, error) {
	var none A
	answer, err := request.Update(ctx, client, id)
	switch {
	case err == nil && answer.ObjectID() == id, err != nil && !otp.IsUnknown(err):
		return answer, err
	}
	now, readErr := r.Objects(r.session).details(client, ctx, id)
	switch {
	case readErr == nil && (otp.IsDone(err) || len(plan.Differences(now)) == 0):
		return now, nil
	case otp.IsDone(err):
		return none, nil
	}
	return none, err
}

// response is where the answers of create, read and update leave an object.
type response struct {
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
	private  privateState
	diags    *diag.Diagnostics
}

// saveWritten saves what was planned for an object that the API has created or
// changed, and warns where it answered otherwise. Whatever goes wrong here is
// no error, and the object is saved: nothing could make it again.
func (r *Resource[M, A]) saveWritten(
	ctx context.Context, id string, planned tftypes.Value, plan M, answer A, to response,
) {
	var problems diag.Diagnostics
	isSaved := false
	func() {
		defer rescue(&problems, fmt.Sprintf("%s %s Is Saved, but the Provider Failed", explain.TitleCase(r.Noun), id),
			"The "+r.Short+" is in the state.")
		catalog := r.Objects(r.session)
		if planID, _ := plan.Identity(); planID.ValueString() != id { // of a create
			catalog.claim(id)
			plan.FromCreated(answer)
		}
		problems.Append(to.state.Set(ctx, plan)...)
		isSaved = !problems.HasError()
		problems.Append(r.label(ctx, types.StringValue(id), to)...)
		catalog.put(id, answer)
		_, name := plan.Identity()
		problems.Append(r.answeredDifferently(id, name.ValueString(), plan.Differences(answer))...)
	}()
	if !isSaved {
		to.state.Raw = attribute.WithID(planned, id)
		to.diags.Append(to.identity.Set(ctx, identityModel{types.StringValue(id)})...)
	}
	for _, problem := range problems {
		to.diags.AddWarning(problem.Summary(), problem.Detail())
	}
}

// save writes an object that was read into the state.
func (r *Resource[M, A]) save(ctx context.Context, object M, to response) {
	to.diags.Append(to.state.Set(ctx, object)...)
	id, _ := object.Identity()
	to.diags.Append(r.label(ctx, id, to)...)
}

// label writes an object's identity and account beside its state.
func (r *Resource[M, A]) label(ctx context.Context, id types.String, to response) diag.Diagnostics {
	diags := to.identity.Set(ctx, identityModel{id})
	diags.Append(to.private.SetKey(ctx, departureKey, nil)...)
	diags.Append(r.session.rememberAccount(ctx, to.private)...)
	return diags
}

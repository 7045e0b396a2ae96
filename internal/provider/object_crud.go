package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// model is an object in plan and state. It converts itself to Settings, which
// the API is sent, and from Answer, which the API gives back.
type model[Pointer, Settings any, Answer otp.Object] interface {
	// key returns what names the object to people.
	key() (id, name types.String)
	// settings is what the API is sent, given the prior state of an update. It
	// reports values that only the apply made known and that are wrong.
	settings(prior Pointer) (Settings, diag.Diagnostics)
	// created fills in what only the API decides.
	created(Answer)
	// read takes over what the API has.
	read(Answer)
	// differences names the attributes that an answer has otherwise than the plan.
	differences(Answer) []string

	// scope returns the application whose object it is, "" if it is the account's.
	scope() types.String
	// policy returns its deletion_policy.
	policy() types.String
	// computed returns what the provider computes while planning, by attribute.
	computed() map[string]attr.Value
	// retire makes it what it is to be left as, under a name that frees its own.
	retire(name string)
	// isStopped tells whether an answer has what retire sets besides the name.
	isStopped(Answer) bool
}

// crud is the life of an object of any kind: each method decodes, calls,
// diagnoses and saves. What must never happen to an object that nothing can
// delete is kept from happening here, for all kinds alike.
type crud[Model any, Pointer interface {
	*Model
	model[*Model, Settings, Answer]
}, Settings any, Answer otp.Object] struct {
	object
	add     func(*otp.Client, context.Context, Settings) (Answer, error)
	update  func(*otp.Client, context.Context, string, Settings) (Answer, error)
	catalog func(*session) *catalog[Answer]
	// scopeName is the attribute of the application that an object cannot leave, "" for none.
	scopeName string
}

// Create makes the object. Once it exists, no error may taint it: Terraform
// could neither delete a tainted object nor make it again.
func (c *crud[Model, Pointer, Settings, Answer]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer rescue(&resp.Diagnostics, c.summary(explain.Create), c.consequence(explain.Create, nil))
	plan, settings, client := c.prepare(ctx, explain.Create, req.Plan, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer c.session.warnClock(&resp.Diagnostics)
	_, name := plan.key()
	catalog := c.catalog(c.session)
	release, err := catalog.reserve(ctx, name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(c.failedCreate(name.ValueString(), c.session.policy(plan.policy()), &otp.Error{Outcome: otp.NotSent, Err: err}, nil))
		return
	}
	defer release()
	before := catalog.afterOthers(ctx, name.ValueString())
	answer, err := c.create(ctx, client, plan, settings)
	if _, isLost := errors.AsType[*lostError](err); !isLost && errors.Is(err, otp.StatusDataExists) && catalog.afterOthers(ctx, name.ValueString()) > before {
		answer, err = c.create(ctx, client, plan, settings) // the name may be free now
	}
	if err != nil {
		resp.Diagnostics.Append(c.failedCreate(name.ValueString(), c.session.policy(plan.policy()), err, c.conflict(ctx, client, plan, err)))
		return
	}
	c.saveWritten(ctx, answer.ObjectID(), req.Plan.Raw, plan, answer, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
}

// Read brings the state up to date, or drops an object that is gone.
func (c *crud[Model, Pointer, Settings, Answer]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer rescue(&resp.Diagnostics, c.summary(explain.Read), c.consequence(explain.Read, nil))
	var state Pointer = new(Model)
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	client := c.client(explain.Read, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer c.session.warnClock(&resp.Diagnostics)
	id, name := state.key()
	c.catalog(c.session).intents.noteRead(id.ValueString())
	answer, err := c.catalog(c.session).get(ctx, client, id.ValueString())
	switch {
	case errors.Is(err, otp.ErrNotFound):
		// The framework insists on an identity even for what is removed.
		resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{id})...)
		if c.missing(ctx, id, name, req.Private, &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
	case err != nil:
		resp.Diagnostics.Append(c.failed(explain.Read, id.ValueString(), name.ValueString(), err, nil))
	default:
		state.read(answer)
		c.save(ctx, state, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
	}
}

// Update changes the object in place, in one call.
func (c *crud[Model, Pointer, Settings, Answer]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer rescue(&resp.Diagnostics, c.summary(explain.Update), c.consequence(explain.Update, nil))
	var prior Pointer = new(Model)
	resp.Diagnostics.Append(req.State.Get(ctx, prior)...)
	plan, settings, client := c.prepare(ctx, explain.Update, req.Plan, prior, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer c.session.warnClock(&resp.Diagnostics)
	id, name := prior.key()
	if c.isAlready(prior, settings) { // as when only deletion_policy changes
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{id})...)
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, departureKey, nil)...)
		return
	}
	if _, planned := plan.key(); !planned.Equal(name) {
		defer c.catalog(c.session).giveUp(name.ValueString())()
	}
	answer, err := c.change(ctx, client, id.ValueString(), plan, settings)
	if err != nil {
		if otp.IsUnknown(err) {
			c.catalog(c.session).put(id.ValueString(), answer)
		}
		by := c.conflict(ctx, client, plan, err)
		if by != nil && by.id == id.ValueString() {
			by = nil
		}
		resp.Diagnostics.Append(c.failed(explain.Update, id.ValueString(), name.ValueString(), err, by))
		return
	}
	c.saveWritten(ctx, id.ValueString(), req.Plan.Raw, plan, answer, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
}

// prepare decodes a plan into what the API is to be sent.
func (c *crud[Model, Pointer, Settings, Answer]) prepare(
	ctx context.Context, verb explain.Verb, from tfsdk.Plan, prior Pointer, diags *diag.Diagnostics,
) (plan Pointer, settings Settings, client *otp.Client) {
	c.session.apply()
	plan = new(Model)
	diags.Append(from.Get(ctx, plan)...)
	client = c.client(verb, diags)
	if diags.HasError() {
		return plan, settings, client
	}
	settings, problems := plan.settings(prior)
	diags.Append(problems...)
	return plan, settings, client
}

// change updates an object. Where the answer does not tell what became of
// that, the object is read back.
func (c *crud[Model, Pointer, Settings, Answer]) change(
	ctx context.Context, client *otp.Client, id string, plan Pointer, settings Settings,
) (Answer, error) {
	var none Answer
	answer, err := c.update(client, ctx, id, settings)
	switch {
	case err == nil && answer.ObjectID() == id, err != nil && !otp.IsUnknown(err):
		return answer, err
	}
	now, readErr := c.catalog(c.session).details(client, ctx, id)
	switch {
	case readErr == nil && (otp.IsDone(err) || len(plan.differences(now)) == 0):
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
func (c *crud[Model, Pointer, Settings, Answer]) saveWritten(
	ctx context.Context, id string, planned tftypes.Value, plan Pointer, answer Answer, to response,
) {
	var problems diag.Diagnostics
	isSaved := false
	func() {
		defer rescue(&problems, fmt.Sprintf("%s %s Is Saved, but the Provider Failed", explain.TitleCase(c.kind.noun), id),
			"The "+c.kind.short+" is in the state.")
		catalog := c.catalog(c.session)
		if planID, _ := plan.key(); planID.ValueString() != id { // of a create
			catalog.claim(id)
			plan.created(answer)
		}
		problems.Append(to.state.Set(ctx, plan)...)
		isSaved = !problems.HasError()
		problems.Append(c.label(ctx, types.StringValue(id), to)...)
		catalog.put(id, answer)
		_, name := plan.key()
		problems.Append(c.answeredDifferently(id, name.ValueString(), plan.differences(answer))...)
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
func (c *crud[Model, Pointer, Settings, Answer]) save(ctx context.Context, object Pointer, to response) {
	to.diags.Append(to.state.Set(ctx, object)...)
	id, _ := object.key()
	to.diags.Append(c.label(ctx, id, to)...)
}

// label writes an object's identity and account beside its state.
func (c *crud[Model, Pointer, Settings, Answer]) label(ctx context.Context, id types.String, to response) diag.Diagnostics {
	diags := to.identity.Set(ctx, identityModel{id})
	diags.Append(to.private.SetKey(ctx, departureKey, nil)...)
	diags.Append(c.session.rememberAccount(ctx, to.private)...)
	return diags
}

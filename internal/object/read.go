package object

import (
	"context"
	"errors"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Read brings the state up to date, or drops an object that is gone.
func (r *Resource[M, A]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.Reading(&resp.Diagnostics, r.summary(explain.Read), r.consequence(explain.Read, "", nil), func(client *otp.Client) {
		state := r.model(ctx, req.State.Raw, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		r.Session.NoteRead()
		id, name := state.Identity()
		answer, err := r.objects().Get(ctx, client, id.ValueString())
		if errors.Is(err, otp.ErrNotFound) {
			answer, err = r.lookAgain(ctx, client, id.ValueString())
		}
		switch {
		case errors.Is(err, otp.ErrNotFound):
			// The framework insists on an identity even for what is removed.
			setIdentity(resp.Identity, id)
			if r.mayBeGone(ctx, client, state, &resp.Diagnostics) && r.isGone(ctx, state, req.Private, &resp.Diagnostics) {
				resp.State.RemoveResource(ctx)
			}
		case err != nil:
			resp.Diagnostics.Append(r.failed(explain.Read, id.ValueString(), name.ValueString(), err))
		case r.isOfThisAccount(ctx, state, answer, req.Private, &resp.Diagnostics):
			before := reflect.ValueOf(state).Elem().Interface() // a copy: nested values are replaced as a whole
			state.FromAPI(answer)
			r.noteRead(state)
			if !reflect.DeepEqual(reflect.ValueOf(state).Elem().Interface(), before) { // to encode what has not changed would cost half of a read
				r.save(ctx, state, &resp.State, &resp.Diagnostics)
			}
			resp.Diagnostics.Append(r.label(ctx, id, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})...)
		}
	})
}

// noteRead notes that the state has an object, for the plans that come.
func (r *Resource[M, A]) noteRead(state M) {
	id, name := state.Identity()
	r.plans().NoteRead(session.Managed{
		ID: id.ValueString(), Name: name.ValueString(), App: state.App(), Policy: state.Policy().ValueString(),
	})
}

// lookAgain reads an object that was not there, once the account's replicas can be trusted.
func (r *Resource[M, A]) lookAgain(ctx context.Context, client *otp.Client, id string) (A, error) {
	if err := r.Session.AwaitReplicas(ctx); err != nil {
		var none A
		return none, err
	}
	return r.objects().Details(client, ctx, id)
}

// mayBeGone tells whether nothing in the account belongs to an object that was not found.
func (r *Resource[M, A]) mayBeGone(ctx context.Context, client *otp.Client, state M, diags *diag.Diagnostics) bool {
	id, name := state.Identity()
	owns, err := r.objects().Owns(ctx, client, id.ValueString())
	switch {
	case err != nil:
		diags.Append(r.failed(explain.Read, id.ValueString(), name.ValueString(), err))
	case owns:
		diags.Append(r.isGoneButOwns(id.ValueString(), name.ValueString()))
	}
	return err == nil && !owns
}

// isGone says what it means that the API does not know an id. The object is
// gone only if the account is the one that saw it last.
func (r *Resource[M, A]) isGone(ctx context.Context, state M, private session.PrivateState, diags *diag.Diagnostics) bool {
	id, name := state.Identity()
	switch {
	case r.Session.Seen(ctx, private) == account.SeenHere:
		diags.Append(r.gone(id.ValueString(), name.ValueString()))
		return true
	case name.IsNull():
		diags.AddError(r.summary(explain.Import), r.noSuchID(id.ValueString()))
	default:
		diags.Append(r.notInThisAccount(id.ValueString(), name.ValueString()))
	}
	return false
}

// isOfThisAccount tells whether an object that was read is the one of the state. Ids are small numbers: another account
// may have another object under the same one.
func (r *Resource[M, A]) isOfThisAccount(ctx context.Context, state M, answer A, private session.PrivateState, diags *diag.Diagnostics) bool {
	if r.Session.Seen(ctx, private) != account.SeenElsewhere {
		return true
	}
	id, name := state.Identity()
	if otp.NFC(answer.ObjectName()) != otp.NFC(name.ValueString()) || state.IsOther(answer) {
		diags.Append(r.isAnother(id.ValueString(), name.ValueString(), answer.ObjectName(), r.Fixed))
		return false
	}
	r.Session.WarnOnce(diags, accountIsNew())
	return true
}

// isSameObject tells whether a write is about to change the object of the state. It makes a call only if the object
// was last seen in what may be another account.
func (r *Resource[M, A]) isSameObject(
	ctx context.Context, client *otp.Client, state M, private session.PrivateState, verb explain.Verb, diags *diag.Diagnostics,
) bool {
	if r.Session.Seen(ctx, private) != account.SeenElsewhere {
		return true
	}
	id, name := state.Identity()
	answer, err := r.objects().Details(client, ctx, id.ValueString())
	if errors.Is(err, otp.ErrNotFound) {
		answer, err = r.lookAgain(ctx, client, id.ValueString())
	}
	switch {
	case errors.Is(err, otp.ErrNotFound):
		diags.Append(r.notInThisAccount(id.ValueString(), name.ValueString()))
		return false
	case err != nil:
		diags.Append(r.failed(verb, id.ValueString(), name.ValueString(), err))
		return false
	}
	return r.isOfThisAccount(ctx, state, answer, private, diags)
}

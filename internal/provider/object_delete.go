package provider

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Delete lets go of an object as its policy says: the API deletes nothing. An
// error keeps the state.
func (r *Resource[M, A]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer rescue(&resp.Diagnostics, r.summary(explain.Destroy), r.consequence(explain.Destroy, nil))
	r.session.apply()
	state := r.New()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, name := state.Identity()
	// The plan of a replacement knows the policy of the configuration, the state only that of the last apply.
	own := state.Policy()
	noted, isNoted := departureOf(ctx, req.Private)
	isTainted := isNoted && noted.ID == "" // then only the new object was planned
	if isNoted {
		own = noted.own()
	}
	switch policy := r.session.policy(own); policy {
	case policyAbandon:
		// What was planned without looking, as with -refresh=false, must not forget an object for nothing.
		if isTainted && noted.Name == name.ValueString() {
			resp.Diagnostics.Append(r.cannotReplace(departure{ID: id.ValueString(), Name: noted.Name}, policy))
		}
	case policyPrevent:
		happens := destroys
		if isTainted {
			happens = replaces
		}
		resp.Diagnostics.Append(r.prevented(id.ValueString(), name.ValueString(), happens, own))
	case policyRetire:
		r.retire(ctx, state, req.Private, &resp.Diagnostics)
	}
}

// retire gives an object a name that nobody else could want, in one call, and
// stops an application. It does nothing to one that is retired already.
func (r *Resource[M, A]) retire(ctx context.Context, state M, private privateState, diags *diag.Diagnostics) {
	id, name := state.Identity()
	target := state.Retired(retiredName(id.ValueString(), name.ValueString()))
	client := r.clientFor(explain.Destroy, diags)
	request, problems := target.ToAPI(state)
	diags.Append(problems...)
	if diags.HasError() || r.isAlready(state, request) {
		return
	}
	defer r.session.warnClock(diags)
	defer r.Objects(r.session).giveUp(name.ValueString())()
	answer, err := r.change(ctx, client, id.ValueString(), target, request)
	if err == nil || otp.IsUnknown(err) {
		r.Objects(r.session).put(id.ValueString(), answer)
	}
	if errors.Is(err, otp.StatusParameter) {
		if _, missing := r.Objects(r.session).details(client, ctx, id.ValueString()); errors.Is(missing, otp.ErrNotFound) {
			r.missing(ctx, id, name, private, diags)
			return
		}
	}
	if err != nil {
		diags.Append(r.failed(explain.Destroy, id.ValueString(), name.ValueString(), err, nil))
		return
	}
	_, newName := target.Identity()
	keptName := !newName.Equal(name) && sameName(answer.ObjectName()) == sameName(name.ValueString())
	if answer.ObjectID() != "" && (keptName || !target.IsStopped(answer)) {
		diags.AddError(r.summary(explain.Destroy), fmt.Sprintf("Terraform could not retire %s. The API accepted that but kept other values than it was sent for: %s. "+
			"The state is kept as it was.", r.which(id.ValueString(), name.ValueString()), strings.Join(target.Differences(answer), ", ")))
	}
}

// isAlready tells whether an object is as this request would make it.
func (r *Resource[M, A]) isAlready(state M, request Request[A]) bool {
	now, problems := state.ToAPI(state)
	return !problems.HasError() && reflect.DeepEqual(now, request)
}

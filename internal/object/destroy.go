package object

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Delete lets go of an object as its policy says: the API deletes nothing. An
// error keeps the state.
func (r *Resource[M, A]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	r.Applying(&resp.Diagnostics, r.summary(explain.Destroy), r.consequence(explain.Destroy, "", nil), func() {
		state := r.model(ctx, req.State.Raw, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		id, name := state.Identity()
		now := outgoing{ID: id.ValueString(), Name: name.ValueString(), Applied: state.Policy().ValueString()}
		// The plan of a replacement knows the policy of the configuration, the state only that of the last apply.
		own := state.Policy()
		goes, isPlanned := outgoingOf(ctx, req.Private)
		planned, isTainted := plannedCreateOf(ctx, req.Private) // then only the new object was planned
		happens := destroys
		switch {
		case isPlanned:
			own = ownPolicy(goes.Configured)
		case isTainted:
			own, happens = ownPolicy(planned.Policy), replaces
		}
		policy := r.policyOf(own)
		if now.Applied == Prevent { // what is protected stays so until another policy was applied
			own, policy = state.Policy(), Prevent
		}
		switch {
		case policy == Prevent && goes.IsDeposed:
			resp.Diagnostics.Append(r.deposedIsForgotten(now.ID, now.Name)) // nothing else could ever clear it
		case policy == Prevent:
			resp.Diagnostics.Append(r.mustNotBeDestroyed(now, happens, own))
		case isTainted && planned.IsPolicyUnknown, policy == notKnown:
			resp.Diagnostics.Append(r.deletionPolicyIsNotKnown(now))
		case policy == Retire:
			r.retire(ctx, state, req.Private, &resp.Diagnostics)
		case isTainted && !isSurelyAnother(planned.name(), now.Name):
			// What was planned without looking, as with -refresh=false, must not forget an object for nothing.
			resp.Diagnostics.Append(r.cannotBeReplaced(now, planned.name()))
		}
		if goes.IsDeposed && resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(noteDeposed(ctx, resp.Private)...)
		}
	})
}

// retire gives an object a name that nobody else could want, in one call, and
// stops an application. It makes no call for one that is retired already.
func (r *Resource[M, A]) retire(ctx context.Context, state M, private session.PrivateState, diags *diag.Diagnostics) {
	r.Writing(diags, r.summary(explain.Destroy), r.consequence(explain.Destroy, "", nil), func(client *otp.Client) {
		id, name := state.Identity()
		target := state.Retired(retiredName(id.ValueString(), name.ValueString()))
		request, problems := target.ToAPI(state)
		diags.Append(problems...)
		if diags.HasError() || r.isAlready(state, request) {
			return
		}
		if !r.isSameObject(ctx, client, state, private, explain.Destroy, diags) {
			return
		}
		var answer A
		err := r.objects().Write(ctx, client, account.Naming{GivesUp: name.ValueString()}, func() (isTaken bool, err error) {
			answer, err = r.change(ctx, client, id.ValueString(), target, request)
			return false, err
		})
		if err == nil || otp.IsUnknown(err) {
			r.objects().Put(id.ValueString(), answer)
		}
		if otp.IsRejected(err) || errors.Is(err, otp.ErrNotFound) {
			if _, missing := r.lookAgain(ctx, client, id.ValueString()); errors.Is(missing, otp.ErrNotFound) {
				r.isGone(ctx, state, private, diags)
				return
			}
		}
		if err != nil {
			diags.Append(r.failed(explain.Destroy, id.ValueString(), name.ValueString(), err))
			return
		}
		r.checkRetired(state, target, answer, diags)
	})
}

// checkRetired reports an answer that has otherwise than was sent what matters.
func (r *Resource[M, A]) checkRetired(state, target M, answer A, diags *diag.Diagnostics) {
	id, name := state.Identity()
	_, newName := target.Identity()
	keptName := !newName.Equal(name) && account.SameName(answer.ObjectName()) == account.SameName(name.ValueString())
	if answer.ObjectID() != "" && (keptName || !target.IsStopped(answer)) {
		diags.AddError(r.summary(explain.Destroy), fmt.Sprintf(
			"Terraform could not retire %s. The API accepted that but kept other values than it was sent for: %s. "+
				"The state is kept as it was.",
			r.which(id.ValueString(), name.ValueString()), strings.Join(target.Differences(answer), ", ")))
	}
}

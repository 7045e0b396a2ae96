package object

import (
	"context"
	"errors"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Update changes the object in place, in one call.
func (r *Resource[M, A]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	r.Writing(&resp.Diagnostics, r.summary(explain.Update), r.consequence(explain.Update, "", nil), func(client *otp.Client) {
		prior := r.model(ctx, req.State.Raw, &resp.Diagnostics)
		plan, request := r.decode(ctx, req.Plan, prior, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		to := response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics}
		id, name := prior.Identity()
		if r.isAlready(prior, request) { // as when only deletion_policy changes
			r.save(ctx, plan, &resp.State, &resp.Diagnostics)
			setIdentity(resp.Identity, id)
			resp.Diagnostics.Append(forgetPlan(ctx, resp.Private)...)
			return
		}
		if !r.isSameObject(ctx, client, prior, req.Private, explain.Update, &resp.Diagnostics) {
			return
		}
		var naming account.Naming
		_, planned := plan.Identity()
		if !planned.Equal(name) {
			naming = account.Naming{Gets: planned.ValueString(), GivesUp: name.ValueString()}
		}
		var answer A
		err := r.objects().Write(ctx, client, naming, func() (isTaken bool, err error) {
			answer, err = r.change(ctx, client, id.ValueString(), plan, request)
			return naming.Gets != "" && errors.Is(err, otp.StatusDataExists), err
		})
		if err == nil {
			r.saveWritten(ctx, id.ValueString(), req.Plan.Raw, plan, answer, to)
			return
		}
		if otp.IsUnknown(err) {
			r.objects().Put(id.ValueString(), answer)
		}
		by := r.holderAfter(ctx, client, plan, err)
		if by != nil && by.id == id.ValueString() {
			by = nil
		}
		resp.Diagnostics.Append(r.failedUpdate(id.ValueString(), name.ValueString(), planned.ValueString(), err, by))
	})
}

// decode turns a plan into what the API is to be sent.
func (r *Resource[M, A]) decode(ctx context.Context, from tfsdk.Plan, prior M, diags *diag.Diagnostics) (plan M, request Request[A]) {
	plan = r.model(ctx, from.Raw, diags)
	if diags.HasError() {
		return plan, nil
	}
	request, problems := plan.ToAPI(prior)
	diags.Append(problems...)
	return plan, request
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
	now, readErr := r.objects().Details(client, ctx, id)
	switch {
	case readErr == nil && (otp.IsDone(err) || len(plan.Differences(now)) == 0):
		return now, nil
	case otp.IsDone(err):
		return none, nil
	}
	return none, err
}

// isAlready tells whether an object is as this request would make it.
func (*Resource[M, A]) isAlready(state M, request Request[A]) bool {
	now, problems := state.ToAPI(state)
	return !problems.HasError() && reflect.DeepEqual(now, request)
}

package object

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// nameHolder is the object that has the name which another was to be given.
type nameHolder struct {
	id, name, app string
	differs       []string // attributes that it has otherwise than the configuration
	ours          bool     // this run has created it
	notCompared   bool     // whether it differs is not known
	isOnlyOne     bool     // no other object has the name, so that an import finds it by that
}

// holderAfter returns what is known of the object that has the name which a
// write was refused for. It is nil for another failure, or if nothing is known.
func (r *Resource[M, A]) holderAfter(ctx context.Context, client *otp.Client, plan M, err error) *nameHolder {
	if !errors.Is(err, otp.StatusDataExists) {
		return nil
	}
	_, name := plan.Identity()
	object, ours := r.objects().HolderNow(ctx, client, name.ValueString(), r.distance(plan))
	return r.newNameHolder(plan, object, ours)
}

// distance is how far an object is from a plan: those of a name that stand in
// the way most surely come first, and of these those that differ least.
func (*Resource[M, A]) distance(plan M) func(A) int {
	const elsewhere = 100 // more than there are attributes
	return func(object A) int {
		far := len(plan.Differences(object))
		if !session.SameApp(plan.App(), types.StringValue(object.ObjectAppID())) {
			far += elsewhere
		}
		return far
	}
}

func (r *Resource[M, A]) newNameHolder(plan M, object *A, ours bool) *nameHolder {
	if object == nil {
		return nil
	}
	by := &nameHolder{id: (*object).ObjectID(), name: (*object).ObjectName(), app: (*object).ObjectAppID(), differs: plan.Differences(*object), ours: ours}
	by.isOnlyOne = r.objects().Count(by.name) == 1
	return by
}

// holderBefore returns the object that has a name, nil if this process knows of none.
func (r *Resource[M, A]) holderBefore(ctx context.Context, client *otp.Client, plan M, name string, diags *diag.Diagnostics) *nameHolder {
	if !r.canLook(ctx, client, diags) {
		return nil
	}
	if err := r.objects().Survey(ctx, client, account.MaxApps); err != nil {
		r.Session.WarnUnseen(err, diags) // anyone who reads says why other calls fail
		return nil
	}
	r.objects().Settle(ctx, client, name)
	object, ours := r.objects().Holder(name, r.distance(plan))
	return r.newNameHolder(plan, object, ours)
}

// canLook tells whether the account's list can be read in the time of one attempt. A plan that has nothing else to ask
// must not wait for all attempts of a call that is not answered.
func (r *Resource[M, A]) canLook(ctx context.Context, client *otp.Client, diags *diag.Diagnostics) bool {
	if r.Session.IsUnseen() {
		return false
	}
	soon, cancel := context.WithTimeout(ctx, client.RequestTimeout())
	defer cancel()
	err := r.objects().LoadLists(soon, client)
	if err == nil || ctx.Err() != nil || soon.Err() == nil {
		return ctx.Err() == nil // of other failures the survey tells
	}
	r.Session.WarnUnanswered(client.RequestTimeout(), diags)
	return false
}

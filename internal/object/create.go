package object

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Create makes the object. Once it exists, no error may taint it: Terraform
// could neither delete a tainted object nor make it again.
func (r *Resource[M, A]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Writing(&resp.Diagnostics, r.summary(explain.Create), r.consequence(explain.Create, "", nil), func(client *otp.Client) {
		var none M
		plan, request := r.decode(ctx, req.Plan, none, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		_, name := plan.Identity()
		fail := func(err error, by *nameHolder) {
			resp.Diagnostics.Append(r.failedCreate(name.ValueString(), r.policyOf(plan.Policy()), err, by))
		}
		release, err := r.objects().Reserve(ctx, name.ValueString())
		if err != nil {
			fail(&otp.Error{Outcome: otp.NotSent, Err: err}, nil)
			return
		}
		defer release()
		var answer A
		err = r.objects().Write(ctx, client, account.Naming{Gets: name.ValueString()}, func() (isTaken bool, err error) {
			answer, err = r.create(ctx, client, plan, request, &resp.Diagnostics)
			_, isLost := errors.AsType[*lostError](err)
			return !isLost && errors.Is(err, otp.StatusDataExists), err
		})
		if err != nil {
			fail(err, r.holderAfter(ctx, client, plan, err))
			return
		}
		answer = r.detailed(ctx, client, answer)
		r.saveWritten(ctx, answer.ObjectID(), req.Plan.Raw, plan, answer, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
	})
}

// lostError is a create whose first answer was lost and whose second attempt failed.
type lostError struct{ first, second error }

func (l *lostError) Error() string { return l.first.Error() + "; then " + l.second.Error() }

// Unwrap returns how the second attempt failed.
func (l *lostError) Unwrap() error { return l.second }

// create makes an object, and never two. It is sent again only after an answer
// that was lost, if the list lacks the object or there is no list. Names are
// unique, so that a second object is refused.
func (r *Resource[M, A]) create(
	ctx context.Context, client *otp.Client, plan M, request Request[A], diags *diag.Diagnostics,
) (A, error) {
	// What the account has before tells afterwards what is new. Without it nothing is claimed.
	_ = r.objects().Load(ctx, client)
	answer, err := request.Add(ctx, client)
	if otp.IsUnknown(err) {
		return r.findOut(ctx, client, plan, request, err, diags)
	}
	return answer, err
}

// findOut finds out what became of a create whose answer was lost.
func (r *Resource[M, A]) findOut(
	ctx context.Context, client *otp.Client, plan M, request Request[A], first error, diags *diag.Diagnostics,
) (A, error) {
	var none A
	answer, found, err := r.search(ctx, client, plan, diags)
	switch {
	case found:
		return answer, nil
	case err != nil || otp.IsDone(first) || !client.WaitToRepeat(ctx, first):
		return none, first
	}
	answer, second := request.Add(ctx, client)
	switch {
	case second == nil:
		return answer, nil
	case otp.IsNotSent(second):
		return none, first
	case otp.IsUnknown(second) || errors.Is(second, otp.StatusDataExists):
		if answer, found, _ = r.search(ctx, client, plan, diags); found {
			return answer, nil
		}
	}
	return none, &lostError{first, second}
}

// search looks twice for an object that this process may have created: the API
// may be late in carrying out what it did not answer. What was in the account
// before, differs in a field, or is another resource's, is left alone.
func (r *Resource[M, A]) search(ctx context.Context, client *otp.Client, plan M, diags *diag.Diagnostics) (A, bool, error) {
	var found A
	objects := r.objects()
	switch hasFirst := objects.HasFirstList(); {
	case !hasFirst && objects.Gap() != "":
		return found, false, errNotSeen
	case !hasFirst:
		return found, false, nil
	}
	_, name := plan.Identity()
	isFound := false
	err := client.LookTwice(ctx, func() (isOver bool, err error) {
		all, err := objects.FreshNamed(ctx, client, name.ValueString())
		for _, object := range all {
			id := object.ObjectID()
			if otp.NFC(object.ObjectName()) == otp.NFC(name.ValueString()) && objects.WasNotThereBefore(id) && len(plan.Differences(object)) == 0 && objects.Claim(id) {
				found, isFound = object, true
				break
			}
		}
		return isFound || err != nil, err
	})
	if isFound {
		diags.Append(r.isClaimed(found.ObjectID(), name.ValueString()))
	}
	if !isFound && err == nil && objects.Gap() != "" {
		err = errNotSeen
	}
	return found, isFound, err
}

// errNotSeen says that nothing follows from what is not found in a list that is not whole.
var errNotSeen = errors.New("the list may lack it")

package object

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// note notes what a plan does with an object of the state, and says what other
// plans have against it. A replacement is planned twice.
func (r *Resource[M, A]) note(planned session.Managed, isSecond bool, diags *diag.Diagnostics) {
	clash := r.plans().Note(planned, isSecond)
	switch {
	case clash.RetiredElsewhere:
		diags.Append(r.managedTwice(planned))
	case clash.Taker != nil:
		diags.Append(r.nameIsKept(planned, *clash.Taker))
	case clash.HasTwoAddresses:
		diags.Append(r.hasTwoAddresses(planned))
	}
}

// takeName notes that a planned object is to get a name. It says what is known
// by now to be wrong with that.
func (r *Resource[M, A]) takeName(ctx context.Context, mine session.Taker, plan M, raw tftypes.Value, diags *diag.Diagnostics) {
	var by *nameHolder
	if r.CanCall() {
		r.Reading(diags, r.summary(explain.Plan), "Nothing was changed.", func(client *otp.Client) {
			by = r.holderBefore(ctx, client, plan, mine.Name, diags)
		})
	}
	holder := ""
	if by != nil {
		by.differs = slices.DeleteFunc(by.differs, func(name string) bool { return !attribute.IsKnownAt(raw, name) })
		if holder = by.id; by.id == mine.ID {
			by, holder = nil, ""
		}
	}
	r.plans().Take(mine, holder, func(others session.Others) bool {
		if !r.CanCall() {
			others.Holder = nil // it may be in another account
		}
		if kept := others.Holder; kept != nil && (by == nil || by.id != kept.ID) {
			by = &nameHolder{id: kept.ID, name: kept.Name, app: kept.App.ValueString(), notCompared: true}
		}
		said := r.say(mine, others, by, plan)
		diags.Append(said...)
		return said.HasError()
	})
}

// say says what the facts about a name come to.
func (r *Resource[M, A]) say(mine session.Taker, others session.Others, by *nameHolder, plan M) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, verdict := range judge(r.factsOf(mine, others, by, plan)) {
		switch verdict {
		case inCircle:
			diags.Append(r.namesGoRound(others.Circle))
		case surelyTwice:
			diags.Append(r.sameNameTwice(mine, *others.Taker))
		case perhapsTwice:
			diags.Append(r.maybePlannedTwice(mine))
		case twiceElsewhere:
			diags.Append(r.sameNameElsewhere(mine, *others.Taker))
		case freedLater:
			diags.Append(r.nameIsFreedLater(mine, by))
		case keptByAnother:
			diags.Append(r.nameIsKeptByAnother(mine, *others.Holder))
		case mayBeFreed:
			diags.Append(r.nameMayBeFreed(mine, by))
		case ofManaged:
			diags.Append(r.nameIsOfManaged(mine, by, others.Holder.Policy == Prevent))
		case taken:
			diags.Append(r.nameIsTaken(mine, by))
		case takenForNow:
			diags.Append(r.nameIsTakenForNow(mine, by))
		case perhapsTaken:
			diags.Append(r.nameMayBeTaken(mine, by, others.Holder != nil))
		}
	}
	return diags
}

// factsOf gathers what judge has to know.
func (r *Resource[M, A]) factsOf(mine session.Taker, others session.Others, by *nameHolder, plan M) nameFacts {
	policy := r.policyOf(plan.Policy())
	facts := nameFacts{
		isRename: isRename(mine), isInCircle: others.Circle != nil,
		mayRetire: policy == Retire || policy == notKnown || r.providerMayRetire(),
	}
	if other := others.Taker; other != nil {
		facts.hasTaker, facts.takerIsInApp = true, session.SameApp(mine.App, other.App)
		facts.takerIsSpelledSo = otp.NFC(other.Name) == otp.NFC(mine.Name)
		facts.takerMayBeThis = others.HasUnplanned && mine.HasSettingsOf(other)
	}
	if by != nil {
		facts.hasHolder, facts.holderIsInApp = true, session.SameApp(mine.App, types.StringValue(by.app))
		facts.holderIsSpelledSo = otp.NFC(by.name) == otp.NFC(mine.Name)
	}
	if holder := others.Holder; holder != nil {
		facts.holderIsManaged, facts.holderIsPlanned = true, holder.Fate != session.NotPlanned
		facts.holderLeaves, facts.holderIsProtected = holder.Leaves(), holder.Policy == Prevent
		facts.holderIsDestroyed = holder.Fate != session.Stays && !holder.IsReplaced
	}
	return facts
}

// isRename tells whether a name is given to an object that exists and stays.
func isRename(mine session.Taker) bool { return !mine.IsNew() && !mine.IsReplacement }

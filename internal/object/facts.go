package object

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// keepName notes the name that an object is planned to have. If it keeps one
// that another object is planned to get, and that has been planned before,
// this is the only place that sees both.
func (r *Resource[M, A]) keepName(now outgoing, name string, diags *diag.Diagnostics) {
	other := r.plans().NoteHolder(now.ID, session.Holder{Name: name, App: types.StringValue(now.App)})
	facts := nameFacts{
		keeps: true, isApplying: r.Session.IsApplying(),
		hasTaker: other != nil && name != "", takerIsNew: other != nil && other.ID == "", isListed: r.objects().HasID(now.ID),
	}
	for range judge(facts) {
		policy := r.policyOf(ownPolicy(now.Configured))
		problem := r.nameIsTaken(name, policy, &nameHolder{id: now.ID, name: name, notCompared: true})
		diags.AddError(problem.Summary(), problem.Detail())
	}
}

// takenFacts notes that a planned object is to get a name, and says what other
// plans have to do with that.
func (r *Resource[M, A]) takenFacts(name string, mine session.Taker) nameFacts {
	facts := nameFacts{isApplying: r.Session.IsApplying()}
	if other := r.plans().NoteTaker(name, mine); other != nil {
		facts.hasTaker, facts.takerIsInApp, facts.takerIsOther = true, session.SameApp(mine.App, other.App), mine.IsOther(*other)
	}
	facts.keeper = r.plans().Keeper(name, mine)
	facts.hasKeeper = facts.keeper != ""
	return facts
}

// findHolder looks for the object that has the name of a planned one, waits for
// the plan of that, and adds what it found to the facts.
func (r *Resource[M, A]) findHolder(
	ctx context.Context, plan M, raw tftypes.Value, facts *nameFacts, diags *diag.Diagnostics,
) *nameHolder {
	_, name := plan.Identity()
	var by *nameHolder
	r.Reading(diags, r.summary(explain.Plan), "Nothing was changed.", func(client *otp.Client) {
		by = r.holderBefore(ctx, client, plan, name.ValueString(), diags)
	})
	if by == nil {
		return nil
	}
	by.differs = slices.DeleteFunc(by.differs, func(name string) bool { return !attribute.IsKnownAt(raw, name) })
	planned, isPlanned := r.plans().Name(ctx, by.id)
	facts.hasHolder, facts.holderIsPlanned, facts.holderLeaves = true, isPlanned, planned != by.name
	facts.holderWasRead = r.plans().WasRead(by.id)
	facts.holderIsInApp, facts.holderIsSpelledSo = session.SameApp(plan.App(), types.StringValue(by.app)), by.name == name.ValueString()
	facts.retires = r.policyOf(plan.Policy()) == Retire || r.Session.DeletionPolicy() == Retire
	return by
}

// report says what the facts come to.
func (r *Resource[M, A]) report(ctx context.Context, facts nameFacts, by *nameHolder, plan M, policy string, diags *diag.Diagnostics) {
	_, planned := plan.Identity()
	name := planned.ValueString()
	for _, verdict := range judge(facts) {
		if verdict.isOfPlan() && r.Session.AppliesSoon(ctx) {
			continue
		}
		switch verdict {
		case keptFromTaker: // keepName says that
		case surelyTwice, perhapsTwice:
			diags.Append(r.sameNameTwice(name, facts.takerIsInApp, facts.takerIsOther))
		case keptByAnother:
			diags.Append(r.nameIsTaken(name, policy, &nameHolder{id: facts.keeper, name: name, notCompared: true}))
		case ofTainted:
			r.checkReplaced(by.id, by.name, plan, policy, diags)
			if policy == Retire {
				r.warnLeft(diags, policy)
			}
		case perhapsTaken:
			diags.Append(r.nameMayBeTaken(name, by, plan.App()))
		case takenUntilLeft:
			// The holder may yet be planned to leave; or this is the apply of a replacement that creates before it destroys.
			problem := r.nameIsTaken(name, policy, by)
			// Terraform collapses warnings of one summary into the first.
			diags.AddAttributeWarning(path.Root("name"), fmt.Sprintf("%s Name %q Is Taken", explain.TitleCase(r.Noun), name), problem.Detail())
		case taken:
			diags.Append(r.nameIsTaken(name, policy, by))
		}
		if diags.HasError() {
			return // one error about a name is enough
		}
	}
}

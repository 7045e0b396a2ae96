package object

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// response is where the answers of create, read and update leave an object.
type response struct {
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
	private  session.PrivateState
	diags    *diag.Diagnostics
}

// saveWritten saves what was planned for an object that the API has created or
// changed, and warns where it answered otherwise. What goes wrong here is
// no error, and the object is saved: nothing could make it again.
func (r *Resource[M, A]) saveWritten(
	ctx context.Context, id string, planned tftypes.Value, plan M, answer A, to response,
) {
	var problems diag.Diagnostics
	isSaved := false
	summary := fmt.Sprintf("%s %s Is Saved, but the Provider Failed", explain.TitleCase(r.Noun), id)
	session.Guarded(&problems, summary, "The "+r.Short+" is in the state.", func() {
		objects := r.objects()
		if planID, _ := plan.Identity(); planID.ValueString() != id { // of a create
			objects.Claim(id)
			plan.FromCreated(answer)
		}
		r.save(ctx, plan, to.state, &problems)
		isSaved = !problems.HasError()
		problems.Append(r.label(ctx, types.StringValue(id), to)...)
		objects.Put(id, answer)
		_, name := plan.Identity()
		differs := plan.Differences(answer)
		problems.Append(r.differsFromThePlan(id, name.ValueString(), differs, r.keptTexts(ctx, planned, answer, differs))...)
		problems.Append(r.oddlyAnswered(id, name.ValueString(), answer.ObjectOdd())...)
	})
	if !isSaved {
		to.state.Raw = attribute.WithID(planned, id)
		setIdentity(to.identity, types.StringValue(id))
	}
	for _, problem := range problems {
		to.diags.AddWarning(problem.Summary(), problem.Detail())
	}
}

// detailed is the answer to a create, or the object's details if that has little
// more than an id: it does not tell what only the API decides.
func (r *Resource[M, A]) detailed(ctx context.Context, client *otp.Client, answer A) A {
	if answer.ObjectName() != "" {
		return answer
	}
	var ignored diag.Diagnostics // the object exists, and is saved without its details as well
	session.Guarded(&ignored, "", "", func() {
		if details, err := r.objects().Details(client, ctx, answer.ObjectID()); err == nil {
			answer = details
		}
	})
	return answer
}

// keptTexts are those of some attributes that are texts, as planned and as answered.
func (r *Resource[M, A]) keptTexts(ctx context.Context, planned tftypes.Value, answer A, attributes []string) []keptText {
	if len(attributes) == 0 {
		return nil
	}
	answered, diags := r.codec(ctx).Encode(ctx, r.imported(answer))
	if diags.HasError() {
		return nil
	}
	sent, kept := attribute.Values(planned), attribute.Values(answered)
	var texts []keptText
	for _, name := range attributes {
		if !sent[name].Type().Is(tftypes.String) {
			continue
		}
		a, b := attribute.Text(sent[name]), attribute.Text(kept[name])
		if attribute.IsKnown(a) && attribute.IsKnown(b) {
			texts = append(texts, keptText{name, a.ValueString(), b.ValueString()})
		}
	}
	return texts
}

// label writes an object's identity and account next to its state.
func (r *Resource[M, A]) label(ctx context.Context, id types.String, to response) diag.Diagnostics {
	setIdentity(to.identity, id)
	diags := forgetPlan(ctx, to.private)
	diags.Append(r.Session.RememberAccount(ctx, to.private)...)
	return diags
}

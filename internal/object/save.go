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
// changed, and warns where it answered otherwise. Whatever goes wrong here is
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
		problems.Append(to.state.Set(ctx, plan)...)
		isSaved = !problems.HasError()
		problems.Append(r.label(ctx, types.StringValue(id), to)...)
		objects.Put(id, answer)
		_, name := plan.Identity()
		problems.Append(r.differsFromThePlan(id, name.ValueString(), plan.Differences(answer))...)
	})
	if !isSaved {
		to.state.Raw = attribute.WithID(planned, id)
		to.diags.Append(to.identity.Set(ctx, identityModel{types.StringValue(id)})...)
	}
	for _, problem := range problems {
		to.diags.AddWarning(problem.Summary(), problem.Detail())
	}
}

// label writes an object's identity and account beside its state.
func (r *Resource[M, A]) label(ctx context.Context, id types.String, to response) diag.Diagnostics {
	diags := to.identity.Set(ctx, identityModel{id})
	diags.Append(forgetPlan(ctx, to.private)...)
	diags.Append(r.Session.RememberAccount(ctx, to.private)...)
	return diags
}

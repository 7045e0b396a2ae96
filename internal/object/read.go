package object

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Read brings the state up to date, or drops an object that is gone.
func (r *Resource[M, A]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	r.Reading(&resp.Diagnostics, r.summary(explain.Read), r.consequence(explain.Read, nil), func(client *otp.Client) {
		state := r.New()
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
		if resp.Diagnostics.HasError() {
			return
		}
		id, name := state.Identity()
		r.plans().NoteRead(id.ValueString())
		answer, err := r.objects().Get(ctx, client, id.ValueString())
		switch {
		case errors.Is(err, otp.ErrNotFound):
			// The framework insists on an identity even for what is removed.
			resp.Diagnostics.Append(resp.Identity.Set(ctx, identityModel{id})...)
			if r.isGone(ctx, id, name, req.Private, &resp.Diagnostics) {
				resp.State.RemoveResource(ctx)
			}
		case err != nil:
			resp.Diagnostics.Append(r.failed(explain.Read, id.ValueString(), name.ValueString(), err, nil))
		default:
			state.FromAPI(answer)
			r.save(ctx, state, response{&resp.State, resp.Identity, resp.Private, &resp.Diagnostics})
		}
	})
}

// isGone says what it means that the API does not know an id. The object is
// gone only if the account is the one that saw it last.
func (r *Resource[M, A]) isGone(ctx context.Context, id, name types.String, private session.PrivateState, diags *diag.Diagnostics) bool {
	which := r.which(id.ValueString(), name.ValueString())
	switch {
	case r.Session.SameAccount(ctx, private):
		// The id is in the summary, because Terraform collapses warnings of one summary into the first.
		diags.AddWarning(fmt.Sprintf("%s %s Is Gone", explain.TitleCase(r.Noun), id.ValueString()), fmt.Sprintf(
			"The account no longer has %s. Terraform forgets it. If it is still in the configuration, the plan creates it anew.", which))
		return true
	case name.IsNull():
		diags.AddError(r.summary(explain.Import), r.noSuchID(id.ValueString()))
	default:
		diags.AddError(explain.TitleCase(r.Noun)+" Not Found in This Account", fmt.Sprintf(
			"The account of the API key in use has no %s. The API key or base_url is not the one that Terraform last saw it with: "+
				"is this the right account? The state is kept.\n\nIf the account is right and the %s is really gone, remove it from the state "+
				"with \"terraform state rm\".", strings.TrimPrefix(which, "the "), r.Short))
	}
	return false
}

package object

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// ImportState takes an id, as text or as identity, or as text the name of an
// object that the API lists or that something listed belongs to. Read does the rest.
func (r *Resource[M, A]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	session.Guarded(&resp.Diagnostics, r.summary(explain.Import), nothingImported, func() { r.importState(ctx, req, resp) })
}

const nothingImported = "Nothing was imported."

func (r *Resource[M, A]) importState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	// Also an import by id comes with an identity, which is null.
	if req.Identity != nil && !req.Identity.Raw.IsNull() {
		id = attribute.Text(attribute.Values(req.Identity.Raw)["id"]).ValueString()
	} else if want, isName := r.importName(req.ID); isName {
		req.ID = r.importByName(ctx, want, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		id = req.ID
	}
	if !r.ValidID(id) {
		resp.Diagnostics.AddError("Invalid Import ID", r.wrongID(id)+r.importForms())
		return
	}
	r.plans().NoteImport(id)
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

// importName reads an import id of the form name=NAME, or app_id=ID,name=NAME
// for what belongs to an application. The name is all that follows: it may
// have commas, spaces and further equals signs.
func (r *Resource[M, A]) importName(id string) (want query, isName bool) {
	if name, found := strings.CutPrefix(id, "name="); found {
		return query{name: otp.NFC(name)}, true
	}
	if scoped, found := strings.CutPrefix(id, r.AppAttribute+"="); found && r.AppAttribute != "" {
		app, name, found := strings.Cut(scoped, ",name=")
		return query{name: otp.NFC(name), app: app}, found && app != ""
	}
	return query{}, false
}

// importByName returns the id of the object that an import names.
func (r *Resource[M, A]) importByName(ctx context.Context, want query, diags *diag.Diagnostics) string {
	var id string
	r.Reading(diags, r.summary(explain.Import), nothingImported, func(client *otp.Client) {
		answer, err := r.lookUp(ctx, client, want)
		if unmatched, ok := errors.AsType[*unmatchedError](err); ok {
			diags.AddError(r.summary(explain.Import), unmatched.text+r.importForms())
		} else if err != nil {
			diags.AddError(r.summary(explain.Import), r.notLookedUp(r.which("", want.name), err))
		}
		id = answer.ObjectID()
	})
	return id
}

// importForms says what an import takes.
func (r *Resource[M, A]) importForms() string {
	forms := ", or name=NAME"
	switch {
	case !r.objects().HasList():
		forms = ", or name=NAME if it has a template"
	case r.AppAttribute != "":
		forms = fmt.Sprintf(", name=NAME, or %s=ID,name=NAME", r.AppAttribute)
	}
	return fmt.Sprintf("\n\nAn import takes the id of the %s%s.", r.Short, forms)
}

// notLookedUp says why objects could not be looked up.
func (t Texts) notLookedUp(what string, err error) string {
	cause := t.cause(err)
	if missing, ok := errors.AsType[*account.UnreadError](err); ok {
		cause = t.unread(missing)
	}
	return fmt.Sprintf("Terraform could not look up %s.\n\n%s", what, cause)
}

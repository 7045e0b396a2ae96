package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Resource is the life of an object of any kind: each method decodes, calls,
// diagnoses and saves. What must never happen to an object that nothing can
// delete is kept from happening here, for all kinds alike.
type Resource[M Model[M, A], A otp.Object] struct {
	Kind[M, A]
	connection
}

// NewResource is the resource of a kind.
func NewResource[M Model[M, A], A otp.Object](kind Kind[M, A]) resource.Resource {
	return newResource(kind)
}

func newResource[M Model[M, A], A otp.Object](kind Kind[M, A]) *Resource[M, A] {
	return &Resource[M, A]{Kind: kind}
}

// clientFor returns the API client, or nil and an error about what is missing.
func (r *Resource[M, A]) clientFor(verb explain.Verb, diags *diag.Diagnostics) *otp.Client {
	return r.reach(r.summary(verb), diags)
}

// Metadata names the type.
func (r *Resource[M, A]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.TypeName
}

// Schema is that of the kind.
func (r *Resource[M, A]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.Kind.Schema()
}

// IdentitySchema is the id alone: it is unique, and there are no regions or projects.
func (r *Resource[M, A]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The id that the API gave the " + r.Short + ".",
		},
	}}
}

// Configure takes the session.
func (r *Resource[M, A]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connect(req.ProviderData, &resp.Diagnostics)
}

// identityModel is an object's identity.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

// missing says what it means that the API does not know an id: the object is
// gone only if the account is the one that saw it last.
func (r *Resource[M, A]) missing(ctx context.Context, id, name types.String, private privateState, diags *diag.Diagnostics) (isGone bool) {
	which := r.which(id.ValueString(), name.ValueString())
	switch {
	case r.session.sameAccount(ctx, private):
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

// noSuchID says that the account has no object with an id.
func (t Texts) noSuchID(id string) string {
	return fmt.Sprintf("The account of the API key in use has no %s with the id %s. Check the id, and that api_key and base_url lead to the right account. %s",
		t.Noun, id, t.IDHint)
}

// wrongID says that a text cannot be an id.
func (t Texts) wrongID(id string) string {
	return fmt.Sprintf("%q cannot be the id of an %s: %s. %s", id, t.Noun, t.IDRule, t.IDHint)
}

// which names one object in a sentence.
func (t Texts) which(id, name string) string {
	switch {
	case id == "":
		return fmt.Sprintf("the %s %q", t.Noun, name)
	case name == "":
		return fmt.Sprintf("the %s with the id %s", t.Noun, id)
	}
	return fmt.Sprintf("the %s %q (id %s)", t.Noun, name, id)
}

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

// kind is a kind of object that the account keeps for ever, in the words of
// its diagnostics.
type kind struct {
	typeName string // after the provider's, as in itniotech_otp_app
	noun     string // in a sentence, as in "OTP application"
	short    string // in a sentence that has named it before, as in "application"
	idRule   string // what an id looks like
	idHint   string // where a person finds an id
	leaves   string // what an object that is left as it is still does
	retires  string // what becomes of one that is renamed besides
	rejected string // what to look at when the API rejects a value, "" for nothing in particular
	validID  func(string) bool
}

// base is what all that calls the API about a kind of object has.
type base struct {
	kind kind
	connection
}

// client returns the API client, or nil and an error about what is missing.
func (b *base) client(verb explain.Verb, diags *diag.Diagnostics) *otp.Client {
	return b.reach(b.summary(verb), diags)
}

// object is what the resources of every kind share: identity, the
// account that an object was seen in, and what it means to destroy one.
type object struct{ base }

// Metadata names the type.
func (o *object) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + o.kind.typeName
}

// IdentitySchema is the id alone: it is unique, and there are no regions or projects.
func (o *object) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       "The id that the API gave the " + o.kind.short + ".",
		},
	}}
}

// Configure takes the session.
func (o *object) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	o.connect(req.ProviderData, &resp.Diagnostics)
}

// identityModel is an object's identity.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

// missing says what it means that the API does not know an id: the object is
// gone only if the account is the one that saw it last.
func (o *object) missing(ctx context.Context, id, name types.String, private privateState, diags *diag.Diagnostics) (isGone bool) {
	which := o.which(id.ValueString(), name.ValueString())
	switch {
	case o.session.sameAccount(ctx, private):
		// The id is in the summary, because Terraform collapses warnings of one summary into the first.
		diags.AddWarning(fmt.Sprintf("%s %s Is Gone", explain.TitleCase(o.kind.noun), id.ValueString()), fmt.Sprintf(
			"The account no longer has %s. Terraform forgets it. If it is still in the configuration, the plan creates it anew.", which))
		return true
	case name.IsNull():
		diags.AddError(o.summary(explain.Import), o.noSuchID(id.ValueString()))
	default:
		diags.AddError(explain.TitleCase(o.kind.noun)+" Not Found in This Account", fmt.Sprintf(
			"The account of the API key in use has no %s. The API key or base_url is not the one that Terraform last saw it with: "+
				"is this the right account? The state is kept.\n\nIf the account is right and the %s is really gone, remove it from the state "+
				"with \"terraform state rm\".", strings.TrimPrefix(which, "the "), o.kind.short))
	}
	return false
}

// noSuchID says that the account has no object with an id.
func (o *object) noSuchID(id string) string {
	return fmt.Sprintf("The account of the API key in use has no %s with the id %s. Check the id, and that api_key and base_url lead to the right account. %s",
		o.kind.noun, id, o.kind.idHint)
}

// wrongID says that a text cannot be an id.
func (o *object) wrongID(id string) string {
	return fmt.Sprintf("%q cannot be the id of an %s: %s. %s", id, o.kind.noun, o.kind.idRule, o.kind.idHint)
}

// which names one object in a sentence.
func (o *object) which(id, name string) string {
	switch {
	case id == "":
		return fmt.Sprintf("the %s %q", o.kind.noun, name)
	case name == "":
		return fmt.Sprintf("the %s with the id %s", o.kind.noun, id)
	}
	return fmt.Sprintf("the %s %q (id %s)", o.kind.noun, name, id)
}

package object

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Resource is the life of an object of any kind: each method decodes, calls,
// diagnoses and saves. What must never happen to an object that nothing can
// delete is kept from happening here, for all kinds alike.
type Resource[M Model[M, A], A otp.Object] struct {
	Kind[M, A]
	session.Connection
}

// NewResource is the resource of a kind.
func NewResource[M Model[M, A], A otp.Object](kind Kind[M, A]) resource.Resource {
	return newResource(kind)
}

func newResource[M Model[M, A], A otp.Object](kind Kind[M, A]) *Resource[M, A] {
	return &Resource[M, A]{Kind: kind}
}

// objects is what the process knows of the account's objects of this kind.
func (r *Resource[M, A]) objects() *account.Objects[A] { return r.Objects(r.Session) }

// plans is what it has read and planned of them.
func (r *Resource[M, A]) plans() *session.Plans { return r.Plans(r.Session) }

// codec turns an object into a model and back.
func (r *Resource[M, A]) codec(ctx context.Context) *attribute.Codec {
	return attribute.CodecOf(ctx, r.New(), func() attr.Type { return r.Kind.Schema().Type() })
}

// model is an object of a plan or a state.
func (r *Resource[M, A]) model(ctx context.Context, raw tftypes.Value, diags *diag.Diagnostics) M {
	model := r.New()
	diags.Append(r.codec(ctx).Decode(ctx, raw, model)...)
	return model
}

// save makes a model the state, which stays as it is after an error.
func (r *Resource[M, A]) save(ctx context.Context, model M, to *tfsdk.State, diags *diag.Diagnostics) {
	raw, problems := r.codec(ctx).Encode(ctx, model)
	diags.Append(problems...)
	if !problems.HasError() {
		to.Raw = raw
	}
}

// Metadata names the type.
func (r *Resource[M, A]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.TypeName
}

// MoveState refuses moves from other types.
func (r *Resource[M, A]) MoveState(context.Context) []resource.StateMover {
	return session.RefuseMoves("itniotech_" + r.TypeName)
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
	r.Connect(req.ProviderData, &resp.Diagnostics)
}

// setIdentity writes an object's identity.
func setIdentity(to *tfsdk.ResourceIdentity, id types.String) {
	to.Raw = tftypes.NewValue(
		tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}},
		map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id.ValueStringPointer())},
	)
}

package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// lastID counts the ids that are made up.
var lastID atomic.Int64

// resourceEcho has a resource's name and schema, and a life of its own.
type resourceEcho struct{ resource.Resource }

// Create makes up what is not known, the id above all.
func (resourceEcho) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	write(req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
}

// Read leaves the state as it is. The framework asks for an identity even so.
func (resourceEcho) Read(_ context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	identify(&resp.State, resp.Identity, &resp.Diagnostics)
}

// Update takes over the plan.
func (resourceEcho) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	write(req.Plan, &resp.State, resp.Identity, &resp.Diagnostics)
}

// Delete forgets, which the framework does.
func (resourceEcho) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// identifiedEcho also has an identity.
type identifiedEcho struct {
	resourceEcho

	identified resource.ResourceWithIdentity
}

// IdentitySchema is the resource's.
func (e identifiedEcho) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	e.identified.IdentitySchema(ctx, req, resp)
}

// write makes a plan the state.
func write(plan tfsdk.Plan, state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	attributes := map[string]tftypes.Value{}
	if err := plan.Raw.As(&attributes); err != nil {
		diags.AddError("Wrong Plan", err.Error())
		return
	}
	for name, value := range attributes {
		switch {
		case value.IsKnown():
		case value.Type().Is(tftypes.String):
			attributes[name] = tftypes.NewValue(tftypes.String, fmt.Sprintf("made-up-%d", lastID.Add(1))) // as long as ids may be
		case value.Type().Is(tftypes.Number):
			attributes[name] = tftypes.NewValue(tftypes.Number, 1)
		default:
			attributes[name] = tftypes.NewValue(value.Type(), nil)
		}
	}
	state.Raw = tftypes.NewValue(plan.Raw.Type(), attributes)
	identify(state, identity, diags)
}

// identify takes the identity from the state.
func identify(state *tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if identity == nil {
		return
	}
	attributes := map[string]tftypes.Value{}
	if err := state.Raw.As(&attributes); err != nil {
		diags.AddError("Wrong State", err.Error())
		return
	}
	identity.Raw = tftypes.NewValue(identity.Raw.Type(), map[string]tftypes.Value{"id": attributes["id"]})
}

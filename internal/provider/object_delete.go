package provider

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Delete lets go of an object as its policy says: the API deletes nothing. An
// error keeps the state.
func (c *crud[Model, Pointer, Settings, Answer]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer rescue(&resp.Diagnostics, c.summary(explain.Destroy), c.consequence(explain.Destroy, nil))
	c.session.apply()
	var state Pointer = new(Model)
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, name := state.key()
	// The plan of a replacement knows the policy of the configuration, the state only that of the last apply.
	own := state.policy()
	noted, isNoted := departureOf(ctx, req.Private)
	isTainted := isNoted && noted.ID == "" // then only the new object was planned
	if isNoted {
		own = noted.own()
	}
	switch policy := c.session.policy(own); policy {
	case policyAbandon:
		// What was planned without looking, as with -refresh=false, must not forget an object for nothing.
		if isTainted && noted.Name == name.ValueString() {
			resp.Diagnostics.Append(c.cannotReplace(departure{ID: id.ValueString(), Name: noted.Name}, policy))
		}
	case policyPrevent:
		happens := destroys
		if isTainted {
			happens = replaces
		}
		resp.Diagnostics.Append(c.prevented(id.ValueString(), name.ValueString(), happens, own))
	case policyRetire:
		c.retire(ctx, state, req.Private, &resp.Diagnostics)
	}
}

// retire gives an object a name that nobody else could want, in one call, and
// stops an application. It does nothing to one that is retired already.
func (c *crud[Model, Pointer, Settings, Answer]) retire(ctx context.Context, state Pointer, private privateState, diags *diag.Diagnostics) {
	id, name := state.key()
	retired := *state
	var target Pointer = &retired
	target.retire(retiredName(id.ValueString(), name.ValueString()))
	client := c.client(explain.Destroy, diags)
	settings, problems := target.settings(state)
	diags.Append(problems...)
	if diags.HasError() || c.isAlready(state, settings) {
		return
	}
	defer c.session.warnClock(diags)
	defer c.catalog(c.session).giveUp(name.ValueString())()
	answer, err := c.change(ctx, client, id.ValueString(), target, settings)
	if err == nil || otp.IsUnknown(err) {
		c.catalog(c.session).put(id.ValueString(), answer)
	}
	if errors.Is(err, otp.StatusParameter) {
		if _, missing := c.catalog(c.session).details(client, ctx, id.ValueString()); errors.Is(missing, otp.ErrNotFound) {
			c.missing(ctx, id, name, private, diags)
			return
		}
	}
	if err != nil {
		diags.Append(c.failed(explain.Destroy, id.ValueString(), name.ValueString(), err, nil))
		return
	}
	_, newName := target.key()
	keptName := !newName.Equal(name) && sameName(answer.ObjectName()) == sameName(name.ValueString())
	if answer.ObjectID() != "" && (keptName || !target.isStopped(answer)) {
		diags.AddError(c.summary(explain.Destroy), fmt.Sprintf("Terraform could not retire %s. The API accepted that but kept other values than it was sent for: %s. "+
			"The state is kept as it was.", c.which(id.ValueString(), name.ValueString()), strings.Join(target.differences(answer), ", ")))
	}
}

// isAlready tells whether an object is as these settings would make it.
func (*crud[Model, Pointer, Settings, Answer]) isAlready(state Pointer, settings Settings) bool {
	now, problems := state.settings(state)
	return !problems.HasError() && reflect.DeepEqual(now, settings)
}

package object

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Where the private state of a plan keeps what the calls that follow must know.
const (
	outgoingKey      = "outgoing"
	plannedCreateKey = "planned_create"
	deposedKey       = "deposed"
)

// outgoing is what a plan notes of the object that is there now. If the object
// is then replaced, the plan of the new one finds it, and so does the call that
// lets go of the old one.
type outgoing struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	App        string `json:"app,omitempty"`
	Configured string `json:"configured,omitempty"` // the resource's own policy, in the configuration
	Applied    string `json:"applied,omitempty"`    // and in the state
	Stays      bool   `json:"stays,omitempty"`      // as this half of the plan knows it
	IsDeposed  bool   `json:"deposed,omitempty"`    // create_before_destroy has replaced it
}

// stays is the object as one that is to have a name, "" if that is not known.
func (o outgoing) stays(becomes string) session.Managed {
	return session.Managed{ID: o.ID, Name: o.Name, App: types.StringValue(o.App), Policy: o.Applied, Fate: session.Stays, Becomes: becomes}
}

// goes is the object as one that Terraform lets go of.
func (o outgoing) goes(policy string, isReplaced bool) session.Managed {
	fate := session.IsLeft
	switch policy {
	case Retire:
		fate = session.IsRetired
	case notKnown:
		fate = session.MayBeRetired
	}
	return session.Managed{ID: o.ID, Name: o.Name, App: types.StringValue(o.App), Policy: o.Applied, Fate: fate, IsReplaced: isReplaced}
}

// plannedCreate is what a plan notes of a new object. If Terraform replaces a
// tainted object by it, the call that lets go of that one finds it.
type plannedCreate struct {
	Name            string `json:"name"` // "" if it is not known yet
	Policy          string `json:"policy,omitempty"`
	IsPolicyUnknown bool   `json:"policy_unknown,omitempty"`
}

// name is that of the new object, unknown if the plan did not know it.
func (p plannedCreate) name() types.String {
	if p.Name == "" {
		return types.StringUnknown()
	}
	return types.StringValue(p.Name)
}

// isDeposed tells whether an earlier run failed to let go of an object that
// create_before_destroy had replaced.
func isDeposed(ctx context.Context, private session.PrivateState) bool {
	var is bool
	return noted(ctx, private, deposedKey, &is) && is
}

func noteDeposed(ctx context.Context, private session.PrivateState) diag.Diagnostics {
	return noteFor(ctx, private, deposedKey, true)
}

func noteOutgoing(ctx context.Context, private session.PrivateState, note outgoing) diag.Diagnostics {
	return noteFor(ctx, private, outgoingKey, note)
}

func notePlannedCreate(ctx context.Context, private session.PrivateState, note plannedCreate) diag.Diagnostics {
	return noteFor(ctx, private, plannedCreateKey, note)
}

// outgoingOf returns what an earlier call noted of the object that is there, if it did.
func outgoingOf(ctx context.Context, private session.PrivateState) (note outgoing, isNoted bool) {
	isNoted = noted(ctx, private, outgoingKey, &note)
	return note, isNoted
}

// plannedCreateOf returns what the plan of a new object noted, if there was one.
func plannedCreateOf(ctx context.Context, private session.PrivateState) (note plannedCreate, isNoted bool) {
	isNoted = noted(ctx, private, plannedCreateKey, &note)
	return note, isNoted
}

// forgetPlan takes out of the private state what only a plan needs.
func forgetPlan(ctx context.Context, private session.PrivateState) diag.Diagnostics {
	diags := private.SetKey(ctx, outgoingKey, nil)
	diags.Append(private.SetKey(ctx, plannedCreateKey, nil)...)
	return diags
}

func noteFor(ctx context.Context, private session.PrivateState, key string, note any) diag.Diagnostics {
	text, err := json.Marshal(note)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Unable to Plan", err.Error())}
	}
	return private.SetKey(ctx, key, text)
}

func noted(ctx context.Context, private session.PrivateState, key string, note any) bool {
	text, diags := private.GetKey(ctx, key)
	return !diags.HasError() && len(text) > 0 && json.Unmarshal(text, note) == nil
}

package session

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// accountKey is where an object's private state keeps its account.
const accountKey = "account"

// PrivateState is a resource's data that Terraform stores and does not show.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// SameAccount tells whether the object was last seen in the account in use.
// False also means that nobody knows.
func (s *Session) SameAccount(ctx context.Context, private PrivateState) bool {
	text, diags := private.GetKey(ctx, accountKey)
	return !diags.HasError() && s.fingerprints.IsOf(s.client, text)
}

// RememberAccount stores the account in use with the object, unless it is
// stored already: a new salt would change the state for nothing.
func (s *Session) RememberAccount(ctx context.Context, private PrivateState) diag.Diagnostics {
	var diags diag.Diagnostics
	if s.SameAccount(ctx, private) {
		return diags
	}
	text, err := s.fingerprints.Store(s.client)
	if err == nil {
		return private.SetKey(ctx, accountKey, text)
	}
	diags.AddWarning("Account Not Recorded", "Which account the object is in could not be recorded: "+err.Error()+".")
	return diags
}

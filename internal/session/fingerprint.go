package session

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
)

// accountKey is where an object's private state keeps the accounts that it was seen in.
const accountKey = "account"

// PrivateState is a resource's data that Terraform stores and does not show.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Seen tells whether an object was last seen in the account in use.
func (s *Session) Seen(ctx context.Context, private PrivateState) account.Sighting {
	text, diags := private.GetKey(ctx, accountKey)
	if diags.HasError() {
		return account.SeenNowhere
	}
	return s.fingerprints.Seen(s.client, text)
}

// RememberAccount stores the account in use with the object, unless it is
// stored already: a new salt would change the state for nothing.
func (s *Session) RememberAccount(ctx context.Context, private PrivateState) diag.Diagnostics {
	var diags diag.Diagnostics
	text, problems := private.GetKey(ctx, accountKey)
	if problems.HasError() {
		text = nil
	}
	if s.fingerprints.Seen(s.client, text) == account.SeenHere {
		return diags
	}
	text, err := s.fingerprints.Store(s.client, text)
	if err == nil {
		return private.SetKey(ctx, accountKey, text)
	}
	diags.AddWarning("Account Not Recorded", "Which account the object is in could not be recorded: "+err.Error()+".")
	return diags
}

package provider

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// accountKey is where an object's private state keeps its account.
const accountKey = "account"

// account tells later runs which account an object was last seen in: a salted,
// slow fingerprint of the API key and address, from which neither can be read.
type account struct {
	Salt        string `json:"salt"`
	Fingerprint string `json:"fingerprint"`
}

// privateState is a resource's data that Terraform stores and does not show.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// accounts computes fingerprints, each salt once: most objects of a
// configuration were written by the same run and share theirs.
type accounts struct {
	mu     sync.Mutex
	salt   string            // of this process's own accounts
	bySalt map[string]string // fingerprints of this account
}

// fingerprint returns the account's fingerprint with a salt of its own when salt is "".
func (a *accounts) fingerprint(client *otp.Client, salt string) (account, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if salt == "" {
		if a.salt == "" {
			a.salt = rand.Text()
		}
		salt = a.salt
	}
	if known, ok := a.bySalt[salt]; ok {
		return account{salt, known}, nil
	}
	fingerprint, err := client.Fingerprint(salt)
	if err != nil {
		return account{}, err
	}
	if a.bySalt == nil {
		a.bySalt = map[string]string{}
	}
	a.bySalt[salt] = fingerprint
	return account{salt, fingerprint}, nil
}

// sameAccount tells whether the object was last seen in the account in use.
// False also means that nobody knows.
func (s *session) sameAccount(ctx context.Context, private privateState) bool {
	text, diags := private.GetKey(ctx, accountKey)
	var stored account
	if diags.HasError() || len(text) == 0 || json.Unmarshal(text, &stored) != nil || stored.Salt == "" {
		return false
	}
	current, err := s.accounts.fingerprint(s.client, stored.Salt)
	return err == nil && current == stored
}

// rememberAccount stores the account in use with the object, unless it is
// stored already: a new salt would change the state for nothing.
func (s *session) rememberAccount(ctx context.Context, private privateState) diag.Diagnostics {
	var diags diag.Diagnostics
	if s.sameAccount(ctx, private) {
		return diags
	}
	current, err := s.accounts.fingerprint(s.client, "")
	if err == nil {
		var text []byte
		if text, err = json.Marshal(current); err == nil {
			return private.SetKey(ctx, accountKey, text)
		}
	}
	diags.AddWarning("Account Not Recorded", "Which account the object is in could not be recorded: "+err.Error()+".")
	return diags
}

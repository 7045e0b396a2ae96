package session

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// memory is private state that counts how often it was written.
type memory struct {
	value  []byte
	writes int
}

func (m *memory) GetKey(context.Context, string) ([]byte, diag.Diagnostics) { return m.value, nil }

func (m *memory) SetKey(_ context.Context, _ string, value []byte) diag.Diagnostics {
	m.value, m.writes = value, m.writes+1
	return nil
}

func testSession(t *testing.T, key, baseURL string) *Session {
	t.Helper()
	client, err := otp.New(otp.Config{APIKey: otp.NewSecret(key), APISecret: otp.NewSecret("test-api-secret"), BaseURL: baseURL})
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{Client: client})
}

func TestSameAccount(t *testing.T) {
	t.Parallel()
	const address = "https://api.example.com/otp"
	var private memory
	if diags := testSession(t, "key-one", address).RememberAccount(t.Context(), &private); diags.HasError() {
		t.Fatal(diags)
	}
	if text := string(private.value); strings.Contains(text, "key-one") || strings.Contains(text, "example") {
		t.Errorf("private state tells the account: %s", text)
	}
	for _, test := range []struct {
		key, address string
		same         bool
	}{
		{"key-one", address, true},
		{"key-two", address, false},
		{"key-one", "https://api.example.org/otp", false},
	} {
		if got := testSession(t, test.key, test.address).SameAccount(t.Context(), &private); got != test.same {
			t.Errorf("%s at %s is the same account: %t, want %t", test.key, test.address, got, test.same)
		}
	}
}

// TestUnknownAccountsAreOthers keeps an object whose private state says nothing.
func TestUnknownAccountsAreOthers(t *testing.T) {
	t.Parallel()
	s := testSession(t, "key-one", "")
	for _, stored := range []string{"", "null", "{}", `{"salt":"","fingerprint":""}`, `{"fingerprint":"00"}`, "junk"} {
		if s.SameAccount(t.Context(), &memory{value: []byte(stored)}) {
			t.Errorf("private state %q is taken for this account", stored)
		}
	}
}

// TestSameAccountIsStoredOnce leaves the state of an unchanged object as it is.
func TestSameAccountIsStoredOnce(t *testing.T) {
	t.Parallel()
	var private memory
	for range 3 {
		if diags := testSession(t, "key-one", "").RememberAccount(t.Context(), &private); diags.HasError() {
			t.Fatal(diags)
		}
	}
	if private.writes != 1 {
		t.Errorf("%d writes in three runs of one account, want 1", private.writes)
	}
	if diags := testSession(t, "key-two", "").RememberAccount(t.Context(), &private); diags.HasError() || private.writes != 2 {
		t.Errorf("%d writes after another account, want 2; %v", private.writes, diags)
	}
}

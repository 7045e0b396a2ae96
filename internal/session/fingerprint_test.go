package session

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
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

func TestSeen(t *testing.T) {
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
		want         account.Sighting
	}{
		{"key-one", address, account.SeenHere},
		{"key-two", address, account.SeenElsewhere},
		{"key-one", "https://api.example.org/otp", account.SeenElsewhere},
	} {
		if got := testSession(t, test.key, test.address).Seen(t.Context(), &private); got != test.want {
			t.Errorf("%s at %s: seen = %d, want %d", test.key, test.address, got, test.want)
		}
	}
}

// TestSeenNowhere knows nothing of an object whose private state says nothing.
func TestSeenNowhere(t *testing.T) {
	t.Parallel()
	s := testSession(t, "key-one", "")
	for _, stored := range []string{"", "null", "{}", "[]", `[{"salt":"","fingerprint":""}]`, `[{"fingerprint":"00"}]`, "junk"} {
		if got := s.Seen(t.Context(), &memory{value: []byte(stored)}); got != account.SeenNowhere {
			t.Errorf("private state %q: seen = %d", stored, got)
		}
	}
}

// TestRememberAccount keeps the last few accounts, so that jobs with keys of their own know each other, and leaves the
// state of an unchanged object as it is.
func TestRememberAccount(t *testing.T) {
	t.Parallel()
	var private memory
	for i, step := range []struct {
		key    string
		writes int
	}{{"plan", 1}, {"plan", 1}, {"apply", 2}, {"plan", 2}, {"apply", 2}, {"third", 3}, {"plan", 3}, {"fourth", 4}, {"fifth", 5}, {"apply", 5}, {"plan", 6}} {
		if diags := testSession(t, step.key, "").RememberAccount(t.Context(), &private); diags.HasError() || private.writes != step.writes {
			t.Errorf("step %d, %s: %d writes, want %d; %v", i, step.key, private.writes, step.writes, diags)
		}
	}
}

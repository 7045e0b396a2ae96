package otp

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestSignGoldenVector is the example of the API reference, "Transport".
func TestSignGoldenVector(t *testing.T) {
	t.Parallel()
	got := sign(NewSecret("bDqJFiq9"), NewSecret("7bz1lzh9"), 1630468800)
	if want := "05d7a50893e22a5c4bb3216ae3396c7c"; got != want {
		t.Errorf("sign = %s, want %s", got, want)
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	const text = "S3cretS3cret"
	config := Config{APIKey: NewSecret(text), APISecret: NewSecret(text)}
	client := newTestClient(t, "", func(c *Config) { c.APIKey, c.APISecret = config.APIKey, config.APISecret })
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%T", "%w"} {
		for _, value := range []any{config, &config, client, *client, config.APIKey, &config.APIKey, []Secret{config.APIKey}} {
			printed := fmt.Sprintf(verb, value)
			if strings.Contains(printed, text) || strings.Contains(printed, fmt.Sprintf("%x", text)) {
				t.Errorf("%s of %T prints the secret: %s", verb, value, printed)
			}
		}
	}
	encoded, err := json.Marshal(map[string]any{"secret": config.APIKey})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"secret":"***"}`; string(encoded) != want {
		t.Errorf("JSON = %s, want %s", encoded, want)
	}
	if got := config.APIKey.String(); got != "***" {
		t.Errorf("String() = %q", got)
	}
	if got := config.APIKey.reveal(); got != text {
		t.Errorf("reveal() = %q, want %q", got, text)
	}
	if got := (Secret{}).reveal(); got != "" {
		t.Errorf("zero Secret reveals %q", got)
	}
}

func TestCheckCredential(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"mRELxtHc":     nil,
		"test-api-key": nil,
		"":             ErrCredentialEmpty,
		"   ":          ErrCredentialEmpty,
		"\t\n":         ErrCredentialEmpty,
		"key\n":        ErrCredentialControl,
		"ke y":         ErrCredentialControl,
		"key\u00a0":    ErrCredentialControl,
		"key\x00":      ErrCredentialControl,
		"key\x7f":      ErrCredentialControl,
		"key\u200b":    ErrCredentialControl,
		"\ufeffkey":    ErrCredentialControl,
	} {
		if got := CheckCredential(text); !errors.Is(got, want) {
			t.Errorf("CheckCredential(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	fingerprint := func(baseURL, key, secret, salt string) string {
		client := newTestClient(t, baseURL, func(c *Config) { c.APIKey, c.APISecret = NewSecret(key), NewSecret(secret) })
		sum, err := client.Fingerprint(salt)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	const address = "https://api.example.com/otp"
	base := fingerprint(address, "key-one", "secret", "salt")
	if len(base) != 2*fingerprintBytes || strings.Contains(base, "key") {
		t.Errorf("fingerprint = %q", base)
	}
	for name, same := range map[string]string{
		"again":          fingerprint(address, "key-one", "secret", "salt"),
		"rotated secret": fingerprint(address, "key-one", "rotated", "salt"),
		"trailing slash": fingerprint(address+"/", "key-one", "secret", "salt"),
		"case of host":   fingerprint("https://API.example.com/otp", "key-one", "secret", "salt"),
	} {
		if same != base {
			t.Errorf("%s: fingerprint differs", name)
		}
	}
	for name, other := range map[string]string{
		"another key":     fingerprint(address, "key-two", "secret", "salt"),
		"another address": fingerprint("https://api.example.org/otp", "key-one", "secret", "salt"),
		"another salt":    fingerprint(address, "key-one", "secret", "pepper"),
	} {
		if other == base {
			t.Errorf("%s: fingerprint is the same", name)
		}
	}
}

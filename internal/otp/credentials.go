package otp

import (
	"crypto/md5" //nolint:gosec // the API's signature is defined as MD5
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Secret is a text that no fmt verb, encoder or dump shows. It is kept in a
// closure because fmt prints the unexported fields of a struct without asking
// their methods.
type Secret struct{ text func() string }

// NewSecret hides text.
func NewSecret(text string) Secret { return Secret{text: func() string { return text }} }

// The environment variables that stand in for attributes of the provider block.
const (
	EnvAPIKey    = "ITNIOTECH_API_KEY"
	EnvAPISecret = "ITNIOTECH_API_SECRET"
	EnvBaseURL   = "ITNIOTECH_BASE_URL"
)

const hidden = "***"

// String hides the secret.
func (Secret) String() string { return hidden }

// Format hides the secret from every fmt verb.
func (Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, hidden) }

// MarshalText hides the secret from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

// Reasons why a text cannot be a credential.
var (
	ErrCredentialEmpty   = errors.New("must not be empty")
	ErrCredentialControl = errors.New("must not contain spaces or control characters, such as a line break that was copied along")
)

// CheckCredential tells whether text can be an API key or secret at all. The
// header that carries the key cannot hold a space, a control character or a
// format character. In the secret, each of them is a mistake of copying.
func CheckCredential(text string) error {
	if strings.TrimSpace(text) == "" {
		return ErrCredentialEmpty
	}
	for _, char := range text {
		if unicode.In(char, unicode.C) || unicode.IsSpace(char) {
			return ErrCredentialControl
		}
	}
	return nil
}

// sign returns the Sign header for a Unix time in seconds: the hex MD5 of key,
// secret and timestamp (API reference, "Transport").
func sign(key, secret Secret, timestamp int64) string {
	sum := md5.Sum([]byte(key.reveal() + secret.reveal() + strconv.FormatInt(timestamp, 10))) //nolint:gosec // the API's signature is defined as MD5
	return hex.EncodeToString(sum[:])
}

// Work and size of a fingerprint: keys are short, so guessing has to be slow.
const (
	DefaultFingerprintIterations = 10_000
	fingerprintBytes             = 16
)

// Fingerprint returns a slow hash of the API key and the API's address, which
// tells accounts apart without telling the key to a reader.
func (c *Client) Fingerprint(salt string) (string, error) {
	account := c.key.reveal() + "\x00" + c.baseURL.String()
	sum, err := pbkdf2.Key(sha256.New, account, []byte(salt), c.fingerprintIterations, fingerprintBytes)
	if err != nil {
		return "", fmt.Errorf("fingerprint: %w", err)
	}
	return hex.EncodeToString(sum), nil
}

// scrub replaces the credentials and a signature, in upper or lower case, in text
// that comes from outside.
func (c *Client) scrub(text, signature string) string {
	for _, secret := range []string{c.secret.reveal(), c.key.reveal(), signature} {
		text = regexp.MustCompile("(?i)"+regexp.QuoteMeta(secret)).ReplaceAllLiteralString(text, hidden)
	}
	return text
}

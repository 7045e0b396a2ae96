// Package environment is the account that a subcommand works on: the one that the provider takes from the environment.
package environment

import (
	"fmt"
	"io"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Account is how an account is reached.
type Account struct{ Key, Secret, BaseURL string }

// Format hides the account from every fmt verb.
func (Account) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "***") }

// Read reads ITNIOTECH_API_KEY, ITNIOTECH_API_SECRET and ITNIOTECH_BASE_URL, of which only the last one has a default. An
// error names the variable at fault, and never its value.
func Read(getenv func(string) string) (Account, error) {
	account := Account{getenv(otp.EnvAPIKey), getenv(otp.EnvAPISecret), getenv(otp.EnvBaseURL)}
	for _, credential := range []struct{ name, value string }{{otp.EnvAPIKey, account.Key}, {otp.EnvAPISecret, account.Secret}} {
		if credential.value == "" {
			return Account{}, fmt.Errorf("%s is not set in the environment", credential.name)
		}
		if err := otp.CheckCredential(credential.value); err != nil {
			return Account{}, fmt.Errorf("%s %w", credential.name, err)
		}
	}
	if account.BaseURL == "" {
		account.BaseURL = otp.DefaultBaseURL
	}
	if err := otp.CheckBaseURL(account.BaseURL, false); err != nil {
		return Account{}, fmt.Errorf("%s %w", otp.EnvBaseURL, err)
	}
	return account, nil
}

package provider

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// providerModel is the provider block.
type providerModel struct {
	APIKey            types.String          `tfsdk:"api_key"`
	APISecret         types.String          `tfsdk:"api_secret"`
	BaseURL           types.String          `tfsdk:"base_url"`
	AllowInsecureHTTP types.Bool            `tfsdk:"allow_insecure_http"`
	RequestTimeout    types.String          `tfsdk:"request_timeout"`
	MaxRetries        attribute.WholeNumber `tfsdk:"max_retries"`
	RequestsPerSecond types.Number          `tfsdk:"requests_per_second"`
	DeletionPolicy    types.String          `tfsdk:"deletion_policy"`
}

// unknown names the attributes that calls need and whose values are not known yet.
func (m providerModel) unknown() []string {
	var names []string
	for _, attribute := range []struct {
		name  string
		value attr.Value
	}{
		{"api_key", m.APIKey},
		{"api_secret", m.APISecret},
		{"base_url", m.BaseURL},
		{"allow_insecure_http", m.AllowInsecureHTTP},
		{"request_timeout", m.RequestTimeout},
		{"max_retries", m.MaxRetries},
		{"requests_per_second", m.RequestsPerSecond},
	} {
		if attribute.value.IsUnknown() {
			names = append(names, attribute.name)
		}
	}
	return names
}

// validate checks what the block itself says; the environment counts only when
// the provider is configured. Nothing about a credential carries a path,
// because Terraform prints the line that a path leads to.
func (m providerModel) validate() diag.Diagnostics {
	var diags diag.Diagnostics
	if attribute.IsKnown(m.APIKey) {
		checkCredential(&diags, "API Key", m.key())
	}
	if attribute.IsKnown(m.APISecret) {
		checkCredential(&diags, "API Secret", m.secret())
	}
	if attribute.IsKnown(m.BaseURL) && !m.AllowInsecureHTTP.IsUnknown() {
		checkBaseURL(&diags, m.BaseURL.ValueString(), m.AllowInsecureHTTP.ValueBool(), "base_url", true)
	}
	return diags
}

// client makes the client of a block whose values are all known, nil after an error.
func (m providerModel) client(userAgent string, pace pace, diags *diag.Diagnostics) *otp.Client {
	key, secret := m.key(), m.secret()
	address := setting{m.BaseURL, "base_url", otp.EnvBaseURL, ""}

	requireCredential(diags, "API Key", key, secret)
	requireCredential(diags, "API Secret", secret, key)
	if address.value() != "" || !address.attribute.IsNull() {
		checkBaseURL(diags, address.value(), m.AllowInsecureHTTP.ValueBool(), address.source(), !address.attribute.IsNull())
	}
	if diags.HasError() {
		return nil
	}
	config := otp.Config{
		BaseURL:               address.value(),
		AllowInsecureHTTP:     m.AllowInsecureHTTP.ValueBool(),
		APIKey:                otp.NewSecret(key.value()),
		APISecret:             otp.NewSecret(secret.value()),
		CredentialSources:     origins(key, secret),
		UserAgent:             userAgent,
		MaxRetries:            otp.DefaultMaxRetries,
		Time:                  pace.time,
		FingerprintIterations: pace.fingerprints,
		Trace:                 trace,
		TraceOdd:              traceOdd,
	}
	if !m.MaxRetries.IsNull() {
		config.MaxRetries = int(m.MaxRetries.ValueInt64())
	}
	if !m.RequestsPerSecond.IsNull() {
		config.RequestsPerSecond, _ = m.RequestsPerSecond.ValueBigFloat().Float64()
	}
	if !m.RequestTimeout.IsNull() {
		// The attribute's validator has seen the value by now.
		config.RequestTimeout, _ = time.ParseDuration(m.RequestTimeout.ValueString())
	}
	client, err := otp.New(config)
	if err != nil {
		diags.AddError("Invalid Provider Configuration", "The "+err.Error()+".")
		return nil
	}
	return client
}

// setting is an attribute that the environment stands in for.
type setting struct {
	attribute      types.String
	name, variable string
	noun           string // of a credential, within a sentence
}

func (m providerModel) key() setting { return setting{m.APIKey, "api_key", otp.EnvAPIKey, "API key"} }

func (m providerModel) secret() setting {
	return setting{m.APISecret, "api_secret", otp.EnvAPISecret, "API secret"}
}

func (s setting) value() string {
	if s.attribute.IsNull() {
		return os.Getenv(s.variable)
	}
	return s.attribute.ValueString()
}

// source names where the value is from.
func (s setting) source() string {
	if s.attribute.IsNull() {
		return s.variable
	}
	return s.name
}

// origins says where key and secret are from if these are two places, and "" otherwise. A pair that does not belong
// together is a common cause of a refused account.
func origins(key, secret setting) string {
	if key.attribute.IsNull() == secret.attribute.IsNull() {
		return ""
	}
	return "The API key comes from " + key.source() + ", and the API secret from " + secret.source() + "."
}

func requireCredential(diags *diag.Diagnostics, title string, credential, other setting) {
	if credential.attribute.IsNull() && credential.value() == "" {
		why := "The provider needs the account's credentials."
		if other.value() != "" {
			why = "The " + other.noun + " is set by " + other.source() + ", and no " + credential.noun + " is set."
		}
		diags.AddError("Missing "+title, why+" Set "+credential.name+
			" in the provider block or "+credential.variable+" in the environment.")
		return
	}
	checkCredential(diags, title, credential)
}

func checkCredential(diags *diag.Diagnostics, title string, credential setting) {
	err := otp.CheckCredential(credential.value())
	if err == nil {
		return
	}
	detail := credential.source() + " " + err.Error() + "."
	if errors.Is(err, otp.ErrCredentialEmpty) && !credential.attribute.IsNull() {
		detail += " Leave it out to use " + credential.variable + "."
	}
	diags.AddError("Invalid "+title, detail)
}

func checkBaseURL(diags *diag.Diagnostics, value string, allowInsecureHTTP bool, source string, inBlock bool) {
	err := otp.CheckBaseURL(value, allowInsecureHTTP)
	if err == nil {
		return
	}
	detail := source + " " + err.Error() + "."
	if errors.Is(err, otp.ErrBaseURLScheme) && strings.HasPrefix(value, "http://") {
		detail += " To use it all the same, set allow_insecure_http = true."
	}
	// What stands before an @ may be a password, which a path would print.
	if inBlock && !strings.Contains(value, "@") {
		diags.AddAttributeError(path.Root("base_url"), "Invalid Base URL", detail)
		return
	}
	diags.AddError("Invalid Base URL", detail)
}

// trace logs an attempt: scalars only, never a header, a body, an id or an address.
func trace(ctx context.Context, attempt otp.Attempt) {
	tflog.Debug(ctx, "API call", map[string]any{
		"method":      attempt.Method,
		"route":       attempt.Route,
		"attempt":     attempt.Number,
		"http_status": attempt.HTTP,
		"status":      int64(attempt.Status),
		"outcome":     string(attempt.Outcome),
		"duration_ms": attempt.Duration.Milliseconds(),
	})
}

// traceOdd logs a field of an answer that could not be read: where it stands and what stands there, never a value.
func traceOdd(ctx context.Context, route string, odd otp.Odd) {
	tflog.Warn(ctx, "API answer in a form that is not known", map[string]any{"route": route, "field": odd.Path, "form": odd.Form})
}

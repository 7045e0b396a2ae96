package provider

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

const (
	plainHTTP  = "must start with https://, as in https://api.itniotech.com/otp. http:// works only for localhost, because anyone who sees a request could forge others."
	allowHTTP  = " To use it all the same, set allow_insecure_http = true."
	secretText = "s3cret-t3xt"
)

// credentials are a provider block with its credentials and more.
func credentials(pairs ...any) map[string]any {
	attributes := map[string]any{"api_key": "test-api-key", "api_secret": "test-api-secret"}
	for i := 0; i < len(pairs); i += 2 {
		attributes[pairs[i].(string)] = pairs[i+1]
	}
	return attributes
}

func TestSchemasAreImplementable(t *testing.T) {
	t.Parallel()
	var schema provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &schema)
	if diags := schema.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Errorf("provider: %v", diags)
	}
	for _, construct := range New("test")().Resources(t.Context()) {
		var schema resource.SchemaResponse
		construct().Schema(t.Context(), resource.SchemaRequest{}, &schema)
		if diags := schema.Schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("resource: %v", diags)
		}
	}
}

func TestProviderBlockIsValidated(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	for name, test := range map[string]struct {
		block map[string]any
		want  []string
	}{
		"complete":                {block: credentials("base_url", "https://api.onbuka.com/v3/otp", "request_timeout", "1m30s", "max_retries", 10, "requests_per_second", 1)},
		"empty":                   {block: map[string]any{}},
		"unknown":                 {block: map[string]any{"api_key": unknown{}, "api_secret": unknown{}, "base_url": unknown{}, "allow_insecure_http": unknown{}, "request_timeout": unknown{}, "max_retries": unknown{}, "requests_per_second": unknown{}}},
		"plain HTTP, perhaps":     {block: credentials("base_url", "http://api.example.com", "allow_insecure_http", unknown{})},
		"plain HTTP, allowed":     {block: credentials("base_url", "http://api.example.com", "allow_insecure_http", true)},
		"plain HTTP, loopback":    {block: credentials("base_url", "http://127.0.0.1:8480/otp")},
		"plain HTTP":              {block: credentials("base_url", "http://api.example.com"), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url ` + plainHTTP + allowHTTP}},
		"no scheme":               {block: credentials("base_url", "api.example.com/otp"), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url ` + plainHTTP}},
		"port without a scheme":   {block: credentials("base_url", "localhost:8480/otp"), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url ` + plainHTTP}},
		"no host":                 {block: credentials("base_url", "https:///otp"), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url must be a URL such as https://api.itniotech.com/otp.`}},
		"empty address":           {block: credentials("base_url", ""), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url must not be empty; leave it out to use https://api.itniotech.com/otp.`}},
		"password in address":     {block: credentials("base_url", "https://me:"+secretText+"@api.example.com"), want: []string{"Invalid Base URL: base_url must not contain a user name or password."}},
		"query in address":        {block: credentials("base_url", "https://api.example.com?a"), want: []string{`AttributeName("base_url"): Invalid Base URL: base_url must not contain a query or a fragment.`}},
		"empty key":               {block: credentials("api_key", ""), want: []string{"Invalid API Key: api_key must not be empty. Leave it out to use ITNIOTECH_API_KEY."}},
		"blank secret":            {block: credentials("api_secret", "  "), want: []string{"Invalid API Secret: api_secret must not be empty. Leave it out to use ITNIOTECH_API_SECRET."}},
		"line break in the key":   {block: credentials("api_key", secretText+"\n"), want: []string{"Invalid API Key: api_key must not contain spaces or control characters, such as a line break that was copied along."}},
		"control in the secret":   {block: credentials("api_secret", secretText+"\x00"), want: []string{"Invalid API Secret: api_secret must not contain spaces or control characters, such as a line break that was copied along."}},
		"no duration":             {block: credentials("request_timeout", "30"), want: []string{`AttributeName("request_timeout"): Invalid Duration: request_timeout must be a duration above zero with a unit, such as 30s or 1m30s, got: "30".`}},
		"no time":                 {block: credentials("request_timeout", "0s"), want: []string{`AttributeName("request_timeout"): Invalid Duration: request_timeout must be a duration above zero with a unit, such as 30s or 1m30s, got: "0s".`}},
		"empty time":              {block: credentials("request_timeout", ""), want: []string{`AttributeName("request_timeout"): Invalid Attribute Value: request_timeout must not be empty. For no value, leave it out or set it to null.`}},
		"a little time":           {block: credentials("request_timeout", "1ms")},
		"no repeats":              {block: credentials("max_retries", 0)},
		"less than none":          {block: credentials("max_retries", -1), want: []string{`AttributeName("max_retries"): Invalid Attribute Value: Attribute max_retries value must be between 0 and 10, got: -1`}},
		"too many repeats":        {block: credentials("max_retries", 11), want: []string{`AttributeName("max_retries"): Invalid Attribute Value: Attribute max_retries value must be between 0 and 10, got: 11`}},
		"no requests per second":  {block: credentials("requests_per_second", 0), want: []string{`AttributeName("requests_per_second"): Invalid Number: requests_per_second must be a number above zero, got: 0.`}},
		"too many per second":     {block: credentials("requests_per_second", beyondFloat("1e400")), want: []string{`AttributeName("requests_per_second"): Invalid Number: requests_per_second must be a number above zero that fits a 64-bit float, got: 1e+400.`}},
		"too few per second":      {block: credentials("requests_per_second", beyondFloat("1e-400")), want: []string{`AttributeName("requests_per_second"): Invalid Number: requests_per_second must be a number above zero that fits a 64-bit float, got: 1e-400.`}},
		"few requests per second": {block: credentials("requests_per_second", 0.001)},
	} {
		expectTexts(t, name, p.validateProvider(t.Context(), t, test.block), test.want...)
	}
}

// beyondFloat is a number of HCL, which has more room than 64 bits.
func beyondFloat(text string) *big.Float {
	number, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return number
}

// TestProviderIsConfigured changes the environment, so it cannot be parallel.
func TestProviderIsConfigured(t *testing.T) {
	const missing = "The provider needs the account's credentials. Set "
	for name, test := range map[string]struct {
		environment map[string]string
		block       map[string]any
		want        []string
	}{
		"from the block":               {block: credentials()},
		"from the environment":         {environment: map[string]string{otp.EnvAPIKey: "test-api-key", otp.EnvAPISecret: "test-api-secret", otp.EnvBaseURL: "http://127.0.0.1:1"}},
		"the block wins":               {environment: map[string]string{otp.EnvAPIKey: " ", otp.EnvAPISecret: " ", otp.EnvBaseURL: "junk"}, block: credentials("base_url", "https://api.example.com")},
		"not known yet":                {block: map[string]any{"api_key": unknown{}, "api_secret": unknown{}}},
		"not known yet, the rest bad":  {block: map[string]any{"api_key": unknown{}, "api_secret": ""}},
		"nothing":                      {want: []string{"Missing API Key: " + missing + "api_key in the provider block or ITNIOTECH_API_KEY in the environment.", "Missing API Secret: " + missing + "api_secret in the provider block or ITNIOTECH_API_SECRET in the environment."}},
		"no secret":                    {block: map[string]any{"api_key": "test-api-key"}, want: []string{"Missing API Secret: The API key is set by api_key, and no API secret is set. Set api_secret in the provider block or ITNIOTECH_API_SECRET in the environment."}},
		"no key":                       {environment: map[string]string{otp.EnvAPISecret: "test-api-secret"}, want: []string{"Missing API Key: The API secret is set by ITNIOTECH_API_SECRET, and no API key is set. Set api_key in the provider block or ITNIOTECH_API_KEY in the environment."}},
		"an empty key in the block":    {environment: map[string]string{otp.EnvAPIKey: "test-api-key"}, block: credentials("api_key", ""), want: []string{"Invalid API Key: api_key must not be empty. Leave it out to use ITNIOTECH_API_KEY."}},
		"a blank key outside":          {environment: map[string]string{otp.EnvAPIKey: "  ", otp.EnvAPISecret: "test-api-secret"}, want: []string{"Invalid API Key: ITNIOTECH_API_KEY must not be empty."}},
		"a broken secret outside":      {environment: map[string]string{otp.EnvAPIKey: "test-api-key", otp.EnvAPISecret: secretText + "\r\n"}, want: []string{"Invalid API Secret: ITNIOTECH_API_SECRET must not contain spaces or control characters, such as a line break that was copied along."}},
		"an insecure address outside":  {environment: map[string]string{otp.EnvBaseURL: "http://api.example.com"}, block: credentials(), want: []string{"Invalid Base URL: ITNIOTECH_BASE_URL " + plainHTTP + allowHTTP}},
		"an insecure address, allowed": {environment: map[string]string{otp.EnvBaseURL: "http://api.example.com"}, block: credentials("allow_insecure_http", true)},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{otp.EnvAPIKey, otp.EnvAPISecret, otp.EnvBaseURL} {
				t.Setenv(variable, test.environment[variable])
			}
			expectTexts(t, name, newProtocol(t).configure(t.Context(), t, test.block), test.want...)
		})
	}
}

// TestUnknownCredentials plans a create without them, and names them when a read needs them.
func TestUnknownCredentials(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials("api_key", unknown{}, "base_url", unknown{})))
	expectTexts(t, "plan", p.plan(t.Context(), t, "itniotech_otp_app", nil, map[string]any{
		"name": "login", "code_expiry": 5, "id": unknown{}, "create_time": unknown{},
	}))
	expectTexts(t, "read", p.read(t.Context(), t, "itniotech_otp_app", map[string]any{"id": "mRELxtHc", "name": "login", "code_expiry": 5}),
		"Unable to Read OTP Application: The provider cannot reach the API yet, because the value of api_key, base_url is not known before apply. "+
			"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.")
}

// TestDestroyWarnsOnceInAProcess plans several destroys, as one run does.
func TestDestroyWarnsOnceInAProcess(t *testing.T) {
	t.Parallel()
	p := newProtocol(t)
	expectTexts(t, "configure", p.configure(t.Context(), t, credentials()))
	app := map[string]any{"id": "mRELxtHc", "name": "login", "code_expiry": 5}
	template := map[string]any{"id": "455", "app_id": "mRELxtHc", "name": "login-en", "text": "##code##", "code_length": 4}
	expectTexts(t, "first application", p.plan(t.Context(), t, "itniotech_otp_app", app, nil), join(appsStay))
	expectTexts(t, "second application", p.plan(t.Context(), t, "itniotech_otp_app", app, nil))
	expectTexts(t, "first template", p.plan(t.Context(), t, "itniotech_otp_template", template, nil), join(templatesStay))
	expectTexts(t, "second template", p.plan(t.Context(), t, "itniotech_otp_template", template, nil))
}

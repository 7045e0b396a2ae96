package process

import (
	"maps"
	"testing"
)

// What the SDK's loggers are set to under each way to ask for logs.
func TestLogSettings(t *testing.T) {
	t.Parallel()
	all := func(level string) map[string]string {
		return map[string]string{logThisProvider: level, logSDK: level, logSDKProtocol: level, logSDKFramework: level}
	}
	without := func(settings map[string]string, variables ...string) map[string]string {
		for _, variable := range variables {
			delete(settings, variable)
		}
		return settings
	}
	for name, test := range map[string]struct{ env, want map[string]string }{
		"nothing asks":                     {map[string]string{}, all("OFF")},
		"empty":                            {map[string]string{logAll: "", logSDK: ""}, all("OFF")},
		"only Terraform's own logs":        {map[string]string{"TF_LOG_CORE": "TRACE"}, all("OFF")},
		"a file alone":                     {map[string]string{"TF_LOG_PATH": "terraform.log"}, all("OFF")},
		"everything":                       {map[string]string{logAll: "TRACE"}, all("TRACE")},
		"everything from a level":          {map[string]string{logAll: "DEBUG"}, all("DEBUG")},
		"lower case":                       {map[string]string{logAll: "warn"}, all("WARN")},
		"off":                              {map[string]string{logAll: "off"}, all("OFF")},
		"as JSON":                          {map[string]string{logAll: "JSON"}, all("TRACE")},
		"no level":                         {map[string]string{logAll: "1"}, all("TRACE")},
		"a level with a blank":             {map[string]string{logAll: "INFO "}, all("TRACE")},
		"all providers":                    {map[string]string{logProviders: "INFO"}, all("INFO")},
		"all providers as JSON":            {map[string]string{logProviders: "json"}, all("TRACE")},
		"providers quieter than Terraform": {map[string]string{logAll: "TRACE", logProviders: "ERROR"}, all("ERROR")},
		"providers louder than Terraform":  {map[string]string{logAll: "ERROR", logProviders: "TRACE"}, all("TRACE")},
		"all but providers":                {map[string]string{logAll: "TRACE", logProviders: "OFF"}, all("OFF")},
		"this provider alone":              {map[string]string{logThisProvider: "DEBUG"}, without(all("OFF"), logThisProvider)},
		"this provider quieter":            {map[string]string{logAll: "TRACE", logThisProvider: "WARN"}, without(all("TRACE"), logThisProvider)},
		"the SDK alone": {
			map[string]string{logSDK: "INFO"},
			map[string]string{logThisProvider: "OFF", logSDKProtocol: "INFO", logSDKFramework: "INFO"},
		},
		"the SDK quieter": {
			map[string]string{logAll: "TRACE", logSDK: "off"},
			map[string]string{logThisProvider: "TRACE", logSDKProtocol: "off", logSDKFramework: "off"},
		},
		"the SDK, no level": {
			map[string]string{logSDK: "JSON"},
			map[string]string{logThisProvider: "OFF", logSDKProtocol: "JSON", logSDKFramework: "JSON"},
		},
		"the protocol alone":  {map[string]string{logSDKProtocol: "TRACE"}, without(all("OFF"), logSDKProtocol)},
		"the framework alone": {map[string]string{logSDKFramework: "DEBUG"}, without(all("OFF"), logSDKFramework)},
		"the framework louder": {
			map[string]string{logProviders: "WARN", logSDKFramework: "TRACE"},
			without(all("WARN"), logSDKFramework),
		},
		"each for itself": {
			map[string]string{logThisProvider: "ERROR", logSDK: "WARN", logSDKProtocol: "INFO", logSDKFramework: "DEBUG"},
			map[string]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			for _, setting := range logSettings(func(variable string) string { return test.env[variable] }) {
				got[setting.variable] = setting.level
			}
			if !maps.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

package process

import (
	"slices"
	"strings"
)

// The variables that ask for logs, as Terraform and the plugin SDK read them.
const (
	logAll          = "TF_LOG"
	logProviders    = "TF_LOG_PROVIDER"
	logThisProvider = "TF_LOG_PROVIDER_ITNIOTECH"
	logSDK          = "TF_LOG_SDK"
	logSDKProtocol  = "TF_LOG_SDK_PROTO"
	logSDKFramework = "TF_LOG_SDK_FRAMEWORK"
)

// logSetting is the level of one of the SDK's loggers, by its variable.
type logSetting struct{ variable, level string }

// logSettings gives each logger without a level of its own the level at which
// Terraform listens to providers. The SDK's default is to write every line,
// for Terraform to read and drop. All of its loggers are named, because the
// SDK prepares the lines of one that has no level, even if its parent is off.
func logSettings(getenv func(string) string) []logSetting {
	heard := heardLevel(getenv)
	sdk := getenv(logSDK)
	if sdk == "" {
		sdk = heard
	}
	settings := []logSetting{{logThisProvider, heard}, {logSDK, sdk}, {logSDKProtocol, sdk}, {logSDKFramework, sdk}}
	return slices.DeleteFunc(settings, func(s logSetting) bool { return getenv(s.variable) != "" })
}

// heardLevel is the level from which on Terraform shows the lines of a
// provider. Any value that is no level means all of them, JSON too.
func heardLevel(getenv func(string) string) string {
	asked := getenv(logProviders)
	if asked == "" {
		asked = getenv(logAll)
	}
	asked = strings.ToUpper(asked)
	switch asked {
	case "":
		return "OFF"
	case "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF":
		return asked
	default:
		return "TRACE"
	}
}

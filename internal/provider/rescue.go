package provider

import (
	"fmt"
	"path"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// rescue makes an error of a panic, which would end the process and with it
// the calls of all other resources. What was panicked with is not shown: it
// could hold a secret. It has to be deferred itself.
func rescue(diags *diag.Diagnostics, summary, consequence string) {
	if value := recover(); value != nil {
		diags.AddError(summary, fmt.Sprintf("The provider failed (%T) at:\n\n%s\n\nThis is a bug in the provider; please report it. %s",
			value, places(), consequence))
	}
}

// places lists the calls that led to a panic, without their arguments.
func places() string {
	var lines []string
	counters := make([]uintptr, 32)
	frames := runtime.CallersFrames(counters[:runtime.Callers(3, counters)]) // without this and rescue
	for {
		frame, more := frames.Next()
		if strings.Contains(frame.Function, "itniotech") {
			lines = append(lines, fmt.Sprintf("  %s (%s:%d)", path.Base(frame.Function), path.Base(frame.File), frame.Line))
		}
		if !more {
			return strings.Join(lines, "\n")
		}
	}
}

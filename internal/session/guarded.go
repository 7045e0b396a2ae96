package session

import (
	"fmt"
	"path"
	"runtime"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Guarded makes an error of a panic, which would end the process and with it
// the calls of all other resources. What was panicked with is not shown: it
// could hold a secret.
func Guarded(diags *diag.Diagnostics, summary, consequence string, do func()) {
	defer func() {
		if value := recover(); value != nil {
			diags.AddError(summary, fmt.Sprintf("The provider failed (%T) at:\n\n%s\n\nThis is a bug in the provider; please report it. %s",
				value, places(), consequence))
		}
	}()
	do()
}

// places lists the calls that led to a panic, without their arguments.
func places() string {
	var lines []string
	counters := make([]uintptr, 32)
	frames := runtime.CallersFrames(counters[:runtime.Callers(3, counters)]) // without this and who recovers
	for {
		frame, more := frames.Next()
		if strings.Contains(frame.Function, "itniotech") && !strings.HasSuffix(frame.Function, ".guarded") {
			lines = append(lines, fmt.Sprintf("  %s (%s:%d)", path.Base(frame.Function), path.Base(frame.File), frame.Line))
		}
		if !more {
			return strings.Join(lines, "\n")
		}
	}
}

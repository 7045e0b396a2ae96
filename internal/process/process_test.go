package process

import (
	"os"
	"runtime/debug"
	"testing"
)

// Prepare changes what belongs to the whole process, so this runs alone.
func TestPrepare(t *testing.T) {
	const ownPercent, ownLimit = 50, 1 << 30
	for _, test := range []struct {
		name    string
		env     map[string]string
		percent int
	}{
		{"GOGC set", map[string]string{"GOGC": "50"}, ownPercent},
		{"GOMEMLIMIT set", map[string]string{"GOMEMLIMIT": "1GiB"}, ownPercent},
		{"nothing set", nil, mostPercent}, // the last, because from then on collections change the percentage
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, variable := range []string{"GOGC", "GOMEMLIMIT", logAll, logProviders, logThisProvider, logSDK, logSDKProtocol, logSDKFramework} {
				t.Setenv(variable, test.env[variable])
			}
			oldPercent, oldLimit := debug.SetGCPercent(ownPercent), debug.SetMemoryLimit(ownLimit)
			err := Prepare()
			gotPercent, gotLimit := debug.SetGCPercent(oldPercent), debug.SetMemoryLimit(oldLimit)
			if err != nil || gotPercent != test.percent || gotLimit != ownLimit {
				t.Errorf("got %d %% and %d bytes, want %d and %d; error %v", gotPercent, gotLimit, test.percent, ownLimit, err)
			}
			for _, variable := range []string{logThisProvider, logSDK, logSDKProtocol, logSDKFramework} {
				if got := os.Getenv(variable); got != "OFF" {
					t.Errorf("%s is %q", variable, got)
				}
			}
		})
	}
}

package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// session is what all resources of one provider configuration share while the
// process runs.
type session struct {
	// client is nil while attributes of the provider block are unknown.
	client  *otp.Client
	unknown []string

	once     sync.Map // warnings already given
	accounts accounts

	apps      *catalog[otp.App]
	templates *catalog[otp.Template]
}

func newSession() *session {
	return &session{
		apps:      newCatalog[otp.App](nil),
		templates: newCatalog((*otp.Client).ListTemplates),
	}
}

// warnOnce adds a warning unless this process has given it before.
func (s *session) warnOnce(diags *diag.Diagnostics, warning diag.Diagnostic) {
	if _, given := s.once.LoadOrStore(warning, true); !given {
		diags.Append(warning)
	}
}

// warnClock says once by how much this machine's clock is off, if it is so far
// off that calls have to be signed by the API's.
func (s *session) warnClock(diags *diag.Diagnostics) {
	skew := s.client.ClockSkew()
	if skew == 0 {
		return
	}
	if _, given := s.once.LoadOrStore("clock", true); !given {
		diags.AddWarning("Clock Is Off", clockOff(skew)+" Calls are signed by the API's time for now. Set the clock, for example with NTP.")
	}
}

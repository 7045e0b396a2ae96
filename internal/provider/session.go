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
}

func newSession() *session { return &session{} }

// warnOnce adds a warning unless this process has given it before.
func (s *session) warnOnce(diags *diag.Diagnostics, warning diag.Diagnostic) {
	if _, given := s.once.LoadOrStore(warning, true); !given {
		diags.Append(warning)
	}
}

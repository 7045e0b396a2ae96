package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// session is what everything of one provider configuration shares while the
// process runs.
type session struct {
	// client is nil while attributes of the provider block are unknown.
	client  *otp.Client
	unknown []string
	// deletionPolicy is the provider's, "" for none.
	deletionPolicy string

	once     sync.Map // warnings already given
	accounts accounts

	// Planning and applying are mostly two processes.
	begin        sync.Once
	applying     chan struct{} // closed when something is applied
	patience     sync.Once
	waitForApply time.Duration
	planning     chan struct{} // closed when this is taken to be a plan, because nothing has been applied for a while

	apps      *catalog[otp.App]
	templates *catalog[otp.Template]
	flows     *catalog[otp.Flow]
}

func newSession(pace pace) *session {
	s := &session{
		waitForApply: pace.applies,
		applying:     make(chan struct{}),
		planning:     make(chan struct{}),
		apps:         newCatalog(nil, (*otp.Client).AppDetails),
		templates:    newCatalog((*otp.Client).ListTemplates, (*otp.Client).TemplateDetails),
		flows:        newCatalog((*otp.Client).ListFlows, (*otp.Client).FlowDetails),
	}
	s.apps.intents.patience, s.templates.intents.patience, s.flows.intents.patience = pace.plans, pace.plans, pace.plans
	s.apps.owners = func(ctx context.Context, client *otp.Client) ([]string, error) {
		return s.templates.owned(ctx, client)
	}
	return s
}

// apply notes that this process applies.
func (s *session) apply() { s.begin.Do(func() { close(s.applying) }) }

// isApplying tells whether this process has applied anything.
func (s *session) isApplying() bool {
	select {
	case <-s.applying:
		return true
	default:
		return false
	}
}

// appliesSoon is isApplying, and waits a little for that, once for all who ask:
// what is planned in an apply is applied at once.
func (s *session) appliesSoon(ctx context.Context) bool {
	s.patience.Do(func() { time.AfterFunc(s.waitForApply, func() { close(s.planning) }) })
	select {
	case <-s.applying:
	case <-s.planning:
	case <-ctx.Done():
	}
	return s.isApplying()
}

// warnOnce adds a warning unless this process has given it before.
func (s *session) warnOnce(diags *diag.Diagnostics, warning diag.Diagnostic) {
	// The text is the key: a diagnostic of an attribute cannot be one.
	if _, given := s.once.LoadOrStore(warning.Summary()+"\n"+warning.Detail(), true); !given {
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
		diags.AddWarning("Clock Is Off", explain.ClockOff(skew)+" Calls are signed by the API's time for now. Set the clock, for example with NTP.")
	}
}

// warnUnseen says once that a plan could not look into the account for a reason
// that lasts: a plan that has nothing to read would pass, and its apply fail.
func (s *session) warnUnseen(err error, diags *diag.Diagnostics) {
	failure, ok := errors.AsType[*otp.Error](err)
	if !ok || errors.Is(err, context.Canceled) {
		return
	}
	summary, apply := "API Cannot Be Reached", "may fail"
	switch {
	case failure.Status.RefusesAccount():
		summary, apply = "API Refuses the Account", "would fail"
	case failure.Outcome == otp.NotSent, errors.Is(err, otp.ErrHTML), errors.Is(err, otp.ErrRedirect):
	case errors.Is(err, otp.ErrHTTPStatus) && failure.HTTPStatus < http.StatusInternalServerError:
	default:
		return
	}
	s.warnOnce(diags, diag.NewWarningDiagnostic(summary,
		explain.Failure(failure)+" So it is not known which names are taken, and an apply "+apply+"."))
}

// connection is what everything that calls the API has of the provider's configuration.
type connection struct{ session *session }

// connect takes the session, which is nil while Terraform only validates.
func (c *connection) connect(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	session, ok := providerData.(*session)
	if !ok {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf("Expected *provider.session, got %T. This is a bug in the provider; please report it.", providerData))
		return
	}
	c.session = session
}

// reach returns the API client, or nil and an error about what is missing.
func (c *connection) reach(summary string, diags *diag.Diagnostics) *otp.Client {
	if c.session.client == nil {
		diags.AddError(summary, fmt.Sprintf("The provider cannot reach the API yet, because the value of %s is not known before apply. "+
			"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.",
			strings.Join(c.session.unknown, ", ")))
	}
	return c.session.client
}

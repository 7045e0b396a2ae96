package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Config is what a session is made of.
type Config struct {
	// Client is nil while attributes of the provider block are unknown.
	Client *otp.Client
	// Unknown names these attributes.
	Unknown []string
	// DeletionPolicy is the provider's, null for none.
	DeletionPolicy types.String
}

// Session is what everything of one provider configuration shares while the
// process runs.
type Session struct {
	client       *otp.Client
	config       Config
	once         sync.Map // what IsFirst was told
	fingerprints account.Fingerprints

	read    atomic.Bool // something that Terraform manages was
	unseen  atomic.Bool // the account was not, in the time of one attempt
	applied atomic.Bool // something was: planning and applying are two processes
	began   time.Time   // when the provider was configured

	apps      *account.Objects[otp.App]
	templates *account.Objects[otp.Template]
	flows     *account.Objects[otp.Flow]

	appPlans, templatePlans, flowPlans *Plans
}

// New makes the session of a provider configuration.
func New(config Config) *Session {
	s := &Session{
		client:        config.Client,
		config:        config,
		templates:     account.New((*otp.Client).ListTemplates, (*otp.Client).TemplateDetails),
		flows:         account.New((*otp.Client).ListFlows, (*otp.Client).FlowDetails),
		appPlans:      newPlans(),
		templatePlans: newPlans(),
		flowPlans:     newPlans(),
	}
	if s.client != nil {
		s.began = s.client.Now()
	}
	s.apps = account.NewUnlisted((*otp.Client).AppDetails, s.templates.Owned, s.templates.Refresh)
	return s
}

// Apps is what the process knows of the account's applications.
func (s *Session) Apps() *account.Objects[otp.App] { return s.apps }

// Templates is what it knows of templates.
func (s *Session) Templates() *account.Objects[otp.Template] { return s.templates }

// Flows is what it knows of task flows.
func (s *Session) Flows() *account.Objects[otp.Flow] { return s.flows }

// AppPlans is what it has read and planned of applications.
func (s *Session) AppPlans() *Plans { return s.appPlans }

// TemplatePlans is what it has read and planned of templates.
func (s *Session) TemplatePlans() *Plans { return s.templatePlans }

// FlowPlans is what it has read and planned of task flows.
func (s *Session) FlowPlans() *Plans { return s.flowPlans }

// DeletionPolicy is the provider's, null for none.
func (s *Session) DeletionPolicy() types.String { return s.config.DeletionPolicy }

// NoteRead notes that the process reads what Terraform manages, as a plan or a refresh does.
func (s *Session) NoteRead() { s.read.Store(true) }

// HasRead tells whether it does.
func (s *Session) HasRead() bool { return s.read.Load() }

// HasApplied tells whether this process has applied anything.
func (s *Session) HasApplied() bool { return s.applied.Load() }

// IsApply tells whether an apply is planning. Terraform says so by what it allows in an apply alone; OpenTofu does not,
// so that there it is known once something was applied.
func (s *Session) IsApply(client resource.ModifyPlanClientCapabilities) bool {
	return client.DeferralAllowed || s.HasApplied()
}

// lag is how long after a write a replica may still answer as before it.
const lag = 3 * time.Second

// AwaitReplicas waits until what earlier runs have written can be read everywhere: what the state holds was written
// before this process began, so that nobody waits twice.
func (s *Session) AwaitReplicas(ctx context.Context) error {
	if left := s.began.Add(lag).Sub(s.client.Now()); left > 0 {
		return s.client.Sleep(ctx, left) //nolint:wrapcheck // it is the context's own
	}
	return ctx.Err()
}

// IsFirst tells whether this process is told of something for the first time.
func (s *Session) IsFirst(what string) bool {
	_, known := s.once.LoadOrStore(what, true)
	return !known
}

// WarnOnce adds a warning unless this process has given it before.
func (s *Session) WarnOnce(diags *diag.Diagnostics, warning diag.Diagnostic) {
	// The text is the key: a diagnostic of an attribute cannot be one.
	if s.IsFirst(warning.Summary() + "\n" + warning.Detail()) {
		diags.Append(warning)
	}
}

// warnClock says once by how much this machine's clock is off, if it is so far
// off that calls have to be signed by the API's.
func (s *Session) warnClock(diags *diag.Diagnostics) {
	skew := s.client.ClockSkew()
	if skew == 0 {
		return
	}
	if s.IsFirst("clock") {
		diags.AddWarning("Clock Is Off", explain.ClockOff(skew)+" Calls are signed by the API's time for now. Set the clock, for example with NTP.")
	}
}

// IsUnseen tells whether a look into the account was not answered in time.
func (s *Session) IsUnseen() bool { return s.unseen.Load() }

// WarnUnanswered says so once.
func (s *Session) WarnUnanswered(within time.Duration, diags *diag.Diagnostics) {
	s.unseen.Store(true)
	s.WarnOnce(diags, diag.NewWarningDiagnostic("API Does Not Answer in Time", fmt.Sprintf(
		"The API did not answer within %s.\n\n"+namesUnchecked("may fail"), within)))
}

// namesUnchecked says what a plan leaves open that could not look into the account.
func namesUnchecked(apply string) string {
	return "So this plan could not check whether names are taken, and the apply " + apply + "."
}

// WarnUnseen says once that a plan could not look into the account for a reason
// that lasts: a plan that has nothing to read would pass, and its apply fail.
func (s *Session) WarnUnseen(err error, diags *diag.Diagnostics) {
	failure, ok := errors.AsType[*otp.Error](err)
	if !ok || errors.Is(err, context.Canceled) {
		return
	}
	summary, apply := "API Cannot Be Reached", "may fail"
	switch {
	case failure.Status.RefusesAccount():
		summary, apply = "API Refuses the Account", "would fail"
	case failure.Outcome == otp.NotSent:
	case errors.Is(err, otp.ErrHTML), errors.Is(err, otp.ErrRedirect),
		errors.Is(err, otp.ErrHTTPStatus) && failure.HTTPStatus < http.StatusInternalServerError:
		summary = "Answer Is Not the API's"
	default:
		return
	}
	s.WarnOnce(diags, diag.NewWarningDiagnostic(summary,
		explain.Failure(failure)+"\n\n"+namesUnchecked(apply)))
}

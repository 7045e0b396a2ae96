package session

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Connection is what everything that calls the API has of the provider's
// configuration. Reading and Writing are the only ways to a client, so that
// nobody has to remember what belongs to a call.
type Connection struct{ Session *Session }

// Connect takes the session, which is nil while Terraform only validates.
func (c *Connection) Connect(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	session, ok := providerData.(*Session)
	if !ok {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf("Expected *session.Session, got %T. This is a bug in the provider; please report it.", providerData))
		return
	}
	c.Session = session
}

// Reading makes calls that change nothing, unless there is no client yet, which
// is an error. A panic is an error as well, with what that means. If this
// machine's clock is off, a warning says so.
func (c *Connection) Reading(diags *diag.Diagnostics, summary, consequence string, calls func(*otp.Client)) {
	Guarded(diags, summary, consequence, func() {
		client := c.reach(summary, diags)
		if client == nil {
			return
		}
		defer c.Session.warnClock(diags)
		calls(client)
	})
}

// Writing is Reading for calls of an apply.
func (c *Connection) Writing(diags *diag.Diagnostics, summary, consequence string, calls func(*otp.Client)) {
	c.Applying(diags, summary, consequence, func() { c.Reading(diags, summary, consequence, calls) })
}

// Applying is Writing for what may make no call, and then needs no client.
func (c *Connection) Applying(diags *diag.Diagnostics, summary, consequence string, do func()) {
	Guarded(diags, summary, consequence, func() {
		c.Session.applied.Store(true)
		do()
	})
}

// CanCall tells whether there is a client.
func (c *Connection) CanCall() bool { return c.Session.client != nil }

// reach returns the API client, or nil and an error about what is missing.
func (c *Connection) reach(summary string, diags *diag.Diagnostics) *otp.Client {
	if c.Session.client == nil {
		diags.AddError(summary, fmt.Sprintf("The provider cannot reach the API yet, because the value of %s is not known before apply. "+
			"Apply what it comes from first, for example with -target, or set it to a value that is known while planning.",
			strings.Join(c.Session.config.Unknown, ", ")))
	}
	return c.Session.client
}

package object

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

// Kind is one kind of object that the account keeps permanently. It is made once:
// the framework makes a resource for every call.
type Kind[M Model[M, A], A otp.Object] struct {
	Texts
	// AppAttribute has the application that an object cannot leave, "" for none.
	AppAttribute string
	// New makes an empty model.
	New func() M
	// Schema is that of the resource; data sources derive theirs from it.
	Schema func() schema.Schema
	// Objects is what the process knows of the account's objects of this kind.
	Objects func(*session.Session) *account.Objects[A]
	// Plans is what it has read and planned of them.
	Plans func(*session.Session) *session.Plans
}

// Texts is what the diagnostics say of one kind of object.
type Texts struct {
	TypeName string // after the provider's, as in itniotech_otp_app
	Noun     string // in a sentence, as in "OTP application"
	Short    string // in a sentence that has named it before, as in "application"
	IDRule   string // what an id looks like
	IDHint   string // where a person finds an id
	IsListed bool   // an import finds an object by its name alone
	Fixed    string // what cannot change under one id, as in "create_time"
	Leaves   string // what an object that is left as it is still does
	Retires  string // what else becomes of one that is renamed
	Rejected string // what to look at when the API rejects a value, "" for nothing in particular
	ValidID  func(string) bool
}

package simulator

import "time"

// The credentials, the window and the balance that hold where Options names none.
const (
	DefaultAPIKey          = "test-api-key"
	DefaultAPISecret       = "test-api-secret"
	DefaultTimestampWindow = 30 * time.Minute // Reference, "Beside /otp": half an hour at the sister brand
	DefaultBalance         = 1000_0000
)

// Options says how the simulated account behaves. The zero value is the documented behaviour and, where the
// reference's "Not documented" leaves a choice, the likeliest one.
type Options struct {
	// APIKey is the account's key; empty means DefaultAPIKey.
	APIKey string
	// APISecret is the account's secret; empty means DefaultAPISecret.
	APISecret string
	// Now is the clock; nil means time.Now. It rules the timestamp window, createTime, the Date header, and when
	// messages are sent and delivered, limits free again, codes expired and steps of task flows due.
	Now func() time.Time
	// TimestampWindow is how far a timestamp may lie in the past or in the future before it is answered with -16;
	// 0 means DefaultTimestampWindow.
	TimestampWindow time.Duration
	// MaxApps is how many applications the account may hold; one more is answered with -23 (reference, "Status
	// codes": data caps). 0 means no cap.
	MaxApps int
	// DeliveryTime is how long a message is sending before it is delivered or has failed. 0 means no time at all.
	DeliveryTime time.Duration
	// Balance is what the account has at first, in ten-thousandths of its currency; 0 means DefaultBalance. Each
	// message makes it less, and one that costs more than is left is answered with -10.
	Balance int64
	// Undeliverable tells which messages fail, by phone number and channel; nil means none. It must not call the
	// simulator.
	Undeliverable func(to, channel string) bool
	// Sent is told of each message when it is sent; nil tells nobody. It must not call the simulator.
	Sent func(Message)

	// UnknownID is what details answers for an id that does not exist.
	UnknownID UnknownID
	// PageSize makes a list answer only its first objects, as a paged list that is asked without page parameters
	// does. 0 means that it answers all of them.
	PageSize int
	// NameScope is where the name of a template has to be unique.
	NameScope NameScope
	// NamesIgnoreCase makes "Login" and "login" the same name.
	NamesIgnoreCase bool
	// NamesIgnoreBlanks makes "login" and " login " the same name.
	NamesIgnoreBlanks bool
	// UpdateMode is what an update does to the fields that it leaves out.
	UpdateMode UpdateMode
	// OmitDate leaves the Date header out of all answers.
	OmitDate bool
	// TrimText drops spaces at both ends of a name and of a text, after their length was checked.
	TrimText bool
	// RefuseRepeatedSignature answers -16 to a second request with the signature of an earlier one, as two
	// requests in one second have it.
	RefuseRepeatedSignature bool
	// DisabledLimit is how a limit that is off is answered.
	DisabledLimit DisabledLimit
	// Record is the form of a record.
	Record RecordForm
	// OrderRecordID makes the record by order tell the verificationId, which the reference does not list there.
	OrderRecordID bool
	// BalancePath is where the balance lies.
	BalancePath BalancePath
	// StatusAsNumber sends the envelope's status as a JSON number (reference, "Transport": documented as a string).
	StatusAsNumber bool
	// Forms are the forms of answers that the reference leaves open.
	Forms Forms
}

func (o Options) withDefaults() Options {
	if o.APIKey == "" {
		o.APIKey = DefaultAPIKey
	}
	if o.APISecret == "" {
		o.APISecret = DefaultAPISecret
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TimestampWindow == 0 {
		o.TimestampWindow = DefaultTimestampWindow
	}
	if o.Balance == 0 {
		o.Balance = DefaultBalance
	}
	return o
}

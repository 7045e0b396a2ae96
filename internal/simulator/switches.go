package simulator

// UnknownID is what details answers for an id that does not exist (reference, "Not documented").
type UnknownID int

// The forms of UnknownID.
const (
	// UnknownIDRefused answers -22.
	UnknownIDRefused UnknownID = iota
	// UnknownIDNullData answers status 0 with data null. An id that cannot exist is still answered with -22.
	UnknownIDNullData
	// UnknownIDMissing answers -24, to every call that names such an id.
	UnknownIDMissing
)

// String is the value's name, as the program's flag takes it.
func (u UnknownID) String() string {
	return [...]string{"refused", "null-data", "missing"}[u]
}

// NameScope is where the name of a template has to be unique (reference, "Not documented").
type NameScope int

// The forms of NameScope.
const (
	// NamesPerAccount lets a name exist once in the account.
	NamesPerAccount NameScope = iota
	// NamesPerApplication lets a name exist once in each application.
	NamesPerApplication
)

// String is the value's name, as the program's flag takes it.
func (n NameScope) String() string {
	return [...]string{"per-account", "per-application"}[n]
}

// UpdateMode is what an update does to the fields that it leaves out or sends as null (reference, "Not documented").
type UpdateMode int

// The forms of UpdateMode.
const (
	// UpdateReplaces gives them their defaults.
	UpdateReplaces UpdateMode = iota
	// UpdateMerges keeps their old values, inside of a limit too.
	UpdateMerges
)

// String is the value's name, as the program's flag takes it.
func (u UpdateMode) String() string {
	return [...]string{"replaces", "merges"}[u]
}

// DisabledLimit is how a limit that is off is answered (reference, "Application": accept any of these).
type DisabledLimit int

// The forms of DisabledLimit.
const (
	// DisabledAsNulls is the documented form: enabled false and three nulls.
	DisabledAsNulls DisabledLimit = iota
	// DisabledAsZeros answers enabled false and three zeros.
	DisabledAsZeros
	// DisabledAsEmptyObject answers {}.
	DisabledAsEmptyObject
	// DisabledAsNull answers null in place of the object.
	DisabledAsNull
	// DisabledAsAbsent leaves the field out.
	DisabledAsAbsent
	// DisabledAsLastNumbers answers enabled false and the numbers the limit had last, zeros if it never had any.
	DisabledAsLastNumbers
)

// String is the value's name, as the program's flag takes it.
func (d DisabledLimit) String() string {
	return [...]string{"nulls", "zeros", "empty-object", "null", "absent", "last-numbers"}[d]
}

// RecordForm is the form of a record (reference, "Records").
type RecordForm int

// The forms of RecordForm.
const (
	// RecordBeside is the documented form: verifications is an object, with the details of each channel next to it. A
	// record by message has those of the newest message, a record by order has an array of all.
	RecordBeside RecordForm = iota
	// RecordInside is the same with the details inside of verifications.
	RecordInside
	// RecordAsArray has an array of all messages as verifications, the first one first, each with its own details.
	RecordAsArray
	// RecordAsObject has the newest message as verifications, with its details.
	RecordAsObject
)

// String is the value's name, as the program's flag takes it.
func (r RecordForm) String() string {
	return [...]string{"beside", "inside", "array", "object"}[r]
}

// BalancePath is where the balance lies (reference, "Beside /otp").
type BalancePath int

// The forms of BalancePath.
const (
	// BalanceDocumented is /sms/getBalance, and /v3/getBalance under the sister brand's address.
	BalanceDocumented BalancePath = iota
	// BalanceSwapped is /getBalance, and /v3/sms/getBalance.
	BalanceSwapped
)

// String is the value's name, as the program's flag takes it.
func (b BalancePath) String() string {
	return [...]string{"documented", "swapped"}[b]
}

// Variant is one way in which the real service may differ from the zero Options.
type Variant struct {
	// Name is the program's flag for it without the dash, e.g. "unknown-id=null-data".
	Name string
	// Set switches it on.
	Set func(*Options)
}

// Variants lists each value of each switch that differs from the default, for suites that have to pass under all of
// them. A paged list is tried with its hardest size, one object.
func Variants() []Variant {
	disabled := func(form DisabledLimit) Variant {
		return Variant{"disabled-limit=" + form.String(), func(o *Options) { o.DisabledLimit = form }}
	}
	return append([]Variant{
		{"unknown-id=" + UnknownIDNullData.String(), func(o *Options) { o.UnknownID = UnknownIDNullData }},
		{"unknown-id=" + UnknownIDMissing.String(), func(o *Options) { o.UnknownID = UnknownIDMissing }},
		{"page-size=1", func(o *Options) { o.PageSize = 1 }},
		{"name-scope=" + NamesPerApplication.String(), func(o *Options) { o.NameScope = NamesPerApplication }},
		{"names-ignore-case", func(o *Options) { o.NamesIgnoreCase = true }},
		{"names-ignore-blanks", func(o *Options) { o.NamesIgnoreBlanks = true }},
		{"update-mode=" + UpdateMerges.String(), func(o *Options) { o.UpdateMode = UpdateMerges }},
		{"omit-date", func(o *Options) { o.OmitDate = true }},
		{"trim-text", func(o *Options) { o.TrimText = true }},
		{"refuse-repeated-signature", func(o *Options) { o.RefuseRepeatedSignature = true }},
		disabled(DisabledAsZeros),
		disabled(DisabledAsEmptyObject),
		disabled(DisabledAsNull),
		disabled(DisabledAsAbsent),
		disabled(DisabledAsLastNumbers),
		{"record=" + RecordInside.String(), func(o *Options) { o.Record = RecordInside }},
		{"record=" + RecordAsArray.String(), func(o *Options) { o.Record = RecordAsArray }},
		{"record=" + RecordAsObject.String(), func(o *Options) { o.Record = RecordAsObject }},
		{"order-record-id", func(o *Options) { o.OrderRecordID = true }},
		{"balance-path=" + BalanceSwapped.String(), func(o *Options) { o.BalancePath = BalanceSwapped }},
		{"status-as-number", func(o *Options) { o.StatusAsNumber = true }},
	}, FormVariants()...)
}

package account

import "github.com/itniotech/terraform-provider-itniotech/internal/otp"

// record is what this process knows of one object. The lock of its Objects guards it.
type record[Answer otp.Object] struct {
	object   *Answer // as it is newest known, nil if nothing is
	isUnsure bool    // its details decide: what is known of it is not whole
	isStale  bool    // it is known from before a refresh

	isListed bool   // a list has had it, or owners
	isFirst  bool   // the first list has had it
	owner    string // what it belongs to, "" if nothing says so

	writes    int  // by this process
	isCreated bool // by this process

	reading chan struct{}   // closed when a call for its details ends, nil if none is under way
	latest  *shared[Answer] // calls for its details that may not be older than who asks
	unread  error           // why its details could not be read
}

// of is the record of an object, which may be an empty one. The caller holds the lock.
func (o *Objects[Answer]) of(id string) *record[Answer] {
	r := o.records[id]
	if r == nil {
		r = &record[Answer]{}
		o.records[id] = r
	}
	return r
}

// isSeen tells whether the account has the object, for all that this process knows. One that was only read does not
// count: that others have or have not been read yet must make no difference.
func (r *record[Answer]) isSeen() bool { return r.object != nil && (r.isListed || r.writes > 0) }

// takeRow takes over a row of a list.
func (r *record[Answer]) takeRow(row *Answer) {
	r.isListed = true
	r.takeOwner(*row)
	isKnown := r.object != nil
	switch {
	case r.writes == 0 && ((*row).ObjectIsWhole() || !isKnown || r.isUnsure):
		r.object, r.isUnsure = row, !(*row).ObjectIsWhole()
	case r.writes > 0 && (!isKnown || r.isUnsure):
		r.object, r.isUnsure = row, true // it has the name, but may be older than the write
	}
}

// takeDetails takes over what an object's details say. What they lack, nobody knows.
func (r *record[Answer]) takeDetails(details *Answer) {
	if r.object != nil && r.isUnsure && r.writes == 0 && !isSameObject(*r.object, *details) {
		r.isListed = false // the row's id was something else's
	}
	r.object, r.isUnsure, r.isStale = details, false, false
	if r.isListed {
		r.takeOwner(*details)
	}
}

// takeWrite takes over how the API answered a write. An answer without the object, or with only a part of it, makes the
// next reader ask for it.
func (r *record[Answer]) takeWrite(id string, answer *Answer) {
	r.writes++
	if (*answer).ObjectID() != id {
		r.object = nil
		return
	}
	r.object, r.isUnsure = answer, !(*answer).ObjectIsWhole()
	r.takeOwner(*answer)
}

func (r *record[Answer]) takeOwner(object Answer) {
	if app := object.ObjectAppID(); app != "" {
		r.owner = app
	}
}

// isSameObject tells whether a row can be about the object that has these
// details. Only what the row has is compared.
func isSameObject(row, details otp.Object) bool {
	name, app := row.ObjectName(), row.ObjectAppID()
	return (name == "" || otp.NFC(name) == otp.NFC(details.ObjectName())) && (app == "" || app == details.ObjectAppID())
}

package simulator

import (
	"encoding/json"
	"fmt"
	"mime"
	"unicode/utf8"
)

// fields reads the fields of one JSON object. The first problem sticks, and everything after it does nothing. A field
// that is null counts as absent: the vendor's own client sends nulls for what is not set. Fields that nobody asks
// for are ignored.
type fields struct {
	raw     map[string]json.RawMessage
	problem string // names the field at fault, never its value; empty as long as all is well
}

// fields reads the body of a call.
func (c *call) fields() *fields {
	// Reference, "Transport": every request carries Content-Type application/json.
	mediaType, _, err := mime.ParseMediaType(c.header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return &fields{problem: "Content-Type is not application/json"}
	}
	if c.bodyErr != nil {
		return &fields{problem: "the body is cut off or longer than 1 MiB"}
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &raw); err != nil || raw == nil || !utf8.Valid(c.body) {
		return &fields{problem: "the body is not one JSON object"}
	}
	return &fields{raw: raw}
}

// has tells whether a field is there and not null.
func (f *fields) has(name string) bool {
	raw, ok := f.raw[name]
	return ok && string(raw) != "null"
}

// get decodes a field that is there, and tells whether there is a value to look at.
func (f *fields) get(name string, into any) bool {
	if f.problem != "" || !f.has(name) {
		return false
	}
	if err := json.Unmarshal(f.raw[name], into); err != nil {
		f.refuse("%s has a wrong type", name)
	}
	return f.problem == ""
}

func (f *fields) refuse(format string, args ...any) {
	if f.problem == "" {
		f.problem = fmt.Sprintf(format, args...)
	}
}

func (f *fields) require(names ...string) {
	for _, name := range names {
		if !f.has(name) {
			f.refuse("%s is missing", name)
		}
	}
}

// text reads a text of least to most characters, which are not bytes.
func (f *fields) text(name string, into *string, least, most int) {
	var value string
	if !f.get(name, &value) {
		return
	}
	if count := utf8.RuneCountInString(value); count < least || count > most {
		f.refuse("%s must have %d to %d characters", name, least, most)
		return
	}
	*into = value
}

// integer reads a whole number from least to most. A number in quotes or with a fraction is none.
func (f *fields) integer(name string, into *int64, least, most int64) {
	var value int64
	if !f.get(name, &value) {
		return
	}
	if value < least || value > most {
		f.refuse("%s must be %d to %d", name, least, most)
		return
	}
	*into = value
}

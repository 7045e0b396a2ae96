package otp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Odd is a field of an answer in a form that nobody knows. It says what stood
// there, but not the value, which may be private.
type Odd struct {
	// Path leads to the field, as in data[3].speechRate.
	Path string
	// Form is what stood there, as in "a fraction".
	Form string
}

// maxOdd bounds how many fields an error names.
const maxOdd = 5

// OddError is an answer with fields in forms that nobody knows.
type OddError []Odd

// Error names the fields, and what stood there.
func (o OddError) Error() string {
	var text []string
	for _, odd := range o[:min(len(o), maxOdd)] {
		text = append(text, odd.Path+": "+odd.Form)
	}
	if more := len(o) - maxOdd; more > 0 {
		text = append(text, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(text, "; ")
}

// Form is how the API wrote an object. It is empty for one that has all that
// the API reference says, in the documented form.
type Form struct {
	// Odd are the fields that could not be read, which the object lacks.
	Odd []Odd `json:"-"`

	// guessed tells that the id is from a field that may be something else's.
	guessed bool
}

// ObjectOdd implements Object.
func (f Form) ObjectOdd() []Odd { return f.Odd }

func (f Form) isAsDocumented() bool { return len(f.Odd) == 0 && !f.guessed }

func (f *Form) setOdd(odd []Odd) { f.Odd = odd }

// fill reads JSON into a value, field by field, and leaves out what it cannot
// read: of a field that holds others, all of it. Fields are found as
// encoding/json finds them. It also takes forms that are not documented, but
// plain: a number as text, and a boolean as 0 or 1 or as text. The tag words
// takes a documented word in place of its code, from 1. The tag codes takes a
// code in other letters.
func fill(value reflect.Value, data json.RawMessage, path string) []Odd {
	data = bytes.TrimSpace(data)
	if reader, ok := reflect.TypeAssert[json.Unmarshaler](value.Addr()); ok {
		if reader.UnmarshalJSON(data) != nil {
			return []Odd{{path, formOf(data)}}
		}
		return nil
	}
	if string(data) == "null" {
		return nil
	}
	switch value.Kind() {
	case reflect.Pointer:
		inner := reflect.New(value.Type().Elem())
		odd := fill(inner.Elem(), data, path)
		if len(odd) == 0 {
			value.Set(inner)
		}
		return odd
	case reflect.Slice:
		return fillSlice(value, data, path)
	case reflect.Struct:
		return fillStruct(value, data, path)
	case reflect.Bool:
		is, ok := plainBool(data)
		if !ok {
			return []Odd{{path, formOf(data)}}
		}
		value.SetBool(is)
	default:
		var text string
		if value.Kind() != reflect.String || json.Unmarshal(data, &text) != nil {
			return []Odd{{path, formOf(data)}}
		}
		value.SetString(text)
	}
	return nil
}

func fillSlice(value reflect.Value, data json.RawMessage, path string) (odd []Odd) {
	var elements []json.RawMessage
	if json.Unmarshal(data, &elements) != nil {
		return []Odd{{path, formOf(data)}}
	}
	all := reflect.MakeSlice(value.Type(), len(elements), len(elements))
	for i, element := range elements {
		odd = append(odd, fill(all.Index(i), element, path+"["+strconv.Itoa(i)+"]")...)
	}
	if len(odd) == 0 {
		value.Set(all)
	}
	return odd
}

func fillStruct(value reflect.Value, data json.RawMessage, path string) (odd []Odd) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return []Odd{{path, formOf(data)}}
	}
	for i := range value.NumField() {
		kind := value.Type().Field(i)
		name := kind.Tag.Get("json")
		if kind.Anonymous && kind.Type.Kind() == reflect.Struct {
			odd = append(odd, fillStruct(value.Field(i), data, path)...)
			continue
		}
		if name == "" || name == "-" || !kind.IsExported() {
			continue
		}
		field, ok := fieldOf(fields, name)
		if !ok {
			continue
		}
		target := reflect.New(kind.Type).Elem()
		if found := fill(target, plainCode(field, kind.Tag), path+"."+name); len(found) > 0 {
			odd = append(odd, found...)
			continue
		}
		value.Field(i).Set(target)
	}
	return odd
}

// fieldOf finds a field by its name, and one in other letters if there is none.
func fieldOf(fields map[string]json.RawMessage, name string) (json.RawMessage, bool) {
	if field, ok := fields[name]; ok {
		return field, true
	}
	for other, field := range fields {
		if strings.EqualFold(other, name) {
			return field, true
		}
	}
	return nil, false
}

// plainCode writes a documented word as its number, and a code in its own letters.
func plainCode(data json.RawMessage, tag reflect.StructTag) json.RawMessage {
	var text string
	if len(data) == 0 || data[0] != '"' || json.Unmarshal(data, &text) != nil {
		return data
	}
	is := func(word string) bool { return strings.EqualFold(word, text) }
	if i := slices.IndexFunc(strings.Split(tag.Get("words"), ","), is); i >= 0 && text != "" {
		return json.RawMessage(strconv.Itoa(i + 1))
	}
	codes := strings.Split(tag.Get("codes"), ",")
	if i := slices.IndexFunc(codes, is); i >= 0 && text != "" {
		return json.RawMessage(strconv.Quote(codes[i]))
	}
	return data
}

// plainBool reads a boolean in any plain form.
func plainBool(data json.RawMessage) (is, ok bool) {
	switch strings.ToLower(strings.Trim(string(data), `"`)) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// formOf says what a piece of JSON is.
func formOf(data json.RawMessage) string {
	text := string(bytes.TrimSpace(data))
	switch {
	case text == "" || text == "null":
		return "nothing"
	case text == "{}":
		return "an empty object"
	case text == "[]":
		return "an empty list"
	case text == `""`:
		return "an empty text"
	case text[0] == '{':
		return "an object"
	case text[0] == '[':
		return "a list"
	case text[0] == '"':
		return "a text"
	case text[0] == 't' || text[0] == 'f':
		return "a boolean"
	case strings.ContainsAny(text, "eE"):
		return "a number with an exponent"
	case strings.Contains(text, "."):
		return "a fraction"
	}
	return "a number"
}

package review

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// side is an object before or after a change, or a part of it: its values, and which of them nobody can know or may see.
type side struct {
	values, unknown, sensitive any
}

// at is the part under a key.
func (s side) at(key string) side {
	return side{under(s.values, key), under(s.unknown, key), under(s.sensitive, key)}
}

// under is the part of a decoded JSON value under a key. A mark, which is true, is for all parts.
func under(whole any, key string) any {
	switch whole := whole.(type) {
	case map[string]any:
		return whole[key]
	case bool:
		return whole
	}
	return nil
}

// items are the parts of a list.
func (s side) items() []side {
	values, ok := s.values.([]any)
	if !ok {
		return nil
	}
	items := make([]side, len(values))
	for i := range values {
		items[i] = side{values[i], item(s.unknown, i), item(s.sensitive, i)}
	}
	return items
}

// item is like under, for a list.
func item(whole any, i int) any {
	switch whole := whole.(type) {
	case []any:
		if i < len(whole) {
			return whole[i]
		}
	case bool:
		return whole
	}
	return nil
}

// isMarked tells whether a mark is on a value or on any part of it.
func isMarked(mark any) bool {
	switch mark := mark.(type) {
	case bool:
		return mark
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(mark)), isMarked)
	case []any:
		return slices.ContainsFunc(mark, isMarked)
	}
	return false
}

func (s side) isSensitive() bool { return isMarked(s.sensitive) }
func (s side) isUnknown() bool   { return isMarked(s.unknown) }
func (s side) isNull() bool      { return s.values == nil && !s.isUnknown() }

// isShown tells whether the value may be looked at: it is known and not sensitive.
func (s side) isShown() bool { return !s.isSensitive() && !s.isUnknown() }

// text is a string that may be shown.
func (s side) text() (string, bool) {
	text, ok := s.values.(string)
	return text, ok && s.isShown()
}

// word is a string that may be shown, "" for anything else.
func (s side) word() string {
	text, _ := s.text()
	return text
}

// number is a whole number that may be shown.
func (s side) number() (int64, bool) {
	number, ok := s.values.(float64)
	return int64(number), ok && s.isShown()
}

// is tells whether the value is this boolean, and may be shown.
func (s side) is(want bool) bool {
	got, ok := s.values.(bool)
	return ok && s.isShown() && got == want
}

// equals tells whether two sides are alike. Of two values that are sensitive this is all that can be told.
func (s side) equals(other side) bool {
	return s.isUnknown() == other.isUnknown() && reflect.DeepEqual(s.values, other.values)
}

// in shows the value in a style, or says why it cannot be shown.
func (s side) in(st style) string {
	switch {
	case s.isSensitive():
		return "(sensitive value)"
	case s.isUnknown():
		return "(known after apply)"
	}
	switch value := s.values.(type) {
	case nil:
		return "not set"
	case string:
		return st.code(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(value)
	}
	return "(a value of several parts)"
}

// grouped is a number with a comma before each three digits.
func grouped(number int64) string {
	digits, sign := strconv.FormatInt(number, 10), ""
	if number < 0 {
		digits, sign = digits[1:], "-"
	}
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return sign + b.String()
}

// count is a number and what it counts, in the plural unless it is 1.
func count(number int64, noun string) string {
	if number == 1 {
		return "1 " + noun
	}
	return grouped(number) + " " + noun + "s"
}

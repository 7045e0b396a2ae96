package doctor

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shape is what an answer looks like: for each path of its JSON, which forms stand there and how often.
type shape struct {
	paths []string // in the order in which they came
	at    map[string]*place
}

// place is what stands at a path.
type place struct {
	forms []string
	seen  map[string]*spread
}

// spread is how often a form stands somewhere, and with which lengths.
type spread struct{ count, least, most int }

// shapeOf describes a text that should be JSON. Nothing of what the text says is in the description.
func shapeOf(text []byte) (s shape, isJSON bool) {
	s = shape{at: map[string]*place{}}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	isJSON = s.value(decoder, "") == nil && !decoder.More()
	return s, isJSON
}

// value takes in the next value.
func (s *shape) value(decoder *json.Decoder, path string) error {
	token, err := decoder.Token()
	if err != nil {
		return err //nolint:wrapcheck // it is never shown
	}
	delimiter, nested := token.(json.Delim)
	if !nested {
		form, length := formOf(token)
		s.add(path, form, length)
		return nil
	}
	count := 0
	s.add(path, map[json.Delim]string{'{': "object", '[': "array"}[delimiter], 0)
	for ; decoder.More(); count++ {
		below := path + "[]"
		if delimiter == '{' {
			name, err := decoder.Token()
			if err != nil {
				return err //nolint:wrapcheck // it is never shown
			}
			below = strings.TrimPrefix(path+"."+field(fmt.Sprint(name)), ".")
		}
		if err := s.value(decoder, below); err != nil {
			return err
		}
	}
	if delimiter == '[' {
		s.at[path].seen["array"].widen(count)
	}
	_, err = decoder.Token()
	return err //nolint:wrapcheck // it is never shown
}

// add notes a form.
func (s *shape) add(path, form string, length int) {
	here := s.at[path]
	if here == nil {
		here = &place{seen: map[string]*spread{}}
		s.at[path] = here
		s.paths = append(s.paths, path)
	}
	one := here.seen[form]
	if one == nil {
		one = &spread{least: -1}
		here.seen[form] = one
		here.forms = append(here.forms, form)
	}
	one.count++
	if form != "array" { // its length comes at its end
		one.widen(length)
	}
}

func (s *spread) widen(length int) {
	if s.least < 0 || length < s.least {
		s.least = length
	}
	s.most = max(s.most, length)
}

// formOf describes a value that is neither object nor array.
func formOf(token json.Token) (form string, length int) {
	switch value := token.(type) {
	case bool:
		return "boolean", 0
	case json.Number:
		text := strings.TrimPrefix(value.String(), "-")
		switch {
		case text != value.String():
			form = "negative number"
		case text == "0":
			return "number 0", 0
		default:
			form = "number"
		}
		switch {
		case strings.ContainsAny(text, "eE"):
			form += " with an exponent"
		case strings.Contains(text, "."):
			form += " with a fraction"
		}
		return form, len(text)
	case string:
		return "string" + sortOf(value), utf8.RuneCountInString(value)
	}
	return "null", 0
}

// sortOf says what a text is made of, and the form of one that is a time.
func sortOf(text string) string {
	is := func(allowed string) bool { return text != "" && strings.Trim(text, allowed) == "" }
	switch {
	case text == "":
		return ""
	case is("0123456789"):
		return " of digits"
	case is("-0123456789"):
		return " of digits and minus"
	case is("0123456789-:+TZ./ ") && strings.Count(text, ":") > 1:
		return " like " + strings.Map(func(char rune) rune {
			if unicode.IsDigit(char) {
				return '0'
			}
			return char
		}, text)
	case is("0123456789.eE+-"):
		return " of a decimal number"
	case strings.TrimSpace(text) != text:
		return " with spaces at an end"
	}
	return ""
}

// String has a line for each path.
func (s shape) String() string {
	var lines strings.Builder
	for _, path := range s.paths {
		var forms []string
		for _, form := range s.at[path].forms {
			forms = append(forms, s.at[path].seen[form].describe(form))
		}
		if path == "" {
			path = "(all)"
		}
		fmt.Fprintf(&lines, "  %-40s %s\n", path, strings.Join(forms, "; "))
	}
	return lines.String()
}

func (s *spread) describe(form string) string {
	times := ""
	if s.count > 1 {
		times = fmt.Sprintf(" (%d times)", s.count)
	}
	unit := "character"
	switch form {
	case "array":
		unit = "item"
	case "object", "null", "boolean", "number 0":
		return form + times
	}
	if s.most != 1 {
		unit += "s"
	}
	if s.least == s.most {
		return fmt.Sprintf("%s, %d %s%s", form, s.least, unit, times)
	}
	return fmt.Sprintf("%s, %d to %d %s%s", form, s.least, s.most, unit, times)
}

package otp

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// Number is a whole number of the API, exact in 64 bits. It is sent as a JSON
// integer and read in every form that JSON libraries give one: an integer,
// with an exponent, with an empty fraction, or quoted.
type Number int64

var errNumber = errors.New("not a whole number of 64 bits")

// UnmarshalJSON reads a number in any of its forms.
func (n *Number) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	text := string(data)
	if text[0] == '"' {
		if err := json.Unmarshal(data, &text); err != nil {
			return errNumber
		}
	}
	value, err := parseNumber(text)
	if err != nil {
		return err
	}
	*n = Number(value)
	return nil
}

// maxNumberText bounds the text of a number, and maxExponent its exponent, so
// that no answer makes us compute 10 to the billionth.
const (
	maxNumberText = 40
	maxExponent   = 30
)

func parseNumber(text string) (int64, error) {
	if value, err := strconv.ParseInt(text, 10, 64); err == nil && text[0] != '+' {
		return value, nil
	}
	if len(text) > maxNumberText || !json.Valid([]byte(text)) || !strings.ContainsRune("-0123456789", rune(text[0])) {
		return 0, errNumber
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok {
		if power, err := strconv.Atoi(exponent); err != nil || power < -maxExponent || power > maxExponent {
			return 0, errNumber
		}
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok || !value.IsInt() || !value.Num().IsInt64() {
		return 0, errNumber
	}
	return value.Num().Int64(), nil
}

var onlyDigits = regexp.MustCompile(`^[0-9]+$`)

// ID is an identifier of the API as text, "" for none; it is read from a string
// or a whole number.
type ID string

// UnmarshalJSON reads an id in either form. 0 is what some encoders make of none.
func (i *ID) UnmarshalJSON(data []byte) error {
	var id string
	switch {
	case data[0] == '"':
		if err := json.Unmarshal(data, &id); err != nil {
			return err
		}
	case bytes.Equal(data, []byte("null")):
		return nil
	case onlyDigits.Match(data): // the ids of messages are too long for 64 bits
		id = string(data)
	default:
		number, err := parseNumber(string(data))
		if err != nil {
			return err
		}
		id = strconv.FormatInt(number, 10)
	}
	if id == "0" {
		id = ""
	}
	*i = ID(id)
	return nil
}

// Text is a text of the API that must not break reading in any form: what
// is not a JSON string is kept as it came.
type Text string

// UnmarshalJSON reads a text and never fails.
func (t *Text) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		text = string(data)
	}
	*t = Text(text)
	return nil
}

// OptionalText is a text that an object may do without: null and "" are none.
type OptionalText struct {
	// Answered tells whether the answer had the field at all.
	Answered bool
	Text     Text
}

// UnmarshalJSON reads a text or none, and never fails.
func (t *OptionalText) UnmarshalJSON(data []byte) error {
	t.Answered = true
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	return t.Text.UnmarshalJSON(data)
}

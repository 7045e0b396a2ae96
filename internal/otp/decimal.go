package otp

import (
	"encoding/json"
	"errors"
	"math/big"
	"regexp"
	"strings"
)

// Decimal is a decimal number as text, such as "12.50": exact, with its zeros
// at the end, and without an exponent, so that it compares as a number.
type Decimal string

var errDecimal = errors.New("not a decimal number")

// plainDecimal is what is taken over as it came.
var plainDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// UnmarshalJSON reads a number in any of its forms, quoted or not. Null changes nothing.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	text := string(data)
	switch {
	case text == "null":
		return nil
	case text[0] == '"':
		if err := json.Unmarshal(data, &text); err != nil {
			return errDecimal
		}
	}
	text = strings.TrimSpace(text)
	if len(text) > maxNumberText {
		return errDecimal
	}
	if !plainDecimal.MatchString(text) {
		var err error
		if text, err = plainly(text); err != nil {
			return err
		}
	}
	*d = Decimal(text)
	return nil
}

var looseDecimal = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$`)

// plainly writes a number without an exponent, a plus sign or zeros in front.
func plainly(text string) (string, error) {
	number, ok := new(big.Rat).SetString(text)
	if !ok || !looseDecimal.MatchString(text) {
		return "", errDecimal
	}
	digits, _ := number.FloatPrec()
	return number.FloatString(digits), nil
}

package otp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// envelope is the shape of every answer (API reference, "Transport").
type envelope struct {
	Status *Number         `json:"status"`
	Reason reason          `json:"reason"`
	Data   json.RawMessage `json:"data"` // nil when absent or null
}

// reason is a text for people: what is not a string is no reason.
type reason string

// UnmarshalJSON reads a reason and never fails.
func (r *reason) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*r = reason(text)
	}
	return nil
}

// decodeEnvelope reads an answer's body, which must be one JSON object with a
// status of 0 or below and nothing behind it.
func decodeEnvelope(text []byte) (envelope, error) {
	var answer envelope
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(bytes.TrimSpace(text)) == 0 {
		return answer, errors.New("it is empty")
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return answer, shapeOf(err)
	}
	if answer.Status == nil {
		return answer, errors.New("it has no status")
	}
	// Frameworks and gateways put an HTTP status there.
	if *answer.Status > 0 {
		return answer, fmt.Errorf("its status is %d, and the API's are 0 or below", *answer.Status)
	}
	if bytes.Equal(bytes.TrimSpace(answer.Data), []byte("null")) {
		answer.Data = nil
	}
	return answer, nil
}

// shapeOf says what is wrong with an answer in words of our own: the JSON
// package's errors repeat parts of it.
func shapeOf(err error) error {
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return errors.New("it is not JSON, or only the beginning of it")
	}
	return errors.New("a field has a form that the API reference does not know")
}

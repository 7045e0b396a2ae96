package otp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// envelope is what every answer tells (API reference, "Transport").
type envelope struct {
	Status Number
	Reason reason
	Data   json.RawMessage // nil when absent or null
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
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if len(bytes.TrimSpace(text)) == 0 {
		return envelope{}, errors.New("it is empty")
	}
	var fields struct {
		Status json.RawMessage `json:"status"`
		Reason reason          `json:"reason"`
		Data   json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(text, &fields); err != nil {
		return envelope{}, shapeOf(err, text)
	}
	answer := envelope{Reason: fields.Reason, Data: fields.Data}
	switch {
	case fields.Status == nil || string(fields.Status) == "null":
		return answer, errors.New("it has no status")
	case answer.Status.UnmarshalJSON(fields.Status) != nil:
		return answer, errors.New("its status is " + formOf(fields.Status))
	case answer.Status > 0: // frameworks and gateways put an HTTP status there
		return answer, fmt.Errorf("its status is %d, and the API's are 0 or below", answer.Status)
	}
	if string(answer.Data) == "null" {
		answer.Data = nil
	}
	return answer, nil
}

// shapeOf says what is wrong with an answer in words of our own: the JSON
// package's errors repeat parts of it.
func shapeOf(err error, text []byte) error {
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return errors.New("it is not JSON, or only the beginning of it")
	}
	return errors.New("it is " + formOf(text))
}

package otp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// identified is what the API gave an id.
type identified interface {
	// ObjectID is that id, "" if the answer had none.
	ObjectID() string
}

// Object is what every kind of object has in common on the wire.
type Object interface {
	identified
	// ObjectName is its name, "" if the answer had none.
	ObjectName() string
	// ObjectAppID is the application that it belongs to, "" for none.
	ObjectAppID() string
	// ObjectIsWhole tells whether the answer had every field that the API
	// reference requires, in a form that can be read. If not, its details decide.
	ObjectIsWhole() bool
	// ObjectOdd are the fields that could not be read.
	ObjectOdd() []Odd
}

// understood reads the data of an answer, tells the log what cannot be read,
// and the object itself if that only concerns fields of it.
func understood[T any](ctx context.Context, c *Client, call call, data json.RawMessage) (T, error) {
	value, err := decode[T](c, call, data)
	odd, isOdd := errors.AsType[OddError](err)
	if !isOdd {
		return value, err
	}
	for _, field := range odd[:min(len(odd), maxOdd)] {
		c.traceOdd(ctx, call.route, field)
	}
	if form, ok := any(&value).(interface{ setOdd(odd []Odd) }); ok && odd[0].Path != dataPath {
		form.setOdd(odd)
	}
	return value, err
}

// addObject runs a create. Success without an id is an unknown outcome. An id
// that is known is not lost for the sake of another field.
func addObject[T identified](ctx context.Context, c *Client, route string, settings any) (T, error) {
	var zero T
	call := call{method: http.MethodPost, route: route, body: settings, create: true}
	data, err := c.do(ctx, call)
	if err != nil {
		return zero, err
	}
	if data == nil {
		return zero, c.misunderstood(call, ErrNoData)
	}
	added, err := understood[T](ctx, c, call, data)
	switch {
	case added.ObjectID() != "":
		return added, nil
	case err != nil:
		return zero, err
	}
	return zero, c.misunderstood(call, fmt.Errorf("%w: it has no id", ErrNoData))
}

// salvage reads the fields of an object that can be read, and leaves out the others.
func salvage[T any](data json.RawMessage) T {
	var value T
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return value
	}
	for name, field := range fields {
		with := value
		single, err := json.Marshal(map[string]json.RawMessage{name: field})
		if err == nil && json.Unmarshal(single, &with) == nil {
			value = with
		}
	}
	return value
}

// updateObject runs an update, whose answer may lack data.
func updateObject[T Object](ctx context.Context, c *Client, route, id string, settings any) (T, error) {
	var zero T
	call := call{method: http.MethodPut, route: route, id: id, body: settings}
	data, err := c.do(ctx, call)
	if err != nil || data == nil {
		return zero, err
	}
	updated, err := understood[T](ctx, c, call, data)
	if len(updated.ObjectOdd()) > 0 {
		return updated, nil // it was changed: only the answer is odd
	}
	return updated, err
}

// objectDetails runs a look-up by id. With a well-formed id, the parameter
// that StatusParameter complains about can only be the id (API reference,
// "Status codes"); success without data says the same.
func objectDetails[T Object](ctx context.Context, c *Client, route, id string) (T, error) {
	var zero T
	call := call{method: http.MethodGet, route: route, id: id}
	data, err := c.lookUpData(ctx, call)
	if err != nil {
		return zero, err
	}
	found, err := understood[T](ctx, c, call, data)
	if err == nil && found.ObjectID() == "" {
		// The answer is about the id that was asked for, under any name of its field.
		if lone, ok := loneID(data); ok && string(lone) == id {
			any(&found).(interface{ adopt(id ID) }).adopt(lone) //nolint:forcetypeassert // every kind has it
			return found, nil
		}
	}
	if err == nil && found.ObjectID() != id {
		return zero, c.misunderstood(call, fmt.Errorf("%w: it is about another id", ErrMalformed))
	}
	return found, err
}

// lookUp reads what a call names, and which may not be there.
func lookUp[T identified](ctx context.Context, c *Client, call call) (T, error) {
	var zero T
	data, err := c.lookUpData(ctx, call)
	if err != nil {
		return zero, err
	}
	return understood[T](ctx, c, call, data)
}

// lookUpData returns the data of what a call names, or ErrNotFound.
func (c *Client) lookUpData(ctx context.Context, call call) (json.RawMessage, error) {
	data, err := c.do(ctx, call)
	if err != nil {
		return nil, asNotFound(err)
	}
	if data == nil {
		missing := c.misunderstood(call, ErrNotFound)
		missing.Outcome = Refused
		return nil, missing
	}
	return data, nil
}

func asNotFound(err error) error {
	failure, ok := errors.AsType[*Error](err)
	if !ok || !failure.Status.isNotThere() {
		return err
	}
	missing := *failure
	missing.Err = fmt.Errorf("%w: %w", ErrNotFound, failure.Err)
	return &missing
}

// textOf is a text that an answer may lack.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

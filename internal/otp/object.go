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
}

// addObject runs a create. Success without an id is an unknown outcome.
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
	added, err := decode[T](c, call, data)
	if err != nil {
		// An id that is known must not be lost for the sake of another field.
		if added = salvage[T](data); added.ObjectID() == "" {
			return zero, err
		}
	}
	if added.ObjectID() == "" {
		return zero, c.misunderstood(call, fmt.Errorf("%w: it has no id", ErrNoData))
	}
	return added, nil
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
	return decode[T](c, call, data)
}

// objectDetails runs a look-up by id. With a well-formed id, the parameter
// that StatusParameter complains about can only be the id (API reference,
// "Status codes"); success without data says the same.
func objectDetails[T identified](ctx context.Context, c *Client, route, id string) (T, error) {
	call := call{method: http.MethodGet, route: route, id: id}
	found, err := lookUp[T](ctx, c, call)
	if err == nil && found.ObjectID() != id {
		var zero T
		return zero, c.misunderstood(call, fmt.Errorf("%w: it is about another id", ErrMalformed))
	}
	return found, err
}

// lookUp reads what a call names, and which may not be there.
func lookUp[T identified](ctx context.Context, c *Client, call call) (T, error) {
	var zero T
	data, err := c.do(ctx, call)
	if err != nil {
		return zero, asNotFound(err)
	}
	if data == nil {
		missing := c.misunderstood(call, ErrNotFound)
		missing.Outcome = Refused
		return zero, missing
	}
	return decode[T](c, call, data)
}

// listObjects reads all objects of a kind.
func listObjects[T Object](ctx context.Context, c *Client, route string) ([]T, error) {
	call := call{method: http.MethodGet, route: route, limit: maxListBytes}
	data, err := c.do(ctx, call)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, c.misunderstood(call, ErrNoData)
	}
	objects, err := decode[[]T](c, call, data)
	if err != nil {
		return nil, err
	}
	for _, object := range objects {
		if object.ObjectID() == "" {
			return nil, c.misunderstood(call, fmt.Errorf("%w: an object of the list has no id", ErrMalformed))
		}
	}
	return objects, nil
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

package otp

import (
	"context"
	"fmt"
	"net/http"
)

// SendSettings is one message that is to be sent (API reference, "Verification").
type SendSettings struct {
	// AppID is the application that sends.
	AppID string `json:"appId"`
	// TemplateID is the template, of that application.
	TemplateID Number `json:"templateId"`
	// FlowID is the task flow to fall back by, nil for none.
	FlowID *Number `json:"flowId,omitempty"`
	// To is the phone number: country code and number, 10 to 14 digits.
	To string `json:"to"`
	// Channel is one of the Channel constants.
	Channel string `json:"channel"`
	// OrderID is the caller's own id, at most 64 characters, permanently unique. It
	// is what finds a message whose answer was lost.
	OrderID string `json:"orderId,omitempty"`
}

// Message is a message as the API answers that it took it on.
type Message struct {
	ID      ID      `json:"verificationId"`
	To      *string `json:"to"`
	Channel *string `json:"channel"`
	// SNAURL is where the phone proves itself, on the channel sna alone.
	SNAURL *string `json:"snaUrl"`
}

// Check is the answer to a code (API reference, "Verification").
type Check struct {
	ID ID `json:"verificationId"`
	// Matched is one of the Matched constants.
	Matched *Number `json:"matched"`
}

const (
	routeSend        = "/verification/send"
	routeResend      = "/verification/resend"
	routeVerify      = "/verification/verify"
	routeRecord      = "/verification/record/{verificationId}"
	routeOrderRecord = "/verification/orderId/record"
)

// Send sends a message (POST /verification/send). It is never sent again after
// an unknown outcome: RecordByOrder tells what became of it.
func (c *Client) Send(ctx context.Context, settings SendSettings) (Message, error) {
	return addObject[Message](ctx, c, routeSend, settings)
}

// Resend sends a message once more (POST /verification/resend), which gives it
// a new ID. Nothing tells what became of one whose answer was lost.
func (c *Client) Resend(ctx context.Context, id, channel string) (Message, error) {
	return addObject[Message](ctx, c, routeResend, struct {
		ID      string `json:"verificationId"`
		Channel string `json:"channel"`
	}{id, channel})
}

// Verify checks a code (POST /verification/verify). A right code is used up by
// that, so that it is not sent again after an unknown outcome.
func (c *Client) Verify(ctx context.Context, id, code string) (Check, error) {
	call := call{method: http.MethodPost, route: routeVerify, create: true, body: struct {
		ID   string `json:"verificationId"`
		Code string `json:"code"`
	}{id, code}}
	data, err := c.do(ctx, call)
	if err != nil {
		return Check{}, err
	}
	if data == nil {
		return Check{}, c.misunderstood(call, ErrNoData)
	}
	check, err := decode[Check](c, call, data)
	if err == nil && check.Matched == nil {
		err = c.misunderstood(call, fmt.Errorf("%w: it does not tell whether the code matched", ErrMalformed))
	}
	return check, err
}

// RecordOf reads what became of a message (GET
// /verification/record/{verificationId}). ErrNotFound says that there is none.
func (c *Client) RecordOf(ctx context.Context, id string) (Record, error) {
	call := call{method: http.MethodGet, route: routeRecord, id: id}
	record, err := lookUp[Record](ctx, c, call)
	switch {
	case err != nil:
		return Record{}, err
	case record.ID == "": // it would only repeat the question
		record.ID = ID(id)
	case record.ObjectID() != id:
		return Record{}, c.misunderstood(call, fmt.Errorf("%w: it is about another id", ErrMalformed))
	}
	return record, nil
}

// RecordByOrder reads what became of the message of an order (POST
// /verification/orderId/record). ErrNotFound says that there is none. A record
// without an ID is a message all the same, whose id is not known (API
// reference, "Verification").
func (c *Client) RecordByOrder(ctx context.Context, appID, orderID string) (Record, error) {
	call := call{method: http.MethodPost, route: routeOrderRecord, reads: true, body: struct {
		AppID   string `json:"appId"`
		OrderID string `json:"orderId"`
	}{appID, orderID}}
	record, err := lookUp[Record](ctx, c, call)
	switch of := record.OrderID; {
	case err != nil:
		return Record{}, err
	case record.isEmpty():
		missing := c.misunderstood(call, ErrNotFound)
		missing.Outcome = Refused
		return Record{}, missing
	case of != nil && string(*of) != orderID:
		return Record{}, c.misunderstood(call, fmt.Errorf("%w: it is about another order", ErrMalformed))
	}
	return record, nil
}

// ObjectID is the message's id.
func (m Message) ObjectID() string { return string(m.ID) }

package otp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Balance is the money of the account, in its own currency (API reference,
// "Beside /otp"). A field that the answer lacks is nil.
type Balance struct {
	// Balance is what is left to send messages with.
	Balance *Decimal
	// Gift is what the account was given.
	Gift *Decimal
	// Credit is its credit.
	Credit *Decimal
}

// ErrBesideOTP is a base URL that does not tell where the calls next to /otp lie.
var ErrBesideOTP = errors.New("the balance is at a path next to the OTP API's: base_url must end in /otp")

// Where the balance is, at the vendor and at its sister brand.
const (
	routeBalance       = "/sms/getBalance"
	routeSisterBalance = "/getBalance"
)

// Balance reads the balance (GET /sms/getBalance, or GET /getBalance, next to
// the base URL's /otp). Which of them the API has is found out once, by HTTP
// 404. ErrBesideOTP says that the base URL does not end in /otp.
func (c *Client) Balance(ctx context.Context) (Balance, error) {
	path, isOTP := strings.CutSuffix(c.baseURL.Path, "/otp")
	if !isOTP {
		return Balance{}, ErrBesideOTP
	}
	likely, other := routeBalance, routeSisterBalance
	if strings.HasSuffix(path, "/v3") {
		likely, other = other, likely
	}
	if route := c.balanceRoute.Load(); route != nil {
		return c.balanceAt(ctx, path, *route)
	}
	balance, err := c.balanceAt(ctx, path, likely)
	if isNoRoute(err) {
		found, otherErr := c.balanceAt(ctx, path, other)
		if isNoRoute(otherErr) {
			return Balance{}, err
		}
		likely, balance, err = other, found, otherErr
	}
	if err == nil {
		c.balanceRoute.Store(&likely)
	}
	return balance, err
}

// isNoRoute tells whether there is no such call.
func isNoRoute(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && failure.HTTPStatus == http.StatusNotFound && !failure.Status.RefusesAccount()
}

// balanceAt reads the balance at one of its addresses. Its fields stand in the
// envelope itself; in the data they are read as well.
func (c *Client) balanceAt(ctx context.Context, path, route string) (Balance, error) {
	under := *c.baseURL
	under.Path = path
	call := call{method: http.MethodGet, route: route, under: &under, whole: true}
	answer, err := c.do(ctx, call)
	if err != nil {
		return Balance{}, err
	}
	var fields struct {
		amounts
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(answer, []byte("\ufeff")), &fields); err != nil {
		return Balance{}, c.misunderstood(call, fmt.Errorf("%w: %w", ErrMalformed, shapeOf(err, answer)))
	}
	found, prefix := fields.amounts, ""
	if inside := salvage[struct{ amounts }](fields.Data); found.Balance == nil && inside.Balance != nil {
		found, prefix = inside.amounts, "data."
	}
	var balance Balance
	for _, field := range []struct {
		name string
		from json.RawMessage
		into **Decimal
	}{{"balance", found.Balance, &balance.Balance}, {"gift", found.Gift, &balance.Gift}, {"credit", found.Credit, &balance.Credit}} {
		if field.from != nil && json.Unmarshal(field.from, field.into) != nil {
			return Balance{}, c.misunderstood(call, fmt.Errorf("%w: %s%s is not a decimal number", ErrMalformed, prefix, field.name))
		}
	}
	if balance.Balance == nil {
		return Balance{}, c.misunderstood(call, fmt.Errorf("%w: it has no balance", ErrMalformed))
	}
	return balance, nil
}

// amounts are the fields of a balance as they came.
type amounts struct {
	Balance json.RawMessage `json:"balance"`
	Gift    json.RawMessage `json:"gift"`
	Credit  json.RawMessage `json:"credit"`
}

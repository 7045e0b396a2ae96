package otp

import (
	"encoding/json"
	"slices"
	"time"
)

// Record is what became of a message (API reference, "Records"). It is read in
// each documented form, by message and by order. It reads records with the
// details of a channel inside of verifications or next to it, as an object or
// an array. A field that the answer lacks, or that cannot be read, is nil.
type Record struct {
	ID      ID
	OrderID *Text
	FlowID  ID
	// Matched is what became of the code, one of the Matched constants.
	Matched *Number
	// Newest is the sending that decides: the one with the latest time of
	// submission if all have one that can be read, else the last.
	Newest Sending
}

// Sending is one SMS or call of a record. Its fields have the names of the API reference.
type Sending struct {
	// Channel is how it went out, as the API writes it.
	Channel *string `json:"-"`

	SubmitTm   *Text `json:"submitTm"`
	SubmitTime *Text `json:"submitTime"`

	// Status is what became of an SMS: -1 sending, 0 delivered, 1 failed.
	Status *Number `json:"status"`
	Reason *Text   `json:"reason"`
	// ChargeCnt is how many segments were charged.
	ChargeCnt *Number `json:"chargeCnt"`
	// Pay is the cost in a currency that is not told, and SettlePay that in SettleCurrency.
	Pay            *Decimal `json:"pay"`
	SettlePay      *Decimal `json:"settlePay"`
	SettleCurrency *Text    `json:"settleCurrency"`
	Sender         *Text    `json:"sender"`
	MCC            *Text    `json:"mcc"`
	MNC            *Text    `json:"mnc"`

	// TerminationCode is what became of a call: 0 is a success.
	TerminationCode   *Number  `json:"terminationCode"`
	TerminationReason *Text    `json:"terminationReason"`
	Cost              *Decimal `json:"cost"`
}

// ObjectID is the message's id, "" if the record does not tell.
func (r Record) ObjectID() string { return string(r.ID) }

// isEmpty tells whether a record tells of no message at all.
func (r Record) isEmpty() bool { return r == Record{} }

// details are where a record keeps the sendings of each channel.
type details struct {
	SMS  oneOrMany[Sending] `json:"sms"`
	Call oneOrMany[Sending] `json:"call"`
}

// turn is an element of verifications.
type turn struct {
	Matched *Number `json:"matched"`
	Channel *string `json:"channel"`
	OrderID *Text   `json:"orderId"`
	details
}

// UnmarshalJSON implements json.Unmarshaler. A field that cannot be read tells nothing.
func (r *Record) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	answer := salvage[struct {
		ID            ID              `json:"verificationId"`
		OrderID       *Text           `json:"orderId"`
		FlowID        ID              `json:"flowId"`
		Verifications oneOrMany[turn] `json:"verifications"`
		details
	}](data)
	*r = Record{ID: answer.ID, OrderID: filled(answer.OrderID), FlowID: answer.FlowID}
	channel := new(string)
	var sendings []Sending
	for _, turn := range answer.Verifications {
		if turn.Matched != nil {
			r.Matched = turn.Matched
		}
		if r.OrderID == nil {
			r.OrderID = filled(turn.OrderID)
		}
		if turn.Channel != nil && *turn.Channel != "" {
			channel = turn.Channel
		}
		sendings = append(sendings, turn.sendings(*channel)...)
	}
	beside := answer.sendings(*channel)
	if n := len(answer.Verifications); n > 0 && len(beside) == 0 && *channel != "" && len(answer.Verifications[n-1].sendings(*channel)) == 0 {
		beside = []Sending{{Channel: channel}} // of which nothing is known yet
	}
	r.Newest = newest(append(sendings, beside...), *channel)
	return nil
}

// filled is a text of an answer, nil for none and for an empty one.
func filled(text *Text) *Text {
	if text == nil || *text == "" {
		return nil
	}
	return text
}

// sendings are the details that tell something, or that a channel points to, those of the channel last.
func (d details) sendings(channel string) []Sending {
	var of [2][]Sending
	for i, kind := range []struct {
		channel  string
		sendings []Sending
	}{{ChannelSMS, d.SMS}, {ChannelCall, d.Call}} {
		for _, sending := range kind.sendings {
			if kind.channel != channel && sending == (Sending{}) {
				continue
			}
			sending.Channel = &kind.channel
			if channel != ChannelSMS && channel != ChannelCall && channel != "" {
				sending.Channel = &channel // a word of the API's own
			}
			of[i] = append(of[i], sending)
		}
	}
	if channel == ChannelSMS {
		slices.Reverse(of[:])
	}
	return slices.Concat(of[0], of[1])
}

// newest is the sending that decides, of those that a record has in its own order.
func newest(sendings []Sending, channel string) Sending {
	if len(sendings) == 0 {
		if channel == "" {
			return Sending{}
		}
		return Sending{Channel: &channel}
	}
	last := sendings[len(sendings)-1]
	latest := last
	for _, sending := range sendings {
		at, isRead := sending.submitted()
		if !isRead {
			return last
		}
		if until, _ := latest.submitted(); at.After(until) {
			latest = sending
		}
	}
	return latest
}

// submitted is when a sending was handed over, false if that cannot be read.
// The forms are those of the API reference's times and what its sister APIs write.
func (s Sending) submitted() (time.Time, bool) {
	for _, text := range []*Text{s.SubmitTm, s.SubmitTime} {
		if text == nil {
			continue
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04:05Z0700"} {
			if at, err := time.Parse(layout, string(*text)); err == nil {
				return at, true
			}
		}
		if number, err := parseNumber(string(*text)); err == nil && number > 0 {
			if number < 100_000_000_000 {
				number *= 1000 // seconds
			}
			return time.UnixMilli(number), true
		}
	}
	return time.Time{}, false
}

// UnmarshalJSON implements json.Unmarshaler. A field that cannot be read tells nothing.
func (t *turn) UnmarshalJSON(data []byte) error {
	type plain turn
	*t = turn(salvage[plain](data))
	return nil
}

// UnmarshalJSON implements json.Unmarshaler. A field that cannot be read tells nothing.
func (s *Sending) UnmarshalJSON(data []byte) error {
	type plain Sending
	*s = Sending(salvage[plain](data))
	return nil
}

// oneOrMany is an array that may also come as its only element. Anything else is none.
type oneOrMany[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (o *oneOrMany[T]) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '{':
		var one T
		if err := json.Unmarshal(data, &one); err != nil {
			return err
		}
		*o = []T{one}
	case '[':
		return json.Unmarshal(data, (*[]T)(o))
	}
	return nil
}

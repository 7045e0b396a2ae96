package message

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// summary is what a record tells of a message, in words; what it does not tell is null.
type summary struct {
	result, delivery, channel, reason types.String
	bill                              bill
}

// bill is what a message cost, and how it went out.
type bill struct {
	ChargedSegments types.Int64  `tfsdk:"charged_segments"`
	Cost            types.String `tfsdk:"cost"`
	Currency        types.String `tfsdk:"currency"`
	Sender          types.String `tfsdk:"sender"`
	MCC             types.String `tfsdk:"mcc"`
	MNC             types.String `tfsdk:"mnc"`
}

// unknownBill is the bill of a message that is to be sent.
func unknownBill() bill {
	unknown := types.StringUnknown()
	return bill{types.Int64Unknown(), unknown, unknown, unknown, unknown, unknown}
}

// read takes over what a record tells. A cost is taken over with all that
// belongs to it; what a record leaves out stays.
func (b *bill) read(told bill) {
	if !told.ChargedSegments.IsNull() || !told.Cost.IsNull() {
		b.ChargedSegments, b.Cost, b.Currency = told.ChargedSegments, told.Cost, told.Currency
	}
	for _, field := range []struct {
		into *types.String
		told types.String
	}{{&b.Sender, told.Sender}, {&b.MCC, told.MCC}, {&b.MNC, told.MNC}} {
		if !field.told.IsNull() {
			*field.into = field.told
		}
	}
}

// readRecord reads a record. Of a message that went out in several turns, as through
// a task flow, it is the newest that decides.
func readRecord(record otp.Record) summary {
	newest := record.Newest
	told := summary{bill: readBill(newest), reason: filled(newest.Reason)}
	if record.Matched != nil {
		told.result = types.StringValue(attribute.Results().Word(attribute.NumberCode(*record.Matched)))
	}
	if newest.Channel != nil {
		told.channel = types.StringValue(attribute.SendChannels().Word(*newest.Channel))
	}
	if told.reason.IsNull() {
		told.reason = filled(newest.TerminationReason)
	}
	switch code := newest.TerminationCode; {
	case newest.Status != nil:
		told.delivery = types.StringValue(attribute.Deliveries().Word(attribute.NumberCode(*newest.Status)))
	case code != nil && *code == 0:
		told.delivery = types.StringValue(attribute.DeliveryDelivered)
	case code != nil:
		told.delivery = types.StringValue(attribute.DeliveryFailed)
	}
	return told
}

// readBill reads what a sending cost: in the settlement currency where that is
// told, else in one that is not.
func readBill(sending otp.Sending) bill {
	read := bill{Sender: filled(sending.Sender), MCC: filled(sending.MCC), MNC: filled(sending.MNC)}
	if sending.ChargeCnt != nil {
		read.ChargedSegments = types.Int64Value(int64(*sending.ChargeCnt))
	}
	currency := filled(sending.SettleCurrency)
	switch {
	case sending.SettlePay != nil && !currency.IsNull():
		read.Cost, read.Currency = decimal(sending.SettlePay), currency
	case sending.Pay != nil:
		read.Cost = decimal(sending.Pay)
	default:
		read.Cost = decimal(sending.Cost)
	}
	return read
}

// decimal is an amount of an answer, null for none.
func decimal(amount *otp.Decimal) types.String { return types.StringPointerValue((*string)(amount)) }

// filled is a text of an answer, null for none and for an empty one.
func filled(text *otp.Text) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return attribute.TextValue(text)
}

// reference names a message: by its id, or by its order if that is all that is known of it.
type reference struct {
	id, appID, orderID string
	phone              string // is hidden, in case that the order id has it in it
}

// String names it in a sentence.
func (r reference) String() string {
	if r.id != "" {
		return "with the id " + r.id
	}
	return hide(fmt.Sprintf("of the order %q in the application with the id %s", r.orderID, r.appID), r.phone)
}

// short names it in a line of progress.
func (r reference) short() string {
	if r.id != "" {
		return r.id
	}
	return hide(fmt.Sprintf("of the order %q", r.orderID), r.phone)
}

// record reads what became of the message.
func (r reference) record(ctx context.Context, client *otp.Client) (otp.Record, error) {
	if r.id != "" {
		return client.RecordOf(ctx, r.id)
	}
	return client.RecordByOrder(ctx, r.appID, r.orderID)
}

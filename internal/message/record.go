package message

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// summary is what a record tells of a message, in words; what it does not tell is null.
type summary struct{ result, delivery, channel, reason types.String }

// readRecord reads a record. Of a message that went out in several turns, as through
// a task flow, it is the last that counts.
func readRecord(record otp.Record) summary {
	told := summary{result: types.StringNull()}
	if matched := record.Matched(); matched != nil {
		told.result = types.StringValue(attribute.Results().Word(attribute.NumberCode(*matched)))
	}
	if len(record.Verifications) == 0 {
		return told
	}
	last := record.Verifications[len(record.Verifications)-1]
	if last.Channel != nil && *last.Channel != "" {
		told.channel = types.StringValue(attribute.SendChannels().Word(*last.Channel))
	}
	if sms := last.SMS; sms != nil {
		told.reason = filled(sms.Reason)
		if sms.Status != nil {
			told.delivery = types.StringValue(attribute.Deliveries().Word(attribute.NumberCode(*sms.Status)))
		}
	}
	if call := last.Call; call != nil && told.delivery.IsNull() {
		told.reason = filled(call.TerminationReason)
		if code := call.TerminationCode; code != nil {
			told.delivery = types.StringValue(attribute.DeliveryFailed)
			if *code == 0 {
				told.delivery = types.StringValue(attribute.DeliveryDelivered)
			}
		}
	}
	return told
}

// filled is a text of an answer, null for none and for an empty one.
func filled(text *otp.Text) types.String {
	if text == nil || *text == "" {
		return types.StringNull()
	}
	return attribute.TextValue(text)
}

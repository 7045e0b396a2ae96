package simulator

import (
	"time"
)

// record answers what has become of a message. Reference, "Endpoints": record by message.
func (s *Simulator) record(c *call) answer {
	if v := s.verifications[c.id]; v != nil {
		record := s.recordOf(v, c.now, false)
		record["verificationId"] = v.id
		return success(record)
	}
	return s.unknownID("verificationId", isDigits(c.id)) // Reference, "Verification": a string of digits.
}

// orderRecord answers what has become of an order. Reference, "Endpoints": record by order, {appId, orderId}. After a
// resend it is the newest message's record; that is assumed.
func (s *Simulator) orderRecord(c *call) answer {
	f := c.fields()
	var appID, orderID string
	f.require("appId", "orderId")
	f.text("appId", &appID, 4, 32)     // Reference, "Application": an appId has 4–32 characters.
	f.text("orderId", &orderID, 1, 64) // Reference, "Verification": orderId 0–64 characters; none has no record.
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	if v := s.orders[orderID]; v != nil && v.appID == appID {
		record := s.recordOf(v, c.now, true)
		if s.options.OrderRecordID {
			record["verificationId"] = v.id
		}
		return success(record)
	}
	return s.unknownID("orderId", true)
}

// recordOf is a record as it is answered, but for its verificationId. Reference, "Records": by message verifications,
// which has the orderId, and one of sms and call as an object. By order orderId, flowId, verifications, and sms and
// call as arrays. The field sna is an array in both. Whether the details lie inside of verifications or next to it is
// not documented, and an earlier edition had another form: Options.Record. As an array verifications has all
// messages, from the first to the last step of the task flow; an object is the newest of them.
func (s *Simulator) recordOf(v *verification, now time.Time, byOrder bool) map[string]any {
	record := map[string]any{}
	verifications := v.last().record()
	if byOrder || s.options.Record == RecordAsArray || s.options.Record == RecordAsObject {
		record["orderId"], record["flowId"] = v.orderID, nil
		if v.flowID != 0 {
			record["flowId"] = v.flowID
		}
	} else {
		verifications["orderId"] = v.orderID
	}
	switch s.options.Record {
	case RecordAsArray:
		messages := make([]any, 0, len(v.messages))
		for _, m := range v.messages {
			one := m.record()
			one[m.channel] = m.detail(now)
			messages = append(messages, one)
		}
		record["verifications"] = messages
		return record
	case RecordAsObject:
		verifications[v.last().channel] = v.last().detail(now)
	case RecordInside:
		v.putDetails(verifications, now, byOrder)
	case RecordBeside:
		v.putDetails(record, now, byOrder)
	}
	record["verifications"] = verifications
	return record
}

// putDetails writes the details of each channel, by message those of the newest alone.
func (v *verification) putDetails(into map[string]any, now time.Time, byOrder bool) {
	if last := v.last(); !byOrder && last.channel != channelSNA {
		into[last.channel] = last.detail(now)
		return
	}
	for _, channel := range []string{channelSMS, channelCall, channelSNA} {
		details := []any{}
		for _, m := range v.messages {
			if m.channel == channel {
				details = append(details, m.detail(now))
			}
		}
		if len(details) > 0 {
			into[channel] = details
		}
	}
}

// record is what verifications has of a message. Reference, "Records": matched, verifiedDate, oriReceiver, channel. That
// matched and verifiedDate are those of the verificationId is assumed, and that the latter is when the code matched.
// Documented for matched are -1, 0, 1, 2 and 3 alone; 5 for an expired code is assumed.
func (m *message) record() map[string]any {
	return map[string]any{
		"matched": m.matched, "verifiedDate": timeOrNull(m.verifiedDate), "oriReceiver": m.to, "channel": m.channel,
	}
}

// detail is what has become of a message on its channel.
func (m *message) detail(now time.Time) map[string]any {
	switch m.channel {
	case channelSMS:
		return m.smsRecord(now)
	case channelCall:
		return m.callRecord(now)
	}
	return map[string]any{} // the reference names no fields
}

// smsRecord is what has become of an SMS. Reference, "Records": status -1 sending, 0 delivered, 1 failed. The network is
// made up, and the settlement currency is that of the account.
func (m *message) smsRecord(now time.Time) map[string]any {
	status := m.status(now)
	record := map[string]any{
		"submitTm": apiTime(m.sent), "sendTm": apiTime(m.sent), "doneTm": nil,
		"mcc": "262", "mnc": "01", "sender": m.sender, "chargeCnt": m.segments, "pay": money(m.cost()), "status": status, "reason": "",
		"settlePay": money(m.cost()), "settlePrice": money(price), "settleCurrency": currency, "quoteExchange": "1",
	}
	if status != StatusSending {
		record["doneTm"] = apiTime(m.done)
	}
	if status == StatusFailed {
		record["reason"] = undeliverable
	}
	return record
}

// callRecord is what has become of a call. Reference, "Records": terminationCode 0 is success. That 1 is a
// failure is assumed, and null as long as it is sending.
func (m *message) callRecord(now time.Time) map[string]any {
	status := m.status(now)
	record := map[string]any{
		"terminationCode": nil, "terminationReason": "", "submitTime": apiTime(m.sent), "callTime": apiTime(m.sent),
		"ringingTime": nil, "answerTime": nil, "hangupTime": nil, "callDuration": nil, "chargedDuration": nil,
		"displayNum": m.sender, "rate": money(price), "cost": money(m.cost()),
	}
	switch status {
	case StatusSending:
	case StatusFailed:
		record["terminationCode"], record["terminationReason"] = status, undeliverable
		record["hangupTime"] = apiTime(m.done)
	case StatusDelivered:
		record["terminationCode"] = status
		for _, field := range []string{"ringingTime", "answerTime", "hangupTime"} {
			record[field] = apiTime(m.done)
		}
		record["callDuration"], record["chargedDuration"] = 0, 0
	}
	return record
}

// currency is that of the account.
const currency = "USD"

// undeliverable is the reason of a failure.
const undeliverable = "undeliverable"

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return apiTime(t)
}

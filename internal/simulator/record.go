package simulator

import (
	"time"
)

// record answers what has become of a message. Reference, "Endpoints": record by message.
func (s *Simulator) record(c *call) answer {
	if v := s.verifications[c.id]; v != nil {
		return success(s.recordOf(v, c.now))
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
		return success(s.recordOf(v, c.now))
	}
	return s.unknownID("orderId", true)
}

// recordOf is a record as it is answered. Reference, "Verification": verificationId, orderId, flowId and
// verifications. Whether the last one is an array is not documented: Options.Record. Here the array has all messages,
// from the first to the last step of the task flow, and an object is the newest of them.
func (s *Simulator) recordOf(v *verification, now time.Time) map[string]any {
	record := map[string]any{"verificationId": v.id, "orderId": v.orderID, "flowId": nil}
	if v.flowID != 0 {
		record["flowId"] = v.flowID
	}
	if s.options.Record == RecordAsObject {
		record["verifications"] = v.last().record(now)
		return record
	}
	messages := make([]any, 0, len(v.messages))
	for _, m := range v.messages {
		messages = append(messages, m.record(now))
	}
	record["verifications"] = messages
	return record
}

// record is one message in a record. Reference, "Verification": matched, verifiedDate, oriReceiver, channel, and one
// of sms, call or sna. That matched and verifiedDate are those of the verificationId is assumed, and that the latter is
// when the code matched.
func (m *message) record(now time.Time) map[string]any {
	record := map[string]any{
		"matched": m.matched, "verifiedDate": timeOrNull(m.verifiedDate), "oriReceiver": m.to, "channel": m.channel,
	}
	switch m.channel {
	case channelSMS:
		record[channelSMS] = m.smsRecord(now)
	case channelCall:
		record[channelCall] = m.callRecord(now)
	default:
		record[channelSNA] = struct{}{} // the reference names no fields
	}
	return record
}

// smsRecord is what has become of an SMS. Reference, "Verification": status -1 sending, 0 delivered, 1 failed. What a
// network would say, and what it costs, is null.
func (m *message) smsRecord(now time.Time) map[string]any {
	status := m.status(now)
	record := map[string]any{
		"submitTm": apiTime(m.sent), "sendTm": apiTime(m.sent), "doneTm": nil,
		"mcc": nil, "mnc": nil, "sender": m.sender, "chargeCnt": nil, "pay": nil, "status": status, "reason": "",
	}
	if status != StatusSending {
		record["doneTm"] = apiTime(m.done)
	}
	if status == StatusFailed {
		record["reason"] = undeliverable
	}
	return record
}

// callRecord is what has become of a call. Reference, "Verification": terminationCode 0 is success. That 1 is a
// failure is assumed, and null as long as it is sending.
func (m *message) callRecord(now time.Time) map[string]any {
	status := m.status(now)
	record := map[string]any{
		"terminationCode": nil, "terminationReason": "", "submitTime": apiTime(m.sent), "callTime": apiTime(m.sent),
		"ringingTime": nil, "answerTime": nil, "hangupTime": nil, "callDuration": nil, "chargedDuration": nil,
		"displayNum": m.sender, "rate": nil, "cost": nil,
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

// undeliverable is the reason of a failure.
const undeliverable = "undeliverable"

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return apiTime(t)
}

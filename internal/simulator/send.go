package simulator

import (
	"fmt"
	"strings"
	"time"
)

// send sends a code that the simulator makes. Reference, "Endpoints": send.
func (s *Simulator) send(c *call) answer {
	f := c.fields()
	f.require("templateId") // Reference, "Verification": templateId is required.
	return s.sendFirst(c.now, f, &verification{})
}

// sendRule sends a code of the caller's own. Reference, "Endpoints": send request plus code (1–10 characters), with
// templateId optional. What is sent without a template is not documented: here it is the code alone. Only a code of 4
// or more characters can be checked.
func (s *Simulator) sendRule(c *call) answer {
	f := c.fields()
	v := &verification{ownCode: true}
	f.require("code")
	f.text("code", &v.code, 1, 10)
	return s.sendFirst(c.now, f, v)
}

// resend sends once more under a new id. Reference, "Endpoints": {verificationId, channel}; "Verification": a resend
// returns a new id. The rest is not documented. Here it may follow any earlier message, also one whose code is used up
// or expired. It has the same application, template, task flow, phone and order id, and a new code, unless the code
// was the caller's own. Without a channel it takes that of the newest message. The old id goes on as it was, except
// that its task flow ends: the new one starts it over.
func (s *Simulator) resend(c *call) answer {
	f := c.fields()
	var id string
	f.require("verificationId")
	f.get("verificationId", &id)
	old := s.verifications[id]
	if old == nil {
		f.refuse("verificationId is unknown")
		return refuseParameter(f.problem)
	}
	channel := f.channel(old.last().channel)
	again := &verification{
		appID: old.appID, templateID: old.templateID, flowID: old.flowID, orderID: old.orderID, to: old.to,
		ownCode: old.ownCode,
	}
	if old.ownCode {
		again.code = old.code
	}
	s.prepare(f, again)
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	sent := s.start(c.now, again, channel)
	if sent.ok() {
		old.nodes = nil
	}
	return sent
}

// sendFirst reads what send and sendRule have in common, and sends.
func (s *Simulator) sendFirst(now time.Time, f *fields, v *verification) answer {
	f.require("appId", "to") // Reference, "Verification": appId and to are required.
	f.get("appId", &v.appID)
	if f.get("templateId", &v.templateID) && v.templateID == 0 {
		f.refuse("templateId is unknown") // 0 stands for no template below
	}
	if f.get("flowId", &v.flowID) && v.flowID == 0 {
		f.refuse("flowId is unknown")
	}
	f.get("to", &v.to)
	// Reference, "Verification": to is 10–14 digits, without a plus sign.
	if len(v.to) < 10 || len(v.to) > 14 || !isDigits(v.to) {
		f.refuse("to must be 10 to 14 digits")
	}
	channel := f.channel(channelSMS)     // Reference, "Verification": channel default sms.
	f.text("orderId", &v.orderID, 0, 64) // Reference, "Verification": orderId 0–64 characters.
	s.prepare(f, v)
	if f.problem != "" {
		return refuseParameter(f.problem)
	}
	// Reference, "Verification": orderId is globally unique. How a second one is refused is not documented: -20 data
	// existing is assumed, permanently and for all of the account. A call that was refused has not used its order id.
	if v.orderID != "" && s.orders[v.orderID] != nil {
		return answer{status: statusExisting, reason: "data existing"}
	}
	return s.start(now, v, channel)
}

// channel reads the channel of a message. Reference, "Verification": sms, call or sna.
func (f *fields) channel(value string) string {
	f.get("channel", &value)
	if value != channelSMS && value != channelCall && value != channelSNA {
		f.refuse("channel is unknown")
	}
	return value
}

// prepare looks up what a verification names, makes its code if it has none, and writes its text.
func (s *Simulator) prepare(f *fields, v *verification) {
	if f.problem != "" {
		return
	}
	app := s.apps.find(v.appID)
	if app < 0 {
		f.refuse("appId is unknown")
		return
	}
	v.validity = time.Duration(s.apps[app].CodeExpiry) * time.Minute // Reference, "Application": codeExpiry in minutes.
	if v.flowID != 0 {
		flow := s.flows.find(v.flowID)
		if flow < 0 {
			f.refuse("flowId is unknown")
			return
		}
		v.nodes = s.flows[flow].copy().Nodes // as they are now, no matter what becomes of the flow
	}
	if v.templateID == 0 {
		v.text = v.code
		return
	}
	// Reference, "Template": appId is the application it belongs to.
	template := s.templates.find(v.templateID)
	if template < 0 || s.templates[template].AppID != v.appID {
		f.refuse("templateId is unknown")
		return
	}
	if v.code == "" {
		v.code = newCode(s.templates[template])
	}
	v.text = strings.ReplaceAll(s.templates[template].Text, "##code##", v.code)
	v.sender = s.templates[template].copy().SenderID
}

// start sends the first message of a verification, if the limits permit it.
func (s *Simulator) start(now time.Time, v *verification, channel string) answer {
	if refusal := s.checkLimits(v, now); !refusal.ok() {
		return refusal
	}
	if !s.transmit(v, channel, now) {
		return answer{status: statusBalance, reason: "insufficient balance"}
	}
	v.id = s.newVerificationID(now)
	v.matched = matchNotChecked
	v.waiting = now
	s.verifications[v.id] = v
	if v.orderID != "" {
		s.orders[v.orderID] = v
	}
	if len(v.nodes) > 0 {
		s.inFlow = append(s.inFlow, v)
	}
	// Reference, "Verification": verificationId, to, channel, and snaUrl when the channel is sna.
	data := map[string]any{"verificationId": v.id, "to": v.to, "channel": channel}
	if channel == channelSNA {
		data["snaUrl"] = v.snaURL()
	}
	return success(data)
}

// transmit sends one message, if the balance pays for it. Each one makes its code valid again; that it starts at sending
// is assumed, and that what cannot be delivered is charged as well.
func (s *Simulator) transmit(v *verification, channel string, at time.Time) bool {
	m := &message{verification: v, channel: channel, sent: at, done: at.Add(s.options.DeliveryTime), segments: 1}
	if channel == channelSMS {
		m.segments = segments(v.text)
	}
	if !s.charge(m.cost()) {
		return false
	}
	m.fails = s.options.Undeliverable != nil && s.options.Undeliverable(v.to, channel)
	v.messages = append(v.messages, m)
	v.expires = at.Add(v.validity)
	s.messages = append(s.messages, m)
	if s.options.Sent != nil {
		s.options.Sent(m.shown(at))
	}
	return true
}

// newVerificationID makes an id like the documentation's, 22206051443051000003: 20 digits, which are the time and a
// count, and no 64 bits hold them.
func (s *Simulator) newVerificationID(now time.Time) string {
	return fmt.Sprintf("2%s%07d", apiZone(now).Format("060102150405"), 1_000_001+len(s.verifications))
}

func isDigits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}

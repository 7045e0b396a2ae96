package review

import "fmt"

// maxSteps is how many steps of a task flow are shown.
const maxSteps = 30

// flow is a task flow as a timeline, before and after.
func (c change) flow() []line {
	was, will := c.before.at("nodes"), c.after.at("nodes")
	switch {
	case c.deed == destroys || c.deed == forgets:
		return []line{timeline("The steps were:", was)}
	case c.before.values == nil || c.deed == imports:
		return []line{timeline("The steps:", will)}
	case !c.changed("nodes"):
		return nil
	}
	return []line{timeline("The steps before:", was), timeline("The steps after:", will)}
}

func timeline(title string, nodes side) line {
	if nodes.isSensitive() || nodes.values == nil {
		return line{text: func(st style) string { return title + " " + nodes.in(st) }}
	}
	l := line{text: words(title), steps: []phrase{words("at once: the message is sent")}}
	items := nodes.items()
	for _, node := range items[:min(len(items), maxSteps)] {
		l.steps = append(l.steps, func(st style) string { return step(node, st) })
	}
	if more := len(items) - maxSteps; more > 0 {
		l.steps = append(l.steps, words("and "+count(int64(more), "more step")))
	}
	return l
}

// step is one step of a task flow. What the API counts its waiting time from is not documented.
func step(node side, st style) string {
	when := "after " + node.at("waiting_time").in(st) + " s"
	trigger := "if " + node.at("trigger").in(st)
	switch node.at("trigger").word() {
	case "send_failed":
		trigger = "if sending has failed"
	case "unverified":
		trigger = "if the code is not verified yet"
	}
	channel := "by " + node.at("channel").in(st)
	switch node.at("channel").word() {
	case "sms":
		channel = "an SMS"
	case "call":
		channel = "a voice call"
	}
	text := fmt.Sprintf("%s, %s: %s", when, trigger, channel)
	if node.at("switch_channel").is(false) {
		text += ", without switching the channel for sending"
	}
	return text
}

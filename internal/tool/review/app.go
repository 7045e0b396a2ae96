package review

import (
	"fmt"
	"slices"
)

// app says how long codes live, and how many messages an application may send.
func (c change) app() []line {
	lines := c.expiry()
	lines = append(lines, c.limit("period_phone_send_limit", "one phone")...)
	return append(lines, c.limit("period_total_send_limit", "all phones together")...)
}

func (c change) expiry() []line {
	if unknown := c.cannotTell("code_expiry", "code expiry"); unknown != nil {
		return unknown
	}
	was, hadOne := c.before.at("code_expiry").number()
	will, hasOne := c.after.at("code_expiry").number()
	switch {
	case !hasOne:
		return nil
	case !hadOne:
		return []line{{text: words(fmt.Sprintf("A code is valid for %s.", count(will, "minute")))}}
	case was == will:
		return nil
	}
	l := line{text: words(fmt.Sprintf("A code is valid for %s instead of %d.", count(will, "minute"), was))}
	if will > was {
		l.alert = words(fmt.Sprintf("has codes that are valid for %s instead of %d", count(will, "minute"), was))
	}
	return []line{l}
}

// limit is a send limit in words, or how it changes.
func (c change) limit(attribute, whom string) []line {
	if unknown := c.cannotTell(attribute, "send limit for "+whom); unknown != nil {
		return unknown
	}
	was, will := limitOf(c.before.at(attribute)), limitOf(c.after.at(attribute))
	switch {
	case c.deed == destroys || c.deed == forgets:
		return nil
	case c.before.values == nil || c.deed == imports:
		return []line{{text: func(st style) string { return "Limit for " + whom + ": " + will.in(st) + "." }}}
	case !c.changed(attribute):
		return nil
	}
	l := line{text: func(st style) string {
		return fmt.Sprintf("Limit for %s: %s instead of %s.", whom, will.in(st), was.in(st))
	}}
	switch {
	case was.isOn && !will.isOn:
		l.alert = words("loses its limit for " + whom)
	case was.isOn && was.perSecond == 0, will.isOn && will.perSecond == 0:
		l.alert = words("has another limit for " + whom + ", which cannot be compared")
	case was.isOn && will.perSecond >= 10*was.perSecond*(1-1e-9):
		l.alert = words(fmt.Sprintf("allows %s times as many messages to %s", grouped(int64(will.perSecond/was.perSecond+1e-6)), whom))
	}
	return []line{l}
}

// sendLimit is a limit that an application has, or once had and has parked.
type sendLimit struct {
	side
	isOn      bool
	perSecond float64 // 0 if it is not known
}

// secondsOf are the units of time of a limit.
var secondsOf = map[string]float64{"second": 1, "minute": 60, "hour": 3600, "day": 86400}

func limitOf(s side) sendLimit {
	l := sendLimit{side: s, isOn: s.values != nil && !s.at("enabled").is(false)}
	limit, _ := s.at("limit").number()
	period, _ := s.at("period").number()
	if seconds := secondsOf[s.at("unit").word()] * float64(period); seconds > 0 {
		l.perSecond = float64(limit) / seconds
	}
	return l
}

// in says the limit in words, for example "at most 3 messages an hour".
func (l sendLimit) in(st style) string {
	switch {
	case !l.isShown():
		return l.side.in(st)
	case l.values == nil:
		return "none"
	}
	most := "at most " + l.at("limit").in(st) + " messages"
	if limit, ok := l.at("limit").number(); ok {
		most = "at most " + count(limit, "message")
	}
	unit := l.at("unit").word()
	isWord := slices.Contains([]string{"second", "minute", "hour", "day"}, unit)
	period, _ := l.at("period").number()
	switch {
	case isWord && period == 1 && unit == "hour":
		most += " an hour"
	case isWord && period == 1:
		most += " a " + unit
	case isWord && period > 0:
		most += " in " + count(period, unit)
	default:
		most += fmt.Sprintf(" in %s times %s", l.at("period").in(st), l.at("unit").in(st))
	}
	if !l.isOn {
		return "none (it is off, and keeps its numbers: " + most + ")"
	}
	return most
}

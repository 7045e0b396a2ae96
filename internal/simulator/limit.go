package simulator

// Limit is how many messages may be sent in a period (reference, "Application").
type Limit struct {
	// Enabled tells whether the limit is on. A limit that is off still has the numbers it had last.
	Enabled bool
	// Unit is what Period counts: 1 day, 2 hour, 3 minute, 4 second.
	Unit int64
	// Period is the length of the period in units, 1–90.
	Period int64
	// Limit is the number of messages, 1–10,000,000,000.
	Limit int64
}

// limit reads a limit. Under merge a field that is left out keeps its old value, else it has its default.
func (f *fields) limit(name string, into *Limit, merge bool) {
	inner := fields{}
	if !f.get(name, &inner.raw) {
		return
	}
	next := *into
	inner.get("enabled", &next.Enabled)
	if next.Enabled {
		if !merge {
			next = Limit{Enabled: true}
		}
		inner.integer("unit", &next.Unit, 1, 4)                // Reference, "Application": unit 1–4.
		inner.integer("period", &next.Period, 1, 90)           // Reference, "Application": period 1–90.
		inner.integer("limit", &next.Limit, 1, 10_000_000_000) // Reference, "Application": limit 1–10,000,000,000.
		// Reference, "Application": unit, period and limit are required when enabled. No range has a 0.
		inner.requireNonzero("unit", next.Unit)
		inner.requireNonzero("period", next.Period)
		inner.requireNonzero("limit", next.Limit)
	} else { // numbers of a limit that is off are kept as they come
		inner.get("unit", &next.Unit)
		inner.get("period", &next.Period)
		inner.get("limit", &next.Limit)
	}
	if inner.problem != "" {
		f.refuse("%s.%s", name, inner.problem)
		return
	}
	*into = next
}

func (f *fields) requireNonzero(name string, number int64) {
	if number == 0 {
		f.refuse("%s is missing", name)
	}
}

// put writes the limit into an answer. Reference, "Application": the documented and the other forms of "disabled".
func (l Limit) put(answer map[string]any, name string, form DisabledLimit) {
	switch {
	case l.Enabled || form == DisabledAsLastNumbers:
		answer[name] = map[string]any{"enabled": l.Enabled, "unit": l.Unit, "period": l.Period, "limit": l.Limit}
	case form == DisabledAsZeros:
		answer[name] = map[string]any{"enabled": false, "unit": 0, "period": 0, "limit": 0}
	case form == DisabledAsEmptyObject:
		answer[name] = struct{}{}
	case form == DisabledAsNull:
		answer[name] = nil
	case form == DisabledAsAbsent:
	default:
		answer[name] = map[string]any{"enabled": false, "unit": nil, "period": nil, "limit": nil}
	}
}

package simulator

import "strings"

// sameName tells whether two names collide. Reference, "Not documented": whether case and spaces make a difference.
func (o Options) sameName(a, b string) bool {
	if o.NamesIgnoreBlanks {
		a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	}
	if o.NamesIgnoreCase {
		return strings.EqualFold(a, b)
	}
	return a == b
}

// trim drops the spaces at both ends of texts. Reference, "Not documented": whether text is trimmed.
func (o Options) trim(texts ...*string) {
	if !o.TrimText {
		return
	}
	for _, text := range texts {
		*text = strings.TrimSpace(*text)
	}
}

// nameTaken refuses a name. Reference, "Status codes": -20 the name is taken.
func nameTaken() answer {
	return answer{status: statusExisting, reason: "data existing"}
}

// unknownID answers details for an id that does not exist. Reference, "Status codes": -22 on details with a
// well-formed id means that the object is not there. "Not documented": null data is as likely.
func (s *Simulator) unknownID(field string, wellFormed bool) answer {
	if wellFormed && s.options.UnknownID == UnknownIDNullData {
		return success(nil)
	}
	return s.refuseUnknown(field)
}

// refuseUnknown refuses an id that does not exist. Reference, "Status codes": -24 is as likely as -22.
func (s *Simulator) refuseUnknown(field string) answer {
	if s.options.UnknownID == UnknownIDMissing {
		return answer{status: statusMissing, reason: "data unexisting: " + field + " is unknown"}
	}
	return refuseParameter(field + " is unknown")
}

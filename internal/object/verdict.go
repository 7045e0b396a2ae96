package object

// nameFacts are what a plan knows of the name that a planned object is to have.
type nameFacts struct {
	isApplying bool // something has been applied, so that the write says what is wrong
	keeps      bool // the object has the name already

	// Another planned object that is to get the name.
	hasTaker, takerIsInApp, takerIsOther bool // in the same application; surely another one
	takerIsNew, isListed                 bool // it is a create, and a list has had the object that keeps the name

	// The object of the account that has the name.
	hasHolder, holderIsInApp, holderIsSpelledSo bool
	holderWasRead                               bool // the state has it
	holderIsPlanned, holderLeaves               bool // the plan of it has come in, and gives the name up

	hasKeeper bool   // another object of the state is planned to keep the name
	keeper    string // its id
	retires   bool   // a plan that is yet to come may retire the holder
}

// verdict is what a plan says about a name.
type verdict string

const (
	keptFromTaker  verdict = "an object keeps a name that another is to get"
	surelyTwice    verdict = "two objects are to get the name"
	perhapsTwice   verdict = "two objects are to get the name, which may be one, or may not matter"
	keptByAnother  verdict = "another object keeps the name"
	ofTainted      verdict = "the object of the name is tainted, and this one replaces it"
	perhapsTaken   verdict = "the name is taken, which may not matter"
	takenUntilLeft verdict = "the name is taken, unless a later plan frees it"
	taken          verdict = "the name is taken"
)

// isOfPlan tells whether a verdict is one of a plan alone. In an apply the
// create says it, which then knows more, and may find the name free.
func (v verdict) isOfPlan() bool { return v == surelyTwice || v == taken }

// judge says what is to be said about a name, in this order. It waits for
// nothing and knows nothing but the facts.
func judge(facts nameFacts) []verdict {
	if facts.keeps {
		// A create has seen what the list has.
		if facts.hasTaker && !facts.isApplying && (!facts.takerIsNew || !facts.isListed) {
			return []verdict{keptFromTaker}
		}
		return nil
	}
	return append(ofTaker(facts), ofHolder(facts)...)
}

// ofTaker judges by the other plans alone.
func ofTaker(facts nameFacts) []verdict {
	switch {
	case !facts.hasTaker:
		return nil
	case facts.takerIsInApp && facts.takerIsOther:
		return []verdict{surelyTwice}
	}
	return []verdict{perhapsTwice}
}

// ofHolder judges by the object that has the name.
func ofHolder(facts nameFacts) []verdict {
	switch {
	case !facts.hasHolder:
		if facts.hasKeeper && !facts.isApplying {
			return []verdict{keptByAnother}
		}
		return nil
	case facts.holderIsPlanned && facts.holderLeaves:
		return nil
	case !facts.holderIsPlanned && facts.holderWasRead:
		return []verdict{ofTainted} // Terraform plans a tainted object as a new one, and in no other way
	case !facts.holderIsInApp || !facts.holderIsSpelledSo:
		return []verdict{perhapsTaken}
	case !facts.holderIsPlanned && facts.retires:
		return []verdict{takenUntilLeft}
	}
	return []verdict{taken}
}

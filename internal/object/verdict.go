package object

// nameFacts are what a plan knows of a name that an object is to get.
type nameFacts struct {
	isRename   bool // of an object that exists; otherwise the object is new
	isInCircle bool // the objects that are renamed pass their names round

	// Another planned object that is to get the name.
	hasTaker         bool
	takerIsInApp     bool // in the same application
	takerIsSpelledSo bool // letter by letter
	takerMayBeThis   bool // it may be this very resource, planned once more

	// The object that has the name.
	hasHolder         bool
	holderIsInApp     bool // in the same application
	holderIsSpelledSo bool // letter by letter
	holderIsManaged   bool // the state has it
	holderIsPlanned   bool // its plan has come in
	holderLeaves      bool // and gives the name up
	holderIsDestroyed bool // by being destroyed, which nothing orders
	holderIsProtected bool // PREVENT was applied to it

	mayRetire bool // RETIRE is in force, or may be, for this object or for the provider
}

// verdict is what a plan says about a name.
type verdict string

const (
	inCircle       verdict = "names are passed round in a circle"
	surelyTwice    verdict = "two objects are to get the name"
	perhapsTwice   verdict = "two objects of the same settings are to get the name, which may be one"
	twiceElsewhere verdict = "two objects are to get the name, which may not matter"
	freedLater     verdict = "the name is freed by a destroy that nothing orders"
	keptByAnother  verdict = "another object of the state keeps the name"
	mayBeFreed     verdict = "the name is taken, and may be freed by then"
	ofManaged      verdict = "an object of the state has the name, and its plan has not come yet"
	taken          verdict = "an object has the name that the state does not know"
	takenForNow    verdict = "the name that an object is renamed to is taken, and may be freed by then"
	perhapsTaken   verdict = "the name is taken, which may not matter"
)

// judge says what is to be said about a name. It knows nothing but the facts.
func judge(facts nameFacts) []verdict {
	if facts.isInCircle {
		return []verdict{inCircle}
	}
	var verdicts []verdict
	switch {
	case !facts.hasTaker:
	case !facts.takerIsInApp || !facts.takerIsSpelledSo:
		verdicts = []verdict{twiceElsewhere}
	case !facts.takerMayBeThis:
		return []verdict{surelyTwice}
	default:
		verdicts = []verdict{perhapsTwice}
	}
	if holder := judgeHolder(facts); holder != "" {
		verdicts = append(verdicts, holder)
	}
	return verdicts
}

// judgeHolder judges by the object that has the name, "" if there is nothing to say.
func judgeHolder(facts nameFacts) verdict {
	switch {
	case !facts.hasHolder, facts.holderLeaves && !facts.holderIsDestroyed:
		return ""
	case facts.holderLeaves:
		return freedLater
	case !facts.holderIsInApp || !facts.holderIsSpelledSo:
		return perhapsTaken
	case facts.holderIsPlanned:
		return keptByAnother
	case facts.isRename:
		return takenForNow
	case facts.mayRetire && !facts.holderIsProtected:
		return mayBeFreed
	case facts.holderIsManaged:
		return ofManaged
	}
	return taken
}

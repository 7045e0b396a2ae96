package object

import (
	"slices"
	"testing"
)

// TestJudge is the table of what a plan says about a name.
func TestJudge(t *testing.T) {
	t.Parallel()
	// Another object has the name in the same application, and nothing of it is planned. It is in no state.
	held := func(changes ...func(*nameFacts)) nameFacts {
		facts := nameFacts{hasHolder: true, holderIsInApp: true, holderIsSpelledSo: true}
		for _, change := range changes {
			change(&facts)
		}
		return facts
	}
	// Another resource wants the name in the same application.
	wanted := func(changes ...func(*nameFacts)) nameFacts {
		facts := nameFacts{hasTaker: true, takerIsInApp: true, takerIsSpelledSo: true}
		for _, change := range changes {
			change(&facts)
		}
		return facts
	}
	renames := func(f *nameFacts) { f.isRename = true }
	retires := func(f *nameFacts) { f.mayRetire = true }
	managed := func(f *nameFacts) { f.holderIsManaged = true }
	stays := func(f *nameFacts) { f.holderIsManaged, f.holderIsPlanned = true, true }
	leaves := func(f *nameFacts) { f.holderIsManaged, f.holderIsPlanned, f.holderLeaves = true, true, true }
	retired := func(f *nameFacts) { leaves(f); f.holderIsDestroyed = true }
	protected := func(f *nameFacts) { f.holderIsManaged, f.holderIsProtected = true, true }
	elsewhere := func(f *nameFacts) { f.holderIsInApp = false }
	misspelled := func(f *nameFacts) { f.holderIsSpelledSo = false }
	says := func(verdicts ...verdict) []verdict { return verdicts }

	for name, test := range map[string]struct {
		facts nameFacts
		want  []verdict
	}{
		"create: nobody":                          {nameFacts{}, nil},
		"create: it leaves":                       {held(leaves), nil},
		"create: it is retired, and replaced":     {held(leaves, retires), nil},
		"create: it is retired for good":          {held(retired, retires), says(freedLater)},
		"create: it keeps the name":               {held(stays), says(keptByAnother)},
		"create: it keeps the name, under RETIRE": {held(stays, retires), says(keptByAnother)},
		"create: not planned, under RETIRE":       {held(retires), says(mayBeFreed)},
		"create: read, not planned, RETIRE":       {held(managed, retires), says(mayBeFreed)},
		"create: read, not planned, PREVENT":      {held(protected, retires), says(ofManaged)},
		"create: read, not planned":               {held(managed), says(ofManaged)},
		"create: in no state":                     {held(), says(taken)},
		"create: elsewhere":                       {held(elsewhere), says(perhapsTaken)},
		"create: elsewhere, and it leaves":        {held(elsewhere, leaves), nil},
		"create: elsewhere, and it keeps it":      {held(elsewhere, stays), says(perhapsTaken)},
		"create: misspelled":                      {held(misspelled), says(perhapsTaken)},
		"create: misspelled, in the state":        {held(misspelled, managed), says(perhapsTaken)},

		"rename: nobody":                    {nameFacts{isRename: true}, nil},
		"rename: it leaves":                 {held(renames, leaves), nil},
		"rename: it is retired for good":    {held(renames, retired), says(freedLater)},
		"rename: it keeps the name":         {held(renames, stays), says(keptByAnother)},
		"rename: read, not planned":         {held(renames, managed), says(takenForNow)},
		"rename: read, not planned, RETIRE": {held(renames, managed, retires), says(takenForNow)},
		"rename: in no state":               {held(renames), says(takenForNow)},
		"rename: misspelled":                {held(renames, misspelled), says(perhapsTaken)},
		"rename: in a circle":               {held(renames, leaves, func(f *nameFacts) { f.isInCircle = true }), says(inCircle)},

		"twice":                        {wanted(), says(surelyTwice)},
		"twice: perhaps one resource":  {wanted(func(f *nameFacts) { f.takerMayBeThis = true }), says(perhapsTwice)},
		"twice: elsewhere":             {wanted(func(f *nameFacts) { f.takerIsInApp = false }), says(twiceElsewhere)},
		"twice: misspelled":            {wanted(func(f *nameFacts) { f.takerIsSpelledSo = false }), says(twiceElsewhere)},
		"twice: and taken":             {wanted(func(f *nameFacts) { f.hasHolder, f.holderIsInApp, f.holderIsSpelledSo = true, true, true }), says(surelyTwice)},
		"twice: elsewhere, taken here": {held(func(f *nameFacts) { f.hasTaker, f.takerIsSpelledSo = true, true }), says(twiceElsewhere, taken)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := judge(test.facts); !slices.Equal(got, test.want) {
				t.Errorf("judge(%+v) = %q, want %q", test.facts, got, test.want)
			}
		})
	}
}

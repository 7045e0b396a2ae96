package object

import (
	"slices"
	"testing"
)

// TestJudge is the table of what a plan says about a name.
func TestJudge(t *testing.T) {
	t.Parallel()
	// An object of the same application and spelling, which no plan has told anything of.
	holder := func(change func(*nameFacts)) nameFacts {
		facts := nameFacts{hasHolder: true, holderIsInApp: true, holderIsSpelledSo: true}
		change(&facts)
		return facts
	}
	for name, test := range map[string]struct {
		facts nameFacts
		want  []verdict
	}{
		"free": {nameFacts{}, nil},

		"kept":                                         {nameFacts{keeps: true}, nil},
		"kept, and another is renamed to it":           {nameFacts{keeps: true, hasTaker: true, isListed: true}, []verdict{keptFromTaker}},
		"kept, and another is created with it":         {nameFacts{keeps: true, hasTaker: true, takerIsNew: true}, []verdict{keptFromTaker}},
		"kept, and listed, as the create saw":          {nameFacts{keeps: true, hasTaker: true, takerIsNew: true, isListed: true}, nil},
		"kept in an apply, and another is to get it":   {nameFacts{keeps: true, hasTaker: true, isApplying: true}, nil},
		"another gets it":                              {nameFacts{hasTaker: true, takerIsInApp: true, takerIsOther: true}, []verdict{surelyTwice}},
		"perhaps another gets it":                      {nameFacts{hasTaker: true, takerIsInApp: true}, []verdict{perhapsTwice}},
		"another gets it in another application":       {nameFacts{hasTaker: true, takerIsOther: true}, []verdict{perhapsTwice}},
		"another keeps it":                             {nameFacts{hasKeeper: true}, []verdict{keptByAnother}},
		"another keeps it, in an apply":                {nameFacts{hasKeeper: true, isApplying: true}, nil},
		"another gets it, and another keeps it":        {nameFacts{hasTaker: true, hasKeeper: true}, []verdict{perhapsTwice, keptByAnother}},
		"taken":                                        {holder(func(*nameFacts) {}), []verdict{taken}},
		"taken, and planned to stay":                   {holder(func(f *nameFacts) { f.holderIsPlanned = true }), []verdict{taken}},
		"taken, planned to stay, though RETIRE is set": {holder(func(f *nameFacts) { f.holderIsPlanned, f.retires = true, true }), []verdict{taken}},
		"taken, and planned to leave": {
			holder(func(f *nameFacts) { f.holderIsPlanned, f.holderLeaves = true, true }), nil,
		},
		"taken, planned to leave, in another application": {
			holder(func(f *nameFacts) { f.holderIsPlanned, f.holderLeaves, f.holderIsInApp = true, true, false }), nil,
		},
		"taken, and nothing of a plan yet under RETIRE": {holder(func(f *nameFacts) { f.retires = true }), []verdict{takenUntilLeft}},
		"tainted":                     {holder(func(f *nameFacts) { f.holderWasRead = true }), []verdict{ofTainted}},
		"tainted, under RETIRE":       {holder(func(f *nameFacts) { f.holderWasRead, f.retires = true, true }), []verdict{ofTainted}},
		"tainted, elsewhere":          {holder(func(f *nameFacts) { f.holderWasRead, f.holderIsInApp = true, false }), []verdict{ofTainted}},
		"read, and planned to stay":   {holder(func(f *nameFacts) { f.holderWasRead, f.holderIsPlanned = true, true }), []verdict{taken}},
		"taken elsewhere":             {holder(func(f *nameFacts) { f.holderIsInApp = false }), []verdict{perhapsTaken}},
		"taken in another spelling":   {holder(func(f *nameFacts) { f.holderIsSpelledSo = false }), []verdict{perhapsTaken}},
		"taken elsewhere, RETIRE":     {holder(func(f *nameFacts) { f.holderIsInApp, f.retires = false, true }), []verdict{perhapsTaken}},
		"taken, and another gets it":  {holder(func(f *nameFacts) { f.hasTaker = true }), []verdict{perhapsTwice, taken}},
		"taken, and another keeps it": {holder(func(f *nameFacts) { f.hasKeeper = true }), []verdict{taken}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := judge(test.facts); !slices.Equal(got, test.want) {
				t.Errorf("judge(%+v) = %q, want %q", test.facts, got, test.want)
			}
		})
	}
	for _, v := range []verdict{keptFromTaker, perhapsTwice, keptByAnother, ofTainted, perhapsTaken, takenUntilLeft} {
		if v.isOfPlan() {
			t.Errorf("%q is left to the create in an apply", v)
		}
	}
	if !surelyTwice.isOfPlan() || !taken.isOfPlan() {
		t.Error("an apply must leave to the create what it may find out of date")
	}
}

package session

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// awaited asks for the name of an object, and says how long after start that
// was answered.
func awaited(ctx context.Context, p *Plans, id string, start time.Time) string {
	name, planned := p.Name(ctx, id)
	return fmt.Sprintf("%q %t at %s", name, planned, time.Since(start))
}

// expectAwaited compares what awaited said.
func expectAwaited(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("name = %s, want %s", got, want)
	}
}

// TestPlansRead knows what was read, and nothing else.
func TestPlansRead(t *testing.T) {
	t.Parallel()
	known := Plans{wait: 5 * time.Second}
	known.NoteHolder("2", Holder{Name: "login"})
	if known.WasRead("1") || known.WasRead("2") {
		t.Error("something was read before anything was")
	}
	known.NoteRead("1")
	if !known.WasRead("1") || known.WasRead("2") {
		t.Error("want 1 to be read, and 2 not")
	}
}

// TestPlansPlanned returns at once the name that an object was last planned
// to have, also that it keeps none.
func TestPlansPlanned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		start := time.Now()
		known.NoteHolder("1", Holder{Name: "login"})
		known.NoteHolder("2", Holder{Name: ""})
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"login" true at 0s`)
		expectAwaited(t, awaited(t.Context(), &known, "2", start), `"" true at 0s`)
		known.NoteHolder("1", Holder{Name: "sign-in"})
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"sign-in" true at 0s`)
	})
}

// TestPlansPlannedLater wakes all who wait for a plan as soon as it is
// there, and lets them wait on if it is another's.
func TestPlansPlannedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		start := time.Now()
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"login" true at 1s`) })
			group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"sign-in" true at 1.5s`) })
		}
		time.Sleep(time.Second)
		known.NoteHolder("1", Holder{Name: "login"})
		time.Sleep(time.Second / 2)
		known.NoteHolder("2", Holder{Name: "sign-in"})
		group.Wait()
	})
}

// TestPlansGivesUp waits for plans that do not come no longer than 5 s in
// all, however many ask, and not at all afterwards.
func TestPlansGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		known.NoteRead("1")
		time.Sleep(time.Minute) // the wait begins with the first who asks
		start := time.Now()
		var group sync.WaitGroup
		for range 10 {
			for id := range 10 {
				group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, fmt.Sprint(id), start), `"" false at 5s`) })
			}
			time.Sleep(time.Second / 10)
		}
		group.Wait()
		time.Sleep(time.Second)
		expectAwaited(t, awaited(t.Context(), &known, "11", start), `"" false at 6s`)
		known.NoteHolder("11", Holder{Name: "login"})
		expectAwaited(t, awaited(t.Context(), &known, "11", start), `"login" true at 6s`)
	})
}

// TestPlansReadLater waits for the plan of an object that was read later
// than others for as long after its read.
func TestPlansReadLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		start := time.Now()
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`)
		time.Sleep(8 * time.Second)
		known.NoteRead("1")
		known.NoteRead("2")
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 18s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"login" true at 14s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "3", start), `"" false at 13s`) })
		time.Sleep(time.Second)
		known.NoteHolder("2", Holder{Name: "login"})
		group.Wait()
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 18s`)
	})
}

// TestPlansReadMeanwhile waits on if the object is read while its plan is waited for.
func TestPlansReadMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		start := time.Now()
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"" false at 6.5s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "3", start), `"login" true at 3s`) })
		time.Sleep(3 * time.Second / 2)
		known.NoteRead("2")
		known.NoteRead("3")
		time.Sleep(3 * time.Second / 2)
		known.NoteHolder("3", Holder{Name: "login"})
		group.Wait()
	})
}

// TestPlansInterrupted ends the wait of whoever is interrupted, and of nobody else.
func TestPlansInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := Plans{wait: 5 * time.Second}
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(ctx, &known, "1", start), `"" false at 1s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`) })
		group.Wait()
	})
}

// TestPlansTakers finds another object that wants the same name: one of the
// same application before all others, and never itself.
func TestPlansTakers(t *testing.T) {
	t.Parallel()
	one, two, unknown := types.StringValue("one"), types.StringValue("two"), types.StringUnknown()
	for name, test := range map[string]struct {
		before []Taker
		mine   Taker
		found  string // its id, "" for none, "new" for one without an id
	}{
		"the first":                       {nil, Taker{App: one}, ""},
		"a new one after a new one":       {[]Taker{{App: one}}, Taker{App: one}, "new"},
		"a new one after a renamed one":   {[]Taker{{ID: "1", App: one}}, Taker{App: one}, "1"},
		"a renamed one after a new one":   {[]Taker{{App: one}}, Taker{ID: "1", App: one}, "new"},
		"planned a second time":           {[]Taker{{ID: "1", App: one}}, Taker{ID: "1", App: one}, ""},
		"planned again, beside another":   {[]Taker{{ID: "1", App: one}, {ID: "2", App: one}}, Taker{ID: "1", App: one}, "2"},
		"in another application":          {[]Taker{{ID: "1", App: one}}, Taker{App: two}, "1"},
		"in one that is not known":        {[]Taker{{ID: "1", App: unknown}}, Taker{App: unknown}, "1"},
		"same application first":          {[]Taker{{ID: "1", App: one}, {ID: "2", App: two}, {ID: "3", App: unknown}}, Taker{App: one}, "1"},
		"same application later":          {[]Taker{{ID: "1", App: unknown}, {ID: "2", App: two}, {ID: "3", App: one}}, Taker{App: one}, "3"},
		"the first of other applications": {[]Taker{{ID: "1", App: two}, {ID: "2", App: unknown}, {ID: "3", App: two}}, Taker{App: one}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known := Plans{wait: 5 * time.Second}
			known.NoteTaker("another", Taker{ID: "9", App: one})
			for _, other := range test.before {
				known.NoteTaker("login", other)
			}
			found := ""
			if other := known.NoteTaker("login", test.mine); other != nil {
				found = other.ID
				if found == "" {
					found = "new"
				}
			}
			if found != test.found {
				t.Errorf("found %q, want %q", found, test.found)
			}
		})
	}
}

package provider

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
func awaited(ctx context.Context, i *intents, id string, start time.Time) string {
	name, planned := i.name(ctx, id)
	return fmt.Sprintf("%q %t at %s", name, planned, time.Since(start))
}

// expectAwaited compares what awaited said.
func expectAwaited(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("name = %s, want %s", got, want)
	}
}

// TestIntentsRead knows what was read, and nothing else.
func TestIntentsRead(t *testing.T) {
	t.Parallel()
	known := intents{patience: settlePlans}
	known.noteName("2", plannedName{name: "login"})
	if known.wasRead("1") || known.wasRead("2") {
		t.Error("something was read before anything was")
	}
	known.noteRead("1")
	if !known.wasRead("1") || known.wasRead("2") {
		t.Error("want 1 to be read, and 2 not")
	}
}

// TestIntentsPlanned returns at once the name that an object was last planned
// to have, also that it keeps none.
func TestIntentsPlanned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		start := time.Now()
		known.noteName("1", plannedName{name: "login"})
		known.noteName("2", plannedName{name: ""})
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"login" true at 0s`)
		expectAwaited(t, awaited(t.Context(), &known, "2", start), `"" true at 0s`)
		known.noteName("1", plannedName{name: "sign-in"})
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"sign-in" true at 0s`)
	})
}

// TestIntentsPlannedLater wakes all who wait for a plan as soon as it is
// there, and lets them wait on if it is another's.
func TestIntentsPlannedLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		start := time.Now()
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"login" true at 1s`) })
			group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"sign-in" true at 1.5s`) })
		}
		time.Sleep(time.Second)
		known.noteName("1", plannedName{name: "login"})
		time.Sleep(time.Second / 2)
		known.noteName("2", plannedName{name: "sign-in"})
		group.Wait()
	})
}

// TestIntentsGivesUp waits for plans that do not come no longer than 5 s in
// all, however many ask, and not at all afterwards.
func TestIntentsGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		known.noteRead("1")
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
		known.noteName("11", plannedName{name: "login"})
		expectAwaited(t, awaited(t.Context(), &known, "11", start), `"login" true at 6s`)
	})
}

// TestIntentsReadLater waits for the plan of an object that was read later
// than others for as long after its read.
func TestIntentsReadLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		start := time.Now()
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`)
		time.Sleep(8 * time.Second)
		known.noteRead("1")
		known.noteRead("2")
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 18s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"login" true at 14s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "3", start), `"" false at 13s`) })
		time.Sleep(time.Second)
		known.noteName("2", plannedName{name: "login"})
		group.Wait()
		expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 18s`)
	})
}

// TestIntentsReadMeanwhile waits on if the object is read while its plan is waited for.
func TestIntentsReadMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		start := time.Now()
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "2", start), `"" false at 6.5s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "3", start), `"login" true at 3s`) })
		time.Sleep(3 * time.Second / 2)
		known.noteRead("2")
		known.noteRead("3")
		time.Sleep(3 * time.Second / 2)
		known.noteName("3", plannedName{name: "login"})
		group.Wait()
	})
}

// TestIntentsInterrupted ends the wait of whoever is interrupted, and of nobody else.
func TestIntentsInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := intents{patience: settlePlans}
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var group sync.WaitGroup
		group.Go(func() { expectAwaited(t, awaited(ctx, &known, "1", start), `"" false at 1s`) })
		group.Go(func() { expectAwaited(t, awaited(t.Context(), &known, "1", start), `"" false at 5s`) })
		group.Wait()
	})
}

// TestIntentsWants finds another object that wants the same name: one of the
// same application before all others, and never itself.
func TestIntentsWants(t *testing.T) {
	t.Parallel()
	one, two, unknown := types.StringValue("one"), types.StringValue("two"), types.StringUnknown()
	for name, test := range map[string]struct {
		before []want
		mine   want
		found  string // its id, "" for none, "new" for one without an id
	}{
		"the first":                       {nil, want{scope: one}, ""},
		"a new one after a new one":       {[]want{{scope: one}}, want{scope: one}, "new"},
		"a new one after a renamed one":   {[]want{{id: "1", scope: one}}, want{scope: one}, "1"},
		"a renamed one after a new one":   {[]want{{scope: one}}, want{id: "1", scope: one}, "new"},
		"planned a second time":           {[]want{{id: "1", scope: one}}, want{id: "1", scope: one}, ""},
		"planned again, beside another":   {[]want{{id: "1", scope: one}, {id: "2", scope: one}}, want{id: "1", scope: one}, "2"},
		"in another application":          {[]want{{id: "1", scope: one}}, want{scope: two}, "1"},
		"in one that is not known":        {[]want{{id: "1", scope: unknown}}, want{scope: unknown}, "1"},
		"same application first":          {[]want{{id: "1", scope: one}, {id: "2", scope: two}, {id: "3", scope: unknown}}, want{scope: one}, "1"},
		"same application later":          {[]want{{id: "1", scope: unknown}, {id: "2", scope: two}, {id: "3", scope: one}}, want{scope: one}, "3"},
		"the first of other applications": {[]want{{id: "1", scope: two}, {id: "2", scope: unknown}, {id: "3", scope: two}}, want{scope: one}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known := intents{patience: settlePlans}
			known.noteWant("another", want{id: "9", scope: one})
			for _, other := range test.before {
				known.noteWant("login", other)
			}
			found := ""
			if other := known.noteWant("login", test.mine); other != nil {
				found = other.id
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

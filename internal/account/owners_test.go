package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

var errBroken = errors.New("broken")

// lookups is a details call that counts, and waits to be released. It knows
// applications whose names are their ids in capitals.
type lookups struct {
	release chan struct{}
	broken  func(call int, id string) bool

	mu    sync.Mutex
	calls []string // the ids in order
	busy  int
	most  int // at once
}

func newLookups(broken func(call int, id string) bool) *lookups {
	return &lookups{release: make(chan struct{}), broken: broken}
}

func (l *lookups) details(_ *otp.Client, ctx context.Context, id string) (otp.App, error) { //nolint:revive // as a method of the client
	l.mu.Lock()
	l.calls = append(l.calls, id)
	call := len(l.calls)
	l.busy++
	l.most = max(l.most, l.busy)
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.busy--
	}()
	select {
	case <-l.release:
	case <-ctx.Done():
		return otp.App{}, ctx.Err()
	}
	if l.broken(call, id) {
		return otp.App{}, errBroken
	}
	return namedApp(id, strings.ToUpper(id)), nil
}

func (l *lookups) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.calls)
}

func never(int, string) bool { return false }

func namedApp(id, name string) otp.App {
	off := &otp.SendLimit{}
	return otp.App{ID: otp.ID(id), Name: new(name), CodeExpiry: new(otp.Number), PeriodTotalSendLimit: off, PeriodPhoneSendLimit: off}
}

// TestObjectsOneFlight reads an object by one call for all who ask at the same
// time or later. A failure is only that of the caller, and the next one calls again.
func TestObjectsOneFlight(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		broken          func(call int, id string) bool
		calls, failures int
	}{
		"success":            {never, 1, 0},
		"failed at first":    {func(call int, _ string) bool { return call == 1 }, 2, 1},
		"failed three times": {func(call int, _ string) bool { return call <= 3 }, 4, 3},
		"failed always":      {func(int, string) bool { return true }, 50, 50},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := newLookups(test.broken)
				known := New(nil, calls.details)
				var failures atomic.Int32
				var group sync.WaitGroup
				for range 50 {
					group.Go(func() {
						app, err := known.one(t.Context(), nil, "one")
						if errors.Is(err, errBroken) {
							failures.Add(1)
						} else if err != nil || app.ObjectName() != "ONE" {
							t.Errorf("one = %v, %v", app, err)
						}
					})
				}
				synctest.Wait()
				if got := calls.count(); got != 1 {
					t.Errorf("%d calls at once, want 1", got)
				}
				close(calls.release)
				group.Wait()
				if got := calls.count(); got != test.calls || int(failures.Load()) != test.failures {
					t.Errorf("%d calls and %d failures, want %d and %d", got, failures.Load(), test.calls, test.failures)
				}
			})
		})
	}
}

// TestObjectsOneOfEach reads different objects at the same time, each by its own call.
func TestObjectsOneOfEach(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newLookups(never)
		known := New(nil, calls.details)
		var group sync.WaitGroup
		for _, id := range []string{"one", "two"} {
			group.Go(func() {
				if app, err := known.one(t.Context(), nil, id); err != nil || app.ObjectID() != id {
					t.Errorf("one = %v, %v", app, err)
				}
			})
		}
		synctest.Wait()
		if got := calls.count(); got != 2 {
			t.Errorf("%d calls at once, want 2", got)
		}
		close(calls.release)
		group.Wait()
	})
}

// TestObjectsOneInterrupted ends the wait of the caller that is interrupted. If that
// one made the call, another makes it again.
func TestObjectsOneInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newLookups(never)
		known := New(nil, calls.details)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		read := func(ctx context.Context, want error) {
			group.Go(func() {
				if _, err := known.one(ctx, nil, "one"); !errors.Is(err, want) {
					t.Errorf("error = %v, want %v", err, want)
				}
			})
			synctest.Wait()
		}
		read(ctx, context.Canceled) // makes the call
		read(ctx, context.Canceled) // waits for it
		read(t.Context(), nil)      // waits for it, and then makes another
		cancel()
		synctest.Wait()
		if got := calls.count(); got != 2 {
			t.Errorf("%d calls, want 2", got)
		}
		close(calls.release)
		group.Wait()
	})
}

// TestObjectsOneKeepsOwnWrites prefers what this process wrote while the call was under way.
func TestObjectsOneKeepsOwnWrites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newLookups(never)
		known := New(nil, calls.details)
		var group sync.WaitGroup
		group.Go(func() { _, _ = known.one(t.Context(), nil, "one") })
		synctest.Wait()
		known.Put("one", namedApp("one", "renamed"))
		close(calls.release)
		group.Wait()
		if app, err := known.one(t.Context(), nil, "one"); err != nil || app.ObjectName() != "renamed" || calls.count() != 1 {
			t.Errorf("one = %s, %v after %d calls, want what was written after 1", app.ObjectName(), err, calls.count())
		}
	})
}

// TestObjectsSurvey reads each of the objects that own something once, a few
// at once and not without end, and does without those that cannot be read.
func TestObjectsSurvey(t *testing.T) {
	t.Parallel()
	ids := func(count int) []string {
		var ids []string
		for i := range count {
			ids = append(ids, fmt.Sprintf("app-%03d", i))
		}
		return ids
	}
	for name, test := range map[string]struct {
		owners      []string
		broken      func(call int, id string) bool
		err         error
		most, calls int // of the first survey
		again       int // calls of a second one
		known       int
	}{
		"none":              {nil, never, nil, 0, 0, 0, 0},
		"a few":             {ids(5), never, nil, 5, 5, 0, 5},
		"many":              {ids(100), never, nil, 8, 100, 0, 100},
		"too many":          {ids(101), never, nil, 8, 100, 0, 100},
		"one is not there":  {ids(20), func(_ int, id string) bool { return id == "app-007" }, nil, 8, 20, 0, 19},
		"no list of owners": {ids(20), never, errBroken, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := newLookups(test.broken)
				known := New(nil, calls.details)
				known.owners = func(context.Context, *otp.Client) ([]string, error) { return test.owners, test.err }
				var group sync.WaitGroup
				group.Go(func() {
					if err := known.Survey(t.Context(), nil, MaxApps); !errors.Is(err, test.err) {
						t.Errorf("error = %v, want %v", err, test.err)
					}
				})
				synctest.Wait()
				close(calls.release)
				group.Wait()
				if got := calls.count(); got != test.calls || calls.most != test.most {
					t.Errorf("%d calls, %d at once; want %d, %d at once", got, calls.most, test.calls, test.most)
				}
				if err := known.Survey(t.Context(), nil, MaxApps); !errors.Is(err, test.err) || calls.count() != test.calls+test.again {
					t.Errorf("again: error = %v after %d calls more, want %v after %d", err, calls.count()-test.calls, test.err, test.again)
				}
				found := 0
				for _, id := range ids(101) {
					if app, _ := known.Holder(strings.ToUpper(id), sameDistance); app != nil && app.ObjectID() == id {
						found++
					}
				}
				if found != test.known {
					t.Errorf("%d names are known, want %d", found, test.known)
				}
			})
		})
	}
}

// TestObjectsSurveyInterrupted ends with the run.
func TestObjectsSurveyInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newLookups(never)
		known := New(nil, calls.details)
		known.owners = func(context.Context, *otp.Client) ([]string, error) { return []string{"one", "two"}, nil }
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() { _ = known.Survey(ctx, nil, MaxApps) })
		synctest.Wait()
		cancel()
		group.Wait()
		if app, _ := known.Holder("ONE", sameDistance); app != nil {
			t.Errorf("%v is known", app)
		}
	})
}

// TestObjectsSurveyLists lists where there is a list, once.
func TestObjectsSurveyLists(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]error{"success": nil, "failure": errBroken} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := newListing(func() (otp.List[otp.Template], error) { return testListed("1"), want })
			close(calls.release)
			known := New(calls.caller(), noDetails)
			for range 3 {
				if err := known.Survey(t.Context(), nil, MaxApps); !errors.Is(err, want) || calls.calls.Load() != 1 {
					t.Errorf("error = %v after %d calls, want %v after 1", err, calls.calls.Load(), want)
				}
			}
		})
	}
	if err := New[otp.App](nil, nil).Survey(t.Context(), nil, MaxApps); err != nil {
		t.Errorf("error = %v where there is neither a list nor owners", err)
	}
}

// TestObjectsOwned lists the applications of what is listed and what this
// process has written, each once, also if an answer was lost since.
func TestObjectsOwned(t *testing.T) {
	t.Parallel()
	of := func(id, app string) otp.Template {
		template := writtenTemplate(id, "name-"+id)
		template.AppID = otp.ID(app)
		return template
	}
	calls := newListing(
		func() (otp.List[otp.Template], error) {
			return testList(of("1", "two"), of("2", "one"), of("3", "two"), of("4", "")), nil
		},
		func() (otp.List[otp.Template], error) { return testList(of("5", "three")), nil },
	)
	close(calls.release)
	known := New(calls.caller(), noDetails)
	expect := func(want ...string) {
		t.Helper()
		if owners, err := known.Owned(t.Context(), nil); !slices.Equal(owners, want) || err != nil {
			t.Errorf("owners = %q, %v, want %q", owners, err, want)
		}
	}
	expect("one", "two")
	known.Put("6", of("6", "four"))
	expect("one", "two", "four")
	known.Put("2", otp.Template{})
	expect("one", "two", "four")
	if _, err := known.Fresh(t.Context(), nil); err != nil {
		t.Error(err)
	}
	expect("one", "two", "four", "three")
	sparse := newListing(func() (otp.List[otp.Template], error) { return testList(of("1", "one"), otp.Template{ID: "2"}), nil })
	close(sparse.release)
	known = New(sparse.caller(), func(_ *otp.Client, _ context.Context, id string) (otp.Template, error) { return of(id, "five"), nil })
	expect("one", "five")
	broken := newListing(func() (otp.List[otp.Template], error) { return testList(), errBroken })
	close(broken.release)
	if owners, err := New(broken.caller(), noDetails).Owned(t.Context(), nil); !errors.Is(err, errBroken) || owners != nil {
		t.Errorf("owners = %q, %v, want the failure", owners, err)
	}
}

// TestObjectsRefresh asks once more for what was known before, but for what this process has written.
func TestObjectsRefresh(t *testing.T) {
	t.Parallel()
	calls := newLookups(never)
	close(calls.release)
	refreshed := 0
	known := NewUnlisted(calls.details,
		func(context.Context, *otp.Client) ([]string, error) { return nil, nil },
		func(context.Context, *otp.Client) error { refreshed++; return nil })
	known.Put("written", namedApp("written", "name"))
	read := func(want int, ids ...string) {
		t.Helper()
		for _, id := range ids {
			if _, err := known.Get(t.Context(), nil, id); err != nil {
				t.Error(err)
			}
		}
		if calls.count() != want {
			t.Errorf("%d calls, want %d", calls.count(), want)
		}
	}
	read(1, "read", "written", "read")
	if err := known.Refresh(t.Context(), nil); err != nil || refreshed != 1 {
		t.Errorf("%v, and %d refreshes", err, refreshed)
	}
	read(2, "read", "written", "read")
}

// TestObjectsSurveyGrows asks for each owner once, however many there are by then.
func TestObjectsSurveyGrows(t *testing.T) {
	t.Parallel()
	owners := []string{"one", "two", "three"}
	calls := newLookups(never)
	close(calls.release)
	known := New(nil, calls.details)
	known.owners = func(context.Context, *otp.Client) ([]string, error) { return owners, nil }
	for _, step := range []struct {
		owners      []string
		most, calls int
		isWhole     bool
	}{
		{[]string{"one", "two", "three"}, 2, 2, false},
		{[]string{"one"}, 2, 2, true},
		{[]string{"zero", "one", "two", "three"}, 3, 3, false},
		{[]string{"zero", "one", "two", "three"}, 100, 4, true},
		{[]string{"zero", "one", "two", "three"}, 1, 4, true},
	} {
		owners = step.owners
		if err := known.Survey(t.Context(), nil, step.most); err != nil {
			t.Fatal(err)
		}
		if calls.count() != step.calls || known.IsWhole() != step.isWhole {
			t.Errorf("after %d of %q: %d calls, whole %t; want %d, %t", step.most, owners, calls.count(), known.IsWhole(), step.calls, step.isWhole)
		}
	}
}

func sameDistance[Answer any](Answer) int { return 0 }

// TestObjectsHolder finds who has a name: the exact name before what counts as
// the same, then the lowest distance, then the lowest id; never1 what was only read.
func TestObjectsHolder(t *testing.T) {
	t.Parallel()
	calls := newLookups(never)
	close(calls.release)
	known := New(nil, calls.details)
	known.owners = func(context.Context, *otp.Client) ([]string, error) { return []string{"owner"}, nil }
	if err := known.Survey(t.Context(), nil, MaxApps); err != nil {
		t.Fatal(err)
	}
	if _, err := known.one(t.Context(), nil, "read"); err != nil {
		t.Fatal(err)
	}
	for _, app := range []otp.App{
		namedApp("2", "login"), namedApp("1", "login"), namedApp("3", "login"), namedApp("4", "Sign-in"), namedApp("5", " sign-in "), namedApp("6", "SIGN-IN"),
	} {
		known.Put(app.ObjectID(), app)
	}
	known.Put("7", otp.App{}) // an answer without the object
	known.Claim("3")
	for _, test := range []struct {
		name, best string // the id of the lowest distance
		holder     string
	}{
		{"login", "", "1 false"},
		{"login", "2", "2 false"},
		{"login", "3", "3 true"},
		{"LOGIN ", "3", "3 true"},
		{"SIGN-IN", "", "6 false"},
		{"SIGN-IN", "4", "6 false"}, // exact before all else
		{"sign-in", "", "4 false"},
		{"sign-in", "5", "5 false"},
		{"OWNER", "", "owner false"},
		{"READ", "", ""},
		{"read", "", ""},
		{"nobody", "", ""},
		{"", "", ""},
	} {
		var holder string
		app, ours := known.Holder(test.name, func(app otp.App) int {
			if app.ObjectID() == test.best {
				return 0
			}
			return 1
		})
		if app != nil {
			holder = fmt.Sprintf("%s %t", app.ObjectID(), ours)
		}
		if holder != test.holder {
			t.Errorf("%q, best %q: holder = %q, want %q", test.name, test.best, holder, test.holder)
		}
	}
}

package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

func testListed(ids ...string) otp.List[otp.Template] {
	var list otp.List[otp.Template]
	for _, id := range ids {
		list.Objects = append(list.Objects, writtenTemplate(id, "name-"+id))
	}
	return list
}

func testList(objects ...otp.Template) otp.List[otp.Template] {
	return otp.List[otp.Template]{Objects: objects}
}

// listing is a list call that counts and waits to be released.
type listing struct {
	calls   atomic.Int32
	release chan struct{}
	answers []func() (otp.List[otp.Template], error) // of each call, the last one for all that follow
}

func newListing(answers ...func() (otp.List[otp.Template], error)) *listing {
	return &listing{release: make(chan struct{}), answers: answers}
}

func (l *listing) caller() func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
	return func(_ *otp.Client, ctx context.Context) (otp.List[otp.Template], error) {
		call := int(l.calls.Add(1))
		select {
		case <-l.release:
			return l.answers[min(call, len(l.answers))-1]()
		case <-ctx.Done():
			return otp.List[otp.Template]{}, ctx.Err()
		}
	}
}

// noDetails is for objects that only the list has.
func noDetails(*otp.Client, context.Context, string) (otp.Template, error) { //nolint:revive // as a method of the client
	return otp.Template{}, otp.ErrNotFound
}

// TestObjectsReadsOnce lets many readers wait for one call, however it ends.
func TestObjectsReadsOnce(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		err error
	}{"success": {nil}, "failure": {broken}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := newListing(func() (otp.List[otp.Template], error) { return testListed("1", "2"), test.err })
				known := New(calls.caller(), noDetails)
				var group sync.WaitGroup
				for range 50 {
					group.Go(func() {
						object, err := known.Get(t.Context(), nil, "2")
						if !errors.Is(err, test.err) || err == nil && object.ObjectName() != "name-2" {
							t.Errorf("get = %v, %v", object, err)
						}
					})
				}
				synctest.Wait()
				close(calls.release)
				group.Wait()
				if err := known.Load(t.Context(), nil); !errors.Is(err, test.err) || calls.calls.Load() != 1 {
					t.Errorf("later: error = %v after %d calls, want the same after 1", err, calls.calls.Load())
				}
			})
		})
	}
}

// TestObjectsInterrupted ends the wait of the caller that is interrupted, and of no other.
func TestObjectsInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newListing(func() (otp.List[otp.Template], error) { return testListed("1"), nil })
		known := New(calls.caller(), noDetails)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		read := func(ctx context.Context, want error) {
			group.Go(func() {
				if err := known.Load(ctx, nil); !errors.Is(err, want) {
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
		close(calls.release)
		group.Wait()
		if got := calls.calls.Load(); got != 2 {
			t.Errorf("%d calls, want 2", got)
		}
	})
}

// TestObjectsKeepsOwnWrites prefers what this process wrote to a list that was
// under way, and asks again for what an answer did not tell.
func TestObjectsKeepsOwnWrites(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newListing(func() (otp.List[otp.Template], error) { return testListed("1", "2", "3"), nil })
		known := New(calls.caller(), noDetails)
		var group sync.WaitGroup
		group.Go(func() { _ = known.Load(t.Context(), nil) })
		synctest.Wait()
		known.Put("2", writtenTemplate("2", "renamed"))
		known.Put("3", otp.Template{})
		close(calls.release)
		group.Wait()
		var got []string
		for _, id := range []string{"1", "2", "3", "4"} {
			object, err := known.Get(t.Context(), nil, id)
			got = append(got, fmt.Sprintf("%s %v", object.ObjectName(), err))
		}
		if want := []string{"name-1 <nil>", "renamed <nil>", " not found", " not found"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// TestObjectsSharesFreshLists lets all who wait for a list share one that began after they asked.
func TestObjectsSharesFreshLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := newListing(
			func() (otp.List[otp.Template], error) { return testListed("1"), nil },
			func() (otp.List[otp.Template], error) { return testListed("1", "2"), nil },
		)
		known := New(calls.caller(), noDetails)
		var group sync.WaitGroup
		group.Go(func() {
			if all, err := known.Fresh(t.Context(), nil); len(all) != 1 || err != nil {
				t.Errorf("the first got %v, %v", all, err)
			}
		})
		synctest.Wait()
		for range 20 {
			group.Go(func() {
				if all, err := known.Fresh(t.Context(), nil); len(all) != 2 || err != nil {
					t.Errorf("a later one got %v, %v", all, err)
				}
			})
		}
		synctest.Wait()
		close(calls.release)
		group.Wait()
		if got := calls.calls.Load(); got != 2 {
			t.Errorf("%d calls, want 2", got)
		}
	})
}

// TestObjectsReserves makes objects of one name one after the other, and others at once.
func TestObjectsReserves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		known := New[otp.App](nil, nil)
		release, err := known.Reserve(t.Context(), "login")
		if err != nil {
			t.Fatal(err)
		}
		other, err := known.Reserve(t.Context(), "another")
		if err != nil {
			t.Fatal(err)
		}
		other()
		ctx, cancel := context.WithCancel(t.Context())
		var reserved atomic.Int32
		var group sync.WaitGroup
		group.Go(func() {
			if _, err := known.Reserve(ctx, " Login"); !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v", err)
			}
		})
		group.Go(func() {
			if second, err := known.Reserve(t.Context(), " Login"); err == nil {
				reserved.Add(1)
				second()
			}
		})
		cancel()
		synctest.Wait()
		if reserved.Load() != 0 {
			t.Error("the name was reserved twice")
		}
		release()
		group.Wait()
		if reserved.Load() != 1 {
			t.Error("the name was not released")
		}
	})
}

// TestObjectsFence knows as new only what the first list lacked and nobody has claimed.
func TestObjectsFence(t *testing.T) {
	t.Parallel()
	calls := newListing(
		func() (otp.List[otp.Template], error) { return testListed("1"), nil },
		func() (otp.List[otp.Template], error) { return testListed("1", "3"), nil },
	)
	close(calls.release)
	known := New(calls.caller(), noDetails)
	if known.WasNotThereBefore("2") {
		t.Error("something is new although the list was never read")
	}
	if err := known.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if known.WasNotThereBefore("1") || !known.WasNotThereBefore("2") {
		t.Error("want 2 to be new, and 1 not")
	}
	if !known.Claim("2") || known.Claim("2") || known.WasNotThereBefore("2") {
		t.Error("want 2 to be claimed once")
	}
	if _, err := known.Fresh(t.Context(), nil); err != nil || !known.WasNotThereBefore("3") {
		t.Errorf("%v, want 3 to be new, although a later list has it", err)
	}
}

// TestObjectsByName finds who has a name: the least different of several, also
// one that came after the list was read.
func TestObjectsByName(t *testing.T) {
	t.Parallel()
	calls := newListing(
		func() (otp.List[otp.Template], error) { return testListed("1", "2"), nil },
		func() (otp.List[otp.Template], error) {
			return testList(append(testListed("1", "2", "3").Objects, writtenTemplate("4", " Name-3"))...), nil
		},
		func() (otp.List[otp.Template], error) {
			return testList(writtenTemplate("6", "name-4"), writtenTemplate("5", "NAME-4")), nil
		},
		func() (otp.List[otp.Template], error) { return testList(), errors.New("broken") },
	)
	close(calls.release)
	known := New(calls.caller(), noDetails)
	if err := known.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	known.Claim("2")
	find := func(name, best string) string {
		object, ours := known.HolderNow(t.Context(), nil, name, func(o otp.Template) int {
			if o.ObjectID() == best {
				return 0
			}
			return 1
		})
		if object == nil {
			return "nobody"
		}
		return fmt.Sprintf("%s %t after %d", object.ObjectID(), ours, calls.calls.Load())
	}
	for _, test := range []struct{ name, best, want string }{
		{"name-1", "1", "1 false after 1"},
		{"name-2", "2", "2 true after 1"},
		{"name-3", "4", "3 false after 2"}, // exact before all else
		{"Name-4", "", "5 false after 3"},  // the lowest id of equals
		{"name-5", "", "nobody"},
	} {
		if got := find(test.name, test.best); got != test.want {
			t.Errorf("holder of %s = %s, want %s", test.name, got, test.want)
		}
	}
	apps := New[otp.App](nil, nil)
	// What this process has written is known even if nothing can be looked up.
	apps.owners = func(context.Context, *otp.Client) ([]string, error) { return nil, errors.New("broken") }
	apps.Put("mRELxtHc", otp.App{ID: "mRELxtHc", Name: new("login")})
	object, ours := apps.HolderNow(t.Context(), nil, "login", func(otp.App) int { return 0 })
	if object == nil || object.ObjectID() != "mRELxtHc" || ours {
		t.Errorf("holder of an application's name = %v, %t", object, ours)
	}
}

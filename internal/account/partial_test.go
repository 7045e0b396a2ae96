package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// counted is details that count, by id.
type counted struct {
	mu    sync.Mutex
	calls map[string]int
	has   map[string]otp.Template
}

func (c *counted) details(_ *otp.Client, _ context.Context, id string) (otp.Template, error) { //nolint:revive // as a method of the client
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[id]++
	template, ok := c.has[id]
	switch {
	case !ok:
		return template, otp.ErrNotFound
	case template.Odd != nil:
		return template, otp.OddError(template.Odd)
	}
	return template, nil
}

// TestPartialRows reads by its details what a row lacks, once, and only of what is asked for.
func TestPartialRows(t *testing.T) {
	t.Parallel()
	odd := writtenTemplate("3", "odd")
	odd.Odd = []otp.Odd{{Path: "data.speechRate", Form: "a fraction"}}
	rows := testList(
		otp.Template{ID: "1", Name: new("first")}, writtenTemplate("2", "second"), odd, otp.Template{ID: "4", Name: new("gone")}, otp.Template{ID: "5", Name: new("other")},
	)
	made := func() (*Objects[otp.Template], *counted) {
		calls := &counted{calls: map[string]int{}, has: map[string]otp.Template{
			"1": writtenTemplate("1", "first"), "3": odd, "5": writtenTemplate("5", "not what the row is about"),
		}}
		return New(func(*otp.Client, context.Context) (otp.List[otp.Template], error) { return rows, nil }, calls.details), calls
	}

	known, calls := made()
	for range 2 {
		if object, err := known.Get(t.Context(), nil, "1"); err != nil || object.Text == nil {
			t.Errorf("1: %+v, %v; want its details", object, err)
		}
	}
	if _, err := known.Get(t.Context(), nil, "3"); fmt.Sprint(err) != "data.speechRate: a fraction" {
		t.Errorf("3: %v, want what is odd", err)
	}
	if _, err := known.Get(t.Context(), nil, "2"); err != nil || calls.calls["1"] != 1 || calls.calls["2"] != 0 {
		t.Errorf("2: %v, calls %v", err, calls.calls)
	}

	known, calls = made()
	all, err := known.All(t.Context(), nil, MaxApps, wanted)
	var ids []string
	for _, object := range all {
		ids = append(ids, object.ObjectID())
	}
	missing := known.Missing()
	if err != nil || !slices.Equal(ids, []string{"1", "2"}) || missing == nil || !slices.Equal(missing.IDs, []string{"3"}) || !missing.Listed {
		t.Errorf("all = %q, %v, missing %v", ids, err, missing)
	}
	if calls.calls["2"] != 0 || calls.calls["1"] != 1 {
		t.Errorf("calls %v", calls.calls)
	}

	known, calls = made()
	named, err := known.FreshNamed(t.Context(), nil, "first")
	if err != nil || len(named) != 1 || named[0].Text == nil || len(calls.calls) != 1 {
		t.Errorf("named %+v, %v after %v", named, err, calls.calls)
	}
	if named, err = known.FreshNamed(t.Context(), nil, "other"); err != nil || len(named) != 0 {
		t.Errorf("a row whose id is something else's: %+v, %v", named, err)
	}
	if owners, err := known.Owned(t.Context(), nil); err != nil || !slices.Equal(owners, []string{"login-app"}) {
		t.Errorf("owners %q, %v", owners, err)
	}
	known.Settle(t.Context(), nil, "other")
	if object, _ := known.Holder("other", sameDistance); object != nil {
		t.Errorf("holder %+v, want none", object)
	}
}

// TestNamesInAnotherForm takes a name in another Unicode form for the same, before one that differs in case.
func TestNamesInAnotherForm(t *testing.T) {
	t.Parallel()
	const composed, decomposed, upper = "caf\u00e9", "cafe\u0301", "CAF\u00c9"
	known := New(func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
		return testList(writtenTemplate("1", upper), writtenTemplate("2", decomposed)), nil
	}, noDetails)
	if named, err := known.FreshNamed(t.Context(), nil, composed); err != nil || len(named) != 1 || named[0].ObjectID() != "2" {
		t.Errorf("named %+v, %v; want 2", named, err)
	}
	if object, _ := known.Holder(composed, sameDistance); object == nil || object.ObjectID() != "2" || known.Count(composed) != 1 {
		t.Errorf("holder %+v of %d, want 2", object, known.Count(composed))
	}
}

// TestSparseWrites asks for what the answer to a write did not tell, once.
func TestSparseWrites(t *testing.T) {
	t.Parallel()
	calls := &counted{calls: map[string]int{}, has: map[string]otp.Template{"1": writtenTemplate("1", "login")}}
	known := New(func(*otp.Client, context.Context) (otp.List[otp.Template], error) { return testListed(), nil }, calls.details)
	known.Put("1", otp.Template{ID: "1"})
	for range 2 {
		if object, err := known.Get(t.Context(), nil, "1"); err != nil || object.ObjectName() != "login" || calls.calls["1"] != 1 {
			t.Errorf("%+v, %v after %v", object, err, calls.calls)
		}
	}
}

// TestGaps takes no list for a fence that may lack objects.
func TestGaps(t *testing.T) {
	t.Parallel()
	known := New(func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
		return otp.List[otp.Template]{Objects: testListed("1").Objects, Gap: "it has 1 of 2"}, nil
	}, noDetails)
	if err := known.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if known.HasFirstList() || known.WasNotThereBefore("2") || known.Gap() != "it has 1 of 2" {
		t.Errorf("fence %t, gap %q", known.HasFirstList(), known.Gap())
	}
}

// TestFailedListIsShared has fifty callers ask for a list that fails: they share
// one call. A later caller makes another.
func TestFailedListIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("broken")
		calls := newListing(func() (otp.List[otp.Template], error) { return testList(), broken }, func() (otp.List[otp.Template], error) { return testListed("1"), nil })
		known := New(calls.caller(), noDetails)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				if _, err := known.Fresh(t.Context(), nil); !errors.Is(err, broken) {
					t.Errorf("error = %v", err)
				}
			})
		}
		synctest.Wait()
		close(calls.release)
		group.Wait()
		if got := calls.calls.Load(); got != 1 {
			t.Errorf("%d calls, want 1", got)
		}
		if err := known.Load(t.Context(), nil); !errors.Is(err, broken) {
			t.Errorf("load = %v, want the first failure", err)
		}
		if all, err := known.All(t.Context(), nil, MaxApps, wanted); err != nil || len(all) != 1 {
			t.Errorf("all = %v, %v; want a list that was asked for later", all, err)
		}
	})
}

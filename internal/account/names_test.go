package account

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// TestSameName holds what the API may take for one name, and what it may not.
func TestSameName(t *testing.T) {
	t.Parallel()
	for other, want := range map[string]bool{
		"Caf\u00e9": true, "\tcaf\u00e9": true, "cafe\u0301": true, "cafe": false,
	} {
		if got := SameName(other) == SameName("caf\u00e9"); got != want {
			t.Errorf("%+q is the same: %t", other, got)
		}
	}
}

// writer sends writes of one kind in virtual time.
type writer struct {
	t      *testing.T
	client *otp.Client
	names  *names
	mu     sync.Mutex
	holder map[string]string // name → id
	sent   int
}

func newWriter(t *testing.T, held ...string) *writer {
	t.Helper()
	client, err := otp.New(otp.Config{APIKey: otp.NewSecret("test-api-key"), APISecret: otp.NewSecret("test-api-secret")})
	if err != nil {
		t.Fatal(err)
	}
	known := newNames()
	w := &writer{t: t, client: client, names: &known, holder: map[string]string{}}
	for _, name := range held {
		w.holder[name] = name
	}
	return w
}

var errTaken = errors.New("taken")

// rename takes a while to give an object that has one name another one. From or to "" it is a create or a retirement.
func (w *writer) rename(from, to string) error {
	return w.names.Write(w.t.Context(), w.client, Naming{Gets: to, GivesUp: from}, func() (bool, error) {
		time.Sleep(100 * time.Millisecond)
		w.mu.Lock()
		defer w.mu.Unlock()
		w.sent++
		if to != "" && w.holder[to] != "" {
			return true, errTaken
		}
		delete(w.holder, from)
		if to != "" {
			w.holder[to] = from
		}
		return false, nil
	})
}

// TestWritesHandNamesOn lets objects hand their names on in any order of their writes.
func TestWritesHandNamesOn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		held   []string
		writes [][2]string
		fails  int
	}{
		"the name is free":       {[]string{"a"}, [][2]string{{"a", "b"}}, 0},
		"a chain, its end last":  {[]string{"a", "b", "c"}, [][2]string{{"a", "b"}, {"b", "c"}, {"c", "d"}}, 0},
		"a chain, its end first": {[]string{"a", "b", "c"}, [][2]string{{"c", "d"}, {"b", "c"}, {"a", "b"}}, 0},
		"after a retirement":     {[]string{"a", "b"}, [][2]string{{"a", "b"}, {"", "a"}, {"b", ""}}, 0},
		"a swap":                 {[]string{"a", "b"}, [][2]string{{"a", "b"}, {"b", "a"}}, 2},
		"nobody gives it up":     {[]string{"a", "b"}, [][2]string{{"a", "b"}, {"", "c"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWriter(t, test.held...)
				var all sync.WaitGroup
				var failed atomic.Int64
				began := time.Now()
				for i, write := range test.writes {
					all.Go(func() {
						time.Sleep(time.Duration(i) * 50 * time.Millisecond)
						if w.rename(write[0], write[1]) != nil {
							failed.Add(1)
						}
					})
				}
				all.Wait()
				if got := int(failed.Load()); got != test.fails {
					t.Errorf("%d writes failed, want %d", got, test.fails)
				}
				if took := time.Since(began); took > 2*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// TestWriteFailsWhenAllIsQuiet ends a wait some time after the last other write, and at once after an interrupt.
func TestWriteFailsWhenAllIsQuiet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWriter(t, "a", "b")
		began := time.Now()
		var other sync.WaitGroup
		other.Go(func() {
			time.Sleep(200 * time.Millisecond)
			_ = w.rename("", "c")
		})
		if err := w.rename("a", "b"); !errors.Is(err, errTaken) {
			t.Errorf("error = %v", err)
		}
		other.Wait()
		if took, want := time.Since(began), 300*time.Millisecond+quiet; took != want {
			t.Errorf("took %s, want %s", took, want)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
		defer cancel()
		began = time.Now()
		err := w.names.Write(ctx, w.client, Naming{Gets: "b"}, func() (bool, error) { return true, errTaken })
		if took := time.Since(began); !errors.Is(err, errTaken) || took != 150*time.Millisecond {
			t.Errorf("error = %v after %s", err, took)
		}
	})
}

// TestWritePanics ends a write that panics, so that others do not wait for it.
func TestWritePanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWriter(t, "a", "b")
		func() {
			defer func() { _ = recover() }()
			_ = w.names.Write(t.Context(), w.client, Naming{Gets: "c", GivesUp: "b"}, func() (bool, error) { panic("broken") })
		}()
		began := time.Now()
		if err := w.rename("a", "b"); !errors.Is(err, errTaken) {
			t.Errorf("error = %v, want the name to be taken", err)
		}
		if took, want := time.Since(began), 100*time.Millisecond+quiet; took != want {
			t.Errorf("took %s, want %s", took, want)
		}
	})
}

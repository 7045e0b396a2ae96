package account

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// TestObjectsReadLater takes nothing for unread that has been read since.
func TestObjectsReadLater(t *testing.T) {
	t.Parallel()
	calls := newLookups(func(call int, _ string) bool { return call == 1 })
	close(calls.release)
	known := New(nil, calls.details)
	known.owners = func(context.Context, *otp.Client) ([]string, error) { return []string{"one"}, nil }
	if err := known.Survey(t.Context(), nil, MaxApps); err != nil {
		t.Fatal(err)
	}
	if _, err := known.one(t.Context(), nil, "one"); err != nil {
		t.Fatal(err)
	}
	if missing := known.Missing(); missing != nil {
		t.Errorf("missing = %v", missing.IDs)
	}
}

// TestObjectsAll has the list and what this process has written, and nothing
// that was only read. An answer without the object is asked for.
func TestObjectsAll(t *testing.T) {
	t.Parallel()
	newest := func(id string, err error) *Objects[otp.Template] {
		known := New(
			func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
				return testListed("100", "20", "3"), nil
			},
			func(_ *otp.Client, _ context.Context, asked string) (otp.Template, error) {
				return writtenTemplate(asked, "details"), err
			})
		if _, err := known.Get(t.Context(), nil, "3"); err != nil {
			t.Fatal(err)
		}
		read := writtenTemplate("50", "read")
		known.of("50").object = &read
		known.Put("9", writtenTemplate("9", "created"))
		known.Put("20", writtenTemplate("20", "renamed"))
		if id != "" {
			known.Put(id, otp.Template{})
		}
		return known
	}
	for name, test := range map[string]struct {
		forgotten string
		err       error
		want      []string
		wantErr   error
	}{
		"all":          {"", errBroken, []string{"3 name-3", "9 created", "20 renamed", "100 name-100"}, nil},
		"asked for":    {"100", nil, []string{"3 name-3", "9 created", "20 renamed", "100 details"}, nil},
		"gone":         {"100", otp.ErrNotFound, []string{"3 name-3", "9 created", "20 renamed"}, nil},
		"cannot be":    {"100", errBroken, nil, errBroken},
		"created, odd": {"11", nil, []string{"3 name-3", "9 created", "11 details", "20 renamed", "100 name-100"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := newest(test.forgotten, test.err).All(t.Context(), nil, MaxApps, wanted)
			var got []string
			for _, template := range all {
				got = append(got, template.ObjectID()+" "+template.ObjectName())
			}
			if !slices.Equal(got, test.want) || !errors.Is(err, test.wantErr) {
				t.Errorf("all = %q, %v, want %q, %v", got, err, test.want, test.wantErr)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := newLookups(never)
	known := New(nil, calls.details)
	known.owners = func(context.Context, *otp.Client) ([]string, error) { return []string{"one"}, nil }
	if _, err := known.All(ctx, nil, MaxApps, func(otp.App) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v of an interrupted look", err)
	}
}

func writtenTemplate(id, name string) otp.Template {
	number := new(otp.Number)
	return otp.Template{
		ID: otp.ID(id), AppID: "login-app", Name: new(name), Text: new("##code##"),
		CodeType: number, CodeLength: number, SpeechRate: number, MaxDuration: number, RepeatCount: number,
	}
}

// wanted is for tests that want all.
func wanted(otp.Template) bool { return true }

package object

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
	"github.com/itniotech/terraform-provider-itniotech/internal/session"
)

func namedTemplate(id, name, app string) otp.Template {
	number := new(otp.Number)
	return otp.Template{
		ID: otp.ID(id), Name: new(name), AppID: otp.ID(app), Text: new("##code##"),
		CodeType: number, CodeLength: number, SpeechRate: number, MaxDuration: number, RepeatCount: number,
	}
}

// unknownTemplate is the answer about a template that the account does not have.
func unknownTemplate(*otp.Client, context.Context, string) (otp.Template, error) { //nolint:revive // as a method of the client
	return otp.Template{}, otp.ErrNotFound
}

func never(int, string) bool { return false }

// knowing is the resource of a kind of which a process knows these objects.
func knowing[M Model[M, A], A otp.Object](kind Kind[M, A], objects *account.Objects[A]) *Resource[M, A] {
	kind.Objects = func(*session.Session) *account.Objects[A] { return objects }
	r := newResource(kind)
	r.Session = session.New(session.Config{})
	r.Session.NoteRead() // as in a plan, in which all is one look at the account
	return r
}

// lookUpTemplates are templates whose session has these in its list.
func lookUpTemplates(listed []otp.Template, err error) *Resource[*madeTemplate, otp.Template] {
	return knowing(testTemplates, account.New(func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
		return otp.List[otp.Template]{Objects: listed}, err
	}, unknownTemplate))
}

// TestLookUp finds an object by its id or by its exact name, or says which there are.
func TestLookUp(t *testing.T) {
	t.Parallel()
	some := []otp.Template{
		namedTemplate("1000", "reset", "one"), namedTemplate("31", "login", "two"), namedTemplate("455", "login", "one"),
		namedTemplate("9", "Reset", "one"), namedTemplate("7", "a\u202eb\n", "x\x1b[2J"),
		namedTemplate("\a", "", "z"),
	}
	var many []otp.Template
	for i := range 23 {
		many = append(many, namedTemplate(fmt.Sprint(i+1), fmt.Sprintf("many-%02d", i+1), "one"))
	}
	const (
		wrongID = "The account of the API key in use has no OTP template with the id 999. " +
			"Check the id, and that api_key and base_url lead to the right account. The data source itniotech_otp_templates lists the ids."
		unseen = "\n\nIf the list is incomplete, use the id of the template. The data source itniotech_otp_templates lists the ids."
		odd    = "  \\a \"\" in the application z\n  7 \"a\\u202eb\\n\" in the application x\\x1b[2J\n"
	)
	var most strings.Builder
	for i := range 20 {
		fmt.Fprintf(&most, "  %d \"many-%02d\" in the application one\n", i+1, i+1)
	}
	same := make([]otp.Template, 22)
	for i := range same {
		same[i] = namedTemplate(fmt.Sprint(i+1), "same", "one")
	}
	for name, test := range map[string]struct {
		listed []otp.Template
		err    error
		want   query
		id     string
		says   string
	}{
		"by id":                  {some, nil, query{id: "31"}, "31", ""},
		"by name":                {some, nil, query{name: "reset"}, "1000", ""},
		"by name and app":        {some, nil, query{name: "login", app: "two"}, "31", ""},
		"by name, the same":      {nil, errors.New("broken"), query{name: "login"}, "", "broken"},
		"no such id, none":       {nil, nil, query{id: "999"}, "", wrongID + "\n\nIn this account the provider finds no OTP template."},
		"no such name, none":     {nil, nil, query{name: "login"}, "", "The account of the API key in use has no OTP template with the name \"login\".\n\nIn this account the provider finds no OTP template." + unseen},
		"no such id, some":       {some[:2], nil, query{id: "999"}, "", wrongID + "\n\nIn this account the provider finds these OTP templates:\n\n  31 \"login\" in the application two\n  1000 \"reset\" in the application one"},
		"no such id, no name":    {[]otp.Template{{ID: "8"}}, nil, query{id: "999"}, "", wrongID + "\n\nIn this account the provider finds these OTP templates:\n\n  8 \"\""},
		"no such name, odd ones": {some, nil, query{name: "missing"}, "", "The account of the API key in use has no OTP template with the name \"missing\".\n\nIn this account the provider finds these OTP templates:\n\n" + odd + "  9 \"Reset\" in the application one\n  31 \"login\" in the application two\n  455 \"login\" in the application one\n  1000 \"reset\" in the application one" + unseen},
		"no such name, alike": {some[:4], nil, query{name: " RESET"}, "", "The account of the API key in use has no OTP template with the name \" RESET\".\n\nDid you mean one of these?\n\n" +
			"  9 \"Reset\" in the application one\n  1000 \"reset\" in the application one\n\nIn this account the provider finds these OTP templates:\n\n  31 \"login\" in the application two\n  455 \"login\" in the application one" + unseen},
		"only alike": {some[:1], nil, query{name: "RESET"}, "", "The account of the API key in use has no OTP template with the name \"RESET\".\n\nDid you mean one of these?\n\n  1000 \"reset\" in the application one" + unseen},
		"in another application": {some[:2], nil, query{name: "login", app: "one"}, "", "The account of the API key in use has no OTP template with the name \"login\" in the application one.\n\nDid you mean one of these?\n\n" +
			"  31 \"login\" in the application two\n\nIn this account the provider finds these OTP templates in the application one:\n\n  1000 \"reset\" in the application one" + unseen},
		"many":            {many, nil, query{name: "login"}, "", "The account of the API key in use has no OTP template with the name \"login\".\n\nIn this account the provider finds these OTP templates:\n\n" + most.String() + "  and 3 more" + unseen},
		"many and alike":  {append(many[:21:21], some[0]), nil, query{name: "Reset"}, "", "The account of the API key in use has no OTP template with the name \"Reset\".\n\nDid you mean one of these?\n\n  1000 \"reset\" in the application one\n\nIn this account the provider finds these OTP templates:\n\n" + strings.Join(strings.SplitAfter(most.String(), "\n")[:19], "") + "  and 2 more" + unseen},
		"many alike":      {append(same[:21:21], some[0]), nil, query{name: "SAME"}, "", "The account of the API key in use has no OTP template with the name \"SAME\".\n\nDid you mean one of these?\n\n" + strings.ReplaceAll(regexpMany(most.String()), "many", "same") + "  and 1 more" + unseen},
		"several":         {some, nil, query{name: "login"}, "", "The account of the API key in use has 2 OTP templates with the name \"login\":\n\n  31 \"login\" in the application two\n  455 \"login\" in the application one\n\nChoose one by its id, or by its app_id together with the name."},
		"several, in one": {same, nil, query{name: "same", app: "one"}, "", "The account of the API key in use has 22 OTP templates with the name \"same\" in the application one:\n\n" + strings.ReplaceAll(regexpMany(most.String()), "many", "same") + "  and 2 more\n\nChoose one by its id."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template, err := lookUpTemplates(test.listed, test.err).lookUp(t.Context(), nil, test.want)
			if template.ObjectID() != test.id {
				t.Errorf("id = %q, want %q", template.ObjectID(), test.id)
			}
			if got := fmt.Sprint(err); test.says != "" && got != test.says || (err == nil) != (test.says == "") {
				t.Errorf("error:\n%s\nwant:\n%s", got, test.says)
			}
			if unmatched := new(unmatchedError); errors.As(err, &unmatched) == (test.err != nil || err == nil) {
				t.Errorf("error = %#v", err)
			}
		})
	}
}

// regexpMany takes the numbers out of names.
func regexpMany(text string) string {
	var plain strings.Builder
	for line := range strings.Lines(text) {
		before, after, _ := strings.Cut(line, "many-")
		plain.WriteString(before + "many" + after[2:])
	}
	return plain.String()
}

// TestLookUpApps finds applications by way of the templates, and says which it could not see.
func TestLookUpApps(t *testing.T) {
	t.Parallel()
	const hint = " The API cannot list applications."
	owners := func(count int) []string {
		var ids []string
		for i := range count {
			ids = append(ids, fmt.Sprintf("app-%03d", i))
		}
		return ids
	}
	missing := func(_ int, id string) bool { return id >= "app-002" }
	var first20 strings.Builder
	for i := range 20 {
		fmt.Fprintf(&first20, "  app-%03d \"APP-%03d\"\n", i, i)
	}
	for name, test := range map[string]struct {
		owners []string
		broken func(int, string) bool
		want   query
		id     string
		says   string
	}{
		"by name":     {owners(3), never, query{name: "APP-001"}, "app-001", ""},
		"by id":       {owners(3), never, query{id: "app-007"}, "app-007", ""},
		"another one": {owners(3), missing, query{name: "APP-001"}, "app-001", ""},
		"none":        {nil, never, query{name: "login"}, "", "The account of the API key in use has no OTP application with the name \"login\".\n\nIn this account the provider finds no OTP application.\n\nOnly applications that have a template can be looked up by name." + hint},
		"unread": {owners(4), missing, query{name: "login"}, "", "Terraform could not look up the OTP application \"login\".\n\n" +
			"2 of the applications that have a template could not be read (app-002, app-003). Broken."},
		"many unread": {
			owners(102), func(_ int, id string) bool { return id >= "app-001" && id < "app-098" },
			query{name: "login"},
			"",
			"Terraform could not look up the OTP application \"login\".\n\n" +
				"97 of the applications that have a template could not be read (app-001, app-002, app-003, app-004, app-005, app-006, app-007, app-008, app-009, app-010, " +
				"app-011, app-012, app-013, app-014, app-015, app-016, app-017, app-018, app-019, app-020, and 77 more). Broken.",
		},
		"none could be read": {owners(3), func(int, string) bool { return true }, query{name: "login"}, "", "Terraform could not look up the OTP application \"login\".\n\n" +
			"3 of the applications that have a template could not be read (app-000, app-001, app-002). Broken."},
		"too many": {owners(102), never, query{name: "APP-101"}, "", "The account of the API key in use has no OTP application with the name \"APP-101\".\n\n" +
			"In this account the provider finds these OTP applications:\n\n" + first20.String() + "  and 80 more\n\n" +
			"Only applications that have a template can be looked up by name. 2 of these were not looked at, because there are more than 100." + hint},
		"alike, alone": {owners(1), never, query{name: "app-000"}, "", "The account of the API key in use has no OTP application with the name \"app-000\".\n\nDid you mean one of these?\n\n  app-000 \"APP-000\"\n\nOnly applications that have a template can be looked up by name." + hint},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			r := knowing(testApps, account.NewUnlisted(func(_ *otp.Client, _ context.Context, id string) (otp.App, error) {
				if test.broken(int(calls.Add(1)), id) {
					return otp.App{}, errors.New("broken")
				}
				return otp.App{ID: otp.ID(id), Name: new(strings.ToUpper(id))}, nil
			}, func(context.Context, *otp.Client) ([]string, error) { return test.owners, nil }, func(context.Context, *otp.Client) error { return nil }))
			for range 2 {
				app, err := r.lookUp(t.Context(), nil, test.want)
				if app.ObjectID() != test.id {
					t.Errorf("id = %q, want %q", app.ObjectID(), test.id)
				}
				got := fmt.Sprint(err)
				if missing := new(account.UnreadError); errors.As(err, &missing) {
					got = r.notLookedUp(r.which(test.want.id, test.want.name), err)
				}
				if test.says != "" && got != test.says || (err == nil) != (test.says == "") {
					t.Errorf("error:\n%s\nwant:\n%s", got, test.says)
				}
			}
			if got, most := int(calls.Load()), max(1, min(len(test.owners), 100)); got > most {
				t.Errorf("%d calls, want %d at most", got, most)
			}
		})
	}
}

// TestMatching narrows objects by application and prefix, and leaves the rest alone.
func TestMatching(t *testing.T) {
	t.Parallel()
	all := []otp.Template{namedTemplate("1", "login-en", "one"), namedTemplate("2", "login-de", "two"), namedTemplate("3", "Login", "one"), {ID: "4"}}
	for _, test := range []struct{ app, prefix, want string }{
		{"", "", "1 2 3 4"},
		{"one", "", "1 3"},
		{"", "login", "1 2"},
		{"one", "login-", "1"},
		{"three", "", ""},
		{"", "login-en-", ""},
	} {
		var ids []string
		for _, template := range matching(all, test.app, test.prefix) {
			ids = append(ids, template.ObjectID())
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("matching(%q, %q) = %s, want %s", test.app, test.prefix, got, test.want)
		}
	}
	if all[1].ObjectID() != "2" {
		t.Error("the objects are not what they were")
	}
}

// TestLookUpAfterAFailedList reads one object by its id although the list failed.
func TestLookUpAfterAFailedList(t *testing.T) {
	t.Parallel()
	r := knowing(testTemplates, account.New(
		func(*otp.Client, context.Context) (otp.List[otp.Template], error) {
			return otp.List[otp.Template]{}, errors.New("broken")
		},
		func(_ *otp.Client, _ context.Context, id string) (otp.Template, error) {
			return namedTemplate(id, "login", "one"), nil
		},
	))
	if err := r.objects().Load(t.Context(), nil); err == nil {
		t.Error("the list could be had")
	}
	if template, err := r.lookUp(t.Context(), nil, query{id: "31"}); err != nil || template.ObjectID() != "31" {
		t.Errorf("%+v, %v", template, err)
	}
}

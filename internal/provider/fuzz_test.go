package provider

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// FuzzDate reads a time in two zones, which is one instant, and any text, which changes nothing but itself.
func FuzzDate(f *testing.F) {
	f.Add(int64(1640966400), int16(480), int16(0), "2022-01-01T00:00:00+08:00")
	f.Add(int64(1640966400), int16(-210), int16(825), "2022-01-01 00:00:00")
	f.Add(int64(-62135596800), int16(0), int16(1), "0001-01-01T00:00:00.5Z")
	f.Add(int64(253402300799), int16(-1439), int16(1439), "null")
	f.Fuzz(func(t *testing.T, second int64, east, west int16, text string) {
		const year1, year9999 = -62135596800, 253402300799
		second = year1 + 86400 + int64(uint64(second)%(year9999-year1-2*86400)) //nolint:gosec // any second will do
		in := func(second int64, minutes int16) string {
			return time.Unix(second, 0).In(time.FixedZone("", int(minutes)%1440*60)).Format(time.RFC3339)
		}
		here, there, later := in(second, east), in(second, west), in(second+1, west)
		if !sameInstant(here, there) || !sameInstant(there, here) || sameInstant(here, later) || sameInstant(later, here) {
			t.Errorf("%s, %s and a second after that: %s", here, there, later)
		}
		answered, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, answered := range []string{text, string(answered)} {
			var app otp.App
			if json.Unmarshal([]byte(`{"createTime":`+answered+`}`), &app) != nil {
				continue // it was no JSON
			}
			model := appModel{CreateTime: types.StringValue(here)}
			model.FromAPI(app)
			if got := model.CreateTime.ValueString(); got != here && (app.CreateTime == nil || got != string(*app.CreateTime) || sameInstant(got, here)) {
				t.Errorf("%s after %s reads as %s", answered, here, got)
			}
			if read := model.CreateTime; app.CreateTime != nil {
				model.FromAPI(app)
				if !model.CreateTime.Equal(read) {
					t.Errorf("%s reads as %s, and then as %s", answered, read, model.CreateTime)
				}
			}
		}
	})
}

// asked is what an import by name asks for.
type asked struct{ name, scope string }

// namedBy is how an import names an object, read in another way than the provider reads it.
func namedBy(id string, inApp bool) (want asked, isName bool) {
	form := regexp.MustCompile(`(?s)^name=(.*)$`).FindStringSubmatch(id)
	if form != nil {
		return asked{name: form[1]}, true
	}
	form = regexp.MustCompile(`(?s)^app_id=(.+?),name=(.*)$`).FindStringSubmatch(id)
	if form == nil || !inApp || strings.HasPrefix(id, "app_id=,name=") {
		return asked{}, false
	}
	return asked{name: form[2], scope: form[1]}, true
}

// FuzzImportID imports by any text: it leads to one object, by its id or by its name, or to one error.
func FuzzImportID(f *testing.F) {
	for _, id := range []string{
		"", "98", "098", "mRELxtHc", "a b", "name=", "name=login-0", "name=fall back", "name=name=a,name=b", "app_id=mRELxtHc,name=login-1",
		"app_id=another1,name=other-3", "app_id=another1,name=login-0", "name=fallb", "name= login-0 ", "app_id=,name=login-0", "app_id=mRELxtHc", "app_id=a,name=b,name=c", "name=\x1b[31m\u202e", "\u202e\x07",
		"99999999999999999999", "\xff",
	} {
		for kind := range testKinds() {
			f.Add(byte(kind), id)
		}
	}
	f.Fuzz(func(t *testing.T, kind byte, id string) {
		id = strings.ToValidUTF8(id, "?") // as in all texts of Terraform
		number := int(kind) % len(testKinds())
		s := testKinds()[number]
		want, isName := namedBy(id, s.name == "template")
		if isName {
			again := "name=" + want.name
			if want.scope != "" {
				again = "app_id=" + want.scope + "," + again
			}
			if parsed, ok := namedBy(again, s.name == "template"); again != id || !ok || parsed != want {
				t.Errorf("%q is %+v, which is written as %q and then %+v", id, want, again, parsed)
			}
		}
		p, w := queryable(t)
		identity, problems := p.importing(t.Context(), t, "itniotech_otp_"+s.name, id)
		lists := w.count("/template/list") + w.count("/flow/list")
		if len(problems) > 0 {
			if len(problems) > 1 || identity != "" {
				t.Errorf("%q is imported as %s with %q", id, identity, problems)
			}
			if odd := strings.IndexFunc(problems[0], func(char rune) bool { return unicode.In(char, unicode.C) && char != '\n' }); odd >= 0 {
				t.Errorf("%q shows a control character", problems[0])
			}
			return
		}
		var imported struct{ ID string }
		if err := json.Unmarshal([]byte(identity), &imported); err != nil {
			t.Fatal(err)
		}
		switch found := w.matching(s, want); {
		case !isName && imported.ID != id:
			t.Errorf("the id %q leads to the id %q", id, imported.ID)
		case isName && fmt.Sprint(found) != fmt.Sprint([]string{imported.ID}):
			t.Errorf("%q leads to the id %s, want one of %s", id, imported.ID, found)
		case isName && lists != 1:
			t.Errorf("%q takes %d lists", id, lists)
		}
	})
}

// matching are the ids of the objects that a name leads to.
func (w *testAccount) matching(s testKind, want asked) []string {
	var ids []string
	for _, template := range w.Templates() {
		if s.name == "template" && template.Name == want.name && (want.scope == "" || want.scope == template.AppID) {
			ids = append(ids, fmt.Sprint(template.ID))
		}
	}
	for _, flow := range w.Flows() {
		if s.name == "flow" && flow.Name == want.name {
			ids = append(ids, fmt.Sprint(flow.ID))
		}
	}
	return ids
}

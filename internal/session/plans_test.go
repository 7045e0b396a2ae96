package session

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var here, elsewhere = types.StringValue("here"), types.StringValue("elsewhere")

func managed(id, name string, fate Fate, becomes string) Managed {
	return Managed{ID: id, Name: name, App: here, Fate: fate, Becomes: becomes}
}

func settings(text string) map[string]tftypes.Value {
	return map[string]tftypes.Value{"text": tftypes.NewValue(tftypes.String, text)}
}

// take takes a name, and says who else has to do with it.
func take(p *Plans, mine Taker, holder string, refuse bool) string {
	var said string
	p.Take(mine, holder, func(others Others) bool {
		if other := others.Taker; other != nil {
			said += fmt.Sprintf("taker %q;", other.ID)
		}
		if others.Holder != nil {
			said += fmt.Sprintf("holder %s %q;", others.Holder.ID, others.Holder.Fate)
		}
		for _, object := range others.Circle {
			said += fmt.Sprintf("%s→%s;", object.Name, object.Becomes)
		}
		return refuse
	})
	return said
}

// TestPlansTake finds who else wants a name, who has it, and whether names are passed round.
func TestPlansTake(t *testing.T) {
	t.Parallel()
	login := Taker{Name: "login", App: here}
	for name, test := range map[string]struct {
		before func(*Plans)
		mine   Taker
		holder string
		want   string
	}{
		"nothing is known":             {func(*Plans) {}, login, "", ""},
		"the account's is not managed": {func(*Plans) {}, login, "1", ""},
		"read":                         {func(p *Plans) { p.NoteRead(managed("1", "login", NotPlanned, "")) }, login, "1", `holder 1 "";`},
		"read, and in no list":         {func(p *Plans) { p.NoteRead(managed("1", "login", NotPlanned, "")) }, login, "", `holder 1 "";`},
		"read elsewhere":               {func(p *Plans) { p.NoteRead(Managed{ID: "1", Name: "login", App: elsewhere}) }, login, "", ""},
		"planned to stay":              {func(p *Plans) { p.Note(managed("1", "login", Stays, "login"), false) }, login, "", `holder 1 "stays";`},
		"one that stays before others": {func(p *Plans) {
			p.Note(managed("1", "login", Stays, "renamed"), false)
			p.Note(managed("2", "login", IsLeft, ""), false)
			p.NoteRead(managed("3", "login", NotPlanned, ""))
		}, login, "1", `holder 2 "is left";`},
		"another Unicode form": {func(p *Plans) { p.NoteRead(managed("1", "cafe\u0301", NotPlanned, "")) }, Taker{Name: "caf\u00e9", App: here}, "", `holder 1 "";`},

		"another create":   {func(p *Plans) { take(p, login, "", false) }, login, "", `taker "";`},
		"another, refused": {func(p *Plans) { take(p, login, "", true) }, login, "", ""},
		"a rename":         {func(p *Plans) { take(p, Taker{ID: "7", Name: "Login ", App: here}, "", false) }, login, "", `taker "7";`},
		"the second half":  {func(p *Plans) { take(p, Taker{ID: "7", Name: "login", App: here}, "", false) }, Taker{ID: "7", IsReplacement: true, Name: "login", App: here}, "", ""},
		"one here before others": {func(p *Plans) {
			take(p, Taker{ID: "7", Name: "login", App: elsewhere}, "", false)
			take(p, Taker{ID: "8", Name: "login", App: here}, "", false)
		}, login, "", `taker "8";`},
		"one spelled so is first": {func(p *Plans) {
			take(p, Taker{ID: "7", Name: "LOGIN", App: here}, "", false)
			take(p, Taker{ID: "8", Name: "login", App: here}, "", false)
		}, login, "", `taker "8";`},

		"a swap": {func(p *Plans) {
			p.Note(managed("1", "a", Stays, "b"), false)
			p.Note(managed("2", "b", Stays, "a"), false)
		}, Taker{ID: "2", From: "b", Name: "a", App: here}, "", `holder 1 "stays";b→a;a→b;`},
		"three in a circle": {func(p *Plans) {
			p.Note(managed("1", "a", Stays, "b"), false)
			p.Note(managed("2", "b", Stays, "c"), false)
			p.Note(managed("3", "c", Stays, "a"), false)
		}, Taker{ID: "3", From: "c", Name: "a", App: here}, "", `holder 1 "stays";c→a;a→b;b→c;`},
		"a chain": {func(p *Plans) {
			p.Note(managed("1", "a", Stays, "b"), false)
			p.Note(managed("2", "b", Stays, "c"), false)
		}, Taker{ID: "1", From: "a", Name: "b", App: here}, "", `holder 2 "stays";`},
		"a chain into a circle": {func(p *Plans) {
			p.Note(managed("1", "a", Stays, "b"), false)
			p.Note(managed("2", "b", Stays, "c"), false)
			p.Note(managed("3", "c", Stays, "b"), false)
		}, Taker{ID: "1", From: "a", Name: "b", App: here}, "", `holder 2 "stays";`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlans()
			test.before(p)
			if got := take(p, test.mine, test.holder, false); got != test.want {
				t.Errorf("others = %s, want %s", got, test.want)
			}
		})
	}
}

// TestPlansNote finds what is wrong with what a plan does with an object of the state.
func TestPlansNote(t *testing.T) {
	t.Parallel()
	login, renamed, retired := managed("1", "login", Stays, "login"), managed("1", "login", Stays, "renamed"), managed("1", "login", IsRetired, "")
	replaced := retired
	replaced.IsReplaced = true
	read := func(times int) func(*Plans) {
		return func(p *Plans) {
			for range times {
				p.NoteRead(managed("1", "login", NotPlanned, ""))
			}
		}
	}
	wanted := func(app types.String, refuse bool) func(*Plans) {
		return func(p *Plans) { take(p, Taker{ID: "7", Name: "login", App: app}, "", refuse) }
	}
	noted := func(planned Managed) func(*Plans) { return func(p *Plans) { p.Note(planned, false) } }
	for name, test := range map[string]struct {
		before   []func(*Plans)
		planned  Managed
		isSecond bool
		want     string
	}{
		"stays":                              {nil, login, false, "- false false"},
		"keeps what another wants":           {[]func(*Plans){wanted(here, false)}, login, false, "7 false false"},
		"keeps what another was refused":     {[]func(*Plans){wanted(here, true)}, login, false, "- false false"},
		"keeps what another wants elsewhere": {[]func(*Plans){wanted(elsewhere, false)}, login, false, "- false false"},
		"leaves what another wants":          {[]func(*Plans){wanted(here, false)}, renamed, false, "- false false"},
		"leaves it for an unknown name":      {[]func(*Plans){wanted(here, false)}, managed("1", "login", Stays, ""), false, "- false false"},
		"is retired, and another wants it":   {[]func(*Plans){wanted(here, false)}, retired, false, "- false false"},
		"may be retired, another wants it":   {[]func(*Plans){wanted(here, false)}, managed("1", "login", MayBeRetired, ""), false, "- false false"},
		"is left, and another wants it":      {[]func(*Plans){wanted(here, false)}, managed("1", "login", IsLeft, ""), false, "7 false false"},

		"retired here, kept there":            {[]func(*Plans){noted(login)}, retired, false, "- true false"},
		"kept here, retired there":            {[]func(*Plans){noted(retired)}, login, false, "- true false"},
		"left here, kept there":               {[]func(*Plans){noted(login)}, managed("1", "login", IsLeft, ""), false, "- false false"},
		"replaced under RETIRE":               {[]func(*Plans){noted(login)}, replaced, true, "- false false"},
		"replaced under RETIRE, kept there":   {[]func(*Plans){noted(login), noted(login)}, replaced, true, "- true false"},
		"kept by two, and read twice":         {[]func(*Plans){read(2), noted(login)}, login, false, "- false true"},
		"kept by two, and imported":           {[]func(*Plans){func(p *Plans) { p.NoteImport("1") }, read(1), noted(login)}, login, false, "- false true"},
		"planned twice, as a minimal refresh": {[]func(*Plans){noted(login), read(1)}, login, false, "- false false"},
		"planned twice, and not read":         {[]func(*Plans){noted(login)}, login, false, "- false false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlans()
			for _, before := range test.before {
				before(p)
			}
			clash, taker := p.Note(test.planned, test.isSecond), "-"
			if clash.Taker != nil {
				taker = clash.Taker.ID
			}
			if got := fmt.Sprint(taker, " ", clash.RetiredElsewhere, " ", clash.HasTwoAddresses); got != test.want {
				t.Errorf("clash = %s, want %s", got, test.want)
			}
		})
	}
}

// TestPlansKnow knows what nobody has planned, and whether an object comes or goes.
func TestPlansKnow(t *testing.T) {
	t.Parallel()
	p := newPlans()
	if p.HasOther() {
		t.Error("something is known before anything was noted")
	}
	p.NoteRead(managed("1", "login", NotPlanned, ""))
	p.NoteOther()
	if !p.HasOther() {
		t.Error("want another to come")
	}
	unplanned := func() (has bool) {
		p.Take(Taker{Name: "x", App: here}, "", func(others Others) bool { has = others.HasUnplanned; return true })
		return has
	}
	if !unplanned() {
		t.Error("want 1 to be read and not planned")
	}
	p.Note(managed("1", "login", Stays, "login"), false)
	if unplanned() {
		t.Error("want all to be planned")
	}
}

// TestTakerSettings tells takers by the settings that are known.
func TestTakerSettings(t *testing.T) {
	t.Parallel()
	one, equal, other := Taker{Planned: settings("one")}, Taker{Planned: settings("one")}, Taker{Planned: settings("other")}
	unknown := Taker{Planned: map[string]tftypes.Value{"text": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)}}
	renamed := Taker{ID: "1", Planned: settings("one")}
	if !one.HasSettingsOf(&equal) || !one.HasSettingsOf(&unknown) || one.HasSettingsOf(&other) || one.HasSettingsOf(&renamed) {
		t.Error("want settings to tell new objects, and ids all others")
	}
}

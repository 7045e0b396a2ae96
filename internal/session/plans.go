package session

import (
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/account"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// Plans is what this process has read and planned of the objects of one kind. Terraform plans resources at the same
// time and in any order, on a few workers, so that no plan waits for another. Each is judged by what is noted so far.
type Plans struct {
	mu      sync.Mutex
	managed map[string]*Managed // objects of the state, by id
	takers  map[string][]*Taker // by name, as account.SameName has it
	isOther bool                // see AppsChange
}

func newPlans() *Plans { return &Plans{managed: map[string]*Managed{}, takers: map[string][]*Taker{}} }

// Fate is what a plan does with an object of the state.
type Fate string

// The fates. An object that is replaced is left, or retired, too.
const (
	NotPlanned   Fate = ""               // its plan has not come yet
	Stays        Fate = "stays"          // it is changed in place, or not at all
	IsLeft       Fate = "is left"        // Terraform lets go of it, and the account keeps it as it is
	IsRetired    Fate = "is retired"     // Terraform lets go of it, and renames it
	MayBeRetired Fate = "may be retired" // Terraform lets go of it by a policy that is not known yet
)

// Managed is an object of the state.
type Managed struct {
	ID, Name string
	App      types.String
	Policy   string // its own deletion_policy, as it was last applied

	Fate       Fate
	IsReplaced bool   // another object comes in its place
	Becomes    string // the name of one that stays, "" while that is not known

	reads, stays int
	isImported   bool
}

// keeps tells whether an object is planned to have the name that it has.
func (m *Managed) keeps() bool {
	return m.Fate == IsLeft || m.Fate == Stays && otp.NFC(m.Becomes) == otp.NFC(m.Name)
}

// Leaves tells whether an object is planned to give its name up.
func (m *Managed) Leaves() bool { return m.Fate != NotPlanned && !m.keeps() }

// Taker is a planned object that is to get a name which it does not have yet.
type Taker struct {
	ID, From      string // the object that is renamed or replaced and its name, "" for an object that replaces none
	IsReplacement bool   // a new object comes in its place
	Name          string
	App           types.String
	Planned       map[string]tftypes.Value

	isRefused bool
}

// IsNew tells whether the object is to be created.
func (t *Taker) IsNew() bool { return t.ID == "" }

// HasSettingsOf tells whether nothing tells this one from another, as one
// resource that is planned twice.
func (t *Taker) HasSettingsOf(other *Taker) bool {
	for name, value := range t.Planned {
		if has := other.Planned[name]; has.IsFullyKnown() && value.IsFullyKnown() && !has.Equal(value) {
			return false
		}
	}
	return t.IsNew() && other.IsNew()
}

// SameApp tells whether both are known and the same.
func SameApp(a, b types.String) bool { return !a.IsNull() && !a.IsUnknown() && a.Equal(b) }

// NoteRead notes that the state has an object.
func (p *Plans) NoteRead(now Managed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of(now).reads++
}

// NoteImport notes that an import has asked for an object.
func (p *Plans) NoteImport(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of(Managed{ID: id}).isImported = true
}

// of returns what is known of an object, with what the caller knows of it now.
func (p *Plans) of(now Managed) *Managed {
	known := p.managed[now.ID]
	if known == nil {
		known = &Managed{ID: now.ID}
		p.managed[now.ID] = known
	}
	if now.Name != "" {
		known.Name, known.App, known.Policy = now.Name, now.App, now.Policy
	}
	return known
}

// Clash is what the plan of an object has to do with other plans.
type Clash struct {
	Taker            *Taker // is to get the name that the object keeps
	RetiredElsewhere bool   // the object stays by one resource, and is retired by another
	HasTwoAddresses  bool   // the object stays by two resources
}

// Note notes what a plan does with an object, and returns what is wrong with that.
// A replacement is planned twice, the first time as if the object stayed: isSecond
// says that this is the second time.
func (p *Plans) Note(planned Managed, isSecond bool) Clash {
	p.mu.Lock()
	defer p.mu.Unlock()
	object := p.of(planned)
	if isSecond && object.stays > 0 {
		object.stays--
	}
	wasRetired := object.Fate == IsRetired && !object.IsReplaced
	if planned.Fate == Stays {
		object.stays++
	}
	isRetired := planned.Fate == IsRetired || wasRetired
	if !wasRetired {
		object.Fate, object.IsReplaced, object.Becomes = planned.Fate, planned.IsReplaced, planned.Becomes
	}
	return Clash{
		Taker:            p.takerOf(object),
		RetiredElsewhere: isRetired && object.stays > 0,
		HasTwoAddresses:  !isRetired && object.stays > 1 && (object.isImported || object.reads >= object.stays),
	}
}

// takerOf returns another object that is to get the name which an object keeps.
func (p *Plans) takerOf(object *Managed) *Taker {
	if !object.keeps() {
		return nil
	}
	for _, taker := range p.takers[account.SameName(object.Name)] {
		if !taker.isRefused && taker.ID != object.ID && otp.NFC(taker.Name) == otp.NFC(object.Name) && SameApp(taker.App, object.App) {
			return taker
		}
	}
	return nil
}

// Others is what other plans have to do with a name that a planned object is to get.
type Others struct {
	Taker  *Taker   // is to get the name too
	Holder *Managed // has the name
	// HasUnplanned says that something was read and is not planned: a tainted
	// object's create may be planned twice.
	HasUnplanned bool
	Circle       []*Managed // in which names are passed round, each to the one before it
}

// Take notes that a planned object is to get a name, and returns whether that
// was refused, as decide says given the other plans. The holder is what the
// account is known to have under the name, "" for nothing.
func (p *Plans) Take(mine Taker, holder string, decide func(Others) (isRefused bool)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := account.SameName(mine.Name)
	others := Others{Taker: p.otherTaker(key, &mine), Holder: p.holder(&mine, holder), HasUnplanned: p.hasUnplanned()}
	if !mine.IsNew() && !mine.IsReplacement {
		others.Circle = p.circle(&mine)
	}
	mine.isRefused = decide(others)
	p.takers[key] = append(p.takers[key], &mine)
}

// otherTaker returns another object that is to get the name: the one that stands
// in the way most surely.
func (p *Plans) otherTaker(key string, mine *Taker) *Taker {
	var found *Taker
	for _, other := range p.takers[key] {
		if other.isRefused || mine.ID != "" && mine.ID == other.ID {
			continue // that it is wrong has been said; or it is planned once more
		}
		if found == nil || mine.nearness(other) > mine.nearness(found) {
			found = other
		}
	}
	return found
}

// nearness is how surely another taker stands in the way of this one.
func (t *Taker) nearness(other *Taker) int {
	near := 0
	for i, is := range []bool{!t.HasSettingsOf(other), otp.NFC(t.Name) == otp.NFC(other.Name), SameApp(t.App, other.App)} {
		if is {
			near += 1 << i
		}
	}
	return near
}

// holder returns the object of the state that has the name, one that keeps it
// before others; and else what is known of the account's holder.
func (p *Plans) holder(mine *Taker, id string) *Managed {
	var found *Managed
	for _, other := range slices.Sorted(maps.Keys(p.managed)) {
		object := p.managed[other]
		isIt := object.ID == id || otp.NFC(object.Name) == otp.NFC(mine.Name) && SameApp(object.App, mine.App)
		if !isIt || object.ID == mine.ID || object.Fate == NotPlanned && object.reads == 0 {
			continue
		}
		if found == nil || !found.keeps() && (object.keeps() || found.Leaves() && object.Fate == NotPlanned) {
			found = object
		}
	}
	if found == nil {
		return nil
	}
	copied := *found
	return &copied
}

// hasUnplanned tells whether something was read and is not planned.
func (p *Plans) hasUnplanned() bool {
	for _, object := range p.managed {
		if object.reads > 0 && object.Fate == NotPlanned {
			return true
		}
	}
	return false
}

// circle returns the objects that pass names on to each other, the first of
// them the one that is renamed now; nil if the names get somewhere.
func (p *Plans) circle(mine *Taker) []*Managed {
	first := p.managed[mine.ID]
	if first == nil {
		return nil
	}
	at := Managed{ID: mine.ID, Name: first.Name, App: mine.App, Becomes: mine.Name, Fate: Stays}
	passed := []*Managed{&at}
	for next := &at; ; {
		next = p.next(next)
		switch {
		case next == nil, len(passed) > len(p.managed):
			return nil
		case next.ID == mine.ID:
			return passed
		}
		copied := *next
		passed = append(passed, &copied)
	}
}

// next returns the object that has the name which another is renamed to, and
// is renamed itself.
func (p *Plans) next(renamed *Managed) *Managed {
	for _, id := range slices.Sorted(maps.Keys(p.managed)) {
		object := p.managed[id]
		if object.Fate == Stays && object.Leaves() && object.Becomes != "" && id != "" &&
			otp.NFC(object.Name) == otp.NFC(renamed.Becomes) && SameApp(object.App, renamed.App) {
			return object
		}
	}
	return nil
}

// NoteOther notes that an object is planned to be made, replaced or destroyed.
func (p *Plans) NoteOther() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.isOther = true
}

// HasOther tells whether one is: then an id that is not known yet may be another
// one than before. What refers to an object is planned after it.
func (p *Plans) HasOther() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.isOther
}

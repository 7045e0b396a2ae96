package session

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Plans is what this process has read and planned of the objects of one
// kind. Planning and applying are two processes, so that it only serves plans.
type Plans struct {
	wait time.Duration // how long the plan of a create waits for that of the object that has the name

	mu      sync.Mutex
	changed chan struct{}        // closed when something is noted
	read    map[string]time.Time // when each object of the state was read, by id
	names   map[string]Holder    // by id
	takers  map[string][]Taker   // by name
	until   time.Time            // when the plans of what was not read are taken to be complete
}

func newPlans(wait time.Duration) *Plans { return &Plans{wait: wait} }

// Holder is the name that an object of the state is to have, "" if nobody
// else could want it.
type Holder struct {
	Name string
	App  types.String
}

// Taker is a planned object that is to get a name which it does not have yet.
type Taker struct {
	ID      string // "" for an object that replaces none
	App     types.String
	Planned map[string]tftypes.Value
}

// IsOther tells whether two takers are surely those of two objects. Nothing
// tells a resource that is planned again from another one with its settings.
func (t Taker) IsOther(other Taker) bool {
	if t.ID != other.ID {
		return true
	}
	for name, value := range t.Planned {
		if has := other.Planned[name]; has.IsFullyKnown() && value.IsFullyKnown() && !has.Equal(value) {
			return true
		}
	}
	return false
}

// NoteRead notes that the state has an object.
func (p *Plans) NoteRead(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.read == nil {
		p.read = map[string]time.Time{}
	}
	p.read[id] = time.Now()
}

// NoteHolder notes the name that an object of the state is planned to have, and
// returns another object that is planned to get it, nil if there is none.
func (p *Plans) NoteHolder(id string, planned Holder) *Taker {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names == nil {
		p.names = map[string]Holder{}
	}
	p.names[id] = planned
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
	for _, other := range p.takers[planned.Name] {
		if other.ID != id && SameApp(other.App, planned.App) {
			return &other
		}
	}
	return nil
}

// Keeper returns the id of another object that is planned to have a name, "" if there is none.
func (p *Plans) Keeper(name string, mine Taker) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(p.names)) {
		if keeps := p.names[id]; id != mine.ID && keeps.Name == name && SameApp(keeps.App, mine.App) {
			return id
		}
	}
	return ""
}

// NoteTaker notes that a planned object is to get a name, and returns another
// one that is to get the same, nil if there is none. One that is surely another
// comes before others, and one of the same app too.
func (p *Plans) NoteTaker(name string, mine Taker) *Taker {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.takers == nil {
		p.takers = map[string][]Taker{}
	}
	var found *Taker
	for _, other := range p.takers[name] {
		if mine.ID != "" && mine.ID == other.ID {
			continue
		}
		if found == nil || mine.nearer(other, *found) {
			found = &other
		}
	}
	p.takers[name] = append(p.takers[name], mine)
	return found
}

// nearer tells whether one taker matters more than another.
func (t Taker) nearer(one, other Taker) bool {
	if near := SameApp(t.App, one.App); near != SameApp(t.App, other.App) {
		return near
	}
	return t.IsOther(one) && !t.IsOther(other)
}

// SameApp tells whether both are known and the same.
func SameApp(a, b types.String) bool { return !a.IsNull() && !a.IsUnknown() && a.Equal(b) }

// Name returns the name that an object is planned to have, and waits a little
// for that plan to come in.
func (p *Plans) Name(ctx context.Context, id string) (name string, planned bool) {
	for {
		p.mu.Lock()
		known, planned := p.names[id]
		if p.until.IsZero() {
			p.until = time.Now().Add(p.wait)
		}
		until := p.until
		if soon := p.read[id].Add(p.wait); soon.After(until) {
			until = soon
		}
		if planned || !time.Now().Before(until) {
			p.mu.Unlock()
			return known.Name, planned
		}
		if p.changed == nil {
			p.changed = make(chan struct{})
		}
		changed := p.changed
		p.mu.Unlock()
		select {
		case <-changed:
		case <-time.After(time.Until(until)):
		case <-ctx.Done():
			return "", false
		}
	}
}

// WasRead tells whether the state has an object.
func (p *Plans) WasRead(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.read[id].IsZero()
}

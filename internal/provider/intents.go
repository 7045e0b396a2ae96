package provider

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/itniotech/terraform-provider-itniotech/internal/attribute"
)

// intents is what this process has read and planned of the objects of one
// kind. Planning and applying are two processes, so that it only serves plans.
type intents struct {
	patience time.Duration // how long the plan of a create waits for that of the object that has the name

	mu      sync.Mutex
	changed chan struct{}          // closed when something is noted
	read    map[string]time.Time   // when each object of the state was read, by id
	names   map[string]plannedName // by id
	wants   map[string][]want      // by name
	until   time.Time              // when the plans of what was not read are taken to be complete
}

// plannedName is the name that an object of the state is to have, "" if nobody
// else could want it.
type plannedName struct {
	name  string
	scope types.String
}

// want is a planned object that is to get a name which it does not have yet.
type want struct {
	id      string // "" for an object that replaces none
	scope   types.String
	planned map[string]tftypes.Value
}

// isOther tells whether two wants are surely those of two objects. Nothing
// tells a resource that is planned again from another one with its settings.
func (w want) isOther(other want) bool {
	if w.id != other.id {
		return true
	}
	for name, value := range w.planned {
		if has := other.planned[name]; has.IsFullyKnown() && value.IsFullyKnown() && !has.Equal(value) {
			return true
		}
	}
	return false
}

// noteRead notes that the state has an object.
func (i *intents) noteRead(id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.read == nil {
		i.read = map[string]time.Time{}
	}
	i.read[id] = time.Now()
}

// noteName notes the name that an object of the state is planned to have, and
// returns another object that is planned to get it, nil if there is none.
func (i *intents) noteName(id string, planned plannedName) *want {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.names == nil {
		i.names = map[string]plannedName{}
	}
	i.names[id] = planned
	if i.changed != nil {
		close(i.changed)
		i.changed = nil
	}
	for _, other := range i.wants[planned.name] {
		if other.id != id && sameScope(other.scope, planned.scope) {
			return &other
		}
	}
	return nil
}

// keeper returns the id of another object that is planned to have a name, "" if there is none.
func (i *intents) keeper(name string, mine want) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(i.names)) {
		if keeps := i.names[id]; id != mine.id && keeps.name == name && sameScope(keeps.scope, mine.scope) {
			return id
		}
	}
	return ""
}

// noteWant notes that a planned object is to get a name, and returns another
// one that is to get the same, nil if there is none. One that is surely another
// comes before others, and one of the same scope too.
func (i *intents) noteWant(name string, mine want) *want {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.wants == nil {
		i.wants = map[string][]want{}
	}
	var found *want
	for _, other := range i.wants[name] {
		if mine.id != "" && mine.id == other.id {
			continue
		}
		if found == nil || mine.nearer(other, *found) {
			found = &other
		}
	}
	i.wants[name] = append(i.wants[name], mine)
	return found
}

// nearer tells whether one want matters more than another.
func (w want) nearer(one, other want) bool {
	if near := sameScope(w.scope, one.scope); near != sameScope(w.scope, other.scope) {
		return near
	}
	return w.isOther(one) && !w.isOther(other)
}

// sameScope tells whether both are known and the same.
func sameScope(a, b types.String) bool { return attribute.IsKnown(a) && a.Equal(b) }

// name returns the name that an object is planned to have, and waits a little
// for that plan to come in.
func (i *intents) name(ctx context.Context, id string) (name string, planned bool) {
	for {
		i.mu.Lock()
		known, planned := i.names[id]
		if i.until.IsZero() {
			i.until = time.Now().Add(i.patience)
		}
		until := i.until
		if soon := i.read[id].Add(i.patience); soon.After(until) {
			until = soon
		}
		if planned || !time.Now().Before(until) {
			i.mu.Unlock()
			return known.name, planned
		}
		if i.changed == nil {
			i.changed = make(chan struct{})
		}
		changed := i.changed
		i.mu.Unlock()
		select {
		case <-changed:
		case <-time.After(time.Until(until)):
		case <-ctx.Done():
			return "", false
		}
	}
}

// wasRead tells whether the state has an object.
func (i *intents) wasRead(id string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return !i.read[id].IsZero()
}

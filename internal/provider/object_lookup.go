package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/itniotech/terraform-provider-itniotech/internal/explain"
	"github.com/itniotech/terraform-provider-itniotech/internal/otp"
)

// maxCandidates bounds how many objects an error lists.
const maxCandidates = 20

// wanted is what a data source or an import asks for: an id, or a name and,
// unless that is "", the application whose object it is.
type wanted struct{ id, name, scope string }

// unmatchedError says that no object, or more than one, is what is asked for,
// and which there are.
type unmatchedError struct{ text string }

func (e *unmatchedError) Error() string { return e.text }

// candidate is an object that somebody may have meant.
type candidate struct{ id, name, scope string }

// lookUp returns the object that is asked for. An unmatchedError says that
// there is none or more than one; other errors are those of the API.
func (c *crud[Model, Pointer, Settings, Answer]) lookUp(ctx context.Context, client *otp.Client, want wanted) (Answer, error) {
	var none Answer
	catalog := c.catalog(c.session)
	if want.id != "" {
		answer, err := catalog.get(ctx, client, want.id)
		if !errors.Is(err, otp.ErrNotFound) {
			return answer, err
		}
		all, err := catalog.all(ctx, client, maxOwners)
		return none, &unmatchedError{c.none(want, candidates(all), err == nil)}
	}
	all, err := catalog.all(ctx, client, maxOwners)
	if err != nil {
		return none, err
	}
	var found []Answer
	for _, object := range matching(all, want.scope, want.name) {
		if object.ObjectName() == want.name {
			found = append(found, object)
		}
	}
	switch len(found) {
	case 0:
		if missing := catalog.missing(); missing != nil {
			return none, missing // it may be one of these
		}
		return none, &unmatchedError{c.none(want, candidates(all), true)}
	case 1:
		return found[0], nil
	}
	return none, &unmatchedError{c.several(want, candidates(found))}
}

// none says that no object is what is asked for, and lists those that there
// are, if they could be had: those first whose name is the same but for case,
// blanks or the application, and then those of the application.
func (c *crud[Model, Pointer, Settings, Answer]) none(want wanted, all []candidate, listed bool) string {
	text := []string{c.noSuchID(want.id)}
	if want.id == "" {
		text[0] = fmt.Sprintf("The account of the API key in use has no %s with the name %q%s.", c.kind.noun, want.name, inApplication(want.scope))
	}
	var alike, others []candidate
	for _, candidate := range all {
		switch {
		case want.name != "" && sameName(candidate.name) == sameName(want.name):
			alike = append(alike, candidate)
		case want.scope == "" || candidate.scope == want.scope:
			others = append(others, candidate)
		}
	}
	const has = "As far as that can be seen, the account has "
	shown := min(len(alike), maxCandidates)
	if shown > 0 {
		text = append(text, "Did you mean one of these?", lines(alike, shown))
	}
	switch {
	case !listed:
	case len(alike) == 0 && len(others) == 0:
		text = append(text, fmt.Sprintf("%sno %s%s.", has, c.kind.noun, inApplication(want.scope)))
	case len(others) > 0 && shown < maxCandidates:
		text = append(text, fmt.Sprintf("%sthese %ss%s:", has, c.kind.noun, inApplication(want.scope)), lines(others, maxCandidates-shown))
	}
	if want.id == "" {
		text = append(text, c.unseen())
	}
	return strings.Join(text, "\n\n")
}

// several says that more than one object has a name, and lists them.
func (c *crud[Model, Pointer, Settings, Answer]) several(want wanted, found []candidate) string {
	choose := "Choose one by its id."
	if c.scopeName != "" && want.scope == "" {
		choose = fmt.Sprintf("Choose one by its id, or by its %s beside the name.", c.scopeName)
	}
	return fmt.Sprintf("The account of the API key in use has %d %ss with the name %q%s:\n\n%s\n\n%s",
		len(found), c.kind.noun, want.name, inApplication(want.scope), lines(found, maxCandidates), choose)
}

// unseen says which objects cannot be looked up by name, and where their ids are.
func (c *crud[Model, Pointer, Settings, Answer]) unseen() string {
	catalog := c.catalog(c.session)
	if catalog.list != nil {
		return fmt.Sprintf("If the API's list should lack the %s, its id leads to it. %s", c.kind.short, c.kind.idHint)
	}
	text := fmt.Sprintf("Only %ss that have a template can be looked up by name.", c.kind.short)
	catalog.mu.Lock()
	defer catalog.mu.Unlock()
	if catalog.beyond > 0 {
		text += fmt.Sprintf(" %d of these were not looked at, because there are more than %d.", catalog.beyond, maxOwners)
	}
	return text + " " + c.kind.idHint
}

// unread says which objects could not be read, and why.
func (o *object) unread(missing *unreadError) string {
	return fmt.Sprintf("%d of the %ss that have a template could not be read (%s). %s",
		len(missing.ids), o.kind.short, explain.Enumerate(missing.ids, maxCandidates), o.cause(missing))
}

// all returns the account's objects as far as they can be seen, in the order
// of their numbers: those of the list, or of so many owners where there is
// none, and what this process has written. If nothing could be read, it fails.
func (c *catalog[Answer]) all(ctx context.Context, client *otp.Client, most int) ([]Answer, error) {
	if err := errors.Join(c.survey(ctx, client, most), ctx.Err()); err != nil {
		return nil, err
	}
	var all []Answer
	var changed []string // by a write whose answer was without the object
	c.mu.Lock()
	for id, object := range c.objects {
		if c.onList[id] || c.written[id] {
			all = append(all, object)
		}
	}
	for id := range c.written {
		if _, known := c.objects[id]; !known {
			changed = append(changed, id)
		}
	}
	c.mu.Unlock()
	for _, id := range changed {
		object, err := c.one(ctx, client, id)
		switch {
		case err == nil:
			all = append(all, object)
		case !errors.Is(err, otp.ErrNotFound):
			return nil, err
		}
	}
	if missing := c.missing(); missing != nil && len(all) == 0 {
		return nil, missing
	}
	slices.SortFunc(all, func(a, b Answer) int { return compareIDs(a.ObjectID(), b.ObjectID()) })
	return all, nil
}

// matching returns those objects that belong to an application, unless that is
// "", and whose names have a prefix.
func matching[Answer otp.Object](all []Answer, scope, prefix string) []Answer {
	return slices.DeleteFunc(slices.Clone(all), func(object Answer) bool {
		return scope != "" && object.ObjectScope() != scope || !strings.HasPrefix(object.ObjectName(), prefix)
	})
}

func candidates[Answer otp.Object](objects []Answer) []candidate {
	all := make([]candidate, len(objects))
	for i, object := range objects {
		all[i] = candidate{object.ObjectID(), object.ObjectName(), object.ObjectScope()}
	}
	return all
}

// lines lists objects, most of them by number only if there are more than a bound.
func lines(all []candidate, most int) string {
	var text []string
	for _, candidate := range all[:min(len(all), most)] {
		text = append(text, fmt.Sprintf("  %s %q%s", explain.Printable(candidate.id), candidate.name, inApplication(candidate.scope)))
	}
	if more := len(all) - most; more > 0 {
		text = append(text, fmt.Sprintf("  and %d more", more))
	}
	return strings.Join(text, "\n")
}

func inApplication(id string) string {
	if id == "" {
		return ""
	}
	return " in the application " + explain.Printable(id)
}

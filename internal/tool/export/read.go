package export

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// read reads the account: two lists, and one call for each application.
func read(ctx context.Context, s *server, want wanted) (*account, error) {
	found := &account{}
	listed := map[*kind][]row{}
	for _, kind := range []*kind{templates, flows} {
		rows, warnings, err := s.list(ctx, kind)
		if err != nil {
			return nil, err
		}
		listed[kind] = rows
		found.warnedOf = append(found.warnedOf, warnings...)
	}
	var err error
	if listed[apps], err = found.readApps(ctx, s, owners(listed[templates]), want.apps); err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		for _, row := range listed[kind] {
			asked := kind == apps && slices.Contains(want.apps, row.id)
			if strings.HasPrefix(row.name, retiredPrefix) && !want.retired && !asked {
				found.retired++
				continue
			}
			one, err := s.object(ctx, kind, row)
			if err != nil {
				return nil, err
			}
			found.objects = append(found.objects, one)
		}
	}
	return found, nil
}

// owners are the ids of the applications that have a template.
func owners(templates []row) []string {
	ids := map[string]bool{}
	for _, template := range templates {
		if app := text(template.value, appAttribute); app != "" {
			ids[app] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// readApps reads the applications that own a template, which the provider lists, and those that were asked for, which
// must be there.
func (a *account) readApps(ctx context.Context, s *server, owners, asked []string) ([]row, error) {
	rows, warnings, err := s.list(ctx, apps)
	if err != nil {
		return nil, err
	}
	has := func(id string) bool { return slices.ContainsFunc(rows, func(row row) bool { return row.id == id }) }
	for _, id := range asked {
		if has(id) {
			continue
		}
		one, said := s.read(ctx, apps, id)
		if one.problem != "" {
			return nil, fmt.Errorf("-app %q: %s", id, one.problem)
		}
		rows = append(rows, one)
		warnings = append(warnings, said...)
	}
	for _, id := range owners {
		if !has(id) {
			rows = append(rows, row{id: id, problem: reason(id, warnings)})
		}
	}
	slices.SortFunc(rows, func(x, y row) int { return strings.Compare(x.id, y.id) })
	for _, warning := range warnings {
		if !slices.Contains(a.warnedOf, warning) {
			a.warnedOf = append(a.warnedOf, warning)
		}
	}
	if ctx.Err() != nil {
		return nil, errors.New("interrupted")
	}
	return rows, nil
}

// reason is why an application could not be read: a warning names it, unless the API says that it is not there.
func reason(id string, warnings []string) string {
	for _, warning := range warnings {
		if strings.Contains(warning, id) {
			return warning
		}
	}
	return "The API says that there is none with this id, although it has templates."
}

// object makes an object of a row.
func (s *server) object(ctx context.Context, kind *kind, row row) (*object, error) {
	one := &object{kind: kind, id: row.id, name: row.name, problem: row.problem}
	if one.problem != "" {
		return one, nil
	}
	if kind == templates {
		one.app = text(row.value, appAttribute)
	}
	one.config = configured(ctx, s.attributes[kind.typeName], row.value)
	var err error
	one.problem, err = s.validate(ctx, kind, one.config.Value)
	return one, err
}

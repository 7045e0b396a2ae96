package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
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

// readApps reads the applications that own a template, and those that were asked for, which must be there.
func (a *account) readApps(ctx context.Context, s *server, owners, asked []string) ([]row, error) {
	ids := slices.Concat(owners, asked)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	rows, warnings := make([]row, len(ids)), make([][]string, len(ids))
	var reads sync.WaitGroup
	for i, id := range ids { // the client bounds how many calls are out at once
		reads.Go(func() { rows[i], warnings[i] = s.read(ctx, apps, id) })
	}
	reads.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("interrupted: %w", err)
	}
	for i, row := range rows {
		if row.problem != "" && slices.Contains(asked, row.id) {
			return nil, fmt.Errorf("-app %q: %s", row.id, row.problem)
		}
		for _, warning := range warnings[i] {
			if !slices.Contains(a.warnedOf, warning) {
				a.warnedOf = append(a.warnedOf, warning)
			}
		}
	}
	return rows, nil
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

package otp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// List is what a list call answered (API reference, "Lists").
type List[T Object] struct {
	// Objects are its rows. One that is not whole has to be read by its details.
	Objects []T
	// Gap says in words why objects may be missing, "" for a list that is whole.
	// Nothing follows from what such a list lacks.
	Gap string
}

// Why a list may not be whole.
const (
	gapNoList    = "the API sent no list"
	gapUncounted = "the API does not say how many there are"
)

// listObjects reads all objects of a kind. No page is asked for: no source names how.
func listObjects[T Object](ctx context.Context, c *Client, route string) (List[T], error) {
	call := call{method: http.MethodGet, route: route, limit: maxListBytes}
	data, err := c.do(ctx, call)
	if errors.Is(err, StatusDataMissing) {
		return List[T]{Gap: gapNoList}, nil
	}
	if err != nil {
		return List[T]{}, err
	}
	rows, path, gap, form := unwrap(data)
	if form != "" {
		odd := Odd{dataPath, form}
		c.traceOdd(ctx, call.route, odd)
		return List[T]{}, c.misunderstood(call, fmt.Errorf("%w: %w", ErrMalformed, OddError{odd}))
	}
	list := List[T]{Gap: gap}
	traced, nameless := 0, 0
	for i, row := range rows {
		object, odd := readRow[T](row, path+"["+strconv.Itoa(i)+"]")
		for _, field := range odd {
			if traced++; traced <= maxOdd {
				c.traceOdd(ctx, call.route, field)
			}
		}
		if object.ObjectID() == "" {
			nameless++
			continue
		}
		list.Objects = append(list.Objects, object)
	}
	if nameless > 0 && list.Gap == "" {
		list.Gap = fmt.Sprintf("%d of its %d rows have no id", nameless, len(rows))
	}
	return list, nil
}

// readRow reads one row. A field "id" stands in for the kind's own, but may be
// something else's, so that its details have to confirm it.
func readRow[T Object](row json.RawMessage, path string) (T, []Odd) {
	var object T
	odd := fill(reflect.ValueOf(&object).Elem(), row, path)
	form := any(&object).(interface { //nolint:forcetypeassert // every kind has it
		setOdd(odd []Odd)
		adopt(id ID)
	})
	form.setOdd(odd)
	if object.ObjectID() == "" {
		if lone, ok := loneID(row); ok {
			form.adopt(lone)
		}
	}
	return object, odd
}

// loneID reads the field "id" of an object.
func loneID(data json.RawMessage) (ID, bool) {
	var fields struct {
		ID ID `json:"id"`
	}
	err := json.Unmarshal(data, &fields)
	return fields.ID, err == nil && fields.ID != ""
}

// unwrap finds the rows of a list, where they stand, and why there may be more.
// Form is what stands in the place of a list if it is none.
func unwrap(data json.RawMessage) (rows []json.RawMessage, path, gap, form string) {
	if data == nil {
		return nil, dataPath, gapNoList, ""
	}
	if json.Unmarshal(data, &rows) == nil {
		return rows, dataPath, "", ""
	}
	var wrapper map[string]json.RawMessage
	if json.Unmarshal(data, &wrapper) != nil {
		return nil, "", "", formOf(data)
	}
	return unwrapObject(wrapper, dataPath, maxNested)
}

// maxNested is how many objects may stand between the first one and the list.
const maxNested = 2

// unwrapObject is unwrap for a list inside of an object, or of up to that many in it. Counters may stand in each.
func unwrapObject(wrapper map[string]json.RawMessage, at string, nested int) (rows []json.RawMessage, path, gap, form string) {
	for _, name := range listNames() {
		inside, ok := fieldOf(wrapper, name)
		if !ok {
			continue
		}
		if json.Unmarshal(inside, &rows) == nil {
			return rows, at + "." + name, countedGap(wrapper, len(rows), string(inside) == "null"), ""
		}
		var inner map[string]json.RawMessage
		if nested == 0 || json.Unmarshal(inside, &inner) != nil {
			return nil, "", "", "an object whose " + name + " is " + formOf(inside)
		}
		for beside, field := range wrapper {
			if _, has := inner[beside]; !has && !slices.ContainsFunc(listNames(), func(list string) bool { return strings.EqualFold(list, beside) }) {
				inner[beside] = field
			}
		}
		return unwrapObject(inner, at+"."+name, nested-1)
	}
	if len(wrapper) == 0 || hasCounter(wrapper) {
		return nil, at, countedGap(wrapper, 0, true), ""
	}
	return nil, "", "", "an object without a list"
}

// listNames are where a list stands in an object.
func listNames() []string { return []string{"records", "list", "rows", "data", "items", "content"} }

// counters of pages, as the vendor and common libraries name them.
func totalNames() []string { return []string{"total", "totalCount", "totalElements", "totalSize"} }

func pagesNames() []string { return []string{"pages", "totalPages", "pageCount"} }

func hasCounter(wrapper map[string]json.RawMessage) bool {
	_, hasTotal := counter(wrapper, totalNames())
	_, hasPages := counter(wrapper, pagesNames())
	return hasTotal || hasPages
}

// countedGap says why a list inside an object may not be whole, by the counters next to it.
func countedGap(wrapper map[string]json.RawMessage, rows int, isNone bool) string {
	total, hasTotal := counter(wrapper, totalNames())
	pages, hasPages := counter(wrapper, pagesNames())
	more := slices.ContainsFunc([]string{"hasNextPage", "hasNext", "hasMore"}, func(name string) bool {
		field, _ := fieldOf(wrapper, name)
		is, _ := plainBool(field)
		return is
	})
	switch {
	case hasTotal && total > Number(rows):
		return fmt.Sprintf("it has %d of %d", rows, total)
	case hasPages && pages > 1:
		return fmt.Sprintf("it is one page of %d", pages)
	case more:
		return "it is not the last page"
	case hasTotal && total == Number(rows), hasPages && pages == 1 && rows > 0:
		return ""
	case isNone:
		return gapNoList
	}
	return gapUncounted
}

func counter(wrapper map[string]json.RawMessage, names []string) (Number, bool) {
	for _, name := range names {
		var number *Number
		if raw, ok := fieldOf(wrapper, name); ok && json.Unmarshal(raw, &number) == nil && number != nil {
			return *number, true
		}
	}
	return 0, false
}

package simulator

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"golang.org/x/text/unicode/norm"
)

// Forms are the forms of answers that the reference leaves open (reference, "Lists", "Transport"). The zero value is
// the documented or the likeliest one of each.
type Forms struct {
	// List is what a list with objects is.
	List ListForm
	// EmptyList is what a list without objects is.
	EmptyList EmptyList
	// Rows is what a list tells of each object.
	Rows RowForm
	// SparseWrites answers an add or an update with the id alone.
	SparseWrites bool
	// NumbersAsText sends whole numbers as text, and booleans as 0 and 1.
	NumbersAsText bool
	// FailuresAsHTTP sends failures under HTTP 400.
	FailuresAsHTTP bool
	// DecomposeText sends texts in Unicode's NFD, in which an accent is a character of its own.
	DecomposeText bool
}

// ListForm is what a list with objects is (reference, "Lists").
type ListForm int

// The forms of ListForm.
const (
	// ListAsArray is an array.
	ListAsArray ListForm = iota
	// ListWrapped is an object with the array as records, next to counters.
	ListWrapped
	// ListUncounted is an object with the array as list alone.
	ListUncounted
)

// String is the value's name, as the program's flag takes it.
func (l ListForm) String() string {
	return [...]string{"array", "wrapped", "uncounted"}[l]
}

// EmptyList is what a list without objects is (reference, "Lists").
type EmptyList int

// The forms of EmptyList.
const (
	// EmptyListLikeOthers is an array without elements, wrapped as ListForm says.
	EmptyListLikeOthers EmptyList = iota
	// EmptyListNull is null.
	EmptyListNull
	// EmptyListObject is {}.
	EmptyListObject
	// EmptyListMissing is answered with -24.
	EmptyListMissing
)

// String is the value's name, as the program's flag takes it.
func (e EmptyList) String() string {
	return [...]string{"like-others", "null", "object", "missing"}[e]
}

// RowForm is what a list tells of each object (reference, "Lists").
type RowForm int

// The forms of RowForm.
const (
	// RowsWhole have all fields.
	RowsWhole RowForm = iota
	// RowsSparse have the id and the name.
	RowsSparse
	// RowsLoneID have all fields, and the id as "id".
	RowsLoneID
)

// String is the value's name, as the program's flag takes it.
func (r RowForm) String() string {
	return [...]string{"whole", "sparse", "lone-id"}[r]
}

// FormVariants are those of Variants that change how answers are written, and with that which calls a client makes.
// Those of one switch follow each other, so that they come to different hands.
func FormVariants() []Variant {
	list := func(form ListForm) Variant {
		return Variant{"list=" + form.String(), func(o *Options) { o.Forms.List = form }}
	}
	empty := func(form EmptyList) Variant {
		return Variant{"empty-list=" + form.String(), func(o *Options) { o.Forms.EmptyList = form }}
	}
	rows := func(form RowForm) Variant {
		return Variant{"list-rows=" + form.String(), func(o *Options) { o.Forms.Rows = form }}
	}
	return []Variant{
		list(ListWrapped),
		list(ListUncounted),
		empty(EmptyListNull),
		empty(EmptyListObject),
		empty(EmptyListMissing),
		rows(RowsSparse),
		rows(RowsLoneID),
		{"sparse-writes", func(o *Options) { o.Forms.SparseWrites = true }},
		{"numbers-as-text", func(o *Options) { o.Forms.NumbersAsText = true }},
		{"failures-as-http", func(o *Options) { o.Forms.FailuresAsHTTP = true }},
		{"decompose-text", func(o *Options) { o.Forms.DecomposeText = true }},
	}
}

// listAnswer answers a list of objects, whose id is a field of this name. Reference, "Lists".
func listAnswer[Object any](o Options, idName string, objects []Object, one func(Object) map[string]any) answer {
	rows := page(o, objects, one)
	if len(rows) == 0 {
		switch o.Forms.EmptyList {
		case EmptyListNull:
			return success(nil)
		case EmptyListObject:
			return success(map[string]any{})
		case EmptyListMissing:
			return answer{status: statusMissing, reason: "data unexisting"}
		case EmptyListLikeOthers:
		}
	}
	for i, object := range objects[:len(rows)] {
		row := one(object)
		switch o.Forms.Rows {
		case RowsSparse:
			row = map[string]any{idName: row[idName], "name": row["name"]}
		case RowsLoneID:
			row["id"] = row[idName]
			delete(row, idName)
		case RowsWhole:
		}
		rows[i] = row
	}
	switch o.Forms.List {
	case ListWrapped:
		size := max(len(rows), 1)
		return success(map[string]any{
			"records": rows, "total": len(objects), "size": size, "current": 1, "pages": (len(objects) + size - 1) / size,
		})
	case ListUncounted:
		return success(map[string]any{"list": rows})
	case ListAsArray:
	}
	return success(rows)
}

// written answers an add or an update of an object, whose id is a field of this name.
func (o Options) written(idName string, object map[string]any) answer {
	if o.Forms.SparseWrites {
		object = map[string]any{idName: object[idName]}
	}
	return success(object)
}

// code is the HTTP status of an answer. Reference, "Transport": a failure may come with another one than 200.
func (f Forms) code(envelope map[string]any) int {
	// Not every success has data: the balance has none, and an empty list may have none.
	if f.FailuresAsHTTP && fmt.Sprint(envelope["status"]) != strconv.Itoa(statusSuccess) {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// shape writes data in the forms that are asked for.
func (f Forms) shape(data any) any {
	value := reflect.ValueOf(data)
	switch value.Kind() { //nolint:exhaustive // the others have one form
	case reflect.Map:
		shaped := map[string]any{}
		for _, name := range value.MapKeys() {
			shaped[name.String()] = f.shape(value.MapIndex(name).Interface())
		}
		return shaped
	case reflect.Slice:
		shaped := make([]any, value.Len())
		for i := range shaped {
			shaped[i] = f.shape(value.Index(i).Interface())
		}
		return shaped
	case reflect.Int, reflect.Int64:
		if f.NumbersAsText {
			return strconv.FormatInt(value.Int(), 10)
		}
	case reflect.Bool:
		if f.NumbersAsText && value.Bool() {
			return 1
		} else if f.NumbersAsText {
			return 0
		}
	case reflect.String:
		if f.DecomposeText {
			return norm.NFD.String(value.String())
		}
	}
	return data
}

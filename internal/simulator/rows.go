package simulator

import (
	"slices"
	"strconv"
)

// row is an object of the account.
type row[ID comparable, Object any] interface {
	key() ID
	copy() Object // shares nothing with it
}

// rows are the objects of one kind, in order of creation.
type rows[ID comparable, Object row[ID, Object]] []Object

// copies are copies of all of them.
func (r rows[ID, Object]) copies() []Object {
	all := make([]Object, 0, len(r))
	for _, object := range r {
		all = append(all, object.copy())
	}
	return all
}

// find is where an object stands, -1 if there is none.
func (r rows[ID, Object]) find(id ID) int {
	return slices.IndexFunc(r, func(object Object) bool { return object.key() == id })
}

// put replaces the object with the same id, or adds it as the newest one.
func (r *rows[ID, Object]) put(object Object) {
	if i := r.find(object.key()); i >= 0 {
		(*r)[i] = object.copy()
		return
	}
	*r = append(*r, object.copy())
}

func (r *rows[ID, Object]) remove(id ID) {
	*r = slices.DeleteFunc(*r, func(object Object) bool { return object.key() == id })
}

// ofPath is where the object stands whose id is in the path of a call, -1 if there is none.
func ofPath[Object row[int64, Object]](r rows[int64, Object], c *call) int {
	id, isNumber := numberOf(c.id)
	if !isNumber {
		return -1
	}
	return r.find(id)
}

// numberOf reads an id. Reference, "Template" and "Task flow": an int.
func numberOf(id string) (int64, bool) {
	number, err := strconv.ParseInt(id, 10, 64)
	return number, err == nil
}

package doctor

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// answer is an exchange's JSON, nil if it is none.
func (e *exchange) answer() map[string]any {
	var decoded map[string]any
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(e.body, []byte("\ufeff"))))
	decoder.UseNumber()
	if decoder.Decode(&decoded) != nil {
		return nil
	}
	return decoded
}

// isEnvelope tells whether an answer is the API's own: its status is 0 or negative (API reference, "Transport").
func isEnvelope(e *exchange) bool {
	status, ok := e.status()
	return ok && status <= 0
}

// status is the envelope's. One that is no status at all could be anything, and is not told.
func (e *exchange) status() (int, bool) {
	status, err := strconv.Atoi(fmt.Sprint(e.answer()["status"]))
	return status, err == nil && status > -1000 && status < 1000
}

// rows are the objects of a list, which may be wrapped once; wrapped tells by which field.
func (e *exchange) rows() (rows []any, wrapped string, ok bool) {
	data := e.answer()["data"]
	if rows, ok := data.([]any); ok {
		return rows, "", true
	}
	object, _ := data.(map[string]any)
	for _, name := range []string{"records", "list", "rows", "data"} {
		if rows, ok := object[name].([]any); ok {
			return rows, name, true
		}
	}
	return nil, "", false
}

// data is the one object of an answer, nil if it has none.
func (e *exchange) data() map[string]any {
	data, _ := e.answer()["data"].(map[string]any)
	return data
}

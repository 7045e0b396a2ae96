package main

import (
	"encoding/json"
	"fmt"
)

// shapeOf is a schema without descriptions.
func shapeOf(schema providerSchema) (any, error) {
	text, err := json.Marshal(schema)
	if err != nil {
		return nil, fmt.Errorf("writing the schemas: %w", err)
	}
	var shape any
	if err := json.Unmarshal(text, &shape); err != nil {
		return nil, fmt.Errorf("reading the schemas: %w", err)
	}
	strip(shape)
	return shape, nil
}

// strip takes descriptions out of a schema. An attribute may have the name of anything: it is an object, which neither a
// description nor a type is.
func strip(value any) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			strip(element)
		}
	case map[string]any:
		for name, inner := range value {
			_, isObject := inner.(map[string]any)
			switch {
			case isObject, name == "parameters":
				strip(inner)
			case name == "description", name == "description_kind", name == "summary":
				delete(value, name)
			}
		}
	}
}

package simulator

import (
	"encoding/json"
	"reflect"
)

// WorldSchema is the JSON schema (draft 2020-12) of a world file, generated from the
// types that read it.
func WorldSchema() []byte {
	return schemaOf(reflect.TypeFor[World](), "World of the AKS simulator",
		"The start state of the simulator. Lists that are left out are those of the built-in world.")
}

// FaultsSchema is the JSON schema (draft 2020-12) of a fault file.
func FaultsSchema() []byte {
	return schemaOf(reflect.TypeFor[[]Fault](), "Faults of the AKS simulator",
		"Requests that fail, stall or are cut. The first fault that matches a request applies.")
}

// EventsSchema is the JSON schema (draft 2020-12) of a file of events on demand.
func EventsSchema() []byte {
	return schemaOf(reflect.TypeFor[[]Event](), "Events of the AKS simulator",
		"Events on demand, in this order. Each event happens once per id.")
}

func schemaOf(t reflect.Type, title, description string) []byte {
	schema := typeSchema(t)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = title
	schema["description"] = description
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic("a schema is made of strings, maps and lists: " + err.Error())
	}
	return append(text, '\n')
}

func typeSchema(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return typeSchema(t.Elem())
	case reflect.Struct:
		// ErrorDetail contains itself, so its inner errors have no schema.
		properties := map[string]any{}
		for _, field := range jsonFields(t) {
			inner := map[string]any{"type": "array"}
			if field.kind != reflect.SliceOf(t) {
				inner = typeSchema(field.kind)
			}
			if field.doc != "" {
				inner["description"] = field.doc
			}
			if field.least != "" {
				inner["minimum"] = field.least
			}
			properties[field.name] = inner
		}
		return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": typeSchema(t.Elem())}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": typeSchema(t.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Interface:
		return map[string]any{}
	default:
		return map[string]any{"type": "integer"}
	}
}

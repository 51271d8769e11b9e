package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
)

// decodeStrictly reads JSON into target (a pointer). It refuses an unknown key or a
// value of the wrong type and names its JSON path, because the author of a world of two
// hundred lines has to find the line. The standard decoder's errors name no path for an
// unknown key, and it accepts keys in any case.
func decodeStrictly(data []byte, target any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		return placed(data, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("$: more than one JSON value")
	}
	if err := fits("$", document, reflect.TypeOf(target).Elem()); err != nil {
		return err
	}
	return json.Unmarshal(data, target)
}

// placed adds line and column to a syntax error.
func placed(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fmt.Errorf("not a JSON document: %w", err)
	}
	before := data[:min(int(syntax.Offset), len(data))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - (bytes.LastIndexByte(before, '\n') + 1)
	return fmt.Errorf("line %d, column %d: %w", line, column, err)
}

// fits reports the first place at which a decoded value does not fit a Go type. Null
// fits everywhere: it means "not given".
func fits(path string, v any, t reflect.Type) error {
	if v == nil || t.Kind() == reflect.Interface {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return fits(path, v, t.Elem())
	case reflect.Struct:
		return fitsStruct(path, v, t)
	case reflect.Map:
		object, ok := v.(map[string]any)
		if !ok {
			return mismatch(path, "an object", v)
		}
		for _, key := range sortedKeys(object) {
			if err := fits(path+"."+key, object[key], t.Elem()); err != nil {
				return err
			}
		}
		return nil
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			return mismatch(path, "a list", v)
		}
		for i, element := range list {
			if err := fits(fmt.Sprintf("%s[%d]", path, i), element, t.Elem()); err != nil {
				return err
			}
		}
		return nil
	default:
		return fitsScalar(path, v, t)
	}
}

func fitsStruct(path string, v any, t reflect.Type) error {
	object, ok := v.(map[string]any)
	if !ok {
		return mismatch(path, "an object", v)
	}
	fields := jsonFields(t)
	for _, key := range sortedKeys(object) {
		i := slices.IndexFunc(fields, func(f jsonField) bool { return f.name == key })
		if i < 0 {
			return fmt.Errorf("%s.%s: unknown key; the known keys are %s", path, key, fieldNames(fields))
		}
		if err := fits(path+"."+key, object[key], fields[i].kind); err != nil {
			return err
		}
	}
	return nil
}

func fitsScalar(path string, v any, t reflect.Type) error {
	switch t.Kind() {
	case reflect.String:
		if _, ok := v.(string); !ok {
			return mismatch(path, "a string", v)
		}
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			return mismatch(path, "true or false", v)
		}
	case reflect.Float32, reflect.Float64:
		if _, ok := v.(json.Number); !ok {
			return mismatch(path, "a number", v)
		}
	default:
		number, ok := v.(json.Number)
		if !ok {
			return mismatch(path, "a whole number", v)
		}
		whole, err := number.Int64()
		if err != nil || t.Kind() == reflect.Int32 && (whole > math.MaxInt32 || whole < math.MinInt32) {
			return fmt.Errorf("%s: want a whole number, got %s", path, number)
		}
	}
	return nil
}

func mismatch(path, want string, got any) error {
	kind := "null"
	switch got.(type) {
	case string:
		kind = "a string"
	case bool:
		kind = "true or false"
	case json.Number:
		kind = "a number"
	case []any:
		kind = "a list"
	case map[string]any:
		kind = "an object"
	}
	return fmt.Errorf("%s: want %s, got %s", path, want, kind)
}

// jsonField is a struct field as JSON sees it.
type jsonField struct {
	name string
	doc  string
	// least is the minimum of a number, empty if there is none.
	least    json.Number
	optional bool
	kind     reflect.Type
}

func jsonFields(t reflect.Type) []jsonField {
	fields := make([]jsonField, 0, t.NumField())
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" || name == "" {
			continue
		}
		fields = append(fields, jsonField{
			name:     name,
			doc:      field.Tag.Get("doc"),
			least:    json.Number(field.Tag.Get("least")),
			optional: strings.Contains(options, "omit"),
			kind:     field.Type,
		})
	}
	return fields
}

func fieldNames(fields []jsonField) string {
	names := make([]string, len(fields))
	for i, field := range fields {
		names[i] = field.name
	}
	return strings.Join(names, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

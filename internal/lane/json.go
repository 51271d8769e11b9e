package lane

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Key returns the name of a field in a JSON object. Settings are written in two places
// that differ only in these names: PathKey in Terraform's private state, ARMKey in
// agent pools.
type Key func(*Field) string

// PathKey names a field by its HCL path: "upgrade.max_surge".
func PathKey(f *Field) string { return f.Path }

// ARMKey names a field by its ARM property: "upgradeSettings.maxSurge". The caller
// handles the dots of a path: Encode and Decode treat a key as one name.
func ARMKey(f *Field) string { return f.ARM }

// Encode returns the JSON object of the settings, by key. Values that are null or not
// wholly known are left out.
func (s Settings) Encode(key Key) map[string]any {
	out := make(map[string]any, len(s))
	for f, v := range s {
		if v.v != nil && v.IsWhollyKnown() {
			out[key(f)] = v.Encode(key)
		}
	}
	return out
}

// Encode returns the JSON of a known value: string, int64, float64, bool, []any or
// map[string]any. The result shares nothing with the value. Nulls and unknown values
// inside a map or an element are left out; a value that is itself null or unknown gives
// nil.
func (v Value) Encode(key Key) any {
	switch x := v.v.(type) {
	case []string:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = e
		}
		return out
	case map[string]Value:
		out := make(map[string]any, len(x))
		for k, e := range x {
			if e.v != nil {
				out[k] = e.Encode(key)
			}
		}
		return out
	case []Settings:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = e.Encode(key)
		}
		return out
	case map[string]Settings:
		out := make(map[string]any, len(x))
		for k, e := range x {
			out[k] = e.Encode(key)
		}
		return out
	}
	return v.v
}

// DecodeSettings reads a JSON object, as encoding/json decodes it with UseNumber, into
// settings of the fields. Names that belong to no field are skipped. A value of the
// wrong kind for its field is left out and reported in the error. The rest is still
// read, because a caller may prefer half of a foreign object to nothing.
func DecodeSettings(object map[string]any, fields []*Field, key Key) (Settings, error) {
	out := Settings{}
	var problems []error
	for _, f := range fields {
		raw, ok := object[key(f)]
		if !ok {
			continue
		}
		v, err := f.Decode(raw, key)
		if err != nil {
			problems = append(problems, fmt.Errorf("setting %s: %w", key(f), err))
		}
		if !v.IsNull() {
			out[f] = v
		}
	}
	return out, errors.Join(problems...)
}

// Decode reads JSON, as encoding/json decodes it with UseNumber, into a value of the
// field; it is the reverse of Value.Encode. JSON's null is null. A value of the wrong
// kind is null with an error; if it is an element of a list or a map, only that element
// is missing.
func (f *Field) Decode(raw any, key Key) (Value, error) {
	if raw == nil {
		return Value{}, nil
	}
	switch f.Kind {
	case String:
		return scalar[string](raw)
	case Bool:
		return scalar[bool](raw)
	case Int:
		return number(raw, json.Number.Int64)
	case Float:
		return number(raw, json.Number.Float64)
	case StringSet:
		return decodeSet(raw)
	case StringMap:
		return decodeTexts(raw)
	case ObjectList:
		return f.decodeList(raw, key)
	case ObjectMap:
		return f.decodeMap(raw, key)
	}
	return Value{}, fmt.Errorf("kind %d is not known", f.Kind)
}

func decodeSet(raw any) (Value, error) {
	list, err := as[[]any](raw)
	if err != nil {
		return Value{}, err
	}
	out, problems := []string{}, []error{}
	for _, e := range list {
		text, err := as[string](e)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		out = append(out, text)
	}
	return Known(out), errors.Join(problems...)
}

func decodeTexts(raw any) (Value, error) {
	object, err := as[map[string]any](raw)
	if err != nil {
		return Value{}, err
	}
	out, problems := map[string]string{}, []error{}
	for _, k := range slices.Sorted(maps.Keys(object)) {
		text, err := as[string](object[k])
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", k, err))
			continue
		}
		out[k] = text
	}
	return Texts(out), errors.Join(problems...)
}

func (f *Field) decodeList(raw any, key Key) (Value, error) {
	list, err := as[[]any](raw)
	if err != nil {
		return Value{}, err
	}
	out, problems := make([]Settings, len(list)), []error{}
	for i, e := range list {
		if out[i], err = f.decodeElement(e, key); err != nil {
			problems = append(problems, fmt.Errorf("element %d: %w", i, err))
		}
	}
	return Known(out), errors.Join(problems...)
}

func (f *Field) decodeMap(raw any, key Key) (Value, error) {
	object, err := as[map[string]any](raw)
	if err != nil {
		return Value{}, err
	}
	out, problems := make(map[string]Settings, len(object)), []error{}
	for _, k := range slices.Sorted(maps.Keys(object)) {
		if out[k], err = f.decodeElement(object[k], key); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", k, err))
		}
	}
	return Known(out), errors.Join(problems...)
}

// decodeElement reads an element of an ObjectList or ObjectMap. An element that is not
// an object becomes empty settings, so that the number of elements stays correct.
func (f *Field) decodeElement(raw any, key Key) (Settings, error) {
	object, err := as[map[string]any](raw)
	if err != nil {
		return Settings{}, err
	}
	return DecodeSettings(object, f.Elem, key)
}

func scalar[T any](raw any) (Value, error) {
	v, err := as[T](raw)
	if err != nil {
		return Value{}, err
	}
	return Known(v), nil
}

func number[T any](raw any, parse func(json.Number) (T, error)) (Value, error) {
	text, err := as[json.Number](raw)
	if err != nil {
		return Value{}, err
	}
	n, err := parse(text)
	if err != nil {
		return Value{}, err
	}
	return Known(n), nil
}

func as[T any](raw any) (T, error) {
	v, ok := raw.(T)
	if !ok {
		return v, fmt.Errorf("%T is of another kind than %T", raw, v)
	}
	return v, nil
}

// MarshalJSON writes the wholly known settings by path, the form in which Terraform's
// private state stores them.
func (s Settings) MarshalJSON() ([]byte, error) { return json.Marshal(s.Encode(PathKey)) }

// UnmarshalJSON reads the output of MarshalJSON. A path that no longer belongs to a
// field is skipped, so that an older state can be read; a value of the wrong kind is an
// error.
func (s *Settings) UnmarshalJSON(raw []byte) error {
	var object map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber() // a whole number may need all 63 bits
	if err := d.Decode(&object); err != nil {
		return err
	}
	out, err := DecodeSettings(object, allFields, PathKey)
	if err != nil {
		return err
	}
	*s = out
	return nil
}

package lane

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Key is how a field is called in a JSON object. Settings are written in two
// places that differ in nothing else: PathKey in Terraform's private state,
// ARMKey in agent pools.
type Key func(*Field) string

// PathKey calls a field by its HCL path: "upgrade.max_surge".
func PathKey(f *Field) string { return f.Path }

// ARMKey calls a field by its ARM property: "upgradeSettings.maxSurge". The dots
// of a path are the caller's: to Encode and Decode a key is one name.
func ARMKey(f *Field) string { return f.ARM }

// Encode is the JSON object of the settings, by key. What is null or not wholly
// known is left out.
func (s Settings) Encode(key Key) map[string]any {
	out := make(map[string]any, len(s))
	for f, v := range s {
		if v.v != nil && v.IsWhollyKnown() {
			out[key(f)] = v.Encode(key)
		}
	}
	return out
}

// Encode is the JSON of a known value: string, int64, float64, bool, []any or
// map[string]any, of which nothing is shared with the value. Nulls and unknown
// values in a map or an element are left out; a value that is itself null or
// unknown is nil.
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

// DecodeSettings reads a JSON object, as encoding/json decodes it with
// UseNumber, into settings of the fields. Names that no field has are passed
// over. What is of another kind than its field is left out and told in the
// error; the rest is read all the same, so that a caller may prefer half of a
// foreign object to none.
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

// Decode reads JSON, as encoding/json decodes it with UseNumber, into a value of
// the field; the reverse of Value.Encode. JSON's null is null. What is of
// another kind is null with an error; where that is an element of a list or a
// map, only the element is missing.
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

// decodeElement reads an element of an ObjectList or ObjectMap. One that is no
// object keeps its place with nothing decided: how many there are is news too.
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

// MarshalJSON writes what is wholly known by path, the form in which Terraform's
// private state keeps settings.
func (s Settings) MarshalJSON() ([]byte, error) { return json.Marshal(s.Encode(PathKey)) }

// UnmarshalJSON reads what MarshalJSON wrote. A path that no field has any more
// is passed over, so that an older state can be read; a value of another kind is
// an error.
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

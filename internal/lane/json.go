package lane

import (
	"encoding/json"
	"fmt"
)

// MarshalJSON writes known values by path; null and unknown ones are left out.
// Terraform's private state keeps settings in this form.
func (s Settings) MarshalJSON() ([]byte, error) { return json.Marshal(s.tree()) }

func (s Settings) tree() map[string]any {
	out := make(map[string]any, len(s))
	for f, v := range s {
		if v.v != nil && v.IsWhollyKnown() {
			out[f.Path] = v.tree()
		}
	}
	return out
}

func (v Value) tree() any {
	switch x := v.v.(type) {
	case map[string]Value:
		out := make(map[string]any, len(x))
		for k, e := range x {
			out[k] = e.tree()
		}
		return out
	case []Settings:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = e.tree()
		}
		return out
	case map[string]Settings:
		out := make(map[string]any, len(x))
		for k, e := range x {
			out[k] = e.tree()
		}
		return out
	}
	return v.v
}

// UnmarshalJSON reads what MarshalJSON wrote. A path that no field has any more
// is skipped, so that an older state can be read.
func (s *Settings) UnmarshalJSON(raw []byte) error {
	out, err := readTree(raw, catalogue)
	*s = out
	return err
}

func readTree(raw []byte, fields []*Field) (Settings, error) {
	byPath := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &byPath); err != nil {
		return nil, err
	}
	out := Settings{}
	for _, f := range fields {
		part, ok := byPath[f.Path]
		if !ok {
			continue
		}
		v, err := readLeaf(part, f)
		if err != nil {
			return nil, fmt.Errorf("setting %s: %w", f.Path, err)
		}
		out[f] = v
	}
	return out, nil
}

func readLeaf(raw []byte, f *Field) (Value, error) {
	switch f.Kind {
	case String:
		return decodeAs[string](raw)
	case Int:
		return decodeAs[int64](raw)
	case Float:
		return decodeAs[float64](raw)
	case Bool:
		return decodeAs[bool](raw)
	case StringSet:
		return decodeAs[[]string](raw)
	case StringMap:
		var m map[string]string
		err := json.Unmarshal(raw, &m)
		return Texts(m), err
	case ObjectList:
		var parts []json.RawMessage
		if err := json.Unmarshal(raw, &parts); err != nil {
			return Value{}, err
		}
		list := make([]Settings, len(parts))
		for i, p := range parts {
			s, err := readTree(p, f.Elem)
			if err != nil {
				return Value{}, err
			}
			list[i] = s
		}
		return Known(list), nil
	case ObjectMap:
		var parts map[string]json.RawMessage
		if err := json.Unmarshal(raw, &parts); err != nil {
			return Value{}, err
		}
		byKey := make(map[string]Settings, len(parts))
		for k, p := range parts {
			s, err := readTree(p, f.Elem)
			if err != nil {
				return Value{}, err
			}
			byKey[k] = s
		}
		return Known(byKey), nil
	}
	return Value{}, fmt.Errorf("kind %d is not known", f.Kind)
}

func decodeAs[T any](raw []byte) (Value, error) {
	var t T
	if err := json.Unmarshal(raw, &t); err != nil {
		return Value{}, err
	}
	return Known(t), nil
}

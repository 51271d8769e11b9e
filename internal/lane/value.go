package lane

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Value is one setting of a pool: null (left to AKS or, in an intent, to the preset),
// unknown (Terraform does not know it yet), or known. The zero Value is null.
//
// A known Value holds one of these types, depending on the Kind of its Field: string,
// int64, float64, bool, []string (sorted, without duplicates), map[string]Value,
// []Settings or map[string]Settings.
type Value struct {
	v       any
	unknown bool
}

// Unknown is a value that Terraform learns during apply.
var Unknown = Value{unknown: true}

// Known returns a value of one of the Go types that Value lists. A nil is null.
func Known(v any) Value {
	switch v := v.(type) {
	case int:
		return Value{v: int64(v)}
	case []string:
		return Value{v: sortedSet(v)}
	}
	return Value{v: v}
}

// Texts returns the value of a field of kind StringMap.
func Texts(m map[string]string) Value {
	out := make(map[string]Value, len(m))
	for k, v := range m {
		out[k] = Known(v)
	}
	return Value{v: out}
}

// IsNull reports whether no value was decided.
func (v Value) IsNull() bool { return v.v == nil && !v.unknown }

// IsUnknown reports whether the value as a whole is not known yet. A known map
// may still hold unknown elements: see Value.IsWhollyKnown.
func (v Value) IsUnknown() bool { return v.unknown }

// IsWhollyKnown reports whether the value and all of its elements are known.
func (v Value) IsWhollyKnown() bool {
	if v.unknown {
		return false
	}
	switch x := v.v.(type) {
	case map[string]Value:
		for _, e := range x {
			if !e.IsWhollyKnown() {
				return false
			}
		}
	case []Settings:
		return !slices.ContainsFunc(x, func(s Settings) bool { return !s.WhollyKnown() })
	case map[string]Settings:
		for _, s := range x {
			if !s.WhollyKnown() {
				return false
			}
		}
	}
	return true
}

// Any returns the known content, or nil.
func (v Value) Any() any { return v.v }

// Text returns the known string, or "".
func (v Value) Text() string { s, _ := v.v.(string); return s }

// Set returns the known strings, or nil.
func (v Value) Set() []string { s, _ := v.v.([]string); return s }

// Map returns the known map, or nil. Its elements may be unknown.
func (v Value) Map() map[string]Value { m, _ := v.v.(map[string]Value); return m }

// Strings returns the known elements of a string map.
func (v Value) Strings() map[string]string {
	out := map[string]string{}
	for k, e := range v.Map() {
		if s, ok := e.v.(string); ok {
			out[k] = s
		}
	}
	return out
}

// Equal compares two values; unknown equals only unknown.
func (v Value) Equal(w Value) bool {
	return v.unknown == w.unknown && reflect.DeepEqual(v.v, w.v)
}

// String returns the value as a reviewer of a plan would write it.
func (v Value) String() string {
	switch {
	case v.unknown:
		return "(known after apply)"
	case v.v == nil:
		return "null"
	}
	switch x := v.v.(type) {
	case string:
		if x == "" {
			return `""`
		}
	case []string:
		if len(x) == 0 {
			return "none"
		}
		return strings.Join(x, ", ")
	case map[string]Value:
		if len(x) == 0 {
			return "none"
		}
		parts := make([]string, 0, len(x))
		for _, k := range slices.Sorted(maps.Keys(x)) {
			parts = append(parts, k+"="+x[k].String())
		}
		return strings.Join(parts, ", ")
	case []Settings:
		if len(x) == 0 {
			return "none"
		}
		parts := make([]string, len(x))
		for i, s := range x {
			parts[i] = s.String()
		}
		return strings.Join(parts, ", ")
	case map[string]Settings:
		if len(x) == 0 {
			return "none"
		}
		parts := make([]string, 0, len(x))
		for _, k := range slices.Sorted(maps.Keys(x)) {
			parts = append(parts, k+" "+x[k].String())
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v.v)
}

func sortedSet(in []string) []string {
	out := slices.Clone(in)
	slices.Sort(out)
	out = slices.Compact(out)
	if out == nil {
		out = []string{} // an empty set is a decision, a nil set is not
	}
	return out
}

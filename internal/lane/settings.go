package lane

import (
	"maps"
	"slices"
	"strings"
)

// Settings are decided values by field. An absent field is null. Settings may be shared
// freely: Put returns a copy, and nothing changes them in place.
type Settings map[*Field]Value

// Of builds settings from alternating Put steps, for tables and tests:
//
//	Of(Mode.Is("System"), VMSize.Is("Standard_D4ds_v5"))
func Of(steps ...Setting) Settings {
	s := make(Settings, len(steps))
	for _, st := range steps {
		s[st.Field] = st.Value
	}
	return s
}

// Setting is one decided field.
type Setting struct {
	Field *Field
	Value Value
}

// Get returns the value of a field; null if it is absent.
func (s Settings) Get(f *Field) Value { return s[f] }

// Has reports whether the field is decided (known or unknown).
func (s Settings) Has(f *Field) bool { return !s[f].IsNull() }

// Put returns a copy in which the field has the value; a null removes it.
func (s Settings) Put(f *Field, v Value) Settings {
	out := maps.Clone(s)
	if out == nil {
		out = Settings{}
	}
	if v.IsNull() {
		delete(out, f)
	} else {
		out[f] = v
	}
	return out
}

// Without returns a copy in which the fields are null.
func (s Settings) Without(fields ...*Field) Settings {
	out := maps.Clone(s)
	for _, f := range fields {
		delete(out, f)
	}
	return out
}

// without returns a copy in which the fields that drop selects are null.
func (s Settings) without(drop func(*Field) bool) Settings {
	out := maps.Clone(s)
	maps.DeleteFunc(out, func(f *Field, _ Value) bool { return drop(f) })
	return out
}

// Over lays s over base: values that s decides take precedence, the rest comes from
// base. Every override follows this rule, field by field at every depth.
func (s Settings) Over(base Settings) Settings {
	out := maps.Clone(base)
	if out == nil {
		out = Settings{}
	}
	for f, v := range s {
		if !v.IsNull() {
			out[f] = v
		}
	}
	return out
}

// Equal compares field by field, each with the field's own definition of equality.
func (s Settings) Equal(t Settings) bool {
	for f := range s {
		if !f.Same(s[f], t[f]) {
			return false
		}
	}
	for f := range t {
		if !f.Same(s[f], t[f]) {
			return false
		}
	}
	return true
}

// Any reports whether a field whose path begins with the group is decided.
func (s Settings) Any(group string) bool {
	for f, v := range s {
		if !v.IsNull() && (f.Path == group || strings.HasPrefix(f.Path, group+".")) {
			return true
		}
	}
	return false
}

// String lists decided fields in path order: "{size=Standard_D4s_v5, nodes=2}".
func (s Settings) String() string {
	fields := slices.SortedFunc(maps.Keys(s), func(a, b *Field) int { return strings.Compare(a.Path, b.Path) })
	parts := make([]string, 0, len(fields))
	for _, f := range fields {
		if !s[f].IsNull() {
			parts = append(parts, f.Path+"="+s[f].String())
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// WhollyKnown reports whether every setting and all of its parts are known.
func (s Settings) WhollyKnown() bool {
	for _, v := range s {
		if !v.IsWhollyKnown() {
			return false
		}
	}
	return true
}

package lane

import (
	"maps"
	"slices"
	"strings"
)

// Kind is the Go type of a known Value of a field.
type Kind int

// The kinds of fields. StringSet is []string, StringMap map[string]Value of
// strings, ObjectList []Settings and ObjectMap map[string]Settings, both over
// Field.Elem.
const (
	String Kind = iota
	Int
	Float
	Bool
	StringSet
	StringMap
	ObjectList
	ObjectMap
)

// Form makes values equal that have the same meaning. It is deliberately a name and not
// a function. Go initialises a variable after everything that its functions read, and
// the fields are documented in the order in which they are initialised.
type Form int

// The forms in which values are compared.
const (
	PlainForm   Form = iota // exactly
	KernelForm              // kernel parameters: 1 and true are equal, and so are all kinds of white space
	MachineForm             // sizes with numbers: in any order
)

// Field is one writable setting of a node pool. It is the only place that knows the
// setting's HCL name, its ARM property, what a change of it does to nodes, and what it
// means. The Terraform schema, the ARM conversion, the impact of a change and the
// documentation are all derived from it.
type Field struct {
	Path  string // HCL path below the lane and below `pool`: "upgrade.max_surge"
	Kind  Kind   //
	ARM   string // property below `properties` of an agent pool: "upgradeSettings.maxSurge"; "" if it is set by a separate operation
	Class Class  // what a change does to nodes; judges refine it by the values
	Why   string // the reason behind Class, for the plan and the documentation
	// Assumed means that AKS does not document Class, and that Class is the cautious
	// assumption.
	Assumed bool
	Doc     string   // one sentence for the schema, in Markdown; OneOf and Resets are described after it
	OneOf   []string // the values that ARM knows, spelled as ARM spells them
	Since   string   // the first api-version that has the property; "" = every one that the provider has used

	// Absent is the value that AKS means when it does not return the property, so that
	// writing a setting's default for the first time is not a change. AKS drops empty
	// lists and maps from its responses, so every field that may be written as empty
	// has an Absent.
	Absent any
	// NoBaseline marks a default that Baseline leaves out: AKS fixes the setting at
	// creation, so it can never drift from empty to something.
	NoBaseline bool
	// Resets marks a setting that AKS cannot clear: if it was decided and no longer is,
	// Absent is sent.
	Resets bool

	// ID marks an ARM resource ID.
	ID bool
	// Fold marks values that are compared case-insensitively, as every ID is: VM sizes,
	// and the keys of a map.
	Fold bool
	// Form is the form in which known values are compared.
	Form Form

	// Only is the kind of pools that have the setting.
	Only Pools
	// Once marks a setting that matters only when the pool is created, and is never
	// compared with a live one.
	Once bool
	// Counts marks settings that decide how many nodes the pool has.
	Counts bool
	// ByHand marks settings that people change by hand to change nodes, as every count
	// is. A later change of one is never silently undone.
	ByHand bool
	// Places marks settings that place nodes by means other than zones.
	Places bool

	// PoolOnly marks settings that only `pool` shows: derived, never written by an
	// author.
	PoolOnly bool
	// Listed marks settings that lists of node pools show for each pool.
	Listed bool
	// Elem are the fields of an element of ObjectList and ObjectMap.
	Elem []*Field
}

// Is returns a setting of the field with the value, for tables and tests.
func (f *Field) Is(v any) Setting {
	if val, ok := v.(Value); ok {
		return Setting{f, val}
	}
	return Setting{f, Known(v)}
}

// In returns the field's value in the settings.
func (f *Field) In(s Settings) Value { return s[f] }

// Text returns the known string in the settings, or "".
func (f *Field) Text(s Settings) string { return s[f].Text() }

// Int returns the known whole number in the settings.
func (f *Field) Int(s Settings) (int64, bool) { n, ok := s[f].v.(int64); return n, ok }

// Bool returns the known boolean in the settings; null and unknown are false.
func (f *Field) Bool(s Settings) bool { b, _ := s[f].v.(bool); return b }

// Same compares two values of the field by Fold and Form; an absent value counts as
// AKS's default.
func (f *Field) Same(a, b Value) bool { return f.canonical(a).Equal(f.canonical(b)) }

func (f *Field) canonical(v Value) Value {
	v = f.filled(v)
	if v.IsNull() || v.IsUnknown() {
		return v
	}
	if f.Fold || f.ID {
		v = fold(v)
	}
	switch f.Form {
	case KernelForm:
		return foldSysctls(v)
	case MachineForm:
		return inAnyOrder(v)
	case PlainForm:
	}
	return v
}

func (f *Field) filled(v Value) Value {
	if v.IsNull() && f.Absent != nil {
		return Known(f.Absent)
	}
	return v
}

func fold(v Value) Value {
	switch x := v.v.(type) {
	case string:
		return Known(strings.ToLower(x))
	case []string:
		low := make([]string, len(x))
		for i, s := range x {
			low[i] = strings.ToLower(s)
		}
		return Known(low)
	case map[string]Value:
		return foldKeys(v)
	}
	return v
}

func foldKeys(v Value) Value {
	m := v.Map()
	if m == nil {
		return v
	}
	out := make(map[string]Value, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) { // sorted: two keys may fold to one
		out[strings.ToLower(k)] = m[k]
	}
	return Value{v: out}
}

// CreateOnly reports whether the field is fixed when a pool is created: most or all
// changes of it need a new pool.
func (f *Field) CreateOnly() bool { return f.Class == Rotate }

// Fields lists every field in the order of the documentation. The caller owns the
// slice.
func Fields() []*Field { return slices.Clone(allFields) }

// FieldAt finds a field by its HCL path, or nil.
func FieldAt(path string) *Field {
	i := slices.IndexFunc(allFields, func(f *Field) bool { return f.Path == path })
	if i < 0 {
		return nil
	}
	return allFields[i]
}

// Default is the value that AKS gives an absent property; null if AKS documents none.
func (f *Field) Default() Value { return f.filled(Value{}) }

package lane

import (
	"maps"
	"slices"
	"strings"
)

// Kind says which Go type a known Value of a field holds.
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

// Form makes values equal that mean the same. Deliberately a name and no
// function: Go initialises a variable after all that its functions read, and the
// fields are documented in the order in which they are initialised.
type Form int

// The forms in which values are compared.
const (
	PlainForm   Form = iota // as they stand
	KernelForm              // kernel parameters: 1 and true, or two kinds of white space, are one value
	MachineForm             // sizes with numbers: in any order
)

// Field is one writable setting of a node pool: the only place that knows its
// HCL name, its ARM property, what a change of it does to nodes and what it
// means. The Terraform schema, the ARM conversion, the impact of a change and
// the documentation are all derived from it.
type Field struct {
	Path  string // HCL path below the lane and below `pool`: "upgrade.max_surge"
	Kind  Kind   //
	ARM   string // property below `properties` of an agent pool: "upgradeSettings.maxSurge"; "" for an operation of its own
	Class Class  // what a change does to nodes; judges refine it by the values
	Why   string // the reason behind Class, for the plan and the documentation
	// Assumed says that AKS does not document Class: it is the careful reading.
	Assumed bool
	Doc     string   // one sentence for the schema, in Markdown; OneOf and Resets are told after it
	OneOf   []string // the values that ARM knows, spelled as ARM spells them
	Since   string   // the first api-version that has the property; "" = every one that the provider has used

	// Absent is what AKS means when it does not return the property, so that
	// writing the default of a setting for the first time is no change. AKS drops
	// empty lists and maps from its answers: whatever may be written empty has one.
	Absent any
	// NoBaseline marks a default that Baseline leaves out: of none there never
	// comes some that would be drift, since AKS fixes the setting at creation.
	NoBaseline bool
	// Resets marks what AKS cannot clear: a decided setting that is decided no
	// more is sent as Absent.
	Resets bool

	// ID marks an ARM resource ID.
	ID bool
	// Fold marks what is compared without regard to case, as every ID is: VM
	// sizes, and of a map the keys.
	Fold bool
	// Form is the form in which known values are compared.
	Form Form

	// Only says which pools have the setting.
	Only Pools
	// Once marks what counts when the pool is made, and is never compared with a
	// live one.
	Once bool
	// Counts marks what decides how many nodes the pool has.
	Counts bool
	// ByHand marks what people move by hand to change nodes, as every count is: a
	// later change of it is never undone unseen.
	ByHand bool
	// Places marks what places nodes by other means than zones.
	Places bool

	// PoolOnly marks what only `pool` shows: derived, never written by an author.
	PoolOnly bool
	// Listed marks what lists of node pools show of each.
	Listed bool
	// Elem are the fields of an element of ObjectList and ObjectMap.
	Elem []*Field
}

// Is makes a setting of the field, for tables and tests.
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

// Same compares two values of the field: an absent value as AKS's default, and
// by the columns Fold and Form.
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

// CreateOnly reports whether the field is fixed when a pool is made: most or
// all changes of it need a new pool.
func (f *Field) CreateOnly() bool { return f.Class == Rotate }

// Fields lists every field in the order of the documentation. The slice is the
// caller's.
func Fields() []*Field { return slices.Clone(allFields) }

// FieldAt finds a field by its HCL path, or nil.
func FieldAt(path string) *Field {
	i := slices.IndexFunc(allFields, func(f *Field) bool { return f.Path == path })
	if i < 0 {
		return nil
	}
	return allFields[i]
}

// Default is AKS's value of an absent property as a Value; null where AKS
// documents none.
func (f *Field) Default() Value { return f.filled(Value{}) }

package lane

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Own is a purpose that a platform team defines: another preset with overrides, which
// follow the same rules as a lane's.
type Own struct {
	// Extends names its base: "batch@1" is a built-in preset at a revision, "ingestion"
	// is another own purpose. It is a text or Unknown.
	Extends     Value
	Description string // one sentence for the documentation; may be empty
	Set         Settings
	SpotGiven   bool // `spot` is present, even as {}
	SpotUnknown bool // it is not known yet whether `spot` is present
	Omit        Omit
	OmitUnknown bool // a part of Omit is not known yet
}

// Purposes are all purposes that a lane may have: the built-in ones and those of one
// provider block. The zero Purposes contain only the built-in ones.
type Purposes struct {
	own map[string]Preset
	// loose are own purposes whose base is not known yet.
	loose map[string]bool
	// open means that the provider block's purposes are not known yet, so that any name
	// may turn out to be one.
	open bool
}

// OpenPurposes returns purposes whose own ones are not known yet.
func OpenPurposes() Purposes { return Purposes{open: true} }

// OwnError is an error in one own purpose.
type OwnError struct {
	Name string
	Err  error
}

func (e *OwnError) Error() string { return e.Err.Error() }
func (e *OwnError) Unwrap() error { return e.Err }

// PurposePattern is the form of every purpose, which becomes a label's value. Only
// Purposes can tell whether a purpose exists.
var PurposePattern = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// PurposeForm is PurposePattern in words.
const PurposeForm = "a purpose starts with a lower-case letter, has only lower-case letters, digits and hyphens, and has at most 40 characters"

// NewPurposes adds own purposes to the built-in ones. It returns an *OwnError for each
// own purpose that is invalid: a name that is taken or malformed, a base that does not
// exist, a built-in base without a revision, or a circle.
func NewPurposes(own map[string]Own) (Purposes, []*OwnError) {
	c := Purposes{own: map[string]Preset{}, loose: map[string]bool{}}
	b := purposeBuilder{own: own, done: c.own, loose: c.loose, failed: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		b.build(name, nil)
	}
	return c, b.problems
}

type purposeBuilder struct {
	own      map[string]Own
	done     map[string]Preset
	loose    map[string]bool
	failed   map[string]bool
	problems []*OwnError
}

func (b *purposeBuilder) fail(name, format string, args ...any) {
	b.failed[name] = true
	b.problems = append(b.problems, &OwnError{name, fmt.Errorf(format, args...)})
}

// build resolves one own purpose after the purposes that it extends. above are the
// names on the path to it.
func (b *purposeBuilder) build(name string, above []string) {
	if _, ok := b.done[name]; ok || b.failed[name] {
		return
	}
	o := b.own[name]
	switch at := slices.Index(above, name); {
	case at >= 0:
		circle := strings.Join(append(slices.Clone(above[at:]), name), " → ")
		for _, n := range above[at:] {
			b.fail(n, "the presets extend one another in a circle: %s; one of them must extend a built-in preset", circle)
		}
		return
	case slices.Contains(BuiltInPurposes(), name):
		b.fail(name, "%q is a built-in purpose; give yours another name", name)
		return
	case !PurposePattern.MatchString(name):
		b.fail(name, "%q is not a valid name for a purpose: %s", name, PurposeForm)
		return
	case o.Extends.IsUnknown():
		b.done[name], b.loose[name] = o.over(name, Preset{Set: allUnknown().Without(Name), Revision: 1}), true
		return
	}
	base := o.Extends.Text()
	if _, own := b.own[base]; own {
		b.build(base, append(slices.Clone(above), name))
		if p, ok := b.done[base]; ok {
			b.done[name], b.loose[name] = o.over(name, p), b.loose[base]
		} else if !b.failed[name] {
			b.failed[name] = true // its base has reported the error
		}
		return
	}
	p, err := b.builtIn(base)
	if err != nil {
		b.fail(name, "%w", err)
		return
	}
	b.done[name] = o.over(name, p)
}

// unknownPurpose suggests the purpose that was probably meant, and lists all of them.
func unknownPurpose(purpose string, names []string) error {
	return fmt.Errorf("purpose %q does not exist%s; the purposes are %s", purpose, Meant(purpose, names), strings.Join(names, ", "))
}

// builtIn finds a base such as "batch@1". The revision is required: without it, an
// upgrade of the provider would change every lane of the purpose.
func (b *purposeBuilder) builtIn(base string) (Preset, error) {
	if base == "" {
		return Preset{}, errors.New("extends is not set; write extends = \"batch@1\", a built-in purpose with a fixed revision, or the name of another preset")
	}
	purpose, text, pinned := strings.Cut(base, "@")
	newest, err := FindPreset(purpose, 0)
	if err != nil {
		known := append(BuiltInPurposes(), slices.Sorted(maps.Keys(b.own))...)
		return Preset{}, unknownPurpose(purpose, known)
	}
	revision, err := strconv.Atoi(text)
	if !pinned || err != nil || revision < 1 {
		return Preset{}, fmt.Errorf("extends is %q; write a revision, such as \"%s@%d\", so that an upgrade of the provider changes no lane", base, purpose, newest.Revision)
	}
	return FindPreset(purpose, revision)
}

// over lays the own purpose over its base.
func (o Own) over(name string, p Preset) Preset {
	if o.SpotUnknown {
		for _, f := range allFields {
			if f == Priority || f.byPriority() {
				p.Set = p.Set.Put(f, Unknown)
			}
		}
	}
	if p.Zonal { // if the result has zones, the author or a team decided them
		p.Set = p.Set.Without(Zones)
	}
	out := Extend(p, Intent{Purpose: name, Set: o.Set, SpotGiven: o.SpotGiven, Omit: o.Omit})
	out.Summary = o.Description
	if o.OmitUnknown {
		for _, f := range []*Field{Labels, Taints, Tags} {
			out.Set = out.Set.Put(f, Unknown)
		}
	}
	if n := p.NewerOS; n != nil && o.Set.Get(OSSKU).IsUnknown() {
		for f := range n.Set {
			out.Set = out.Set.Put(f, Unknown)
		}
	} else if out.NewerOS != nil { // a team's decision also overrides the newer defaults
		newer := NewerOS{FromMinor: n.FromMinor, Set: Settings{}}
		for f, v := range n.Set {
			newer.Set[f] = v
			if o.Set.Has(f) {
				newer.Set[f] = o.Set.Get(f)
			}
		}
		out.NewerOS = &newer
	}
	return out
}

// Find returns the preset of a purpose at a revision; revision 0 means the newest. An
// own purpose has one revision: that of the built-in preset at the end of its chain.
// The error lists the existing names or revisions.
func (ps Purposes) Find(purpose string, revision int) (Preset, error) {
	p, ok := ps.own[purpose]
	switch {
	case ok && (revision == 0 || revision == p.Revision || ps.loose[purpose]):
		return p, nil
	case ok:
		return Preset{}, fmt.Errorf("purpose %s has no revision %d; its only revision is %d, that of the built-in preset that it extends", purpose, revision, p.Revision)
	case ps.open && !slices.Contains(BuiltInPurposes(), purpose):
		return Preset{Purpose: purpose, Revision: max(revision, 1), Set: allUnknown()}, nil
	}
	p, err := FindPreset(purpose, revision)
	if err != nil && !slices.Contains(BuiltInPurposes(), purpose) {
		err = unknownPurpose(purpose, ps.Names())
	}
	return p, err
}

// Newest is the revision for a new lane of a purpose, or 1 if there is no such purpose.
// known is false if the answer may still change, because the base of the purpose is not
// known yet.
func (ps Purposes) Newest(purpose string) (revision int, known bool) {
	p, err := ps.Find(purpose, 0)
	if err != nil {
		return 1, true // the expansion reports that there is no such purpose
	}
	_, listed := ps.own[purpose]
	return p.Revision, !ps.loose[purpose] && (listed || !ps.IsOwn(purpose))
}

// IsOwn reports whether the provider block defines the purpose.
func (ps Purposes) IsOwn(purpose string) bool {
	_, ok := ps.own[purpose]
	return ok || ps.open && !slices.Contains(BuiltInPurposes(), purpose)
}

// Names lists every purpose: the built-in ones in the order of the
// documentation, then the own ones by name.
func (ps Purposes) Names() []string {
	return append(BuiltInPurposes(), slices.Sorted(maps.Keys(ps.own))...)
}

// Presets lists every preset, the built-in ones first.
func (ps Purposes) Presets() []Preset {
	out := Presets()
	for _, name := range slices.Sorted(maps.Keys(ps.own)) {
		out = append(out, ps.own[name])
	}
	return out
}

// named returns the purpose if it exists, otherwise "".
func (ps Purposes) named(purpose string) string {
	if slices.Contains(ps.Names(), purpose) {
		return purpose
	}
	return ""
}

package lane

import (
	"regexp"
	"slices"
	"strings"
)

// Sign is one piece of evidence that an existing pool serves a purpose.
type Sign struct {
	strength strength
	shown    func(pool Settings) bool
}

// strength is the kind of setting that a sign is read from, strongest first. Settings
// that AKS enforces (mode, operating system, priority) come before settings that people
// chose (hardware that is bought for one thing only, taint, size). Settings that are
// only typical come last: plenty of pools scale to zero.
type strength int

const (
	fromMode strength = iota
	fromOS
	fromPriority
	fromHardware
	fromTaint
	fromSize
	fromCapacity
)

// String is the source as Classify reports it.
func (s strength) String() string {
	return [...]string{"mode", "os", "priority", "size", "taint", "size", "capacity"}[s]
}

// Classify returns the most likely purpose of a live pool and the source of that
// answer. "tag" and "label" are certain; "mode", "os", "priority", "size", "taint" and
// "capacity" are evidence, strongest first; "default" means that there is no evidence.
// The purpose is always a built-in one: see Purposes.Classify.
func Classify(pool Settings) (purpose, source string) { return Purposes{}.Classify(pool) }

// Classify is like the function Classify, but also returns a team's own purpose if the
// pool names it.
func (ps Purposes) Classify(pool Settings) (purpose, source string) {
	if p := ps.named(foldKeys(pool.Get(Tags)).Map()[TagPurpose].Text()); p != "" {
		return p, "tag"
	}
	if p := ps.named(pool.Get(Labels).Map()[LabelPurpose].Text()); p != "" {
		return p, "label"
	}
	for strength := fromMode; strength <= fromCapacity; strength++ {
		for _, p := range presets {
			if p.shows(pool, strength) {
				return p.Purpose, strength.String()
			}
		}
	}
	return General, "default"
}

// shows reports whether the pool has a sign of this strength for the purpose.
func (p Preset) shows(pool Settings, s strength) bool {
	return slices.ContainsFunc(p.Evidence, func(sign Sign) bool { return sign.strength == s && sign.shown(pool) })
}

func isSystem(pool Settings) bool { return Mode.Text(pool) == "System" || OfAKS(pool) }

// OfAKS reports whether a node pool is AKS's own: a managed system pool, which AKS
// creates, upgrades, scales and deletes. No stable api-version lets a client request
// one. Source: the AKS documentation, managed system node pools.
func OfAKS(pool Settings) bool { return Mode.Text(pool) == "ManagedSystem" }

func isSpot(pool Settings) bool { return Priority.Text(pool) == SpotPriority }

func isWindows(pool Settings) bool {
	return OSType.Text(pool) == "Windows" || osTypeOf(OSSKU.Text(pool)) == "Windows"
}

func scalesToZero(pool Settings) bool {
	n, ok := Min.Int(pool)
	return ok && n == 0
}

// sized is the sign of a VM size whose name matches.
func sized(names *regexp.Regexp) func(Settings) bool {
	return func(pool Settings) bool { return names.MatchString(SizeOf(pool)) }
}

// tainted is the sign of a taint whose key or value contains one of the words.
func tainted(words ...string) func(Settings) bool {
	return func(pool Settings) bool {
		return slices.ContainsFunc(pool.Get(Taints).Set(), func(taint string) bool {
			head, _, _ := strings.Cut(strings.ToLower(taint), ":")
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(head, w) })
		})
	}
}

// SizeOf is the VM size of a pool, or the first size of a VirtualMachines pool; "" if
// it is not known.
func SizeOf(pool Settings) string {
	if size := VMSize.Text(pool); size != "" {
		return size
	}
	if list := MachineList(pool); len(list) > 0 {
		return MachineSize.Text(list[0])
	}
	return ""
}

package lane

import (
	"fmt"
	"slices"
	"strings"
)

// Severity says what becomes of a lane that a rule finds fault with.
type Severity int

// The severities.
const (
	// Refuse: AKS is known to refuse it; an error at plan.
	Refuse Severity = iota
	// Advise: the source is soft, or it works and is unwise; a warning.
	Advise
)

// String is the word for the documentation.
func (s Severity) String() string {
	if s == Advise {
		return "advises"
	}
	return "refuses"
}

// Rule is one thing that AKS refuses, or that a lane had better not do, and
// that can be told without the cloud.
type Rule struct {
	ID       string // kebab-case; never renamed, never reused
	Severity Severity
	Text     string // the rule in one sentence
	Source   string // where the rule comes from
	Remedy   string // what to write instead
	// Check finds what breaks the rule. Null and unknown values are silent: a
	// rule may miss, it never accuses wrongly.
	Check func(Subject) []Finding
}

// Subject is a lane under examination. Made by hand, its pool is taken for a
// part: a null in it says nothing, as when only the author's overrides are
// known. Made by SubjectOf, a null is left to AKS for sure, and rules of the
// kind "this needs that" see it.
type Subject struct {
	Name      string // "" where unknown
	Purpose   string // "" where unknown
	Pool      Settings
	SpotGiven bool // the author wrote `spot`
	// Intent is what the author wrote; rules about the author's own doing are
	// silent where it is nil.
	Intent *Intent

	whole bool
}

// SubjectOf is the lane of an intent and the whole pool that it expanded to.
func SubjectOf(in Intent, pool Settings) Subject {
	return Subject{Name: in.Name, Purpose: in.Purpose, Pool: pool, SpotGiven: in.SpotGiven, Intent: &in, whole: true}
}

// Finding is one place that breaks a rule.
type Finding struct {
	Field *Field
	Key   string // label key, taint, tag key, sysctl or the like; may be ""
	What  string // what is wrong, with the value
}

// Problem is a rule and a place that breaks it.
type Problem struct {
	Rule Rule
	Finding
}

// Title is the headline of a diagnostic.
func (p Problem) Title() string {
	if p.Rule.Severity == Advise {
		return "Doubtful " + p.Field.Path
	}
	return "Invalid " + p.Field.Path
}

// Detail is the text of a diagnostic: what is wrong, the rule, what to do.
func (p Problem) Detail() string {
	what := strings.ToUpper(p.What[:1]) + p.What[1:]
	return fmt.Sprintf("%s. %s\n\n%s\n\nRule %s, from %s.", what, p.Rule.Text, p.Rule.Remedy, p.Rule.ID, p.Rule.Source)
}

// Rules lists every rule in the order of the documentation.
func Rules() []Rule {
	return slices.Concat(nameRules, labelRules, taintRules, tagRules, capacityRules,
		systemRules, spotRules, windowsRules, gatewayRules, machineRules, upgradeRules,
		imageRules, diskRules, securityRules, gpuRules, placementRules, networkRules,
		kubeletRules, sysctlRules, valueRules)
}

// Check examines a lane by every rule.
func Check(s Subject) []Problem {
	var out []Problem
	for _, r := range Rules() {
		for _, f := range r.Check(s) {
			out = append(out, Problem{Rule: r, Finding: f})
		}
	}
	return out
}

// CheckChange examines a change: what was wrong before and is wrong in the same
// way now is no reason to stop, since AKS evidently took it.
func CheckChange(before, after Subject) []Problem {
	was := Check(before)
	return slices.DeleteFunc(Check(after), func(p Problem) bool {
		return slices.ContainsFunc(was, func(q Problem) bool { return p.Rule.ID == q.Rule.ID && p.Finding == q.Finding })
	})
}

// The words for sources that many rows share.
const (
	srcAPI     = "the agent pool API"
	srcErrors  = "the error codes of AKS"
	srcKube    = "Kubernetes"
	srcAzurerm = "the limits of terraform-provider-azurerm"
	srcOwn     = "workload lanes"
)

// docs names an article of the AKS documentation.
func docs(article string) string { return "the AKS documentation, " + article }

// Cluster is the attribute `cluster_id`. It is no setting of a pool, but a change
// of it is a reason to replace one.
var Cluster = element("cluster_id", String, "", "ARM resource ID of the cluster.")

// LaneGroup is the attribute `group`. It is no setting of a pool, but rules
// point at it.
var LaneGroup = element("group", String, "", "Value of the label `workload-lane/name`; the name where absent.")

// at makes the finding when the condition holds.
func at(bad bool, f *Field, what string, args ...any) []Finding {
	if !bad {
		return nil
	}
	return []Finding{{Field: f, What: fmt.Sprintf(what, args...)}}
}

// What checks ask of a subject. Null and unknown answer false everywhere but in
// null, unknown and no.

func (s Subject) text(f *Field) string       { return f.Text(s.Pool) }
func (s Subject) int(f *Field) (int64, bool) { return f.Int(s.Pool) }
func (s Subject) yes(f *Field) bool          { return f.Bool(s.Pool) }
func (s Subject) is(f *Field, v string) bool { return f.Text(s.Pool) == v }
func (s Subject) unknown(f *Field) bool      { return s.Pool.Get(f).IsUnknown() }
func (s Subject) known(f *Field) bool        { return s.Pool.Has(f) && !s.unknown(f) }

// null reports whether the field is surely left to AKS.
func (s Subject) null(f *Field) bool { return s.whole && !s.Pool.Has(f) }

// settled reports whether the value is known, or surely left to AKS.
func (s Subject) settled(f *Field) bool { return s.known(f) || s.null(f) }

// no reports whether a switch is surely off.
func (s Subject) no(f *Field) bool { return s.settled(f) && !s.yes(f) }

func (s Subject) spot() bool          { return s.is(Priority, SpotPriority) }
func (s Subject) system() bool        { return s.is(Mode, "System") }
func (s Subject) gateway() bool       { return s.is(Mode, "Gateway") }
func (s Subject) windows() bool       { return s.is(OSType, "Windows") }
func (s Subject) machines() bool      { return s.is(PoolType, "VirtualMachines") }
func (s Subject) trustedLaunch() bool { return s.yes(SecureBoot) || s.yes(VTPM) }

// sizeField is where the size of the nodes stands.
func (s Subject) sizeField() *Field {
	if s.machines() && !s.Pool.Has(VMSize) {
		return VirtualMachines
	}
	return VMSize
}

// size is the size of the nodes; of several the first, since they are of one
// family.
func (s Subject) size() string {
	if s.sizeField() == VirtualMachines {
		return SizeOf(s.Pool)
	}
	return s.text(VMSize)
}

// authored reports whether the author wrote a known value.
func (s Subject) authored(f *Field) bool {
	return s.Intent != nil && Subject{Pool: s.Intent.Set}.known(f)
}

// before and after compare the minor of a known Kubernetes version.
func (s Subject) before(minor int) bool { m := MinorOf(s.text(Version)); return m > 0 && m < minor }
func (s Subject) after(minor int) bool  { return MinorOf(s.text(Version)) > minor }

func (s Subject) trustedLaunchField() *Field {
	if s.yes(SecureBoot) {
		return SecureBoot
	}
	return VTPM
}

// within checks the range of a whole number, both ends included.
func within(f *Field, lo, hi int64) func(Subject) []Finding {
	return func(s Subject) []Finding {
		n, ok := s.int(f)
		return at(ok && (n < lo || n > hi), f, "%s is %d; it must be %d to %d", f.Path, n, lo, hi)
	}
}

// firstOf returns the first field that is known, to point at.
func (s Subject) firstOf(fields ...*Field) *Field {
	for _, f := range fields {
		if s.known(f) {
			return f
		}
	}
	return nil
}

package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Needs is the set of facts that a check asks for.
type Needs int

// The kinds of facts. Each takes one read of the cloud or none.
const (
	OfPools     Needs = 1 << iota // the cluster's node pools
	OfCluster                     // what the cluster decides for all its node pools
	OfSizes                       // Compute's VM sizes of the location
	OfUsages                      // Compute's quotas of the location
	OfVersions                    // AKS's versions of the location
	OfSubnets                     // the virtual network of the lane
	OfExistence                   // whether the cluster exists
	OfPlan                        // the other lanes of this plan: worth waiting for before reporting a problem
	OfChange                      // what the plan changes: an unchanged lane is not judged
	OfLimits                      // the limits of the provider block
)

// Accepted replaces an error code if AKS is known to accept what the check objects
// to.
const Accepted = "-"

// Check looks for one thing that AKS refuses, that a lane should avoid, that weakens
// a cluster, or that exceeds a team's limit.
type Check struct {
	ID    string // kebab-case; the name in the provider block; never renamed, never reused
	Level Level  // unless the provider block says otherwise
	// Hint marks a check that never fails a plan, whatever the provider block says.
	Hint bool
	// Guard marks a check that protects the cluster. It also runs for deletions, and
	// it refuses even a plan that only reverts changes made outside Terraform.
	Guard bool
	// Code is the code of the AKS error that the check replaces. It is Accepted if
	// there is no error, "" if the code is not known.
	Code   string
	Title  string // headline of a diagnostic; "" = from the field
	Text   string // the rule in one sentence
	Remedy string // what to write instead
	Source string // where the rule comes from; "" = AKS's answer, see Code
	// Needs are the facts that the check cannot do without; none for a check that
	// works offline. Uses are facts that make the result more certain if they can be
	// read.
	Needs, Uses Needs
	// Again marks a check that runs once more when the plan is applied. Its findings
	// are errors then, whatever they were before: another resource of the same apply
	// may have fixed the problem, and AKS refuses the lane if none has. Such a check
	// needs the cluster only.
	Again bool
	// New marks something that a lane may keep but may not newly get. A
	// configuration alone does not show which of the two it is, so `validate` skips
	// the check.
	New bool
	// On reports whether this plan changes what the check judges. If it is nil, the
	// findings are compared with those of the lane as it was: what was already wrong
	// in the same way is not a reason to stop.
	On func(Subject) bool
	// Find compares the lane with the facts. Null and unknown values produce no
	// finding: a check may miss a problem, but it never reports a false one.
	Find func(Facts, Subject) []Finding
}

// Table lists every check in the order of the documentation. It is read only.
func Table() []Check { return table() }

var table = sync.OnceValue(func() []Check {
	return slices.Concat(nameChecks, labelChecks, taintChecks, tagChecks, capacityChecks,
		systemChecks, spotChecks, windowsChecks, gatewayChecks, machineChecks, upgradeChecks,
		imageChecks, retiredChecks, containerLinuxChecks, streamingChecks, diskChecks, securityChecks, gpuChecks, placementChecks, networkChecks,
		kubeletChecks, sysctlChecks, valueChecks,
		clusterChecks, claimChecks, sizeChecks, quotaChecks, versionChecks, surroundingChecks, subnetChecks, groupChecks, standingChecks,
		guardChecks, limitChecks)
})

// Find returns the check with that ID.
func Find(id string) (Check, bool) {
	all := Table()
	i := slices.IndexFunc(all, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return all[i], true
}

// Offline reports whether the check needs nothing but the lane itself.
func (c Check) Offline() bool { return c.Needs == 0 }

// Concerns reports whether the plan of the subject may break the check.
func (c Check) Concerns(s Subject) bool {
	switch {
	case c.On != nil:
		return c.On(s)
	case s.gone():
		return false
	}
	return true
}

// Ask compares the lane with the facts. If a fact that the check rests on is not
// known, it finds nothing.
func (c Check) Ask(f Facts, s Subject) []Finding {
	switch {
	case c.Needs&OfPools != 0 && f.Cluster == nil, c.Needs&OfCluster != 0 && (f.Cluster == nil || f.Cluster.Partial):
		return nil
	}
	found := c.Find(f, s)
	if c.Needs&OfLimits != 0 {
		for i := range found {
			found[i].Note = f.Limits.Message
		}
	}
	if c.On != nil || s.Was == nil || len(found) == 0 {
		return found
	}
	was := c.Find(f, *s.Was)
	return slices.DeleteFunc(found, func(x Finding) bool { return slices.ContainsFunc(was, x.same) })
}

// Finding is one place in a lane or its cluster that a check objects to.
type Finding struct {
	// Field is the setting to point at, nil for the cluster. Others are the other
	// settings of a conflict, in order of preference: the author may have written
	// one of those instead.
	Field  *lane.Field
	Others []*lane.Field
	Key    string // label key, taint, tag key, sysctl or the like; may be ""
	What   string // what is wrong, with the values and the nearest valid one
	Soft   bool   // at most a warning
	// Remedy replaces the check's own remedy; "" = keep that one.
	Remedy string
	// Note is the text that a team adds to a refusal. It comes last.
	Note string
	// Perhaps marks a finding that needs another lane, not planned yet, to confirm
	// it. It is dropped when the wait for other lanes ends.
	Perhaps bool
	// Open marks a finding that holds unless another lane, not planned yet, makes
	// room. It becomes a warning when the wait for other lanes ends.
	Open bool
	// Cause identifies a problem that several lanes of a plan share, and that only
	// one of them reports; "" for a problem of this lane alone.
	Cause string
	// Binds means that an error with this Cause also refuses the lanes that do not
	// report it.
	Binds bool
}

// Late returns the findings that remain when the wait for other lanes has ended.
func Late(found []Finding) []Finding {
	out := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Perhaps })
	for i, f := range out {
		if f.Open {
			out[i].Soft = true
			out[i].What = sentence(f.What) + " Other lanes of the cluster were not planned in time; they may make room."
		}
	}
	return out
}

func (f Finding) same(g Finding) bool {
	return f.Field == g.Field && f.Key == g.Key && f.What == g.What
}

// Fields returns the fields to point at, the best first; none for the cluster.
func (f Finding) Fields() []*lane.Field {
	if f.Field == nil {
		return nil
	}
	return append([]*lane.Field{f.Field}, f.Others...)
}

// Headline is the title of a diagnostic about an attribute.
func (c Check) Headline(attribute string) string {
	switch {
	case c.Title != "":
		return c.Title
	case c.Level == Warn:
		return "Check " + attribute
	}
	return "Invalid " + attribute
}

// Detail is the text of a diagnostic: what is wrong, why, what to write instead and
// how to switch the check off. It joins the findings of one place.
func (c Check) Detail(found ...Finding) string {
	return c.detail(fmt.Sprintf(": checks = { %s = \"off\" } in the provider block switches it off.", key(c.ID)), found)
}

func (c Check) detail(end string, found []Finding) string {
	var what []string
	var remedy, note string
	for _, f := range found {
		what = append(what, sentence(f.What))
		remedy, note = cmp.Or(remedy, f.Remedy), f.Note
	}
	parts := []string{strings.Join(what, " "), c.Text + c.answer(), cmp.Or(remedy, c.Remedy),
		"Check " + c.ID + c.from() + end, note}
	if limit := c.Limit(); limit != "" {
		parts[1] = "It is a limit of the provider block: guardrails." + limit + "."
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "\n\n")
}

func (c Check) answer() string {
	switch c.Code {
	case "":
		return ""
	case Accepted:
		return " AKS accepts it."
	}
	return " AKS would answer " + c.Code + "."
}

func (c Check) from() string {
	if c.Source == "" {
		return ""
	}
	return ", from " + c.Source
}

func key(id string) string {
	if strings.Contains(id, "-") {
		return `"` + id + `"`
	}
	return id
}

// sentence turns a text into a sentence, with a capital letter and a full stop,
// unless it is one already. If the text begins with the name of an attribute, it
// deliberately gets no capital, which would make it a different name.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	if first, _, _ := strings.Cut(s, " "); !strings.ContainsAny(first, "_.") {
		r := []rune(s)
		r[0] = unicode.ToUpper(r[0])
		s = string(r)
	}
	return s + "."
}

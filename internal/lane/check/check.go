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

// Needs are the facts that a check asks for.
type Needs int

// The kinds of facts, each one read of the cloud or none.
const (
	OfPools     Needs = 1 << iota // the cluster's node pools
	OfCluster                     // what the cluster decides for all of them
	OfSizes                       // Compute's VM sizes of the location
	OfUsages                      // Compute's quotas of the location
	OfVersions                    // AKS's versions of the location
	OfSubnets                     // the virtual network of the lane
	OfExistence                   // whether there is a cluster at all
	OfPlan                        // the other lanes of this plan: worth waiting for before accusing
	OfChange                      // what the plan changes: a lane as it stands is not judged
	OfLimits                      // the limits of the provider block
)

// Accepted stands in place of an error code where AKS is known to accept what the
// check finds fault with.
const Accepted = "-"

// Check is one thing that AKS refuses, that a lane had better not do, that weakens
// a cluster, or that goes beyond a team's limit.
type Check struct {
	ID    string // kebab-case; the name in the provider block; never renamed, never reused
	Level Level  // unless the provider block says otherwise
	// Hint marks what never fails a plan, whatever the provider block says.
	Hint bool
	// Guard marks what keeps a cluster whole. It is asked of deletions too, and
	// refuses also a plan that only puts right what others have changed.
	Guard bool
	// Code is of the AKS error that the check replaces; Accepted where there is
	// none, "" where it is not known.
	Code   string
	Title  string // headline of a diagnostic; "" = from the field
	Text   string // the rule in one sentence
	Remedy string // what to write instead
	Source string // where the rule comes from; "" = AKS's answer, as Code has it
	// Needs are the facts without which nothing can be said; none for a check that
	// works offline. Uses are those that make it more certain where they can be
	// read.
	Needs, Uses Needs
	// Again marks what is asked once more when the plan is applied, and is an
	// error then whatever it was before: another resource of the same apply may
	// have put it right, and AKS refuses it if none has. It needs the cluster only.
	Again bool
	// New marks what a lane may not come to have, and may go on to have: a
	// configuration alone does not say which it is, and `validate` does not ask.
	New bool
	// On reports whether this plan changes what the check judges. Nil compares the
	// findings with those of the lane as it was: what was wrong before in the same
	// way is no reason to stop.
	On func(Subject) bool
	// Find holds the lane against the facts. Null and unknown values are silent: a
	// check may miss, it never accuses wrongly.
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

// Find is the check of that name.
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

// Ask holds the lane against the facts; where one that the check rests on is not
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

// Finding is one place that a check finds fault with.
type Finding struct {
	// Field is the setting to point at, nil for the cluster; Others are the rest of
	// a conflict, in order of preference: the author may have written one of those.
	Field  *lane.Field
	Others []*lane.Field
	Key    string // label key, taint, tag key, sysctl or the like; may be ""
	What   string // what is wrong, with the values and the nearest valid one
	Soft   bool   // no more than a warning
	// Remedy is in place of the check's own; "" = that one.
	Remedy string
	// Note comes last: what a team adds to a refusal.
	Note string
	// Perhaps marks what only holds if another lane still comes that bears it
	// out; when the wait for other lanes ends, it is dropped.
	Perhaps bool
	// Open marks what holds unless another lane still comes that gives way; when
	// the wait for other lanes ends, it is a warning.
	Open bool
	// Cause is what several lanes of a plan share, and one of them says for all;
	// "" for what each has for itself.
	Cause string
}

// Late is what remains of findings when the wait for other lanes has ended.
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

// Fields are those to point at, the best first; none for the cluster.
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

// Detail is the text of a diagnostic: what is wrong, why, what to write instead
// and how to switch the check. Findings of one place are put together.
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

// sentence makes a sentence of what is none yet: with a capital letter, and a stop.
// Deliberately without the capital where it begins with the name of an attribute,
// which would be another name.
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

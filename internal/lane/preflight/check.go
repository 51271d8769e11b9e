package preflight

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Level says what becomes of a finding.
type Level string

// The levels, spelled as in the provider block.
const (
	Error Level = "error"
	Warn  Level = "warn"
	Off   Level = "off"
)

// LevelNames are the levels that a provider block may set.
var LevelNames = []string{string(Error), string(Warn), string(Off)}

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
	OfPlan                        // the other lanes of this plan: worth waiting for before accusing
	OfExistence                   // whether there is a cluster at all
)

// Check is one thing that AKS would refuse, or that weakens a cluster.
type Check struct {
	ID    string // kebab-case; the name in the provider block; never renamed, never reused
	Level Level  // unless the provider block says otherwise
	// Hint marks what never fails a plan, whatever the provider block says.
	Hint   bool
	Code   string // of the AKS error that it replaces; "" = AKS accepts
	Title  string // headline of a diagnostic
	Text   string // the rule in one sentence
	Remedy string // what to write instead
	Needs  Needs
	// Again marks what is asked once more when the plan is applied, and is an
	// error then whatever it was before: another resource of the same apply may
	// have put it right, and AKS refuses it if none has. It needs the cluster only.
	Again bool
	// On reports whether this plan changes what the check judges.
	On func(Subject) bool
	// Find holds the lane against the facts.
	Find func(Facts, Subject) []Finding
}

// Ask holds the lane against the facts; where one that the check rests on is not
// known, it finds nothing.
func (c Check) Ask(f Facts, s Subject) []Finding {
	switch {
	case c.Needs&OfPools != 0 && f.Cluster == nil, c.Needs&OfCluster != 0 && (f.Cluster == nil || f.Cluster.Partial):
		return nil
	}
	return c.Find(f, s)
}

// Finding is one place that a check finds fault with.
type Finding struct {
	Field *lane.Field // nil = the cluster
	What  string      // what is wrong, with the values and the nearest valid one; whole sentences
	Soft  bool        // no more than a warning
	// Remedy is in place of the check's own; "" = that one.
	Remedy string
	// Perhaps marks what only holds if another lane still comes that bears it
	// out; when the wait for other lanes ends, it is dropped.
	Perhaps bool
}

// Replaces is the AKS error that the check replaces, for people.
func (c Check) Replaces() string {
	if c.Code == "" {
		return "AKS accepts"
	}
	return c.Code
}

// Detail is the text of a diagnostic. settings is the attribute of the provider
// block that switches the check.
func (c Check) Detail(f Finding, settings string) string {
	answer := "AKS accepts it."
	if c.Code != "" {
		answer = "AKS would answer " + c.Code + "."
	}
	remedy := cmp.Or(f.Remedy, c.Remedy)
	return fmt.Sprintf("%s\n\n%s %s\n\n%s\n\nCheck %s: %s = { %s = \"off\" } in the provider block switches it off.",
		f.What, c.Text, answer, remedy, c.ID, settings, key(c.ID))
}

func key(id string) string {
	if strings.Contains(id, "-") {
		return `"` + id + `"`
	}
	return id
}

// Levels are those that the provider block sets, by check. The zero value sets
// none.
type Levels map[string]Level

// Of is the level of a check.
func (l Levels) Of(c Check) Level {
	level, ok := l[c.ID]
	if !ok {
		level, ok = l[All]
	}
	switch {
	case !ok:
		return c.Level
	case c.Hint && level == Error:
		return Warn
	}
	return level
}

// Level is the level of the guard or check of that name.
func (l Levels) Level(id string) Level {
	for _, c := range slices.Concat(guards, checks) {
		if c.ID == id {
			return l.Of(c)
		}
	}
	return Off
}

// All is the name that stands for every check that is not named itself.
const All = "all"

// find makes a finding when the condition holds.
func find(bad bool, f *lane.Field, what string, args ...any) []Finding {
	if !bad {
		return nil
	}
	return []Finding{{Field: f, What: fmt.Sprintf(what, args...)}}
}

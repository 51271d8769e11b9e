package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The quotas of a whole location, by Compute's names in lower case.
const (
	regionalCores = "cores"
	spotCores     = "lowprioritycores"
)

// nodesOf is how many nodes of which size a pool has, by size in lower case. live
// is what it had before: under the autoscaler it keeps them.
func nodesOf(pool lane.Settings, live int64, makes bool) map[string]int64 {
	out := map[string]int64{}
	if list := machines(pool); len(list) > 0 {
		for _, m := range list {
			n, _ := lane.MachineNodes.Int(m)
			out[strings.ToLower(lane.MachineSize.Text(m))] += n
		}
		return out
	}
	size := strings.ToLower(lane.VMSize.Text(pool))
	n := live
	if makes {
		n, _ = lane.InitialCount(pool)
	} else if fixed, ok := lane.Nodes.Int(pool); ok {
		n = fixed
	} else if least, ok := lane.Min.Int(pool); ok {
		n = max(n, least)
	}
	out[size] = n
	return out
}

// before and after are the nodes of a planned lane, at rest.
func (l Lane) before() map[string]int64 {
	if l.Before == nil {
		return nil
	}
	if list := machines(l.Before); len(list) > 0 {
		return nodesOf(l.Before, l.Nodes, false)
	}
	return map[string]int64{strings.ToLower(lane.VMSize.Text(l.Before)): l.Nodes}
}

func (l Lane) after() map[string]int64 {
	if l.After == nil {
		return nil
	}
	out := nodesOf(l.After, l.Nodes, l.Before == nil)
	if l.Rotates && len(machines(l.After)) == 0 { // the new pool begins with what the old one has
		for size := range out {
			out[size] = max(out[size], l.Nodes)
		}
	}
	return out
}

// surge is how many nodes the change adds for a while, on top.
func (l Lane) surge() int64 {
	if !l.Surges || l.After == nil || len(machines(l.After)) > 0 {
		return 0
	}
	if l.Rotates {
		return l.Nodes // the old pool goes when the new one has come
	}
	return lane.SurgeNodes(l.After, total(l.after()))
}

func total(nodes map[string]int64) int64 {
	var n int64
	for _, v := range nodes {
		n += v
	}
	return n
}

// cores is what nodes take of a quota.
func (f Facts) cores(nodes map[string]int64, pool lane.Settings, quota string) int64 {
	var out int64
	for name, n := range nodes {
		size := f.Sizes[name]
		if f.counts(size, pool, quota) {
			out += n * size.vcpus()
		}
	}
	return out
}

// spelled is the name of a quota as Compute writes it.
func (f Facts) spelled(quota string) string {
	if quota == spotCores {
		return "lowPriorityCores"
	}
	for _, s := range f.Sizes {
		if strings.EqualFold(s.Family, quota) {
			return s.Family
		}
	}
	return quota
}

// counts reports whether nodes of a size count against a quota.
func (f Facts) counts(size Size, pool lane.Settings, quota string) bool {
	if lane.Priority.Text(pool) == lane.SpotPriority {
		return quota == spotCores
	}
	return quota == regionalCores || quota == strings.ToLower(size.Family)
}

// quotasOf are the quotas that a pool counts against.
func (f Facts) quotasOf(pool lane.Settings) []string {
	if lane.Priority.Text(pool) == lane.SpotPriority {
		return []string{spotCores}
	}
	size, _ := f.size(pool)
	return []string{strings.ToLower(size.Family), regionalCores}
}

// perhapsLane reports whether a live pool may be a lane that this plan has not
// come to yet. It may shrink or go, and so it counts as nothing in the end:
// counting it as it is would accuse a swap of two lanes, depending on which came
// first. As long as the plan may still come to it, it is worth waiting for.
func (f Facts) perhapsLane(p Pool) bool {
	if f.planned(p.Name) {
		return false
	}
	for key := range lane.Tags.In(p.Set).Map() {
		if strings.EqualFold(key, lane.TagName) {
			return true
		}
	}
	return false
}

// own is the lane of the subject among those of the plan.
func (f Facts) own(s Subject) Lane {
	if l, ok := f.planOf(s.Name); ok {
		return l
	}
	return Lane{Name: s.Name, Pool: s.Live, Before: s.Before, After: s.Pool, Nodes: s.Nodes, Surges: s.makes() || s.Impact.Class >= lane.Rolling}
}

// balance is what the lanes planned so far take of a quota, and what there is
// for them.
type balance struct {
	name  string // as Compute spells it
	usage Usage
	need  int64 // of all lanes at rest, and the largest surge
	left  int64 // for them: what is free and what they have already
	open  int64 // the part of left that lanes have which are not planned yet
	mine  int64 // of the lane itself, surge included
	had   int64 // of the lane before
	words []string
}

func (f Facts) balance(s Subject, quota string) (balance, bool) {
	u, ok := f.Usages[quota]
	if !ok || u.Limit < 0 {
		return balance{}, false
	}
	own := f.own(s)
	b := balance{name: f.spelled(quota), usage: u, left: u.Limit - u.Used}
	lanes := f.Lanes
	if _, ok := f.planOf(s.Name); !ok {
		lanes = append([]Lane{own}, lanes...)
	}
	var surge int64
	for _, l := range lanes {
		takes, had := f.cores(l.after(), l.After, quota), f.cores(l.before(), l.Before, quota)
		extra := f.cores(map[string]int64{strings.ToLower(lane.SizeOf(l.After)): l.surge()}, l.After, quota)
		b.need += takes
		b.left += had
		surge = max(surge, extra)
		if takes+extra > had {
			b.words = append(b.words, fmt.Sprintf("%s %d", l.Name, takes+extra))
		}
		if l.Cluster == own.Cluster && strings.EqualFold(l.Name, own.Name) {
			b.mine, b.had = takes+extra, had
		}
	}
	b.need += surge
	for _, p := range f.Cluster.Seen {
		if f.perhapsLane(p) {
			b.open += f.cores(map[string]int64{strings.ToLower(lane.SizeOf(p.Set)): p.Nodes}, p.Set, quota)
		}
	}
	b.left += b.open
	return b, true
}

// quota holds what all lanes planned so far need against what is left. Only a
// lane that takes more than it has is accused.
func quota(f Facts, s Subject) []Finding {
	var out []Finding
	for _, q := range f.quotasOf(s.Pool) {
		b, ok := f.balance(s, q)
		if !ok || b.mine <= b.had || b.need <= b.left-b.open {
			continue
		}
		what := fmt.Sprintf("The lane needs %s, and quota %s in %s has %d left of %d.", f.spell(s), b.name, f.Cluster.Location, max(0, b.left-b.open-b.had), b.usage.Limit)
		if len(b.words) > 1 {
			what = fmt.Sprintf("The lanes of this plan need %d vCPUs of quota %s in %s, and %d are left for them: %s (with surge).", b.need, b.name, f.Cluster.Location, max(0, b.left), strings.Join(b.words, ", "))
		}
		one := Finding{Field: s.countField(), What: what + f.fitting(s, b), Perhaps: b.need <= b.left}
		if !one.Perhaps { // one quota is reason enough, but not one that may turn out well
			return []Finding{one}
		}
		out = append(out, one)
	}
	return out
}

// spell says "48 vCPUs: 4 nodes and 2 surge nodes of 8".
func (f Facts) spell(s Subject) string {
	own := f.own(s)
	size, _ := f.size(s.Pool)
	n, surge, v := total(own.after()), own.surge(), size.vcpus()
	if len(machines(s.Pool)) > 0 {
		return fmt.Sprintf("%d nodes", n)
	}
	text := fmt.Sprintf("%d vCPUs: %d nodes", (n+surge)*v, n)
	if surge > 0 {
		text += fmt.Sprintf(" and %d surge nodes", surge)
	}
	return text + fmt.Sprintf(" of %d", v)
}

// fitting names the greatest number of nodes that has room beside the other
// lanes.
func (f Facts) fitting(s Subject, b balance) string {
	size, ok := f.size(s.Pool)
	if !ok || size.vcpus() == 0 || len(machines(s.Pool)) > 0 {
		return ""
	}
	own := f.own(s)
	room := b.left - (b.need - b.mine)
	for n := total(own.after()) - 1; n > 0; n-- {
		extra := int64(0)
		if own.Surges {
			extra = lane.SurgeNodes(s.Pool, n)
		}
		if (n+extra)*size.vcpus() <= room {
			return fmt.Sprintf(" %d nodes fit.", n)
		}
	}
	return ""
}

// quotaMax looks at what the autoscaler may come to need: the rest of the
// location moves until then.
func quotaMax(f Facts, s Subject) []Finding {
	most, ok := lane.Max.Int(s.Pool)
	size, known := f.size(s.Pool)
	if !ok || !known || slices.ContainsFunc(quota(f, s), func(found Finding) bool { return !found.Perhaps }) {
		return nil
	}
	for _, q := range f.quotasOf(s.Pool) {
		b, ok := f.balance(s, q)
		need := (most + lane.SurgeNodes(s.Pool, most)) * size.vcpus()
		if left := b.usage.Limit - b.usage.Used + b.had; ok && need > left {
			return find(true, lane.Max, "At its maximum of %d nodes, with surge, the lane needs %d vCPUs, and quota %s in %s has %d for it; %d nodes fit.",
				most, need, b.name, f.Cluster.Location, max(0, left), max(0, left)/max(1, size.vcpus()))
		}
	}
	return nil
}

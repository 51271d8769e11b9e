package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var groupChecks = []Check{{
	ID: "group-alike", Level: Warn, Hint: true, Code: Accepted, Source: "the cluster autoscaler, balance-similar-node-groups",
	Title:  "Autoscaler does not balance the lanes of the group",
	Text:   "The autoscaler balances node groups only if they are alike: the same vCPUs, memory, GPUs and labels.",
	Remedy: "Give the lanes of the group, one for each zone, the same vm_size, purpose and labels, or give each lane its own group.",
	Needs:  OfPools, On: moved(lane.VMSize, lane.Labels, lane.Zones, lane.Min, lane.Max, lane.Nodes), Find: groupUnlike,
}}

// memoryMayDiffer is how much the memory of two nodes may differ, as a share of the
// larger one, for the autoscaler to treat them as alike. Source: the cluster
// autoscaler, MaxCapacityMemoryDifferenceRatio.
const memoryMayDiffer = 0.015

// sibling is another node pool of the cluster as the plan leaves it.
type sibling struct {
	name string
	pool lane.Settings
}

// siblings returns the lanes of the plan as planned, and the other node pools as
// they are.
func (f Facts) siblings(s Subject) []sibling {
	var out []sibling
	for _, l := range f.of(f.Cluster.ID) {
		if l.After != nil && !strings.EqualFold(l.Name, s.Name) {
			out = append(out, sibling{l.Name, l.After})
		}
	}
	for _, p := range f.Cluster.Pools {
		if !f.planned(p.Name) && !strings.EqualFold(p.Name, s.Live) {
			out = append(out, sibling{p.Name, p.Set})
		}
	}
	return out
}

// groupUnlike is about lanes that are meant to be balanced: one lane per zone, with
// the autoscaler, in one group and with one priority. Spot lanes of several sizes in
// one group are meant to differ, and do not have a zone each.
func groupUnlike(f Facts, s Subject) []Finding {
	mine, zone := groupOf(s.Pool), ownZone(s.Pool)
	if mine == "" || zone == "" || !lane.CapacityOf(s.Pool).Scales() {
		return nil
	}
	for _, other := range f.siblings(s) {
		theirs := ownZone(other.pool)
		if groupOf(other.pool) != mine || theirs == "" || theirs == zone || !lane.CapacityOf(other.pool).Scales() || spotPool(other.pool) != s.spot() {
			continue
		}
		if field, what := f.unlike(s.Pool, other.pool); what != "" {
			found := at(true, field, "the node pools %s and %s of group %s, for zones %s and %s, differ: %s", s.Name, other.name, mine, zone, theirs, what)
			found[0].Cause = "alike in group " + mine + " of " + f.Cluster.ID
			return found
		}
	}
	return nil
}

func spotPool(pool lane.Settings) bool { return lane.Priority.Text(pool) == lane.SpotPriority }

// groupOf returns the value of a lane's label; "" if there is none, or if it is not
// known.
func groupOf(pool lane.Settings) string { return lane.Labels.In(pool).Map()[lane.LabelName].Text() }

// ownZone returns the only zone of a pool; "" if it does not have exactly one.
func ownZone(pool lane.Settings) string {
	zones := lane.Zones.In(pool)
	if set := zones.Set(); !zones.IsUnknown() && len(set) == 1 && set[0] != lane.AutoZone {
		return set[0]
	}
	return ""
}

// unlike returns how two pools differ for the autoscaler; "" if they are alike, or
// if that is not known.
func (f Facts) unlike(a, b lane.Settings) (*lane.Field, string) {
	x, y := f.hardware(lane.SizeOf(a)), f.hardware(lane.SizeOf(b))
	if f.otherCapacity(x, y) {
		return lane.VMSize, fmt.Sprintf("vm_size is %s and %s", x.Name, y.Name)
	}
	if keys := otherLabels(lane.Labels.In(a), lane.Labels.In(b)); len(keys) > 0 {
		return lane.Labels, "label " + strings.Join(keys, ", ")
	}
	return nil, ""
}

func (f Facts) otherCapacity(x, y lane.Hardware) bool {
	cx, ok1 := x.VCPUs()
	cy, ok2 := y.VCPUs()
	mx, ok3 := x.MemoryGB()
	my, ok4 := y.MemoryGB()
	return ok1 && ok2 && cx != cy || ok3 && ok4 && math.Abs(mx-my) > memoryMayDiffer*max(mx, my) || x.WithoutGPU() && y.Accelerated() || y.WithoutGPU() && x.Accelerated()
}

// otherLabels returns the keys whose values certainly differ.
func otherLabels(a, b lane.Value) []string {
	if a.IsUnknown() || b.IsUnknown() {
		return nil
	}
	x, y := a.Map(), b.Map()
	var out []string
	keys := maps.Clone(x)
	if keys == nil {
		keys = map[string]lane.Value{}
	}
	maps.Copy(keys, y)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		v, here := x[key]
		w, there := y[key]
		if here != there || !v.IsUnknown() && !w.IsUnknown() && v.Text() != w.Text() {
			out = append(out, key)
		}
	}
	return out
}

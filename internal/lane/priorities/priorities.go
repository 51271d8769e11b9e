package priorities

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// The priorities: a higher one grows first.
const (
	Others   = 1 // node groups without a lane, so that they can grow at all
	Ordinary = 10
	Spot     = 50 // the most expensive spot lanes; cheaper ones are above it
)

// Lane is a lane whose node pool gets a priority.
type Lane struct {
	Name     string // of the lane
	PoolName string // of its current node pool; "" = the lane's name
	Pool     lane.Settings
	// VCPUHourly is the cost of a vCPU per hour; 0 if it is not known. Differences
	// below a hundredth of a cent are ignored.
	VCPUHourly float64
}

// Undecided is a setting that is not known and without which the text is not known; nil
// if everything is known.
func (l Lane) Undecided() *lane.Field {
	for _, f := range []*lane.Field{lane.Priority, lane.OSType, lane.PoolType} {
		if l.Pool.Get(f).IsUnknown() {
			return f
		}
	}
	return nil
}

// Text is the value of the key `priorities` in the ConfigMap
// cluster-autoscaler-priority-expander: highest priority first, and within one priority
// the patterns in the order of the lanes.
func Text(lanes []Lane) string {
	byPriority := map[int][]string{Others: {".*"}}
	above := levels(lanes)
	for _, l := range lanes {
		priority := Ordinary
		if Spots(l.Pool) {
			priority = Spot + above[l.price()]
		}
		if p := Pattern(l); !slices.Contains(byPriority[priority], p) {
			byPriority[priority] = append(byPriority[priority], p)
		}
	}
	var b strings.Builder
	for _, priority := range slices.Backward(slices.Sorted(maps.Keys(byPriority))) {
		fmt.Fprintf(&b, "%d:\n", priority)
		for _, p := range byPriority[priority] {
			fmt.Fprintf(&b, "  - %s\n", p)
		}
	}
	return b.String()
}

// Spots reports whether the nodes of a pool are Spot.
func Spots(pool lane.Settings) bool { return lane.Priority.Text(pool) == lane.SpotPriority }

func (l Lane) price() int { return int(math.Round(l.VCPUHourly * 1e4)) }

// levels is how many levels a spot lane with each price is above the most expensive
// one. Cheaper nodes come first; lanes without a price are on the lowest level.
func levels(lanes []Lane) map[int]int {
	var prices []int
	for _, l := range lanes {
		if p := l.price(); Spots(l.Pool) && p > 0 && !slices.Contains(prices, p) {
			prices = append(prices, p)
		}
	}
	slices.SortFunc(prices, func(a, b int) int { return cmp.Compare(b, a) })
	out := map[int]int{0: 0}
	for i, p := range prices {
		out[p] = i
	}
	return out
}

// Pattern matches the lane's node group and no other, before and after a rotation. AKS
// names a scale set aks-POOL-HASH-vmss, and aksPOOL on Windows; for a VirtualMachines
// pool the autoscaler uses the pool's name.
func Pattern(l Lane) string {
	windows := lane.OSType.Text(l.Pool) == "Windows"
	names := alternatives(l.Name, cmp.Or(l.PoolName, l.Name), windows)
	switch {
	case lane.PoolType.Text(l.Pool) == "VirtualMachines":
		return "^" + names + "$"
	case windows:
		return "^aks" + names + "$"
	}
	return "^aks-" + names + "-"
}

// alternatives matches the names that the lane's node pool alternates between.
func alternatives(name, current string, windows bool) string {
	twin := lane.TwinName(name, name, windows)
	all := []string{name, twin}
	if !slices.Contains(all, current) { // an adopted pool with another name
		all = append(all, current)
	}
	if len(all) == 2 && twin == name+"r" {
		return regexp.QuoteMeta(name) + "r?"
	}
	for i := range all {
		all[i] = regexp.QuoteMeta(all[i])
	}
	return "(" + strings.Join(all, "|") + ")"
}

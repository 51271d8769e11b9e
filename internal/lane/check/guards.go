package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// LastSystemPool is the guard that an apply also uses. MovedBlock is the guard that
// compares two lanes of a plan with each other.
const (
	LastSystemPool = "last-system-pool"
	MovedBlock     = "moved-block"
)

const wayOut = "Apply the new lane first, then this change. on_destroy = { action = \"release\" } releases a lane without deleting its node pool. If the same destroy deletes the cluster, switch the check off."

// guardChecks keep a plan from weakening the cluster.
var guardChecks = []Check{
	{
		ID: LastSystemPool, Level: Error, Guard: true, Code: "MustDefineAtLeastOneSystemPool",
		Title:  "Cluster would lose its last system pool",
		Text:   "A cluster needs a running system pool.",
		Remedy: wayOut,
		Needs:  OfPools | OfPlan | OfChange, On: leaves(systemPool, lane.Mode, lane.Power), Find: lastSystem,
	},
	{
		ID: "ordinary-pods", Level: Error, Guard: true, Code: Accepted,
		Title:  "Cluster would have no node pool for ordinary pods",
		Text:   "Pods without tolerations, such as those of add-ons, need a Linux node pool without a taint that keeps them off.",
		Remedy: wayOut,
		Needs:  OfPools | OfPlan | OfChange, On: leaves(ordinary, lane.Mode, lane.Power, lane.Taints), Find: lastOrdinary,
	},
	{
		ID: "system-nodes", Level: Warn, Guard: true, Code: Accepted,
		Title:  "System lane may have only one node",
		Text:   "If that node fails, CoreDNS, metrics and the tunnel to the control plane fail with it.",
		Remedy: "Use at least 2 nodes, preferably 3: capacity = { min = 3, max = 5 }.",
		Needs:  OfChange, On: moved(lane.Mode, lane.Nodes, lane.Min, lane.VirtualMachines), Find: systemNodes,
	},
	{
		ID: "system-vcpus", Level: Error, Guard: true, Code: Accepted, Source: docs("use-system-pools"),
		Title:  "System lane has small nodes",
		Text:   "AKS documents at least 4 vCPUs for the nodes of a system pool.",
		Remedy: `Use a size such as "Standard_D4ds_v5".`,
		Needs:  OfChange, Uses: OfCluster | OfSizes, On: moved(lane.Mode), Find: systemVCPUs,
	},
	{
		ID: "same-pool", Level: Error, Guard: true, Code: Accepted,
		Title:  "Two lanes claim one node pool",
		Text:   "A node pool belongs to one lane.",
		Remedy: "Give one of them another name, or remove it from the configuration: a removed block with destroy = false forgets it.",
		Needs:  OfChange, On: func(s Subject) bool { return !s.gone() && s.Name != "" }, Find: samePool,
	},
	{
		ID: MovedBlock, Level: Error, Guard: true, Code: Accepted,
		Title:  "One block deletes what another creates",
		Text:   "To Terraform, a block with another address is another object.",
		Remedy: movedRemedy,
		Needs:  OfChange, On: func(s Subject) bool { return s.Name != "" }, Find: movedBlock,
	},
}

const movedRemedy = `If the block was renamed or moved, add a moved block; the node pool does not change:

moved {
  from = OLD_ADDRESS # that the plan deletes
  to   = NEW_ADDRESS # of the block that stays
}

If the lane was imported under its new address, remove the old address from the state instead:

removed {
  from = OLD_ADDRESS
  lifecycle {
    destroy = false
  }
}

To delete the node pool and create another, apply twice. If the plan deletes a deposed object because an apply with create_before_destroy failed, set this check to "warn" for one apply. The create then takes the node pool over (up to the age in adopt_within), and the deposed object leaves it alone.`

// leaves matches a plan that deletes a pool of a kind, changes one of its fields, or
// has another pool take over from it.
func leaves(kind func(lane.Settings) bool, fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool {
		return s.Before != nil && kind(s.Before) && (s.gone() || s.moves(fields...))
	}
}

// systemPool and ordinary are the kinds of pools that the guards protect. A pool
// with unknown settings counts, since it may turn out to be of the kind. A managed
// system pool is one that AKS keeps.
func systemPool(p lane.Settings) bool {
	mode := lane.Mode.In(p)
	return running(p) && (mode.IsUnknown() || mode.Text() == "System" || lane.OfAKS(p))
}

func ordinary(p lane.Settings) bool {
	if !running(p) || lane.Mode.Text(p) == "Gateway" || lane.OfAKS(p) || lane.OSType.Text(p) == "Windows" || lane.Priority.Text(p) == lane.SpotPriority {
		return false
	}
	return !slices.ContainsFunc(lane.Taints.In(p).Set(), func(t string) bool {
		return strings.HasSuffix(t, ":NoSchedule") || strings.HasSuffix(t, ":NoExecute")
	})
}

func running(p lane.Settings) bool { return lane.Power.Text(p) != "Stopped" }

// remains reports whether the cluster keeps another pool of the kind: a lane counts
// as this plan leaves it, any other pool as it is now.
func (f Facts) remains(s Subject, kind func(lane.Settings) bool) bool {
	for _, l := range f.of(f.Cluster.ID) {
		if strings.EqualFold(l.Name, s.Name) || strings.EqualFold(l.Name, s.Replacement) {
			continue
		}
		if l.After != nil && kind(l.After) || l.Keeps && kind(l.Before) {
			return true
		}
	}
	return slices.ContainsFunc(f.Cluster.Pools, func(p lane.LivePool) bool {
		return !f.planned(p.Name) && !strings.EqualFold(p.Name, s.Live) && p.Status.State != "Deleting" && kind(p.Set)
	})
}

// loses reports whether the change takes away the cluster's last pool of a kind.
func loses(f Facts, s Subject, kind func(lane.Settings) bool) bool {
	live := f.Cluster.pool(s.Live)
	if live == nil || !kind(live.Set) || !s.gone() && kind(s.Pool) || s.Keeps || f.Cluster.State == "Deleting" {
		return false
	}
	return !f.remains(s, kind)
}

func lastSystem(f Facts, s Subject) []Finding {
	does := "changes its mode to " + lane.Mode.Text(s.Pool)
	switch {
	case s.gone():
		does = "deletes it"
	case !running(s.Pool):
		does = "stops it"
	}
	return at(!f.Cluster.HostedSystem && loses(f, s, systemPool), lane.Mode, "%s is the cluster's last system pool, and this plan %s.", s.Name, does)
}

// lastOrdinary allows a configuration to be removed as a whole: if it deletes every
// lane that it has in the cluster, it has no pods left that need a place. The same
// holds if its only lane is a system pool that is being reserved for the cluster
// services.
func lastOrdinary(f Facts, s Subject) []Finding {
	if !loses(f, s, ordinary) {
		return nil
	}
	field, does := s.unordinary()
	stays := slices.ContainsFunc(f.of(f.Cluster.ID), func(l Lane) bool { return l.After != nil && !l.Released && l.Name != s.Name })
	return []Finding{{Field: field, Perhaps: !stays && (s.gone() || field == lane.Taints && s.system()),
		What: fmt.Sprintf("%s is the cluster's last node pool for pods without tolerations, and this plan %s.", s.Name, does)}}
}

// unordinary returns the setting by which a plan closes a pool to ordinary pods, and
// what the plan does to the pool.
func (s Subject) unordinary() (*lane.Field, string) {
	switch {
	case s.gone():
		return lane.Taints, "deletes it"
	case !running(s.Pool):
		return lane.Power, "stops it"
	case s.is(lane.Mode, "Gateway"):
		return lane.Mode, "changes its mode to Gateway"
	case s.windows():
		return lane.OSType, "makes it a Windows pool"
	case s.spot():
		return lane.Priority, "makes it a Spot pool"
	}
	return lane.Taints, "taints it"
}

func systemNodes(_ Facts, s Subject) []Finding {
	c := lane.CapacityOf(s.Pool)
	n, ok := c.Fewest()
	return at(s.system() && ok && n == 1, c.FewestField(), "%s is 1.", fewestText(c))
}

// fewestText names the setting that holds the minimum number of nodes.
func fewestText(c lane.Capacity) string {
	if c.PerSize() {
		return "The minimum number of nodes of all sizes together"
	}
	return pathOf(c.FewestField())
}

// systemVCPUs finds nothing for a size that AKS refuses: system-size reports that.
func systemVCPUs(f Facts, s Subject) []Finding {
	var small []string
	for _, name := range sizesOf(s.Pool) {
		if n, ok := f.hardware(name).VCPUs(); ok && n < 4 {
			small = append(small, name)
		}
	}
	if len(systemSize(f, s)) > 0 {
		return nil
	}
	return at(s.system() && len(small) > 0, s.sizeField(), "%s has fewer than 4 vCPUs", lane.Enumerate(small)).or(lane.Mode)
}

func purposesOf(claims []Claim) []string {
	var out []string
	for _, c := range claims {
		if c.Purpose != "" && !slices.Contains(out, c.Purpose) {
			out = append(out, c.Purpose)
		}
	}
	slices.Sort(out)
	return out
}

// samePool takes into account that the plan of a replacement claims its pool twice.
// It only warns about lanes in which nothing changes: an error would block a
// destroy, which runs a normal plan first.
func samePool(f Facts, s Subject) []Finding {
	blocks, same, changes := 0, true, false
	claims := f.kept()
	for _, c := range claims {
		if !c.Replaces {
			blocks++
		}
		same = same && c.Config == claims[0].Config
		changes = changes || c.Changes
	}
	if blocks < 2 {
		return nil
	}
	what := fmt.Sprintf("%d blocks of this plan manage lane %s of this cluster.", blocks, s.Name)
	switch purposes := purposesOf(claims); {
	case len(purposes) > 1:
		what += " Their purposes are " + lane.Enumerate(purposes) + "."
	case !same:
		what += " Their settings differ."
	}
	return []Finding{{Field: lane.Name, What: what, Soft: !changes}}
}

// movedBlock finds a block of the plan that gives up what another block creates or
// keeps. The apply would delete the node pool of the block that stays.
func movedBlock(f Facts, s Subject) []Finding {
	gone, kept := Claim{Lane: s.Name}, Claim{Lane: s.Name}
	if s.gone() {
		// A block whose checks are still running sees this deletion itself, and a
		// replacement deletes its own pool.
		others := f.kept()
		i := slices.IndexFunc(others, func(c Claim) bool { return c.Judged && !strings.EqualFold(c.Lane, s.Replacement) })
		if i < 0 {
			return nil
		}
		kept = others[i]
	} else {
		deleted, ok := f.deletes()
		if !ok {
			return nil
		}
		gone = deleted
	}
	does := "creates"
	if kept.Existing || s.Before != nil && !s.gone() {
		does = "keeps"
	}
	names := fmt.Sprintf("lane %s", gone.Lane)
	if !strings.EqualFold(gone.Lane, kept.Lane) {
		names = fmt.Sprintf("lane %s (node pool %s)", gone.Lane, gone.Pool)
	}
	return []Finding{{Field: lane.Name, What: fmt.Sprintf("This plan deletes %s, and another block %s lane %s of the same cluster. Both are the same node pool, which would not exist after the apply.", names, does, kept.Lane)}}
}

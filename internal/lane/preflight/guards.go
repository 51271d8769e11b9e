package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Guards lists the checks that keep a plan from weakening the cluster, in the
// order of the documentation.
func Guards() []Check { return slices.Clone(guards) }

// LastSystemPool is the guard that an apply knows too, and MovedBlock the one that
// two lanes of a plan tell each other.
const (
	LastSystemPool = "last-system-pool"
	MovedBlock     = "moved-block"
)

const wayOut = "Apply the new lane first, then this change; on_destroy = { action = \"release\" } lets go of a lane without deleting its node pool. Where the cluster goes in the same destroy, switch the guard off."

// guards is the table: one row a guard.
var guards = []Check{
	{ID: LastSystemPool, Level: Error, Code: "MustDefineAtLeastOneSystemPool", Title: "Cluster would lose its last system pool",
		Text: "A cluster keeps a running system pool.", Remedy: wayOut,
		Needs: OfPools | OfPlan, On: leaves(systemPool, lane.Mode, lane.Power), Find: lastSystem},
	{ID: "ordinary-pods", Level: Error, Title: "Cluster would have no node pool for ordinary pods",
		Text: "Pods without tolerations, those of add-ons among them, need a Linux node pool without a taint that keeps them off.", Remedy: wayOut,
		Needs: OfPools | OfPlan, On: leaves(ordinary, lane.Mode, lane.Power, lane.Taints), Find: lastOrdinary},
	{ID: "system-nodes", Level: Warn, Title: "System lane may come down to one node",
		Text: "When that node goes, so do CoreDNS, metrics and the tunnel to the control plane.", Remedy: "Write capacity = { min = 3, max = 5 }, and at least 2.",
		On: moved(lane.Mode, lane.Nodes, lane.Min), Find: systemNodes},
	{ID: "system-vcpus", Level: Error, Title: "System lane has small nodes",
		Text: "AKS documents at least 4 vCPUs for the nodes of a system pool.", Remedy: "Use a size such as \"Standard_D4ds_v5\".",
		Needs: OfPools | OfSizes, On: moved(lane.Mode), Find: systemVCPUs},
	{ID: "same-pool", Level: Error, Title: "Two lanes claim one node pool",
		Text: "A node pool belongs to one lane.", Remedy: "Give one of them another name, or take it out of the configuration: a removed block with destroy = false forgets it.",
		On: func(s Subject) bool { return !s.gone() && s.Name != "" }, Find: samePool},
	{ID: MovedBlock, Level: Error, Title: "One block deletes what another creates",
		Text: "Terraform takes a block of another address for another object.", Remedy: "Where the block was renamed or moved, say so, and the node pool stays as it is:\n\nmoved {\n  from = OLD_ADDRESS # that the plan deletes\n  to   = NEW_ADDRESS # of the block that stays\n}\n\nWhere the lane was imported under its new address, let go of the old one instead:\n\nremoved {\n  from = OLD_ADDRESS\n  lifecycle {\n    destroy = false\n  }\n}\n\nTo delete the node pool and create another, apply twice. Where the plan deletes a deposed object, because an apply with create_before_destroy broke off, set this check to \"warn\" for one apply: the create takes the node pool over (adopt_within says up to which age), and the deposed object leaves it.",
		On: func(s Subject) bool { return s.Name != "" }, Find: movedBlock},
}

// leaves is a plan that deletes a pool of a kind, changes one of the fields of it,
// or lets another pool take over from it.
func leaves(kind func(lane.Settings) bool, fields ...*lane.Field) func(Subject) bool {
	return func(s Subject) bool {
		return s.Before != nil && kind(s.Before) && (s.gone() || s.moves(fields...))
	}
}

// systemPool and ordinary are what the guards keep. Unknown settings may yet
// turn out so.
func systemPool(p lane.Settings) bool {
	mode := lane.Mode.In(p)
	return running(p) && (mode.IsUnknown() || mode.Text() == "System")
}

func ordinary(p lane.Settings) bool {
	if !running(p) || lane.Mode.Text(p) == "Gateway" || lane.OSType.Text(p) == "Windows" || lane.Priority.Text(p) == lane.SpotPriority {
		return false
	}
	return !slices.ContainsFunc(lane.Taints.In(p).Set(), func(t string) bool {
		return strings.HasSuffix(t, ":NoSchedule") || strings.HasSuffix(t, ":NoExecute")
	})
}

func running(p lane.Settings) bool { return lane.Power.Text(p) != "Stopped" }

// remains reports whether the cluster keeps another pool of the kind: a lane
// counts as this plan leaves it, another pool as it is.
func (f Facts) remains(s Subject, kind func(lane.Settings) bool) bool {
	for _, l := range f.of(f.Cluster.ID) {
		if strings.EqualFold(l.Name, s.Name) || strings.EqualFold(l.Name, s.Replacement) {
			continue
		}
		if l.After != nil && kind(l.After) || l.Keeps && kind(l.Before) {
			return true
		}
	}
	return slices.ContainsFunc(f.Cluster.Pools, func(p Pool) bool {
		return !f.planned(p.Name) && !strings.EqualFold(p.Name, s.Live) && p.State != "Deleting" && kind(p.Set)
	})
}

// loses reports whether the change takes the cluster's last pool of a kind away.
func loses(f Facts, s Subject, kind func(lane.Settings) bool) bool {
	live := f.Cluster.pool(s.Live)
	if live == nil || !kind(live.Set) || !s.gone() && kind(s.Pool) || s.Keeps || f.Cluster.State == "Deleting" {
		return false
	}
	return !f.remains(s, kind)
}

func lastSystem(f Facts, s Subject) []Finding {
	does := "makes it a pool of mode " + lane.Mode.Text(s.Pool)
	switch {
	case s.gone():
		does = "deletes it"
	case !running(s.Pool):
		does = "stops it"
	}
	return find(loses(f, s, systemPool), lane.Mode, "%s is the cluster's last system pool, and this plan %s.", s.Name, does)
}

// lastOrdinary lets a configuration go as a whole: where it deletes every lane
// that it has in the cluster, no pod of its own is left to keep a place for. Nor
// is there one where its only lane is a system pool that becomes the cluster
// services' own.
func lastOrdinary(f Facts, s Subject) []Finding {
	if !loses(f, s, ordinary) {
		return nil
	}
	field, does := s.unordinary()
	stays := slices.ContainsFunc(f.of(f.Cluster.ID), func(l Lane) bool { return l.After != nil && !l.Released && l.Name != s.Name })
	return []Finding{{Field: field, Perhaps: !stays && (s.gone() || field == lane.Taints && s.system()),
		What: fmt.Sprintf("%s is the cluster's last node pool for pods without tolerations, and this plan %s.", s.Name, does)}}
}

// unordinary says by which setting a plan takes a pool from ordinary pods, and
// what it does to it.
func (s Subject) unordinary() (*lane.Field, string) {
	switch {
	case s.gone():
		return lane.Taints, "deletes it"
	case !running(s.Pool):
		return lane.Power, "stops it"
	case s.is(lane.Mode, "Gateway"):
		return lane.Mode, "makes it a pool of mode Gateway"
	case s.windows():
		return lane.OSType, "makes it a Windows pool"
	case s.spot():
		return lane.Priority, "makes it a Spot pool"
	}
	return lane.Taints, "taints it"
}

func systemNodes(_ Facts, s Subject) []Finding {
	field := lane.Nodes
	if !s.Pool.Has(field) {
		field = lane.Min
	}
	n, ok := field.Int(s.Pool)
	return find(s.system() && ok && n == 1, field, "%s is 1.", field.Path)
}

// systemVCPUs takes the name's word where Compute could not be asked.
func systemVCPUs(f Facts, s Subject) []Finding {
	var small []string
	for _, name := range sizesOf(s.Pool) {
		n, ok := lane.VCPUs(name)
		if size, read := f.Sizes[strings.ToLower(name)]; read {
			n, ok = size.vcpus(), true
		}
		if ok && n < 4 {
			small = append(small, name)
		}
	}
	return find(s.system() && len(small) > 0, s.sizeField(), "%s has fewer than 4 vCPUs.", list(small))
}

// samePool knows that the plan of a replacement claims its pool twice. Lanes in
// which nothing changes are only warned of: an error would stand in the way of a
// destroy, which plans normally first.
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
	what := fmt.Sprintf("%d blocks of this plan are lane %s of this cluster.", blocks, s.Name)
	if !same {
		what += " Their settings differ."
	}
	return []Finding{{Field: lane.Name, What: what, Soft: !changes}}
}

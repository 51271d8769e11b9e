package preflight

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// creates reports whether the plan creates a lane: a rotation has its own check.
func creates(s Subject) bool { return s.Pool != nil && s.Before == nil && s.Name != "" }

// nameTaken: the cluster has a node pool of the lane's name, and the create would
// not take it over. One that is on its way out, that the same plan replaces, or
// that another lane of the plan gives up is not in the way; the guard moved-block
// speaks of the last.
func nameTaken(f Facts, s Subject) []Finding {
	live := f.Cluster.pool(s.Name)
	if _, deleted := f.deletes(); live == nil || deleted || live.State == "Deleting" || s.Replaces {
		return nil
	}
	if s.Held { // replaced, or given up by a lane that has not been planned yet
		return []Finding{{Field: lane.Name, Perhaps: true, What: "The state holds the node pool."}}
	}
	id := f.Cluster.ARM + "/agentPools/" + live.Name
	if s.Finder.Owns(live.Set) {
		return f.ownTaken(s, live, id)
	}
	return []Finding{{Field: lane.Name, What: fmt.Sprintf("The cluster has a node pool %s already, and it is not this lane's.", live.Name),
		Remedy: "Choose another name, or adopt the node pool:\n\n" + lane.ImportBlock(id)}}
}

// ownTaken is a node pool of the name that carries the lane's own mark.
func (f Facts) ownTaken(s Subject, live *Pool, id string) []Finding {
	switch {
	case !whollyKnown(s.Pool):
		return []Finding{{Field: lane.Name, Soft: true, What: fmt.Sprintf("The cluster has a node pool %s with the mark of this lane. Whether the create takes it over depends on settings that are known only after apply.", live.Name)}}
	case s.Finder.Meant(s.Pool, live.Set, s.Ignore) && s.Finder.Recent(live.Set, live.State):
		return nil // takeOver says so
	}
	made, _ := lane.ParseMark(live.Set)
	return []Finding{{Field: lane.Name, Soft: !s.Refreshed,
		What: fmt.Sprintf("The cluster has a node pool %s with the mark of this lane, made at %s. It is in use: it has other settings than this plan, or has been finished for longer than adopt_within. The apply does not take it over.", live.Name, made.At.Format(time.RFC3339)),
		Remedy: "Where the state has lost the lane, adopt the node pool:\n\n" + lane.ImportBlock(id) +
			"\n\nWhere Terraform replaces the lane with create_before_destroy, take that out of the lane and of what depends on it: two node pools cannot have one name."}}
}

func whollyKnown(p lane.Settings) bool {
	for _, v := range p {
		if !v.IsWhollyKnown() {
			return false
		}
	}
	return true
}

func takeOver(f Facts, s Subject) []Finding {
	live := f.Cluster.pool(s.Name)
	if live == nil || live.State == "Deleting" || s.Replaces || s.Held || !whollyKnown(s.Pool) ||
		!s.Finder.Meant(s.Pool, live.Set, s.Ignore) || !s.Finder.Recent(live.Set, live.State) {
		return nil
	}
	made, _ := lane.ParseMark(live.Set)
	return find(true, lane.Name, "An apply of this lane has created the node pool %s at %s and not recorded it, or did not come to its end. This plan takes it over; no second one is created.", live.Name, made.At.Format(time.RFC3339))
}

func clusterMissing(f Facts, _ Subject) []Finding {
	return find(f.Missing, nil, "Azure has no cluster of this ID.")
}

// movedBlock: one block of the plan gives up what another creates or keeps. The
// apply would delete the node pool under the one that stays.
func movedBlock(f Facts, s Subject) []Finding {
	gone, kept := Claim{Lane: s.Name}, Claim{Lane: s.Name}
	if s.gone() {
		// A block whose checks are still being asked sees this deletion itself, and a
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
	return []Finding{{Field: lane.Name, What: fmt.Sprintf("This plan deletes %s, and another block of it %s lane %s of the same cluster: both are one node pool, which would be gone after the apply.", names, does, kept.Lane)}}
}

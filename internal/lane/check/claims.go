package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// claimChecks are about the name of a node pool that the plan creates.
var claimChecks = []Check{
	{
		ID: "name-taken", Level: Error, Code: "PreconditionFailed",
		Title:  "Name of the node pool is taken",
		Text:   "Two node pools of a cluster cannot have the same name.",
		Remedy: "Choose another name, or adopt the node pool with an import block.",
		Needs:  OfPools | OfPlan, On: creates, Find: nameTaken,
	},
	{
		ID: "take-over", Level: Warn, Hint: true,
		Title:  "Node pool is taken over, not created",
		Text:   "A create continues with the node pool that an earlier apply of the same lane created and did not record.",
		Remedy: "Nothing needs to be done. If another configuration manages the node pool, give the lane another name.",
		Needs:  OfPools, On: creates, Find: takeOver,
	},
	{
		ID: "twin-taken", Level: Error, Code: "PreconditionFailed",
		Title:  "Name of the new node pool is taken",
		Text:   "A rotation creates its node pool under the lane's name, or under that name with its last character replaced.",
		Remedy: "Delete or rename that node pool or lane first, or keep the setting that needs a new node pool.",
		Needs:  OfPools, On: Subject.rotates, Find: twinTaken,
	},
}

// creates reports whether the plan creates a lane: a rotation has its own check.
func creates(s Subject) bool { return s.Pool != nil && s.Before == nil && s.Name != "" }

// nameTaken finds a node pool that has the lane's name and that the create would not
// take over. A pool is not in the way if it is being deleted, if the same plan
// replaces it, or if another lane of the plan gives it up; the guard moved-block
// reports that last case.
func nameTaken(f Facts, s Subject) []Finding {
	live := f.Cluster.pool(s.Name)
	if _, deleted := f.deletes(); live == nil || deleted || live.Status.State == "Deleting" || s.Replaces {
		return nil
	}
	if s.InState { // replaced, or given up by a lane that has not been planned yet
		return []Finding{{Field: lane.Name, Perhaps: true, What: "The state already contains the node pool."}}
	}
	id := f.Cluster.ARM + "/agentPools/" + live.Name
	if s.Finder.Owns(live.Set) {
		return f.ownTaken(s, live, id)
	}
	return []Finding{{Field: lane.Name, What: fmt.Sprintf("The cluster already has a node pool %s, which does not belong to this lane.", live.Name),
		Remedy: "Choose another name, or adopt the node pool:\n\n" + lane.ImportBlock(id)}}
}

// ownTaken reports a node pool that has the lane's name and carries the lane's own
// mark.
func (f Facts) ownTaken(s Subject, live *lane.LivePool, id string) []Finding {
	switch {
	case !s.Pool.WhollyKnown():
		return []Finding{{Field: lane.Name, Soft: true, What: fmt.Sprintf("The cluster has a node pool %s with the mark of this lane. Whether the create takes it over depends on settings that are known only after apply.", live.Name)}}
	case s.Finder.Meant(s.Pool, live.Set, s.Ignore) && s.Finder.Recent(live.Set, live.Status.State):
		return nil // takeOver reports it
	}
	made, _ := lane.ParseMark(live.Set)
	return []Finding{{Field: lane.Name, Soft: !s.Refreshed,
		What: fmt.Sprintf("The cluster has a node pool %s with the mark of this lane, created at %s. It is in use: its settings differ from this plan, or it was finished longer ago than adopt_within. The apply does not take it over.", live.Name, made.At.Format(time.RFC3339)),
		Remedy: "If the state has lost the lane, adopt the node pool:\n\n" + lane.ImportBlock(id) +
			"\n\nIf Terraform replaces the lane with create_before_destroy, remove that from the lane and from everything that depends on it: two node pools cannot have the same name."}}
}

func takeOver(f Facts, s Subject) []Finding {
	live := f.Cluster.pool(s.Name)
	if live == nil || live.Status.State == "Deleting" || s.Replaces || s.InState || !s.Pool.WhollyKnown() ||
		!s.Finder.Meant(s.Pool, live.Set, s.Ignore) || !s.Finder.Recent(live.Set, live.Status.State) {
		return nil
	}
	made, _ := lane.ParseMark(live.Set)
	return at(true, lane.Name, "An earlier apply of this lane created the node pool %s at %s but did not finish or record it. This plan takes it over; no second one is created.", live.Name, made.At.Format(time.RFC3339))
}

// twinTaken finds a pool that has the new pool's name but does not belong to the
// lane, or a lane of this plan that creates one. A name that another lane of the
// plan gives up may or may not be free in time: that is left to the apply.
func twinTaken(f Facts, s Subject) []Finding {
	name := lane.Name.Text(s.Pool)
	if name == "" || s.Returns || strings.EqualFold(name, s.Live) {
		return nil
	}
	for _, l := range f.Lanes {
		pool := l.Pool
		if l.Before == nil {
			pool = l.Name
		}
		switch {
		case l.Cluster != "" && l.Cluster != f.Cluster.ID, strings.EqualFold(l.Name, s.Name):
		case strings.EqualFold(pool, name) && l.After == nil:
			return nil
		case strings.EqualFold(pool, name):
			return at(true, lane.Name, "The rotation would create the node pool %s, but lane %s has that name.", name, l.Name)
		}
	}
	for _, p := range f.Cluster.Pools {
		mark, marked := lane.ParseMark(p.Set)
		switch {
		case !strings.EqualFold(p.Name, name), marked && mark.Lane == s.Name:
		case marked:
			return at(true, lane.Name, "The rotation would create the node pool %s, but lane %s has that name.", name, mark.Lane)
		default:
			return at(true, lane.Name, "The rotation would create the node pool %s, but the cluster has one of that name, which does not belong to this lane.", name)
		}
	}
	return nil
}

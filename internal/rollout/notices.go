package rollout

import (
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// CreateNotices are what the reader of an apply should know of a create that did
// not fail.
func (l Lane) CreateNotices(out Outcome) []lane.Notice {
	var notices []lane.Notice
	if out.TakenFrom != nil {
		notices = append(notices, lane.Notice{Title: "The node pool was kept, not created", Detail: fmt.Sprintf(
			"The cluster has a node pool of this name that was made for this very lane at %s, with the same settings. Two node pools cannot have one name, so this object has taken it over: its nodes and pods stay as they are. Where Terraform replaces the lane, the object before it leaves the node pool alone.\n\n%s\n\n"+
				"To renew the nodes, change the lane with disruption = { allow = \"rotate\" }, or replace it without create_before_destroy.",
			out.TakenFrom.At.Format(time.RFC3339), l.facts())})
	}
	return append(notices, l.interrupted(out, "The node pool is still being created")...)
}

// UpdateNotices are those of an update.
func (l Lane) UpdateNotices(out Outcome) []lane.Notice {
	return l.interrupted(out, "The node pool is still being changed")
}

func (l Lane) interrupted(out Outcome, title string) []lane.Notice {
	if !out.Interrupted {
		return nil
	}
	return []lane.Notice{{Title: title, Detail: "The wait ended before AKS did, and AKS goes on.\n\n" + l.facts() + lastWord(out) +
		"\n\nThe next apply goes on from there. timeouts = { … } makes it wait longer."}}
}

// DeleteNotices are those of a deletion that did not fail: one that was interrupted
// is refused, so that the state keeps the lane.
func (l Lane) DeleteNotices(out Outcome) []lane.Notice {
	switch {
	case out.Kept != nil:
		return []lane.Notice{{Title: "The node pool was kept", Detail: fmt.Sprintf(
			"Another object holds the node pool since %s: it was taken over by a create or by another configuration. This object is forgotten, and the node pool stays as it is.\n\n%s",
			out.Kept.At.Format(time.RFC3339), l.facts())}}
	case out.Interrupted:
		return []lane.Notice{{Refuses: true, Title: "The node pool is still being deleted",
			Detail: "The wait ended before AKS did, and AKS goes on deleting.\n\n" + l.facts() + lastWord(out) + "\n\nRun the destroy again: it goes on from there. timeouts = { delete = … } makes it wait longer."}}
	}
	return nil
}

// RotationNotices are those of a rotation, whether or not it failed.
func (l Lane) RotationNotices(r Rotation, out Outcome, err error) []lane.Notice {
	facts := "\n\nLane: " + l.Name + "\nNew node pool: " + l.Ref.Name + "\nOld node pool: " + r.Old.Name + "\nCluster: " + l.Ref.Cluster.Name
	switch {
	case IsBlocked(err):
		return []lane.Notice{{Title: "The rotation has paused", Detail: "The new node pool is in service, and the old one cannot be drained: " + azure.DetailOf(err) + facts +
			"\n\nThe next apply goes on from there. rotation = { on_blocked = \"force\" } disregards the budgets, \"rollback\" takes the new node pool away again. With the settings that the old node pool has, the lane goes back to it."}}
	case err == nil && out.Interrupted:
		return []lane.Notice{{Title: "The rotation is still going on", Detail: "The wait ended before AKS did." + facts + lastWord(out) +
			"\n\nThe next apply goes on from there. timeouts = { update = … } makes it wait longer."}}
	case err == nil, out.Pool == nil:
		return nil
	}
	var notices []lane.Notice
	if out.Pool.Ref.Name == r.Old.Name {
		notices = append(notices, lane.Notice{Title: "The rotation was rolled back", Detail: "The lane is on its old node pool again, and the new one is gone." + facts +
			"\n\nThe next apply tries the rotation anew; to stay, write the settings that the old node pool has."})
	}
	if out.Pending != nil && out.Pending.Old != "" {
		notices = append(notices, lane.Notice{Title: "The rotation has not come to its end", Detail: "Both node pools stay, and nothing of them is forgotten." + facts +
			"\n\nThe next apply goes on from there. With the settings that the old node pool has, it goes back to that."})
	}
	return notices
}

// lastWord is what AKS said when it was last asked about what it is at.
func lastWord(out Outcome) string {
	if out.Pending == nil || out.Pending.Said == "" {
		return ""
	}
	return "\nLast word of AKS: " + out.Pending.Said
}

func (l Lane) facts() string {
	return "Node pool: " + l.Ref.Name + "\nCluster: " + l.Ref.Cluster.Name
}

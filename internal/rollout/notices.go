package rollout

import (
	"fmt"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// CreateNotices are the notices for the reader of an apply after a create that did not
// fail.
func (l Lane) CreateNotices(out Outcome) []lane.Notice {
	var notices []lane.Notice
	if out.TakenFrom != nil {
		notices = append(notices, lane.Notice{Title: "The node pool was kept, not created", Detail: fmt.Sprintf(
			"The cluster already had a node pool of this name, created for this lane at %s with the same settings. Two node pools cannot have the same name, so this object has taken it over. Its nodes and pods are not changed. If Terraform replaces the lane, the old object does not delete the node pool.\n\n%s\n\n"+
				"To renew the nodes, change the lane with disruption = { allow = \"rotate\" }, or replace it without create_before_destroy.",
			out.TakenFrom.At.Format(time.RFC3339), l.facts())})
	}
	return append(notices, l.interrupted(out, "The node pool is still being created")...)
}

// UpdateNotices are the notices after an update.
func (l Lane) UpdateNotices(out Outcome) []lane.Notice {
	return l.interrupted(out, "The node pool is still being changed")
}

func (l Lane) interrupted(out Outcome, title string) []lane.Notice {
	if !out.Interrupted {
		return nil
	}
	return []lane.Notice{{Title: title, Detail: "The wait ended before AKS finished, and AKS continues.\n\n" + l.facts() + lastWord(out) +
		"\n\nThe next apply continues from there. Set timeouts = { … } to wait longer."}}
}

// DeleteNotices are the notices after a deletion that did not fail. An interrupted
// deletion is refused, so that the state keeps the lane.
func (l Lane) DeleteNotices(out Outcome) []lane.Notice {
	switch {
	case out.Kept != nil:
		return []lane.Notice{{Title: "The node pool was kept", Detail: fmt.Sprintf(
			"Another object has held the node pool since %s: a create or another configuration took it over. This object is removed from the state, and the node pool is not changed.\n\n%s",
			out.Kept.At.Format(time.RFC3339), l.facts())}}
	case out.Interrupted:
		return []lane.Notice{{Refuses: true, Title: "The node pool is still being deleted",
			Detail: "The wait ended before AKS finished, and AKS continues to delete the node pool.\n\n" + l.facts() + lastWord(out) + "\n\nRun the destroy again: it continues from there. Set timeouts = { delete = … } to wait longer."}}
	}
	return nil
}

// RotationNotices are the notices after a rotation, whether or not it failed.
func (l Lane) RotationNotices(r Rotation, out Outcome, err error) []lane.Notice {
	facts := "\n\nLane: " + l.Name + "\nNew node pool: " + l.Ref.Name + "\nOld node pool: " + r.Old.Name + "\nCluster: " + l.Ref.Cluster.Name
	switch {
	case IsBlocked(err):
		return []lane.Notice{{Title: "The rotation has paused", Detail: "The new node pool is in service, and the old one cannot be drained: " + azure.DetailOf(err) + facts +
			"\n\nThe next apply continues from there. rotation = { on_blocked = \"force\" } ignores the budgets; \"rollback\" deletes the new node pool. With the settings of the old node pool, the lane returns to it."}}
	case err == nil && out.Interrupted:
		return []lane.Notice{{Title: "The rotation is still running", Detail: "The wait ended before AKS finished." + facts + lastWord(out) +
			"\n\nThe next apply continues from there. Set timeouts = { update = … } to wait longer."}}
	case err == nil, out.Pool == nil:
		return nil
	}
	var notices []lane.Notice
	if out.Pool.Ref.Name == r.Old.Name {
		notices = append(notices, lane.Notice{Title: "The rotation was rolled back", Detail: "The lane uses its old node pool again, and the new one is deleted." + facts +
			"\n\nThe next apply tries the rotation again. To stay on the old node pool, write its settings."})
	}
	if out.Pending != nil && out.Pending.Old != "" {
		notices = append(notices, lane.Notice{Title: "The rotation is not finished", Detail: "Both node pools are kept, and the lane keeps track of both." + facts +
			"\n\nThe next apply continues from there. With the settings of the old node pool, it returns to that one."})
	}
	return notices
}

// lastWord is AKS's last status text for the pending operation.
func lastWord(out Outcome) string {
	if out.Pending == nil || out.Pending.Said == "" {
		return ""
	}
	return "\nLast message from AKS: " + out.Pending.Said
}

func (l Lane) facts() string {
	return "Node pool: " + l.Ref.Name + "\nCluster: " + l.Ref.Cluster.Name
}

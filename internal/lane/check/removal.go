package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Removal describes in one line what the deletion of a lane means: its nodes, which
// pods become pending, and how long it may take. The plan shows the rest. wait is
// how long the apply waits for the deletion; 0 if that is not known.
func Removal(f Facts, o *lane.Object, ignorePDB bool, wait time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Node pool %s of cluster %s is deleted with its %s", o.PoolName, lane.ClusterName(o.Cluster), lane.Counted(o.Status.Nodes, "node"))
	if o.Status.Nodes > 0 {
		b.WriteString(", which are drained first")
		if ignorePDB {
			b.WriteString(" without regard to disruption budgets")
		}
	}
	b.WriteString(".")
	if pending := f.pending(o); pending != "" {
		b.WriteString(" " + pending)
	}
	if wait > 0 {
		fmt.Fprintf(&b, " The apply waits up to %d minutes.", int(wait.Minutes()))
	}
	return b.String()
}

// pending describes which pods find no node after a deletion; "" if other node pools
// of the lane's group remain, or if nothing is known.
func (f Facts) pending(o *lane.Object) string {
	contract := lane.ContractOf(o.Pool, lane.Known(o.PoolName))
	if f.Cluster == nil || contract.SelectorUnknown || len(contract.NodeSelector) != 1 {
		return ""
	}
	for key, value := range contract.NodeSelector {
		labelled := func(pool lane.Settings) bool { return lane.Labels.In(pool).Map()[key].Text() == value.Text() }
		if !contract.ByPool() && f.remains(Leaving(o, ""), labelled) {
			return ""
		}
		return fmt.Sprintf("Pods that select %s = %s stay pending: no other node pool of the cluster has this label.", key, value.Text())
	}
	return ""
}

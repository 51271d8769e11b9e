package rollout

import (
	"cmp"
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// beginning is the status of an operation that AKS has not started to carry out. Later
// statuses are free text: "CreatingAgentPool".
const beginning = "InProgress"

// ownershipLooks limits how many looks a create keeps its turn in its network: those of
// the first 5 s, in case AKS's status never changes from beginning.
const ownershipLooks = 7

// inNetwork waits for the create's turn in the virtual network of the pool's subnets,
// which are all in the same network. It returns nil if AKS creates the network, and if
// the context ends first.
func (l Lane) inNetwork(ctx context.Context) *azure.Turn {
	turn, err := l.Client.TurnInNetwork(ctx, cmp.Or(lane.Subnet.Text(l.Want), lane.PodSubnet.Text(l.Want)))
	if err != nil {
		return nil
	}
	return turn
}

// owned reports whether AKS has taken ownership of the network of a create, which it
// does before it creates machines. Deliberately not the end of the operation: creates
// in one network would then run one after another.
func owned(p azure.Progress, looks int) bool {
	return p.Done || p.Status != "" && p.Status != beginning || looks >= ownershipLooks
}

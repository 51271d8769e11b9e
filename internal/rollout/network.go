package rollout

import (
	"cmp"
	"context"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// beginning is the status of an operation that AKS has not begun to carry out;
// what follows is a free text: "CreatingAgentPool".
const beginning = "InProgress"

// ownershipLooks bounds how many looks a create keeps its turn in its network:
// those of the first 5 s, in case AKS's status never says more than beginning.
const ownershipLooks = 7

// inNetwork waits for the create's turn in the virtual network of the pool's
// subnets, all of which are in one. It is nil where AKS makes the network, and
// where the context ends first.
func (l Lane) inNetwork(ctx context.Context) *azure.Turn {
	turn, err := l.Client.TurnInNetwork(ctx, cmp.Or(lane.Subnet.Text(l.Want), lane.PodSubnet.Text(l.Want)))
	if err != nil {
		return nil
	}
	return turn
}

// owned reports whether AKS has taken ownership of the network that a create is
// in, which it does before it makes machines. Deliberately not the end of the
// operation: creates in one network would take as long as all of them together.
func owned(p azure.Progress, looks int) bool {
	return p.Done || p.Status != "" && p.Status != beginning || looks >= ownershipLooks
}

package simulator

import (
	"fmt"
	"net/http"
	"time"
)

const waitForIt = "please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"

// busy refuses an operation while the cluster has another one running.
func (cl *cluster) busy() *rejection {
	state := cl.text("properties", "provisioningState")
	if terminal(state) {
		return nil
	}
	return providerError(http.StatusConflict, "OperationNotAllowed",
		fmt.Sprintf("Operation is not allowed: Another operation (%s) is in progress, %s", state, waitForIt))
}

// atWork refuses an operation on a cluster while another one is running on it or on one
// of its pools.
func (cl *cluster) atWork() *rejection {
	if refused := cl.busy(); refused != nil {
		return refused
	}
	for _, p := range cl.pools {
		if state := value(p.Properties.ProvisioningState); !terminal(state) {
			return providerError(http.StatusConflict, "OperationNotAllowed",
				fmt.Sprintf("Managed Cluster operation is not allowed: Another operation (%s) is in progress on agent pool (%s), %s", state, p.Name, waitForIt))
		}
	}
	return nil
}

// busy refuses an operation on a pool that has another one running, even if it would
// change nothing. Pools of one cluster do not wait for each other.
func (m *moment) busy(cl *cluster, p *pool, wanted operationKind) *rejection {
	if refused := cl.busy(); refused != nil {
		return refused
	}
	if p == nil {
		return nil
	}
	state := value(p.Properties.ProvisioningState)
	switch {
	case terminal(state):
		return nil
	case state == string(deleting):
		return m.deletionIssued(p, string(wanted))
	default:
		return providerError(http.StatusConflict, "OperationNotAllowed",
			fmt.Sprintf("Operation is not allowed: Another agentpool operation (%s - %s) is in progress, %s", p.Name, state, waitForIt))
	}
}

// deletionIssued is not "busy": a pool that is being deleted never becomes idle again.
func (m *moment) deletionIssued(p *pool, wanted string) *rejection {
	elapsed := m.now.Sub(p.DeletionStarted).Round(time.Second)
	clock := fmt.Sprintf("%02d:%02d:%02d", int(elapsed.Hours()), int(elapsed.Minutes())%60, int(elapsed.Seconds())%60)
	return providerError(http.StatusConflict, "OperationNotAllowed",
		fmt.Sprintf("Unable to perform '%s' operation on '%s' since deletion was issued on '%s'. The only allowed operation is deletion once deletion has started. The delete operation started at '%s' and elapsed time is: '%s' (RFC3339 format)",
			wanted, p.Name, p.Name, p.DeletionStarted.UTC().Format(time.RFC3339), clock))
}

package simulator

import (
	"fmt"
	"strings"
)

// atRunTime is how an operation fails for lack of machines although no earlier check
// found a problem; nil if there are enough. Only at this point is Compute asked about
// its own totals and the region's stock.
func (p *proposal) atRunTime() *Outcome {
	added := p.added()
	for _, name := range sortedKeys(added) {
		if outcome := p.soldOut(name, added[name]); outcome != nil {
			return outcome
		}
	}
	machines, sets := int64(0), int64(0)
	for _, nodes := range added {
		machines += nodes
	}
	if p.cluster.NodesNotReady && machines > 0 {
		return &Outcome{State: failed, Code: "NodesNotReady", Message: fmt.Sprintf(
			"Not all nodes reached Ready state. Expected: %d, Actual: %d", machines, 0)}
	}
	if p.creates() {
		sets = 1
	}
	for _, quota := range []struct {
		name, words string
		more        int64
	}{
		{"virtualMachines", "Virtual Machines", machines},
		{"virtualMachineScaleSets", "Virtual Machine Scale Sets", sets},
	} {
		limit := p.catalog.limit(p.cluster.Subscription, p.cluster.location(), quota.name)
		if used := limit - p.left(quota.name); quota.more > 0 && used+quota.more > limit {
			return &Outcome{State: failed, Code: "QuotaExceeded", Message: fmt.Sprintf(
				"Create or update VMSS failed. Operation could not be completed as it results in exceeding approved %s quota. Additional details - Deployment Model: Resource Manager, Location: %s, Current Limit: %d, Current Usage: %d, Additional Required: %d, (Minimum) New Limit Required: %d.",
				quota.words, p.cluster.location(), limit, used, quota.more, used+quota.more)}
		}
	}
	return nil
}

// soldOut: the location does not have enough machines of a size for the existing pools
// and the new nodes together.
func (p *proposal) soldOut(name string, more int64) *Outcome {
	_, offer, ok := p.catalog.offered(name, p.cluster.location())
	if !ok || offer.Stock == nil || more <= 0 {
		return nil
	}
	used := int64(0)
	for _, cl := range p.state.clusters {
		if !strings.EqualFold(cl.location(), p.cluster.location()) {
			continue
		}
		for _, pool := range cl.pools {
			for size, nodes := range pool.Properties.nodesBySize() {
				if strings.EqualFold(size, name) {
					used += nodes
				}
			}
		}
	}
	if used+more <= *offer.Stock {
		return nil
	}
	return &Outcome{State: failed, Code: "SkuNotAvailable", Message: fmt.Sprintf(
		"The requested VM size for resource 'Following SKUs have failed for Capacity Restrictions: %s' is currently not available in location '%s'. Please try another size or deploy to a different location or different zone. See https://aka.ms/azureskunotavailable for details.",
		name, p.cluster.location())}
}

package simulator

import (
	"net/http"
	"reflect"
	"strings"
)

// Pools of mode ManagedSystem run the cluster's own pods on machines outside the
// subscription: AKS creates, upgrades and scales them, and they count against no quota
// (source: AKS's documentation of managed system node pools in AKS Automatic). No
// stable api-version has this value, so a request cannot ask for such a pool, but a
// world may have one. It is not known whether AKS's list shows such a pool or what AKS
// answers to a write. Here the list shows it, and a change to it is refused.

func (p *AgentPoolProperties) managedSystem() bool { return oneOf(value(p.Mode), "ManagedSystem") }

// hosted reports whether AKS runs the cluster's own pods on its own machines, so that
// the cluster needs no System pool.
func (cl *cluster) hosted() bool {
	on, _ := cl.at("properties", "hostedSystemProfile", "enabled").(bool)
	return on
}

// managedRules: AKS protects its own pools.
func managedRules() []rule {
	return []rule{{"managed-system", onUpdate, "OperationNotAllowed", "", verbatim, managedByAKS}}
}

// managedByAKS allows a pool to be written back unchanged.
func managedByAKS(p *proposal) string {
	if !p.before.managedSystem() || reflect.DeepEqual(p.before, p.wants) {
		return ""
	}
	return notYours(p.name)
}

func notYours(name string) string {
	return "Node pool '" + name + "' is a managed system node pool: AKS creates, changes and deletes it."
}

// managed refuses an action on a managed system pool.
func (p *pool) managed() *rejection {
	if !p.Properties.managedSystem() {
		return nil
	}
	return providerError(http.StatusBadRequest, "OperationNotAllowed", notYours(p.Name))
}

// lastSystemPool refuses a change that would leave a cluster without a system pool.
func lastSystemPool(cl *cluster, leaving *pool) *rejection {
	if !leaving.Properties.system() || otherSystemPools(cl, leaving.Name) > 0 {
		return nil
	}
	return providerError(http.StatusBadRequest, "MustDefineAtLeastOneSystemPool", "Must define at least one system pool.")
}

// otherSystemPools also counts the pools that AKS manages.
func otherSystemPools(cl *cluster, name string) int {
	n := 0
	if cl.hosted() {
		n++
	}
	for _, p := range cl.pools {
		system := p.Properties.system() || p.Properties.managedSystem()
		if !strings.EqualFold(p.Name, name) && system && p.DeletionStarted.IsZero() {
			n++
		}
	}
	return n
}

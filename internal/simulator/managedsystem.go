package simulator

import (
	"net/http"
	"reflect"
	"strings"
)

// Pools of mode ManagedSystem run the cluster's own pods on machines that are not
// the subscription's: AKS makes, upgrades and scales them, and they count for no
// quota (source: AKS's documentation of managed system node pools in AKS
// Automatic). No stable api-version has the word, so that none can be asked for; a
// world may have such a pool. That a list shows it, and what AKS answers to a
// write, is not known: here the list shows it, and what changes it is refused.

func (p *AgentPoolProperties) managedSystem() bool { return oneOf(value(p.Mode), "ManagedSystem") }

// hosted reports whether AKS runs the cluster's own pods on machines of its own,
// so that the cluster needs no System pool.
func (cl *cluster) hosted() bool {
	on, _ := cl.at("properties", "hostedSystemProfile", "enabled").(bool)
	return on
}

// managedRules: AKS keeps what is its own.
func managedRules() []rule {
	return []rule{{"managed-system", onUpdate, "OperationNotAllowed", "", verbatim, managedByAKS}}
}

// managedByAKS lets a pool be written back as it is.
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

// lastSystemPool refuses what would leave a cluster without a system pool.
func lastSystemPool(cl *cluster, leaving *pool) *rejection {
	if !leaving.Properties.system() || otherSystemPools(cl, leaving.Name) > 0 {
		return nil
	}
	return providerError(http.StatusBadRequest, "MustDefineAtLeastOneSystemPool", "Must define at least one system pool.")
}

// otherSystemPools counts those of AKS's own, too.
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

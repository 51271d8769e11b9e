package simulator

import (
	"net/http"
	"strings"
)

// The scale sets of a node resource group are the pools of its cluster, as Compute sees
// them.

const scaleSetsPath = "/providers/Microsoft.Compute/virtualMachineScaleSets"

func scaleSetRoutes() []route {
	one := groupPath + scaleSetsPath + "/{set}"
	return []route{
		{http.MethodGet, groupPath + scaleSetsPath, compute, "virtualMachineScaleSets", listScaleSets},
		{http.MethodGet, subscriptionPath + scaleSetsPath, compute, "virtualMachineScaleSets", listScaleSets},
		{http.MethodGet, one, compute, "virtualMachineScaleSets", getScaleSet},
		{http.MethodGet, one + "/virtualMachines", compute, "virtualMachineScaleSets/virtualMachines", listScaleSetMachines},
		{http.MethodGet, one + "/virtualMachines/{instance}", compute, "virtualMachineScaleSets/virtualMachines", getScaleSetMachine},
		{http.MethodGet, one + "/virtualMachines/{instance}/instanceView", compute, "virtualMachineScaleSets/virtualMachines/instanceView", getInstanceView},
	}
}

// scaleSet is a pool of a cluster, as Compute sees it.
type scaleSet struct {
	cluster *cluster
	pool    *pool
}

// scaleSets are the scale sets in the scope of the path.
func (c *call) scaleSets() []scaleSet {
	var all []scaleSet
	group, inGroup := c.path["group"]
	for _, set := range c.allScaleSets() {
		if strings.EqualFold(set.cluster.Subscription, c.path["subscription"]) &&
			(!inGroup || strings.EqualFold(set.cluster.text("properties", "nodeResourceGroup"), group)) {
			all = append(all, set)
		}
	}
	return all
}

// allScaleSets are all scale sets of the world.
func (m *moment) allScaleSets() []scaleSet {
	var all []scaleSet
	for _, cl := range m.state.sorted() {
		for _, p := range cl.pools {
			if !p.Properties.virtualMachines() && !p.Properties.managedSystem() {
				all = append(all, scaleSet{cl, p})
			}
		}
	}
	return all
}

func (s scaleSet) id() string {
	return "/subscriptions/" + s.cluster.Subscription + "/resourceGroups/" + s.cluster.text("properties", "nodeResourceGroup") +
		scaleSetsPath + "/" + s.cluster.scaleSet(s.pool)
}

func (s scaleSet) body() map[string]any {
	tags := map[string]string{"aks-managed-poolName": s.pool.Name, "aks-managed-orchestrator": "Kubernetes:" + value(s.pool.Properties.CurrentOrchestratorVersion)}
	for key, text := range s.pool.Properties.Tags {
		tags[key] = text
	}
	body := map[string]any{
		"id": s.id(), "name": s.cluster.scaleSet(s.pool), "type": "Microsoft.Compute/virtualMachineScaleSets",
		"location": s.cluster.location(), "tags": tags,
		"sku":        map[string]any{"name": value(s.pool.Properties.VMSize), "tier": "Standard", "capacity": len(s.pool.nodes())},
		"properties": map[string]any{"provisioningState": succeeded, "singlePlacementGroup": false, "orchestrationMode": "Uniform"},
	}
	if zones := s.pool.Properties.AvailabilityZones; len(zones) > 0 {
		body["zones"] = zones
	}
	return body
}

func listScaleSets(c *call) answer {
	list := []map[string]any{}
	for _, set := range c.scaleSets() {
		list = append(list, set.body())
	}
	return fromARM(c, list)
}

// thisSet is the scale set in the path, or the answer that it does not exist.
func (c *call) thisSet() (scaleSet, *rejection) {
	for _, set := range c.scaleSets() {
		if strings.EqualFold(set.cluster.scaleSet(set.pool), c.path["set"]) {
			return set, nil
		}
	}
	return scaleSet{}, c.notFound("Microsoft.Compute/virtualMachineScaleSets", c.path["set"])
}

func getScaleSet(c *call) answer {
	set, missing := c.thisSet()
	if missing != nil {
		return missing.answer()
	}
	return fromFrontDoor(set.body())
}

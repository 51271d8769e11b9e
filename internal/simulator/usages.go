package simulator

import (
	"net/http"
	"strings"
)

// The quotas of a whole location.
const (
	regionalCores = "cores"
	spotCores     = "lowPriorityCores"
)

// usage is what the pools of a subscription use in a location: cores by quota
// family, of the whole region and of Spot machines, and machines and scale sets.
// Stopped pools count: deallocated machines keep their quota. AKS's own do not.
func (m *moment) usage(subscription, location string) map[string]int64 {
	used := map[string]int64{}
	for _, cl := range m.state.clusters {
		if !strings.EqualFold(cl.Subscription, subscription) || !strings.EqualFold(cl.location(), location) {
			continue
		}
		for _, p := range cl.pools {
			if p.Properties.managedSystem() {
				continue
			}
			used["virtualMachineScaleSets"]++
			for name, nodes := range p.Properties.nodesBySize() {
				size := m.catalog.size(name)
				if size == nil {
					continue
				}
				used["virtualMachines"] += nodes
				cores := nodes * size.vCPUs()
				if p.Properties.spot() {
					used[spotCores] += cores
					continue
				}
				used[regionalCores] += cores
				used[strings.ToLower(size.Family)] += cores
			}
		}
	}
	return used
}

type usageBody struct {
	Name         usageName `json:"name"`
	CurrentValue int64     `json:"currentValue"`
	Limit        int64     `json:"limit"`
	Unit         string    `json:"unit"`
}

type usageName struct {
	Value          string `json:"value"`
	LocalizedValue string `json:"localizedValue"`
}

// listUsages lists the quotas of a location with what is used of them.
func listUsages(c *call) answer {
	location := c.catalog.location(c.path["location"])
	if location == nil {
		return gatewayError(http.StatusBadRequest, "NoRegisteredProviderFound",
			"No registered resource provider found for location '"+c.path["location"]+"'.").answer()
	}
	subscription := c.subscription().ID
	used := c.usage(subscription, location.Name)
	list := []usageBody{}
	add := func(name, words string, now int64) {
		list = append(list, usageBody{
			Name: usageName{name, words}, CurrentValue: now, Unit: "Count",
			Limit: c.catalog.limit(subscription, location.Name, name),
		})
	}
	add(regionalCores, "Total Regional vCPUs", used[regionalCores])
	add("virtualMachines", "Virtual Machines", used["virtualMachines"])
	add("virtualMachineScaleSets", "Virtual Machine Scale Sets", used["virtualMachineScaleSets"])
	add(spotCores, "Total Regional Low-priority vCPUs", used[spotCores])
	seen := map[string]bool{}
	for i := range c.catalog.world.Sizes {
		family := c.catalog.world.Sizes[i].Family
		key := strings.ToLower(family)
		if !seen[key] {
			seen[key] = true
			add(family, family+" vCPUs", used[key])
		}
	}
	return fromARM(c, list)
}

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

// usage is what the pools of a subscription use in a location: cores by quota family,
// of the whole region and of Spot machines, and the number of machines and scale sets.
// Stopped pools count, because deallocated machines keep their quota. Pools that AKS
// manages do not count.
func (m *moment) usage(subscription, location string) map[string]int64 {
	if m.counted.byPlace == nil || m.counted.edits != m.state.edits {
		m.counted = usageCount{edits: m.state.edits, byPlace: map[string]map[string]int64{}}
	}
	place := strings.ToLower(subscription + "/" + location)
	if m.counted.byPlace[place] == nil {
		m.counted.byPlace[place] = m.countUsage(subscription, location)
	}
	return m.counted.byPlace[place]
}

// usageCount keeps the result until a pool changes: a request with ten pools needs it
// forty times.
type usageCount struct {
	edits   int
	byPlace map[string]map[string]int64
}

func (m *moment) countUsage(subscription, location string) map[string]int64 {
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
			for _, size := range p.sizesUsed(m.catalog) {
				used["virtualMachines"] += size.nodes
				if p.Properties.spot() {
					used[spotCores] += size.cores
					continue
				}
				used[regionalCores] += size.cores
				used[size.family] += size.cores
			}
		}
	}
	return used
}

// sizeUsed is the number of nodes and cores that a pool has of a size.
type sizeUsed struct {
	family       string
	nodes, cores int64
}

// sizesUsed is the number of nodes and cores that a pool has of each size that the
// world knows. It is cached until the pool gets other properties, which are replaced
// and never written to.
func (p *pool) sizesUsed(c *catalog) []sizeUsed {
	if p.usedOf == p.Properties {
		return p.used
	}
	p.usedOf, p.used = p.Properties, nil
	for name, nodes := range p.Properties.nodesBySize() {
		if size := c.size(name); size != nil {
			p.used = append(p.used, sizeUsed{strings.ToLower(size.Family), nodes, nodes * size.vCPUs()})
		}
	}
	return p.used
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

// listUsages lists the quotas of a location with their usage.
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

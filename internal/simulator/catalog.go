package simulator

import (
	"slices"
	"strings"
	"sync"
)

// catalog looks up parts of the world by name.
type catalog struct {
	world    *World
	sizes    map[string]*Size
	versions []KubernetesVersion
	events   []Event
	// networkResources are the world's subnets and networks by their keys.
	networkResources func() map[string]*resource
	// priceList is built on first use, because few callers need it.
	priceList func() []priced
}

func newCatalog(w *World) *catalog {
	c := &catalog{world: w, sizes: make(map[string]*Size, len(w.Sizes)), versions: w.KubernetesVersions, events: inOrder(w.Events)}
	c.networkResources = sync.OnceValue(c.worldNetworks)
	c.priceList = sync.OnceValue(c.listPrices)
	for i := range w.Sizes {
		c.sizes[strings.ToLower(w.Sizes[i].Name)] = &w.Sizes[i]
	}
	return c
}

// with is the catalog with the node images and quotas that events have added since.
func (c *catalog) with(st *state) *catalog {
	if st.Images == nil && len(st.Quotas) == 0 {
		return c
	}
	world := *c.world
	if st.Images != nil {
		world.NodeImages = *st.Images
	}
	world.Quotas = append(slices.Clip(world.Quotas), st.Quotas...)
	fresh := *c
	fresh.world = &world
	return &fresh
}

// size is a VM size by its name in any case, or nil if the world does not have it.
func (c *catalog) size(name string) *Size { return c.sizes[strings.ToLower(name)] }

// offered is a size with its offer in a location. ok is false if the size is unknown,
// not offered there, or not available to this subscription.
func (c *catalog) offered(name, location string) (size *Size, offer *Offer, ok bool) {
	size = c.size(name)
	if size == nil {
		return nil, nil, false
	}
	offer = size.in(location)
	return size, offer, offer != nil && offer.Restricted == ""
}

// sizesIn lists the sizes that a subscription may use in a location.
func (c *catalog) sizesIn(location string) []*Size {
	var list []*Size
	for i := range c.world.Sizes {
		size := &c.world.Sizes[i]
		if offer := size.in(location); offer != nil && offer.Restricted == "" {
			list = append(list, size)
		}
	}
	return list
}

func (c *catalog) subscription(id string) *Subscription {
	for i := range c.world.Subscriptions {
		if strings.EqualFold(c.world.Subscriptions[i].ID, id) {
			return &c.world.Subscriptions[i]
		}
	}
	return nil
}

// groups lists a subscription's resource groups, including those that only clusters
// name.
func (s *Subscription) groups() []ResourceGroup {
	groups := append([]ResourceGroup(nil), s.ResourceGroups...)
	known := map[string]bool{}
	for _, group := range groups {
		known[strings.ToLower(group.Name)] = true
	}
	for _, cluster := range s.Clusters {
		if key := strings.ToLower(cluster.ResourceGroup); !known[key] {
			known[key] = true
			groups = append(groups, ResourceGroup{Name: cluster.ResourceGroup, Location: cluster.Location})
		}
	}
	return groups
}

// location is a region by name, or nil.
func (c *catalog) location(name string) *Location {
	for i := range c.world.Locations {
		if strings.EqualFold(c.world.Locations[i].Name, name) {
			return &c.world.Locations[i]
		}
	}
	return nil
}

// limit is the quota of a name in a subscription and location. If several rows match,
// the last one counts, and a row with the quota's own name wins over "*".
func (c *catalog) limit(subscription, location, name string) int64 {
	var limit int64
	exact := false
	for _, quota := range c.world.Quotas {
		if quota.Subscription != "" && !strings.EqualFold(quota.Subscription, subscription) ||
			quota.Location != "" && !strings.EqualFold(quota.Location, location) {
			continue
		}
		switch {
		case strings.EqualFold(quota.Name, name):
			limit, exact = quota.Limit, true
		case quota.Name == "*" && !exact && !totals(name):
			limit = quota.Limit
		}
	}
	return limit
}

// totals reports whether a quota is for a whole region, as opposed to one size family.
func totals(name string) bool {
	switch strings.ToLower(name) {
	case "cores", "lowprioritycores", "virtualmachines", "virtualmachinescalesets":
		return true
	}
	return false
}

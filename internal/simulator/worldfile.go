package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// ParseWorld reads a world from JSON. An unknown key or a value of the wrong type is an
// error that names its JSON path. Lists that are left out are those of the built-in
// world, so a world file may be as short as one quota.
func ParseWorld(data []byte) (*World, error) {
	var w World
	if err := decodeStrictly(data, &w); err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	w.fillFrom(BuiltIn())
	if err := newCatalog(&w).checked(); err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	return &w, nil
}

func (w *World) fillFrom(base *World) {
	w.Tenant = orText(w.Tenant, base.Tenant)
	if w.Clients == nil {
		w.Clients = base.Clients
	}
	if w.Subscriptions == nil {
		w.Subscriptions = base.Subscriptions
	}
	if w.Locations == nil {
		w.Locations = base.Locations
	}
	if w.KubernetesVersions == nil {
		w.KubernetesVersions = base.KubernetesVersions
	}
	w.NodeImages = w.NodeImages.over(base.NodeImages)
	if w.Sizes == nil {
		w.Sizes = base.Sizes
	}
	if w.Prices == nil {
		w.Prices = base.pricesOf(w)
	}
	if w.Currencies == nil {
		w.Currencies = base.Currencies
	}
	// The last matching row of the quotas counts. A world's own rows come after the
	// built-in ones, so a file that only lowers one limit keeps the others.
	w.Quotas = append(slices.Clone(base.Quotas), w.Quotas...)
}

// checked reports what is not valid in the catalog's world.
func (c *catalog) checked() error {
	w := c.world
	if !isGUID(w.Tenant) {
		return fmt.Errorf("$.tenant: %q is not a GUID", w.Tenant)
	}
	for i, subscription := range w.Subscriptions {
		if !isGUID(subscription.ID) {
			return fmt.Errorf("$.subscriptions[%d].id: %q is not a GUID", i, subscription.ID)
		}
	}
	for i := range w.Sizes {
		if err := w.Sizes[i].check(); err != nil {
			return fmt.Errorf("$.sizes[%d]: %w", i, err)
		}
	}
	if err := w.checkPrices(); err != nil {
		return err
	}
	for i, subnet := range w.Subnets {
		if !strings.Contains(strings.ToLower(subnet.ID), "/virtualnetworks/") || addresses(subnet.CIDR) == 0 {
			return fmt.Errorf("$.subnets[%d]: %q is not the id of a subnet, or %q not an IPv4 range", i, subnet.ID, subnet.CIDR)
		}
	}
	for i, minor := range w.KubernetesVersions {
		for j, patch := range minor.Patches {
			if v, ok := parseVersion(patch); !ok || v.patch < 0 {
				return fmt.Errorf("$.kubernetes_versions[%d].patches[%d]: %q is not a version like 1.35.7", i, j, patch)
			}
		}
	}
	st, err := c.seed()
	if err != nil {
		return err
	}
	for i := range w.Events {
		if err := w.Events[i].check(st); err != nil {
			return fmt.Errorf("$.events[%d].%w", i, err)
		}
	}
	return nil
}

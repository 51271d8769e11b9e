package simulator

import (
	"net/netip"
	"slices"
	"strings"
)

const networking namespace = "Microsoft.Network"

func networkTag(id string) string { return `W/"` + derivedGUID("network", strings.ToLower(id)) + `"` }

// network is the id of the virtual network that contains a subnet.
func (s *Subnet) network() string {
	id, _, _ := cutLast(s.ID, "/subnets/")
	return id
}

// resource is a subnet of the world as a plain resource.
func (s *Subnet) resource() *resource {
	properties := map[string]any{"provisioningState": succeeded, "addressPrefix": s.CIDR}
	if s.Delegation != "" {
		properties["delegations"] = []any{map[string]any{"name": "delegation", "properties": map[string]any{"serviceName": s.Delegation}}}
	}
	r := &resource{ID: s.ID, Body: map[string]any{"properties": properties}}
	fillSubnet(nil, nil, r)
	return r
}

// worldNetworks are the subnets of the world and their networks, as plain resources by
// their keys. The world describes only subnets, so a network has the /16 around each of
// them.
func (c *catalog) worldNetworks() map[string]*resource {
	all := map[string]*resource{}
	for i := range c.world.Subnets {
		subnet := &c.world.Subnets[i]
		r := subnet.resource()
		all[r.key()] = r
		id := subnet.network()
		network := all[strings.ToLower(id)]
		if network == nil {
			network = &resource{ID: id, Body: map[string]any{"location": c.groupLocation(id), "properties": map[string]any{
				"provisioningState": succeeded, "resourceGuid": derivedGUID("network", strings.ToLower(id)),
				"addressSpace": map[string]any{"addressPrefixes": []any{}}, "virtualNetworkPeerings": []any{}, "enableDdosProtection": false,
			}}}
			all[network.key()] = network
		}
		space := asObject(network.properties()["addressSpace"])
		ranges, _ := space["addressPrefixes"].([]any)
		if prefix, err := netip.ParsePrefix(subnet.CIDR); err == nil {
			around := netip.PrefixFrom(prefix.Addr(), min(16, prefix.Bits())).Masked().String()
			if !slices.Contains(ranges, any(around)) {
				space["addressPrefixes"] = append(ranges, around)
			}
		}
	}
	return all
}

// groupLocation is the location of an id's resource group in the world: the group's
// own, or else that of its clusters.
func (c *catalog) groupLocation(id string) string {
	parts := strings.Split(id, "/")
	if len(parts) < 5 {
		return ""
	}
	subscription := c.subscription(parts[2])
	if subscription == nil {
		return ""
	}
	for _, group := range subscription.groups() {
		if strings.EqualFold(group.Name, parts[4]) {
			return group.Location
		}
	}
	return ""
}

// subnet is a subnet for pools, either the world's or one that a client has created;
// nil if there is none.
func (m *moment) subnet(id string) *Subnet {
	if id == "" {
		return nil
	}
	if r := m.state.resources[strings.ToLower(id)]; r != nil {
		ranges := prefixesOf(r.properties())
		if r.Gone || len(ranges) == 0 {
			return nil
		}
		found := &Subnet{ID: r.ID, CIDR: ranges[0]}
		if list, _ := r.properties()["delegations"].([]any); len(list) > 0 {
			found.Delegation, _ = asObject(asObject(list[0])["properties"])["serviceName"].(string)
		}
		return found
	}
	return m.catalog.subnet(id)
}

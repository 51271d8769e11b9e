package simulator

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"strings"
)

// constants fills in fixed values for properties that the request does not set.
func constants(properties map[string]any) func(*call, *resource, *resource) {
	return func(_ *call, _, fresh *resource) {
		fresh.Body["properties"] = overlaid(properties, fresh.properties())
	}
}

// listsOf fills in empty lists.
func listsOf(names ...string) func(*call, *resource, *resource) {
	return func(_ *call, _, fresh *resource) {
		for _, name := range names {
			if fresh.properties()[name] == nil {
				fresh.properties()[name] = []any{}
			}
		}
	}
}

// prefixesOf are the address ranges of a network or a subnet.
func prefixesOf(properties map[string]any) []string {
	var all []string
	list, _ := properties["addressPrefixes"].([]any)
	for _, one := range list {
		if text, ok := one.(string); ok {
			all = append(all, text)
		}
	}
	if text, _ := properties["addressPrefix"].(string); text != "" && len(all) == 0 {
		all = append(all, text)
	}
	return all
}

func rangeMalformed(name, text string) *rejection {
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return gatewayError(http.StatusBadRequest, "InvalidAddressPrefixFormat",
			fmt.Sprintf("Address prefix %s of resource %s is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.", text, name))
	case prefix.Masked() != prefix:
		return gatewayError(http.StatusBadRequest, "InvalidCIDRNotation",
			fmt.Sprintf("The address prefix %s in resource %s has an invalid CIDR notation. For the given prefix length, the address prefix should be %s.", text, name, prefix.Masked()))
	}
	return nil
}

func networkMalformed(c *call, _, fresh *resource) *rejection {
	ranges := prefixesOf(asObject(fresh.properties()["addressSpace"]))
	if len(ranges) == 0 {
		return gatewayError(http.StatusBadRequest, "InvalidRequestFormat",
			"Cannot parse the request. Additional details: properties.addressSpace needs at least one address prefix.")
	}
	for _, text := range ranges {
		if refused := rangeMalformed(fresh.name(), text); refused != nil {
			return refused
		}
	}
	sent := subnetsSent(fresh)
	for _, subnet := range sent {
		if refused := subnetOf(fresh, subnet, sent); refused != nil {
			return refused
		}
	}
	return nil
}

// subnetsSent are the subnets in the body of a network, as separate resources.
func subnetsSent(network *resource) []*resource {
	var all []*resource
	list, _ := network.properties()["subnets"].([]any)
	for _, one := range list {
		object := asObject(one)
		if name, _ := object["name"].(string); name != "" {
			all = append(all, &resource{ID: network.ID + "/subnets/" + name, Body: map[string]any{
				"properties": overlaid(map[string]any{}, asObject(object["properties"])),
			}})
		}
	}
	return all
}

// subnetMalformed judges a subnet's PUT against its network.
func subnetMalformed(c *call, _, fresh *resource) *rejection {
	id, _, _ := cutLast(fresh.ID, "/subnets/")
	network := c.find(id)
	return subnetOf(network, fresh, c.subnetsIn(network))
}

// subnetOf: a subnet's ranges are inside its network and do not overlap another
// subnet's.
func subnetOf(network, fresh *resource, others []*resource) *rejection {
	ranges := prefixesOf(fresh.properties())
	if len(ranges) == 0 {
		return gatewayError(http.StatusBadRequest, "InvalidRequestFormat",
			"Cannot parse the request. Additional details: properties.addressPrefix of subnet "+fresh.name()+" is missing.")
	}
	for _, text := range ranges {
		if refused := rangeMalformed(fresh.name(), text); refused != nil {
			return refused
		}
		mine, _ := netip.ParsePrefix(text)
		if !liesIn(mine, prefixesOf(asObject(network.properties()["addressSpace"]))) {
			return gatewayError(http.StatusBadRequest, "NetcfgSubnetRangeOutsideVnet",
				fmt.Sprintf("Subnet '%s' is not valid because its IP address range is outside the IP address range of virtual network '%s'.", fresh.name(), network.name()))
		}
		for _, other := range others {
			if other.key() == fresh.key() {
				continue
			}
			for _, theirs := range prefixesOf(other.properties()) {
				if prefix, err := netip.ParsePrefix(theirs); err == nil && prefix.Overlaps(mine) {
					return gatewayError(http.StatusBadRequest, "NetcfgSubnetRangesOverlap",
						fmt.Sprintf("Subnet '%s' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '%s'.", fresh.name(), network.name()))
				}
			}
		}
	}
	return nil
}

func liesIn(mine netip.Prefix, ranges []string) bool {
	for _, text := range ranges {
		if around, err := netip.ParsePrefix(text); err == nil && around.Contains(mine.Addr()) && around.Bits() <= mine.Bits() {
			return true
		}
	}
	return false
}

func (m *moment) subnetsIn(network *resource) []*resource {
	return m.under(network.key()+"/subnets/", func(r *resource) bool { return typeOf(r.key()).kind() == "Microsoft.Network/virtualNetworks/subnets" })
}

// fillNetwork stores the subnets in the body as separate resources. Existing subnets
// that the body leaves out are removed, unless it does not mention subnets at all.
func fillNetwork(c *call, _, fresh *resource) {
	properties := fresh.properties()
	if _, said := properties["subnets"].([]any); said {
		sent := map[string]bool{}
		for _, subnet := range subnetsSent(fresh) {
			sent[subnet.key()] = true
			subnet.properties()["provisioningState"] = succeeded
			fillSubnet(c, nil, subnet)
			c.state.putResource(subnet)
		}
		for _, old := range c.subnetsIn(fresh) {
			if !sent[old.key()] {
				c.drop(old)
			}
		}
	}
	delete(properties, "subnets")
	properties["resourceGuid"] = derivedGUID("network", fresh.key())
	fresh.Body["properties"] = overlaid(map[string]any{"virtualNetworkPeerings": []any{}, "enableDdosProtection": false}, properties)
}

// showSubnets adds a network's subnets to its body.
func showSubnets(c *call, r *resource, body map[string]any) {
	list := []map[string]any{}
	kind := typeOf(r.key() + "/subnets/any")
	for _, subnet := range c.subnetsIn(r) {
		list = append(list, kind.body(c, subnet))
	}
	properties := maps.Clone(r.properties())
	properties["subnets"] = list
	body["properties"] = properties
}

// showChildren appends the children of a type that were written separately to those in
// the body.
func showChildren(name string) func(*call, *resource, map[string]any) {
	return func(c *call, r *resource, body map[string]any) {
		children := c.under(r.key()+"/"+name+"/", func(*resource) bool { return true })
		if len(children) == 0 {
			return
		}
		properties := maps.Clone(r.properties())
		list, _ := properties[name].([]any)
		list = append([]any(nil), list...)
		for _, child := range children {
			list = append(list, typeOf(child.key()).body(c, child))
		}
		properties[name] = list
		body["properties"] = properties
	}
}

func fillSubnet(_ *call, _, fresh *resource) {
	properties := overlaid(map[string]any{
		"delegations": []any{}, "privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled",
	}, fresh.properties())
	delegations, _ := properties["delegations"].([]any)
	named := []any{}
	for _, one := range delegations {
		object := asObject(one)
		name, _ := object["name"].(string)
		named = append(named, overlaid(object, map[string]any{
			"id": fresh.ID + "/delegations/" + name, "type": "Microsoft.Network/virtualNetworks/subnets/delegations",
			"properties": map[string]any{"provisioningState": succeeded},
		}))
	}
	properties["delegations"] = named
	fresh.Body["properties"] = properties
}

func fillRouteTable(c *call, before, fresh *resource) {
	listsOf("routes")(c, before, fresh)
	constants(map[string]any{"disableBgpRoutePropagation": false, "resourceGuid": derivedGUID("network", fresh.key())})(c, before, fresh)
}

// addressFrom is an address of TEST-NET-3 derived from an id: no host has that address.
func addressFrom(id string) string {
	return fmt.Sprintf("203.0.113.%d", 1+int(derivedGUID("address", strings.ToLower(id))[0])%250)
}

func fillPublicIP(c *call, before, fresh *resource) {
	constants(map[string]any{"publicIPAddressVersion": "IPv4", "publicIPAllocationMethod": "Dynamic", "idleTimeoutInMinutes": 4, "ipTags": []any{},
		"resourceGuid": derivedGUID("network", fresh.key())})(c, before, fresh)
	if method, _ := fresh.properties()["publicIPAllocationMethod"].(string); strings.EqualFold(method, "Static") {
		fresh.properties()["ipAddress"] = addressFrom(fresh.ID)
	}
	if fresh.Body["sku"] == nil {
		fresh.Body["sku"] = map[string]any{"name": "Standard", "tier": "Regional"}
	}
}

func fillPublicIPPrefix(c *call, before, fresh *resource) {
	constants(map[string]any{"publicIPAddressVersion": "IPv4", "prefixLength": 28, "ipTags": []any{}})(c, before, fresh)
	fresh.properties()["ipPrefix"] = fmt.Sprintf("203.0.113.0/%v", fresh.properties()["prefixLength"])
}

func fillDNSZone(_ *call, _, fresh *resource) {
	fresh.Body["properties"] = overlaid(fresh.properties(), map[string]any{
		"maxNumberOfRecordSets": 25000, "numberOfRecordSets": 1, "maxNumberOfVirtualNetworkLinks": 1000, "numberOfVirtualNetworkLinks": 0,
		"maxNumberOfVirtualNetworkLinksWithRegistration": 100, "numberOfVirtualNetworkLinksWithRegistration": 0,
	})
}

// getStartOfAuthority answers the record that Azure creates in every private DNS zone.
func getStartOfAuthority(c *call) answer {
	id := "/subscriptions/" + c.subscription().ID + "/resourceGroups/" + c.thisGroup().Name + "/providers/Microsoft.Network/privateDnsZones/" + c.path["zone"]
	zone := c.find(id)
	if zone == nil {
		return c.notFound("Microsoft.Network/privateDnsZones", c.path["zone"]).answer()
	}
	return fromFrontDoor(map[string]any{
		"id": zone.ID + "/SOA/@", "name": "@", "type": "Microsoft.Network/privateDnsZones/SOA", "etag": networkTag(zone.ID + "/SOA/@"),
		"properties": map[string]any{
			"fqdn": zone.name() + ".", "ttl": 3600, "isAutoRegistered": false,
			"soaRecord": map[string]any{
				"email": "azureprivatedns-host.microsoft.com", "host": "azureprivatedns.net",
				"expireTime": 2419200, "minimumTtl": 10, "refreshTime": 3600, "retryTime": 300, "serialNumber": 1,
			},
		},
	})
}

package simulator

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

const networking namespace = "Microsoft.Network"

type subnetBody struct {
	Name       string         `json:"name"`
	ID         string         `json:"id"`
	ETag       string         `json:"etag"`
	Properties map[string]any `json:"properties"`
	Type       string         `json:"type"`
}

type virtualNetworkBody struct {
	Name       string         `json:"name"`
	ID         string         `json:"id"`
	ETag       string         `json:"etag"`
	Type       string         `json:"type"`
	Location   string         `json:"location"`
	Properties map[string]any `json:"properties"`
}

func networkTag(id string) string { return `W/"` + derivedGUID("network", strings.ToLower(id)) + `"` }

func (s *Subnet) body() subnetBody {
	delegations := []map[string]any{}
	if s.Delegation != "" {
		name := "delegation"
		delegations = append(delegations, map[string]any{
			"name": name, "id": s.ID + "/delegations/" + name, "type": "Microsoft.Network/virtualNetworks/subnets/delegations",
			"properties": map[string]any{"provisioningState": succeeded, "serviceName": s.Delegation},
		})
	}
	return subnetBody{
		Name: s.ID[strings.LastIndex(s.ID, "/")+1:],
		ID:   s.ID,
		ETag: networkTag(s.ID),
		Properties: map[string]any{
			"provisioningState":                 succeeded,
			"addressPrefix":                     s.CIDR,
			"delegations":                       delegations,
			"privateEndpointNetworkPolicies":    "Disabled",
			"privateLinkServiceNetworkPolicies": "Enabled",
		},
		Type: "Microsoft.Network/virtualNetworks/subnets",
	}
}

// network is the id of the virtual network that a subnet is in.
func (s *Subnet) network() string {
	id, _, _ := cutLast(s.ID, "/subnets/")
	return id
}

// virtualNetworks lists the networks of a subscription, or of one of its groups,
// with the world's subnets in them, in the order of the world.
func (c *call) virtualNetworks() []virtualNetworkBody {
	prefix := "/subscriptions/" + c.path["subscription"] + "/resourcegroups/"
	if group, ok := c.path["group"]; ok {
		prefix += group + "/"
	}
	byNetwork := map[string][]*Subnet{}
	var ids []string
	for i := range c.catalog.world.Subnets {
		subnet := &c.catalog.world.Subnets[i]
		key := strings.ToLower(subnet.network())
		if !strings.HasPrefix(key, strings.ToLower(prefix)) {
			continue
		}
		if byNetwork[key] == nil {
			ids = append(ids, subnet.network())
		}
		byNetwork[key] = append(byNetwork[key], subnet)
	}
	list := []virtualNetworkBody{}
	for _, id := range ids {
		list = append(list, c.virtualNetwork(id, byNetwork[strings.ToLower(id)]))
	}
	return list
}

func (c *call) virtualNetwork(id string, subnets []*Subnet) virtualNetworkBody {
	location := ""
	if parts := strings.Split(id, "/"); len(parts) > 4 {
		location = c.groupLocation(parts[4])
	}
	bodies, space := []subnetBody{}, []string{}
	for _, subnet := range subnets {
		bodies = append(bodies, subnet.body())
		// The world knows subnets alone: their network has the /16 around each.
		if prefix, err := netip.ParsePrefix(subnet.CIDR); err == nil {
			around := netip.PrefixFrom(prefix.Addr(), min(16, prefix.Bits())).Masked().String()
			if !slices.Contains(space, around) {
				space = append(space, around)
			}
		}
	}
	return virtualNetworkBody{
		Name:     id[strings.LastIndex(id, "/")+1:],
		ID:       id,
		ETag:     networkTag(id),
		Type:     "Microsoft.Network/virtualNetworks",
		Location: location,
		Properties: map[string]any{
			"provisioningState":      succeeded,
			"resourceGuid":           derivedGUID("network", strings.ToLower(id)),
			"addressSpace":           map[string]any{"addressPrefixes": space},
			"subnets":                bodies,
			"virtualNetworkPeerings": []any{},
			"enableDdosProtection":   false,
		},
	}
}

// groupLocation is where a resource group of the world is: where it says, else
// where its clusters are.
func (c *call) groupLocation(name string) string {
	for _, group := range c.subscription().ResourceGroups {
		if strings.EqualFold(group.Name, name) {
			return group.Location
		}
	}
	for _, cluster := range c.subscription().Clusters {
		if strings.EqualFold(cluster.ResourceGroup, name) {
			return cluster.Location
		}
	}
	return ""
}

func listVirtualNetworks(c *call) answer {
	return fromFrontDoor(page[virtualNetworkBody]{Value: c.virtualNetworks()})
}

// network is the one in the path, or the answer that there is none.
func (c *call) network() (virtualNetworkBody, *rejection) {
	for _, network := range c.virtualNetworks() {
		if strings.EqualFold(network.Name, c.path["network"]) {
			return network, nil
		}
	}
	return virtualNetworkBody{}, c.notFound("Microsoft.Network/virtualNetworks", c.path["network"])
}

func getVirtualNetwork(c *call) answer {
	network, missing := c.network()
	if missing != nil {
		return missing.answer()
	}
	return fromFrontDoor(network)
}

func (c *call) subnets() ([]subnetBody, *rejection) {
	network, missing := c.network()
	if missing != nil {
		return nil, missing
	}
	list, _ := network.Properties["subnets"].([]subnetBody)
	return list, nil
}

func listSubnets(c *call) answer {
	list, missing := c.subnets()
	if missing != nil {
		return missing.answer()
	}
	return fromFrontDoor(page[subnetBody]{Value: list})
}

// getSubnet: that a network has no such subnet is said by Network itself, whose
// errors are wrapped like the front door's.
func getSubnet(c *call) answer {
	list, missing := c.subnets()
	if missing != nil {
		return missing.answer()
	}
	for _, subnet := range list {
		if strings.EqualFold(subnet.Name, c.path["subnet"]) {
			return fromFrontDoor(subnet)
		}
	}
	return answer{status: http.StatusNotFound, frontDoor: true, body: wrappedError{ErrorDetail{
		Code: "NotFound", Message: "Resource " + c.request.URL.Path + " not found.",
	}}}
}

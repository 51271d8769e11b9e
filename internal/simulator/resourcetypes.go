package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// resourceType is a row of the table of plain resource types. Routes, lists, references
// and the provider's list of types are derived from it.
type resourceType struct {
	ns namespace
	// path is the type below its namespace, such as virtualNetworks/subnets.
	path  string
	where where
	// extension is set if its resources extend any other resource, in that resource's
	// scope.
	extension bool
	// lowerGroup is set if the id is returned with "resourcegroups" in lower case.
	lowerGroup bool
	// stateless is set if it is returned without a provisioningState.
	stateless bool
	// inUse is the code that refuses a deletion while others refer to the resource, and
	// the message's word for the resource. It is empty if the resource can be deleted
	// even then.
	inUse string
	// check refuses a malformed resource, fill adds what Azure fills in, and show adds
	// values that are only part of the answer.
	check func(c *call, before, fresh *resource) *rejection
	fill  func(c *call, before, fresh *resource)
	show  func(c *call, r *resource, body map[string]any)
	// actions are the POST actions on the resource, by name.
	actions map[string]func(c *call, r *resource) answer
}

// where is the kind of location that a type's resources have.
type where int

const (
	// somewhere: in a region of the world.
	somewhere where = iota
	// everywhere: their region is "global".
	everywhere
	// nowhere: they have no region of their own.
	nowhere
)

const (
	managedIdentity     namespace = "Microsoft.ManagedIdentity"
	authorization       namespace = "Microsoft.Authorization"
	insights            namespace = "Microsoft.Insights"
	operationalInsights namespace = "Microsoft.OperationalInsights"
	containerRegistry   namespace = "Microsoft.ContainerRegistry"
	monitoring          namespace = "Microsoft.Monitor"
)

// tabled is the table, built once. It is not an initialized variable because its rows
// refer back to it.
type tabled struct {
	once   sync.Once
	rows   []*resourceType
	byName map[string]*resourceType
}

var resourceTable tabled

func (t *tabled) made() *tabled {
	t.once.Do(func() {
		t.rows, t.byName = resourceRows(), map[string]*resourceType{}
		for _, row := range t.rows {
			t.byName[strings.ToLower(row.kind())] = row
		}
	})
	return t
}

// resourceTypes is the table of plain resource types.
func resourceTypes() []*resourceType { return resourceTable.made().rows }

// PlainTypes lists the types of the resources that are kept as they are written, such
// as Microsoft.Network/virtualNetworks.
func PlainTypes() []string {
	var kinds []string
	for _, t := range resourceTypes() {
		kinds = append(kinds, t.kind())
	}
	return kinds
}

func resourceRows() []*resourceType {
	return []*resourceType{
		{ns: networking, path: "virtualNetworks", check: networkMalformed, fill: fillNetwork, show: showSubnets},
		{ns: networking, path: "virtualNetworks/subnets", where: nowhere, inUse: "InUseSubnetCannotBeDeleted Subnet", check: subnetMalformed, fill: fillSubnet},
		{ns: networking, path: "virtualNetworks/virtualNetworkPeerings", where: nowhere, fill: constants(map[string]any{"peeringState": "Connected"})},
		{ns: networking, path: "networkSecurityGroups", inUse: "InUseNetworkSecurityGroupCannotBeDeleted Network security group", fill: listsOf("securityRules", "defaultSecurityRules"), show: showChildren("securityRules")},
		{ns: networking, path: "networkSecurityGroups/securityRules", where: nowhere},
		{ns: networking, path: "routeTables", inUse: "InUseRouteTableCannotBeDeleted Route table", fill: fillRouteTable, show: showChildren("routes")},
		{ns: networking, path: "routeTables/routes", where: nowhere},
		{ns: networking, path: "publicIPAddresses", inUse: "PublicIPAddressCannotBeDeleted Public IP address", fill: fillPublicIP},
		{ns: networking, path: "publicIPPrefixes", inUse: "PublicIPPrefixInUse Public IP prefix", fill: fillPublicIPPrefix},
		{ns: networking, path: "natGateways", inUse: "NatGatewayInUse NAT gateway", fill: constants(map[string]any{"idleTimeoutInMinutes": 4})},
		{ns: networking, path: "applicationSecurityGroups", inUse: "ApplicationSecurityGroupInUse Application security group"},
		{ns: networking, path: "privateEndpoints"},
		{ns: networking, path: "privateDnsZones", where: everywhere, fill: fillDNSZone},
		{ns: networking, path: "privateDnsZones/virtualNetworkLinks", where: everywhere, fill: constants(map[string]any{"virtualNetworkLinkState": "Completed"})},
		{ns: managedIdentity, path: "userAssignedIdentities", lowerGroup: true, stateless: true, fill: fillIdentity},
		{ns: managedIdentity, path: "userAssignedIdentities/federatedIdentityCredentials", where: nowhere, lowerGroup: true, stateless: true},
		{ns: authorization, path: "roleAssignments", where: nowhere, extension: true, stateless: true, check: roleAssignmentMalformed, fill: fillRoleAssignment},
		{ns: authorization, path: "locks", where: nowhere, extension: true, stateless: true, check: lockMalformed},
		{ns: insights, path: "diagnosticSettings", where: nowhere, extension: true, stateless: true},
		{ns: operationalInsights, path: "workspaces", fill: fillWorkspace, actions: map[string]func(*call, *resource) answer{"sharedKeys": workspaceKeys}},
		{ns: monitoring, path: "accounts"},
		{ns: containerRegistry, path: "registries", fill: fillRegistry},
		{ns: containerRegistry, path: "registries/replications"},
		{ns: compute, path: "proximityPlacementGroups", inUse: "OperationNotAllowed Proximity placement group", stateless: true, fill: constants(map[string]any{"proximityPlacementGroupType": "Standard"})},
		{ns: compute, path: "capacityReservationGroups", inUse: "OperationNotAllowed Capacity reservation group", stateless: true},
		{ns: compute, path: "capacityReservationGroups/capacityReservations"},
		{ns: compute, path: "hostGroups", inUse: "OperationNotAllowed Host group", stateless: true},
		{ns: compute, path: "hostGroups/hosts"},
		{ns: compute, path: "diskEncryptionSets", inUse: "OperationNotAllowed Disk encryption set"},
		{ns: compute, path: "disks"},
		{ns: containerService, path: "managedClusters/trustedAccessRoleBindings", where: nowhere, check: bindingMalformed},
		{ns: containerService, path: "snapshots", stateless: true, check: snapshotMalformed, fill: fillSnapshot},
	}
}

// kind is the full type, such as Microsoft.Network/virtualNetworks.
func (t *resourceType) kind() string { return string(t.ns) + "/" + t.path }

// parent is the type that contains this type's resources, nil if they are directly in
// groups.
func (t *resourceType) parent() *resourceType {
	above, _, child := cutLast(t.path, "/")
	if !child {
		return nil
	}
	for _, other := range resourceTypes() {
		if other.ns == t.ns && other.path == above {
			return other
		}
	}
	return nil
}

// has reports whether a resource is of this type.
func (t *resourceType) has(r *resource) bool { return typeOf(r.key()) == t }

// typeOf is the type of an id, nil if the table does not have it.
func typeOf(id string) *resourceType {
	_, below, ok := cutLast(strings.ToLower(id), "/providers/")
	parts := strings.Split(below, "/")
	if !ok || len(parts) < 3 {
		return nil
	}
	path := parts[1]
	for i := 3; i < len(parts); i += 2 {
		path += "/" + parts[i]
	}
	return resourceTable.made().byName[parts[0]+"/"+path]
}

// plainRoutes are the routes of the table.
func plainRoutes() []route {
	var all []route
	for _, t := range resourceTypes() {
		scope := groupPath
		if t.extension {
			scope = "{scope}"
		}
		parts := strings.Split(t.path, "/")
		below := "/providers/" + string(t.ns)
		for i, part := range parts {
			below += "/" + part
			if i < len(parts)-1 {
				below += fmt.Sprintf("/{name%d}", i)
			}
		}
		one := scope + below + fmt.Sprintf("/{name%d}", len(parts)-1)
		all = append(all,
			route{http.MethodGet, scope + below, t.ns, t.path, t.list},
			route{http.MethodGet, one, t.ns, t.path, t.get},
			route{http.MethodPut, one, t.ns, t.path, t.put},
			route{http.MethodDelete, one, t.ns, t.path, t.delete})
		if len(parts) == 1 {
			all = append(all, route{http.MethodPatch, one, t.ns, t.path, t.patch})
			if !t.extension {
				all = append(all, route{http.MethodGet, subscriptionPath + below, t.ns, t.path, t.list})
			}
		}
		for _, name := range sortedKeys(t.actions) {
			all = append(all, route{http.MethodPost, one + "/" + name, t.ns, t.path, t.act(name)})
		}
	}
	return all
}

func (t *resourceType) act(name string) func(*call) answer {
	return func(c *call) answer {
		r := c.find(c.resourceID(t))
		if r == nil {
			return t.missing(c)
		}
		return t.actions[name](c, r)
	}
}

package simulator_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// plainBodies lists the smallest bodies of plain resources, by the part of their
// IDs after the resource group. A resource inside another one follows it.
func plainBodies() []struct {
	id   string
	body object
} {
	here := func(properties object) object { return object{"location": "westeurope", "properties": properties} }
	const network = "/providers/Microsoft.Network/"
	return []struct {
		id   string
		body object
	}{
		{network + "virtualNetworks/net", here(object{"addressSpace": object{"addressPrefixes": []any{"10.1.0.0/16"}}})},
		{network + "virtualNetworks/net/subnets/a", object{"properties": object{"addressPrefix": "10.1.0.0/24"}}},
		{network + "virtualNetworks/net/virtualNetworkPeerings/p", object{"properties": object{}}},
		{network + "networkSecurityGroups/nsg", here(nil)},
		{network + "networkSecurityGroups/nsg/securityRules/r", object{"properties": object{"priority": 100}}},
		{network + "routeTables/rt", here(nil)},
		{network + "routeTables/rt/routes/r", object{"properties": object{"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}}},
		{network + "publicIPAddresses/ip", here(object{"publicIPAllocationMethod": "Static"})},
		{network + "publicIPPrefixes/prefix", here(object{"prefixLength": 30})},
		{network + "natGateways/nat", here(nil)},
		{network + "applicationSecurityGroups/asg", here(nil)},
		{network + "privateEndpoints/pe", here(nil)},
		{network + "privateDnsZones/zone.example", object{"location": "global"}},
		{network + "privateDnsZones/zone.example/virtualNetworkLinks/l", object{"location": "global"}},
		{"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id", here(nil)},
		{"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id/federatedIdentityCredentials/f", object{"properties": object{"issuer": "https://example.com"}}},
		{"/providers/Microsoft.OperationalInsights/workspaces/logs", here(nil)},
		{"/providers/Microsoft.Monitor/accounts/metrics", here(nil)},
		{"/providers/Microsoft.ContainerRegistry/registries/images", here(nil)},
		{"/providers/Microsoft.ContainerRegistry/registries/images/replications/eastus", object{"location": "eastus"}},
		{"/providers/Microsoft.Compute/proximityPlacementGroups/ppg", here(nil)},
		{"/providers/Microsoft.Compute/capacityReservationGroups/crg", here(nil)},
		{"/providers/Microsoft.Compute/capacityReservationGroups/crg/capacityReservations/c", here(nil)},
		{"/providers/Microsoft.Compute/hostGroups/hosts", here(nil)},
		{"/providers/Microsoft.Compute/hostGroups/hosts/hosts/h", here(nil)},
		{"/providers/Microsoft.Compute/diskEncryptionSets/des", here(nil)},
		{"/providers/Microsoft.Compute/disks/disk", here(nil)},
		{"/providers/Microsoft.ContainerService/snapshots/snap", here(object{"creationData": object{"sourceResourceId": west + "/agentPools/nodepool1"}})},
		{"/providers/Microsoft.Authorization/roleAssignments/aaaaaaaa-0000-4000-8000-000000000001", object{"properties": object{
			"roleDefinitionId": subscription + "/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7",
			"principalId":      "aaaaaaaa-0000-4000-8000-000000000002"}}},
		{"/providers/Microsoft.Insights/diagnosticSettings/diag", object{"properties": object{}}},
		{"/providers/Microsoft.Authorization/locks/lock", object{"properties": object{"level": "CanNotDelete"}}},
	}
}

// A resource of every type in the table is created, read, listed, changed and
// deleted. The state file keeps it after the process has ended.
func TestPlainResources(t *testing.T) {
	t.Parallel()
	file := stateFile(t)
	s, _ := start(t, simulator.Options{StateFile: file})
	send(t, s, 201, "PUT", shop, object{"location": "westeurope"})
	made := map[string]bool{}
	for _, one := range plainBodies() {
		id := shop + one.id
		created := send(t, s, 201, "PUT", id, one.body)
		kind, _ := created["type"].(string)
		made[kind] = true
		if !strings.EqualFold(created["id"].(string), id) || created["name"] != id[strings.LastIndex(id, "/")+1:] {
			t.Errorf("%s: got %v", one.id, created)
		}
		send(t, s, 200, "PUT", id, one.body)
		again, err := simulator.New(simulator.Options{StateFile: file})
		if err != nil {
			t.Fatal(err)
		}
		read := send(t, again, 200, "GET", id, nil)
		delete(read, "etag")
		delete(created, "etag")
		if !reflect.DeepEqual(read, created) && kind != "Microsoft.Authorization/roleAssignments" {
			t.Errorf("%s: made %v, read %v", one.id, created, read)
		}
		list := send(t, s, 200, "GET", id[:strings.LastIndex(id, "/")], nil)["value"].([]any)
		if len(list) != 1 {
			t.Errorf("%s: listed %v", one.id, list)
		}
	}
	for _, kind := range simulator.PlainTypes() {
		// Resources inside a cluster have their own tests.
		if !made[kind] && !strings.HasPrefix(kind, "Microsoft.ContainerService/managedClusters/") {
			t.Errorf("%s has no example", kind)
		}
	}
	bodies := plainBodies()
	for i := range bodies {
		id := shop + bodies[len(bodies)-1-i].id
		send(t, s, 200, "DELETE", id, nil)
		send(t, s, 404, "GET", id, nil)
		send(t, s, 204, "DELETE", id, nil)
	}
}

func TestAPlainResourceIsPatched(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	got := send(t, s, 200, "PATCH", shopID, object{"tags": object{"a": "b"}})
	if !reflect.DeepEqual(got["tags"], object{"a": "b"}) {
		t.Errorf("got %v", got)
	}
	if list := send(t, s, 200, "GET", subscription+"/providers/Microsoft.ManagedIdentity/userAssignedIdentities", nil)["value"].([]any); len(list) < 2 {
		t.Errorf("of the subscription: got %v", list)
	}
	if list := send(t, s, 200, "GET", shop+"/resources", nil)["value"].([]any); len(list) != 2 {
		t.Errorf("of the group: got %v", list)
	}
}

func TestPlainResourcesThatAzureRefuses(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	subnet := func(prefix string, more object) object {
		properties := object{"addressPrefix": prefix}
		for key, v := range more {
			properties[key] = v
		}
		return object{"properties": properties}
	}
	role := func(id, principal string) object {
		return object{"properties": object{"roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/" + id, "principalId": principal}}
	}
	const contributor, somebody = "4d97b98b-1d4f-4787-a291-c67834d212e7", "aaaaaaaa-0000-4000-8000-000000000002"
	roles := shopNet + "/providers/Microsoft.Authorization/roleAssignments/"
	send(t, s, 201, "PUT", roles+"aaaaaaaa-0000-4000-8000-000000000001", role(contributor, somebody))
	for title, test := range map[string]struct {
		id     string
		body   any
		status int
		code   string
	}{
		"no JSON":                    {shopID, []byte("{"), 400, "InvalidRequestContent"},
		"no location":                {shopID + "2", object{}, 400, "LocationRequired"},
		"unknown location":           {shopID + "2", object{"location": "atlantis"}, 400, "LocationNotAvailableForResourceType"},
		"another location":           {shopID, object{"location": "eastus"}, 409, "InvalidResourceLocation"},
		"no such group":              {strings.Replace(shopID, "rg-shop", "rg-nope", 1), object{"location": "westeurope"}, 404, "ResourceGroupNotFound"},
		"no such parent":             {shopNet + "2/subnets/a", subnet("10.1.1.0/24", nil), 404, "ParentResourceNotFound"},
		"a subnet outside":           {shopNet + "/subnets/b", subnet("10.2.0.0/24", nil), 400, "NetcfgSubnetRangeOutsideVnet"},
		"overlapping subnets":        {shopNet + "/subnets/b", subnet("10.1.0.0/25", nil), 400, "NetcfgSubnetRangesOverlap"},
		"no range":                   {shopNet + "/subnets/b", subnet("10.1.1.0", nil), 400, "InvalidAddressPrefixFormat"},
		"host bits":                  {shopNet + "/subnets/b", subnet("10.1.1.1/24", nil), 400, "InvalidCIDRNotation"},
		"a security group not there": {shopNet + "/subnets/b", subnet("10.1.1.0/24", object{"networkSecurityGroup": object{"id": shop + "/providers/Microsoft.Network/networkSecurityGroups/nope"}}), 400, "InvalidResourceReference"},
		"an unknown role":            {roles + "aaaaaaaa-0000-4000-8000-000000000003", role(somebody, somebody), 400, "RoleDefinitionDoesNotExist"},
		"the same role twice":        {roles + "aaaaaaaa-0000-4000-8000-000000000003", role(contributor, somebody), 409, "RoleAssignmentExists"},
		"a role under no GUID":       {roles + "mine", role(contributor, somebody), 400, "InvalidRoleAssignmentId"},
	} {
		t.Run(title, func(t *testing.T) {
			if got := code(send(t, s, test.status, "PUT", test.id, test.body)); got != test.code {
				t.Errorf("got %v, want %s", got, test.code)
			}
		})
	}
}

// A network contains its subnets. A PUT without subnets leaves them unchanged.
func TestANetworkAndItsSubnets(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	space := object{"addressPrefixes": []any{"10.1.0.0/16"}}
	names := func() (list []string) {
		for _, one := range send(t, s, 200, "GET", shopNet, nil)["properties"].(object)["subnets"].([]any) {
			list = append(list, one.(object)["name"].(string))
		}
		return list
	}
	send(t, s, 200, "PUT", shopNet, object{"location": "westeurope", "properties": object{"addressSpace": space}})
	if got := names(); !reflect.DeepEqual(got, []string{"nodes"}) {
		t.Errorf("got %v", got)
	}
	inline := []any{object{"name": "other", "properties": object{"addressPrefix": "10.1.0.0/24"}}}
	send(t, s, 200, "PUT", shopNet, object{"location": "westeurope", "properties": object{"addressSpace": space, "subnets": inline}})
	if got := names(); !reflect.DeepEqual(got, []string{"other"}) {
		t.Errorf("got %v", got)
	}
}

// A resource of the world can be read, used and deleted like one that a client
// created.
func TestResourcesOfTheWorld(t *testing.T) {
	t.Parallel()
	const ppg = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Compute/proximityPlacementGroups/near"
	world := simulator.BuiltIn()
	world.Subnets = []simulator.Subnet{{ID: nodes, CIDR: "10.240.0.0/22"}}
	world.Subscriptions[0].Resources = []simulator.PlainResource{{ID: ppg, Tags: map[string]string{"a": "b"}}}
	s, _ := start(t, simulator.Options{World: world})
	if got := send(t, s, 200, "GET", ppg, nil); got["location"] != "westeurope" || !reflect.DeepEqual(got["tags"], object{"a": "b"}) {
		t.Errorf("got %v", got)
	}
	send(t, s, 201, "PUT", west+"/agentPools/near", pool(object{"proximityPlacementGroupID": ppg}))
	if got := code(send(t, s, 400, "DELETE", ppg, nil)); got != "OperationNotAllowed" {
		t.Errorf("in use: got %v", got)
	}
	send(t, s, 200, "DELETE", nodes, nil)
	send(t, s, 404, "GET", nodes, nil)
	send(t, s, 400, "PUT", west+"/agentPools/gone", pool(object{"vnetSubnetID": nodes}))

	world.Subscriptions[0].Resources[0].ID = subscription + "/resourceGroups/rg-lanes/providers/Microsoft.Sql/servers/s"
	if _, err := simulator.New(simulator.Options{World: world}); err == nil || !strings.Contains(err.Error(), "the simulator does not have this type") {
		t.Errorf("a type that the simulator does not have: got %v", err)
	}
}

func TestRolesAreFoundByTheirNames(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	list := send(t, s, 200, "GET", west+"/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName%20eq%20'Network%20Contributor'", nil)["value"].([]any)
	if len(list) != 1 || list[0].(object)["name"] != "4d97b98b-1d4f-4787-a291-c67834d212e7" {
		t.Fatalf("got %v", list)
	}
	got := send(t, s, 200, "GET", list[0].(object)["id"].(string), nil)
	if !reflect.DeepEqual(got, list[0]) {
		t.Errorf("by its id: got %v", got)
	}
	send(t, s, 404, "GET", subscription+"/providers/Microsoft.Authorization/roleDefinitions/aaaaaaaa-0000-4000-8000-000000000001", nil)
}

func TestALockHolds(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	around(t, s)
	lock := shopNet + "/providers/Microsoft.Authorization/locks/keep"
	if got := code(send(t, s, 400, "PUT", lock, object{"properties": object{"level": "Never"}})); got != "InvalidLockLevel" {
		t.Errorf("an unknown level: got %v", got)
	}
	send(t, s, 201, "PUT", lock, object{"properties": object{"level": "CanNotDelete"}})
	for _, id := range []string{shopNet, shopNodes, shop} {
		if got := code(send(t, s, 409, "DELETE", id, nil)); got != "ScopeLocked" {
			t.Errorf("%s: got %v", id, got)
		}
	}
	send(t, s, 200, "DELETE", shopID, nil)
	send(t, s, 200, "PUT", shopNodes, object{"properties": object{"addressPrefix": "10.1.0.0/24"}})
	send(t, s, 200, "PUT", lock, object{"properties": object{"level": "ReadOnly"}})
	send(t, s, 409, "PUT", shopNodes, object{"properties": object{"addressPrefix": "10.1.0.0/24"}})
	send(t, s, 200, "DELETE", lock, nil)
	send(t, s, 200, "DELETE", shopNet, nil)
}

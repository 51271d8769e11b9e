package simulator_test

import (
	"reflect"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

func TestVirtualNetworksAndSubnets(t *testing.T) {
	t.Parallel()
	const group = subscription + "/resourceGroups/rg-lanes"
	const vnet = group + "/providers/Microsoft.Network/virtualNetworks/vnet"
	world := simulator.BuiltIn()
	world.Subnets = []simulator.Subnet{
		{ID: vnet + "/subnets/nodes", CIDR: "10.240.0.0/22"},
		{ID: vnet + "/subnets/web", CIDR: "10.240.4.0/24", Delegation: "Microsoft.Web/serverFarms"},
	}
	s, _ := start(t, simulator.Options{World: world})
	at := func(path string) string { return path + "?api-version=2024-05-01" }

	subnet := send(t, s, 200, "GET", at(vnet+"/SUBNETS/Nodes"), nil)

	if subnet["id"] != vnet+"/subnets/nodes" || subnet["type"] != "Microsoft.Network/virtualNetworks/subnets" {
		t.Errorf("got %v", subnet)
	}
	properties := subnet["properties"].(object)
	if properties["addressPrefix"] != "10.240.0.0/22" || properties["provisioningState"] != "Succeeded" {
		t.Errorf("got %v", properties)
	}
	network := send(t, s, 200, "GET", at(vnet), nil)
	inside := network["properties"].(object)
	if network["location"] != "westeurope" || len(inside["subnets"].([]any)) != 2 ||
		!reflect.DeepEqual(inside["addressSpace"], object{"addressPrefixes": []any{"10.240.0.0/16"}}) {
		t.Errorf("got %v", network)
	}
	for _, path := range []string{subscription, group} {
		if got := len(send(t, s, 200, "GET", at(path+"/providers/Microsoft.Network/virtualNetworks"), nil)["value"].([]any)); got != 1 {
			t.Errorf("%s: got %d networks", path, got)
		}
	}
	list := send(t, s, 200, "GET", at(vnet+"/subnets"), nil)["value"].([]any)
	if len(list) != 2 || len(list[1].(object)["properties"].(object)["delegations"].([]any)) != 1 {
		t.Errorf("got %v", list)
	}
	if got := send(t, s, 404, "GET", at(vnet+"/subnets/nope"), nil)["error"].(object)["code"]; got != "NotFound" {
		t.Errorf("a missing subnet: got %v", got)
	}
	if got := send(t, s, 404, "GET", at(group+"/providers/Microsoft.Network/virtualNetworks/nope"), nil)["error"].(object)["code"]; got != "ResourceNotFound" {
		t.Errorf("a missing network: got %v", got)
	}
	world.Subnets[0].CIDR = "ten"
	if _, err := simulator.New(simulator.Options{World: world}); err == nil {
		t.Error("a malformed range: got no error")
	}
}

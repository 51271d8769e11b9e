package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// The world that is printed as a starting point can be read again.
func TestTheBuiltInWorldIsAWorldFile(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(simulator.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := simulator.ParseWorld(text); err != nil {
		t.Error(err)
	}
}

func TestAWorldFileWithLife(t *testing.T) {
	t.Parallel()
	world, err := simulator.ParseWorld([]byte(`{
  "subscriptions": [{
    "id": "11111111-1111-1111-1111-111111111111", "name": "a", "features": ["Microsoft.Compute/EncryptionAtHost"],
    "clusters": [{
      "name": "aks", "resource_group": "rg", "location": "westeurope",
      "pools": [{"name": "sys", "properties": {"count": 3, "mode": "System"}}],
      "workloads": [{"name": "db", "namespace": "data", "replicas": 2, "cpu": 0.5, "node_selector": {"agentpool": "sys"},
        "tolerations": ["*"], "budget": {"name": "db", "max_unavailable": 0}}],
      "maintenance": {"aksManagedAutoUpgradeSchedule": {"maintenanceWindow": {
        "schedule": {"daily": {"intervalDays": 1}}, "durationHours": 4, "startTime": "01:00"}}}
    }]
  }],
  "subnets": [{"id": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s", "cidr": "10.0.0.0/24", "used": 7, "delegation": "a/b"}],
  "events": [{"after_seconds": 5, "cluster": "aks", "pool": "sys", "set": {"count": 4}}],
  "currencies": {"USD": 1}
}`))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := start(t, simulator.Options{World: world})
	const cluster = subscription + "/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks"
	if list := send(t, s, 200, "GET", cluster+"/maintenanceConfigurations", nil)["value"].([]any); len(list) != 1 {
		t.Errorf("got %v", list)
	}
	pods, err := s.Pods(cluster)
	if err != nil || len(pods) != 2 || pods[0].Pool != "sys" {
		t.Errorf("got %v, %v", pods, err)
	}
	for want, text := range map[string]string{
		"$.events[0].sett: unknown key":                   `{"events": [{"sett": {}}]}`,
		"$.currencies.EUR: want a number, got a string":   `{"currencies": {"EUR": "1"}}`,
		"workload db: its budget needs either":            `{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "clusters": [{"name": "a", "resource_group": "b", "location": "eastus", "workloads": [{"name": "db", "budget": {}}]}]}]}`,
		"maintenance default: maintenanceWindow":          `{"subscriptions": [{"id": "11111111-1111-1111-1111-111111111111", "clusters": [{"name": "a", "resource_group": "b", "location": "eastus", "maintenance": {"default": {"maintenanceWindow": {}}}}]}]}`,
		"$.sizes[0].offers[0].stock: want a whole number": `{"sizes": [{"name": "a", "capabilities": {"vCPUs": "1"}, "offers": [{"location": "eastus", "stock": "many"}]}]}`,
	} {
		if _, err := simulator.ParseWorld([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want a part %q", err, want)
		}
	}
}

// A file that names one image keeps the other images.
func TestAWorldFileWithOneImage(t *testing.T) {
	t.Parallel()
	world, err := simulator.ParseWorld([]byte(`{"node_images": {"linux": "202610.05.0"}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := simulator.BuiltIn().NodeImages
	want.Linux = "202610.05.0"
	if world.NodeImages != want {
		t.Errorf("got %+v, want %+v", world.NodeImages, want)
	}
}

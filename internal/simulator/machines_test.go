package simulator_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// machineNames returns the names of a pool's machines, page by page.
func machineNames(t *testing.T, s *simulator.Simulator, pool string) (names []string, pages int) {
	t.Helper()
	next := west + "/agentPools/" + pool + "/machines"
	for next != "" {
		list := send(t, s, 200, "GET", strings.TrimPrefix(next, "https://management.azure.com"), nil)
		for _, machine := range list["value"].([]any) {
			names = append(names, machine.(object)["name"].(string))
		}
		next, _ = list["nextLink"].(string)
		pages++
	}
	return names, pages
}

func TestMachinesOfAPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 4, "availabilityZones": []string{"1", "2", "3"}}))

	list := send(t, s, 200, "GET", west+"/agentPools/batch/machines", nil)["value"].([]any)

	if len(list) != 4 {
		t.Fatalf("got %d machines", len(list))
	}
	last := list[3].(object)
	name := last["name"].(string)
	if !regexp.MustCompile(`^aks-batch-\d{8}-vmss000003$`).MatchString(name) {
		t.Errorf("name: got %s", name)
	}
	scaleSet := strings.TrimSuffix(name, "000003")
	want := object{
		"id":    "/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg-lanes/providers/Microsoft.ContainerService/managedClusters/aks-lanes/agentPools/batch/machines/" + name,
		"name":  name,
		"type":  "Microsoft.ContainerService/managedClusters/agentPools/machines",
		"zones": []any{"1"},
		"properties": object{
			"network": object{"ipAddresses": []any{object{"family": "IPv4", "ip": "10.224.0.10"}}},
			"resourceId": "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/MC_rg-lanes_aks-lanes_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets/" +
				scaleSet + "/virtualMachines/3",
		},
	}
	if !reflect.DeepEqual(last, want) {
		t.Errorf("got %v, want %v", last, want)
	}
	if got := send(t, s, 200, "GET", west+"/agentPools/batch/machines/"+name, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("by name: got %v", got)
	}
	if got := send(t, s, 404, "GET", west+"/agentPools/batch/machines/nope", nil)["code"]; got != "NotFound" {
		t.Errorf("got %v", got)
	}
}

func TestMachinesArePagedAndGrowWithTheCreation(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	begin(t, s, "PUT", west+"/agentPools/batch", pool(object{"count": 230, "vmSize": "Standard_D2s_v5"}))
	if names, _ := machineNames(t, s, "batch"); len(names) != 0 {
		t.Errorf("at the beginning: got %d", len(names))
	}
	clock.pass(time.Hour)
	names, pages := machineNames(t, s, "batch")
	if len(names) != 230 || pages != 3 {
		t.Errorf("got %d machines on %d pages", len(names), pages)
	}
	begin(t, s, "PUT", west+"/agentPools/batch", object{"properties": object{"count": 240}})
	if names, _ := machineNames(t, s, "batch"); len(names) != 230 {
		t.Errorf("when it begins to grow: got %d", len(names))
	}
	if !strings.HasSuffix(names[36], "vmss000010") {
		t.Errorf("the 37th: got %s", names[36])
	}
}

func TestMachinesAreDeletedByName(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{StateFile: stateFile(t)})
	send(t, s, 201, "PUT", west+"/agentPools/batch", pool(object{"count": 4}))
	names, _ := machineNames(t, s, "batch")
	path := west + "/agentPools/batch/deleteMachines"
	send(t, s, 404, "POST", path, object{"machineNames": []string{"nope"}})
	send(t, s, 400, "POST", path, object{"machineNames": []string{}})

	started := begin(t, s, "POST", path, object{"machineNames": []string{names[1], names[2]}})

	if started.StatusCode != 202 || started.Header.Get("Location") == "" {
		t.Errorf("got %d", started.StatusCode)
	}
	if got := properties(t, s, west, "batch"); got["count"] != 2.0 || got["provisioningState"] != "Succeeded" {
		t.Errorf("got %v, %v", got["count"], got["provisioningState"])
	}
	left, _ := machineNames(t, s, "batch")
	if !reflect.DeepEqual(left, []string{names[0], names[3]}) {
		t.Errorf("got %v", left)
	}
	send(t, s, 200, "PUT", west+"/agentPools/batch", pool(object{"count": 3}))
	more, _ := machineNames(t, s, "batch")
	if len(more) != 3 || !strings.HasSuffix(more[2], "000004") {
		t.Errorf("after scaling up: got %v", more)
	}
	all, _ := machineNames(t, s, "nodepool1")
	send(t, s, 400, "POST", west+"/agentPools/nodepool1/deleteMachines", object{"machineNames": all})
}

func TestANodeImageIsUpgraded(t *testing.T) {
	t.Parallel()
	s, clock := start(t, simulator.Options{Speed: 1})
	err := s.EditPool(west, "nodepool1", func(p map[string]any) { p["nodeImageVersion"] = "AKSUbuntu-2404gen2containerd-202608.01.0" })
	if err != nil {
		t.Fatal(err)
	}

	started, body := exchange(t, s, newRequest(t, "POST", west+"/agentPools/nodepool1/upgradeNodeImageVersion", nil))

	if started.StatusCode != 202 || body["properties"].(object)["provisioningState"] != "UpgradingNodeImageVersion" {
		t.Errorf("got %d: %v", started.StatusCode, body)
	}
	send(t, s, 409, "POST", west+"/agentPools/nodepool1/upgradeNodeImageVersion", nil)
	clock.pass(time.Hour)
	const newest = "AKSUbuntu-2404gen2containerd-202609.03.1"
	if got := properties(t, s, west, "nodepool1")["nodeImageVersion"]; got != newest {
		t.Errorf("got %v", got)
	}
	result, final := exchange(t, s, newRequest(t, "GET", strings.TrimPrefix(started.Header.Get("Location"), "https://management.azure.com"), nil))
	if result.StatusCode != 200 || final["properties"].(object)["nodeImageVersion"] != newest {
		t.Errorf("Location at the end: got %d %v", result.StatusCode, final)
	}
	again := begin(t, s, "POST", west+"/agentPools/nodepool1/upgradeNodeImageVersion", nil)
	clock.pass(time.Minute)
	if got := poll(t, s, again)["status"]; got != "Succeeded" {
		t.Errorf("where there is nothing to do: got %v", got)
	}
}

func TestNamesOfMachinesByKindOfPool(t *testing.T) {
	t.Parallel()
	s, _ := start(t, simulator.Options{})
	send(t, s, 201, "PUT", west+"/agentPools/win", pool(object{"osType": "Windows"}))
	send(t, s, 201, "PUT", west+"/agentPools/vms", pool(object{"type": "VirtualMachines", "vmSize": nil, "count": nil,
		"virtualMachinesProfile": object{"scale": object{"manual": []object{{"size": "Standard_D4ds_v5", "count": 2}}}}}))
	if names, _ := machineNames(t, s, "win"); fmt.Sprint(names) != "[akswin000000]" {
		t.Errorf("got %v", names)
	}
	if names, _ := machineNames(t, s, "vms"); len(names) != 2 || !regexp.MustCompile(`^aks-vms-\d{8}-vms2$`).MatchString(names[1]) {
		t.Errorf("got %v", names)
	}
}

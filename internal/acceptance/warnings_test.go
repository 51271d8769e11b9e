package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// warned is a lane that causes a warning in some world.
type warned struct {
	world     func(*simulator.World) // nil = the built-in one
	purpose   string
	overrides string
	says      string
	// changes means that the lane already exists, as its preset defines it.
	changes bool
}

// warneds has an example for each check that warns.
var warneds = map[string]warned{
	"node-limit": {world: cluster(crowded), purpose: "batch", says: "At maximum size, with surge, the cluster's node pools would have"},
	"auto-provisioning": {world: property("nodeProvisioningProfile", map[string]any{"mode": "Auto"}), purpose: "batch",
		says: "The lane uses the autoscaler, and the cluster uses node auto-provisioning."},
	"container-linux-channel": {world: property("autoUpgradeProfile", map[string]any{"nodeOSUpgradeChannel": "SecurityPatch"}), purpose: "general",
		overrides: "os_sku = \"AzureContainerLinux\"\nsecurity = { secure_boot = true, vtpm = true }", says: "The cluster's node OS upgrade channel is SecurityPatch, and os_sku is AzureContainerLinux."},
	"quota-max":     {purpose: "general", overrides: `capacity = { max = 900 }`, says: "At its maximum of 900 nodes", changes: true},
	"version-ahead": {purpose: "batch", overrides: `kubernetes_version = "1.36"`, says: "kubernetes_version is 1.36, and the control plane still runs 1.35.7."},
	"version-old":   {world: newest, purpose: "batch", overrides: `kubernetes_version = "1.34"`, says: "kubernetes_version 1.34 is 3 minor versions behind the control plane's 1.37"},
	"version-live":  {purpose: "general", overrides: `kubernetes_version = "1.34"`, says: "The nodes already run 1.35.7, and kubernetes_version is 1.34.", changes: true},
	"max-pods": {world: cluster(func(c *simulator.Cluster) { c.Network = simulator.Network{Plugin: "azure"} }), purpose: "general",
		says: "max_pods is not set; AKS allows 30 pods per node if pods use the nodes' subnet."},
	"pod-subnet-size": {world: func(w *simulator.World) {
		w.Subnets = []simulator.Subnet{{ID: network + "/subnets/nodes", CIDR: "10.1.0.0/24"}, {ID: network + "/subnets/pods", CIDR: "10.2.0.0/24"}}
	}, purpose: "batch", overrides: `network = { subnet_id = "` + network + `/subnets/nodes", pod_subnet_id = "` + network + `/subnets/pods" }`,
		says: "the node pools with pods in subnet pods would need 2464 addresses, 112 per node of this lane. It has 251. 1 node would fit."},
	"group-alike": {world: cluster(func(c *simulator.Cluster) {
		mode, size, count, least, most, on := "User", "Standard_D16ds_v5", int32(1), int32(0), int32(3), true
		c.Pools = append(c.Pools, simulator.Pool{Name: "ingest2", Properties: &simulator.AgentPoolProperties{Mode: &mode, VMSize: &size, Count: &count, MinCount: &least, MaxCount: &most,
			EnableAutoScaling: &on, AvailabilityZones: []string{"2"}, NodeLabels: map[string]string{"workload-lane/name": "ingest"}}})
	}), purpose: "batch", overrides: "group = \"ingest\"\nzones = [\"1\"]", says: "The node pools pricing and ingest2 of group ingest, for zones 1 and 2, differ: vm_size is Standard_D8ds_v5 and Standard_D16ds_v5."},
	"system-nodes": {purpose: "system", overrides: `capacity = { min = 1 }`, says: "capacity.min is 1.", changes: true},
}

// crowded gives a cluster node pools that may grow to 5,000 nodes in total.
func crowded(c *simulator.Cluster) {
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		on, one, most, size, mode := true, int32(1), int32(1000), "Standard_D4ds_v5", "User"
		c.Pools = append(c.Pools, simulator.Pool{Name: name, Properties: &simulator.AgentPoolProperties{
			Count: &one, MinCount: &one, MaxCount: &most, EnableAutoScaling: &on, VMSize: &size, Mode: &mode}})
	}
}

// property is a world in which an ARM property of the cluster has the given value.
func property(name string, value any) func(*simulator.World) {
	return cluster(func(c *simulator.Cluster) { c.Properties = map[string]any{name: value} })
}

// Each check that warns by default: the plan succeeds and shows the warning.
func TestThePlanWarns(t *testing.T) {
	t.Parallel()
	for _, c := range check.Table() {
		if c.Needs == 0 || c.Level != check.Warn || c.ID == "take-over" || c.ID == "cluster-missing" || c.ID == "pool-attention" {
			continue // TestThePlanKnew, TestF10NameTaken, TestD16NoLogin, TestD23FoundStopped
		}
		tc, ok := warneds[c.ID]
		if known, enforced := foreseens[c.ID]; !ok && enforced {
			tc, ok = warned{world: known.world, purpose: known.purpose, overrides: known.overrides, says: known.plan}, true
		}
		if !ok {
			t.Errorf("check %s has no example", c.ID)
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			cli := NewCLI(t, "testdata/TestCreate")
			config := func(overrides string) string {
				name := "pricing"
				if tc.purpose == "windows" {
					name = "win"
				}
				return named(name, inWorld(cli, tc.world, simulated(tc.purpose, overrides)))
			}
			if tc.changes {
				cli.rewrite(config(``))
				cli.Must("apply", "-auto-approve")
			}
			cli.rewrite(config(tc.overrides))
			out := cli.Must("plan")
			if found := warnings(out); !slices.Contains(found, c.Title) || !words(tc.says).MatchString(out) {
				t.Errorf("the plan does not warn %q with %q:\n%s", c.Title, tc.says, out)
			}
		})
	}
}

// inWorld runs a configuration of the embedded simulator in another world.
func inWorld(cli *CLI, change func(*simulator.World), config string) string {
	cli.t.Helper()
	if change == nil {
		return config
	}
	world := simulator.BuiltIn()
	change(world)
	raw, err := json.Marshal(world)
	if err == nil {
		err = os.WriteFile(filepath.Join(cli.Dir, "world.json"), raw, 0o600)
	}
	if err != nil {
		cli.t.Fatal(err)
	}
	return strings.Replace(config, "simulator = { ", `simulator = { world = "world.json", `, 1)
}

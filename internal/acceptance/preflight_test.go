package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
	"github.com/workload-lanes/terraform-provider-aks/internal/simulator"
)

// foreseen is a lane that AKS refuses in some world, and the plan's error before
// that.
type foreseen struct {
	world     func(*simulator.World) // nil = the built-in one
	purpose   string
	overrides string
	plan      string // what the plan says
	// first is the lane's earlier configuration, if the check is about a change.
	first string
}

// network is a virtual network of the world.
const network = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-lanes/providers/Microsoft.Network/virtualNetworks/vnet"

// foreseens has an example for each check that AKS enforces.
var foreseens = map[string]foreseen{
	"cluster-stopped": {world: cluster(func(c *simulator.Cluster) { c.Stopped = true }), purpose: "batch", plan: "Cluster aks-lanes is stopped."},
	"pool-limit": {world: cluster(func(c *simulator.Cluster) { c.MaxPools = 1 }), purpose: "batch",
		plan: "With this lane the cluster would have 2 node pools, and its limit is 1."},

	"size": {purpose: "batch", overrides: `vm_size = "Standard_D8ds_v9"`, plan: "Standard_D8ds_v9 is not offered in westeurope; Standard_D8ds_v6 is."},
	"zones": {world: closedZone, purpose: "batch", overrides: `zones = ["2"]`,
		plan: "Standard_D8ds_v5 is not offered in zone 2 of westeurope; zones 1 and 3 are."},
	"spot-size":      {world: capability("Standard_D8ads_v5", "LowPriorityCapable", "False"), purpose: "spot", plan: "Standard_D8ads_v5 is not sold as Spot."},
	"system-size":    {world: capability("Standard_D4ds_v5", "MemoryGB", "2"), purpose: "system", plan: "Standard_D4ds_v5 has 4 vCPUs and 2 GB of memory."},
	"windows-size":   {world: capability("Standard_D4ds_v5", "CpuArchitectureType", "Arm64"), purpose: "windows", plan: "Standard_D4ds_v5 has an Arm processor."},
	"tdx":            {world: capability("Standard_D8ds_v5", "ConfidentialComputingType", "TDX"), purpose: "batch", plan: "Standard_D8ds_v5 is an Intel TDX confidential VM."},
	"gpu-driver":     {purpose: "gpu", overrides: "vm_size = \"Standard_D8ds_v5\"\nzones = []", plan: "Standard_D8ds_v5 has no GPU, and the lane sets gpu.driver to Install"},
	"quota":          {world: quota("standardDDSv5Family", 20), purpose: "batch", overrides: `capacity = { nodes = 3 }`, plan: "The lane needs 32 vCPUs: 3 nodes and 1 surge node of 8, and quota standardDDSv5Family in westeurope has 8 left of 20."},
	"version":        {purpose: "batch", overrides: `kubernetes_version = "1.35.2"`, plan: "Kubernetes 1.35.2 is not offered in westeurope; 1.35.5 and 1.35.7 are."},
	"version-beyond": {purpose: "batch", overrides: `kubernetes_version = "1.37"`, plan: "kubernetes_version is 1.37, and the control plane runs 1.35.7"},
	"version-ahead":  {purpose: "batch", overrides: `kubernetes_version = "1.36"`, plan: "kubernetes_version is 1.36, and the control plane still runs 1.35.7."},
	"version-skew":   {world: newest, purpose: "batch", overrides: `kubernetes_version = "1.33"`, plan: "kubernetes_version 1.33 is 4 minor versions behind the control plane's 1.37.0."},
	"version-step":   {world: newest, purpose: "batch", first: `kubernetes_version = "1.35"`, overrides: `kubernetes_version = "1.37"`, plan: "The nodes run 1.35.7, and kubernetes_version is 1.37; 1.36 is the next."},
	"os-version":     {world: newest, purpose: "windows", overrides: `os_sku = "Windows2022"` + "\nsecurity = { fips = false }", plan: "os_sku Windows2022 ends with Kubernetes 1.36, but the control plane runs 1.37.0."},
	"temporary-disk": {purpose: "batch", overrides: "vm_size = \"Standard_D8s_v5\"\nos_disk = { kubelet = \"Temporary\" }", plan: "Standard_D8s_v5 has no temporary disk."},
	"ephemeral-room": {purpose: "batch", overrides: `os_disk = { type = "Ephemeral", size_gb = 1000 }`, plan: "An OS disk of 1000 GB does not fit on Standard_D8ds_v5; an ephemeral one of up to 300 GB does."},
	"container-linux-size": {world: capability("Standard_D8ds_v5", "ConfidentialComputingType", "SNP"), purpose: "batch",
		overrides: "os_sku = \"AzureContainerLinux\"\nimage_streaming = false", plan: "Standard_D8ds_v5 is a confidential VM"},
	"image-streaming-size": {world: capability("Standard_D8ds_v5", "CpuArchitectureType", "Arm64"), purpose: "batch", overrides: `image_streaming = true`,
		plan: "image_streaming is on and Standard_D8ds_v5 has an Arm processor"},
	"host-encryption": {world: capability("Standard_D8ds_v5", "EncryptionAtHostSupported", "False"), purpose: "batch", overrides: `security = { host_encryption = true }`, plan: "Standard_D8ds_v5 has no encryption at host."},
	"ephemeral-support": {world: capability("Standard_D8ds_v5", "EphemeralOSDiskSupported", "False"), purpose: "batch", overrides: `os_disk = { type = "Ephemeral" }`,
		plan: "Standard_D8ds_v5 has no storage for an ephemeral OS disk."},
	"ultra-ssd": {world: func(w *simulator.World) { size(w, "Standard_D8ds_v5").Offers[0].UltraZones = []string{"3"} }, purpose: "batch",
		overrides: "zones = [\"1\"]\nplacement = { ultra_ssd = true }", plan: "Standard_D8ds_v5 has no ultra disks in zone 1 of westeurope, but in 3."},
	"trusted-launch": {world: capability("Standard_D8ds_v5", "TrustedLaunchDisabled", "True"), purpose: "batch", overrides: `security = { vtpm = true }`,
		plan: "Standard_D8ds_v5 has no trusted launch."},
	"fips-size": {world: capability("Standard_D8ds_v5", "ConfidentialComputingType", "SNP"), purpose: "batch", overrides: `security = { fips = true }`,
		plan: "Standard_D8ds_v5 is a confidential VM."},

	"windows-profile": {world: cluster(func(c *simulator.Cluster) { c.Windows = false }), purpose: "windows", plan: "The lane runs Windows, and the cluster was created without a Windows profile."},
	"windows-network": {world: cluster(func(c *simulator.Cluster) { c.Network = simulator.Network{Plugin: "kubenet"} }), purpose: "windows",
		plan: "The lane runs Windows, and the cluster's network plugin is kubenet."},
	"egress-gateway": {world: cluster(func(c *simulator.Cluster) { c.EgressGateway = false }), purpose: "general", overrides: "mode = \"Gateway\"\ncapacity = { nodes = 2 }",
		plan: "The mode is Gateway, and the cluster's static egress gateway is off."},
	"node-public-ip": {world: outbound("userDefinedRouting"), purpose: "batch", overrides: `network = { node_public_ip = true }`, plan: "The cluster's outbound type is userDefinedRouting."},
	"outbound-nat":   {world: outbound("loadBalancer"), purpose: "windows", overrides: `network = { outbound_nat = false }`, plan: "The cluster's outbound type is loadBalancer."},
	"subnet":         {world: subnet("10.1.0.0/16", ""), purpose: "batch", overrides: `network = { subnet_id = "` + network + `/subnets/others" }`, plan: "The virtual network has no subnet others."},
	"subnet-delegated": {world: subnet("10.1.0.0/16", "Microsoft.Web/serverFarms"), purpose: "batch", overrides: inSubnet,
		plan: "Subnet nodes is delegated to Microsoft.Web/serverFarms."},
	"subnet-size": {world: subnet("10.1.0.0/28", ""), purpose: "batch", overrides: inSubnet, plan: "the node pools in subnet nodes would need 22 addresses, 1 per node of this lane. It has 11. 10 nodes would fit."},
	"virtual-network": {world: cluster(func(c *simulator.Cluster) {
		c.Pools[0].Properties.VnetSubnetID = new(strings.Replace(network, "/vnet", "/hub", 1) + "/subnets/nodes")
	}), purpose: "batch", overrides: inSubnet, plan: "The subnet is in virtual network vnet, and node pool nodepool1 is in hub."},
	"pod-range": {world: cluster(func(c *simulator.Cluster) { c.Network.PodCIDR = "10.64.0.0/20" }), purpose: "batch",
		plan: "would have 26 nodes, but its pod range 10.64.0.0/20 is enough for only 16. 10 nodes would fit."},
}

const inSubnet = `network = { subnet_id = "` + network + `/subnets/nodes" }`

// Each check that AKS enforces: at "error" the plan fails, and with the check off
// AKS refuses the same lane with the error that the check replaces.
func TestThePlanKnew(t *testing.T) {
	t.Parallel()
	for _, c := range check.Table() {
		tc, ok := foreseens[c.ID]
		switch {
		case c.Needs|c.Uses == 0 || c.Guard || c.Code == "" || c.Code == check.Accepted || c.ID == "cluster-busy" || c.ID == "twin-taken", c.ID == "name-taken", c.ID == "cluster-missing":
			continue // TestThePlanWarns, TestClusterBusy, TestTwinTaken, TestF10NameTaken, TestD16NoLogin
		case !ok:
			t.Errorf("check %s has no example", c.ID)
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			w := NewWorld(t)
			if tc.world != nil {
				w = NewWorldOf(t, tc.world)
			}
			name, verb := "pricing", "create"
			if tc.purpose == "windows" {
				name = "win"
			}
			var steps []resource.TestStep
			if tc.first != "" {
				verb = "change"
				steps = append(steps, resource.TestStep{Config: laneConfig(tc.purpose, tc.first)})
			}
			refused := named(name, laneConfig(tc.purpose, tc.overrides))
			if c.Level != check.Error {
				refused = named(name, laneConfigIn(set(c.ID, check.Error), tc.purpose, tc.overrides))
			}
			run(t, w, append(steps,
				resource.TestStep{Config: refused, ExpectError: words(tc.plan)},
				resource.TestStep{Config: named(name, laneConfigIn(off(c.ID), tc.purpose, tc.overrides)),
					ExpectError: regexp.MustCompile(`(?s)Unable to ` + verb + ` the node pool.*` + c.Code)},
			)...)
		})
	}
}

// What a rotation needs in addition to its old pool: the new pool plus the surge of
// its creation, from the new pool's quota. The plan and AKS agree on both sides of
// the limit.
func TestQuotaOfRotations(t *testing.T) {
	t.Parallel()
	four := mayRotate + "capacity = { nodes = 4 }\n" // 32 vCPUs plus 16 for the surge; nodepool1 uses 12
	for name, tc := range map[string]struct {
		world  func(*simulator.World)
		before string
		after  string
		says   string // "" = it fits
	}{
		"to another family": {quota("standardEDSv5Family", 48), ``, `vm_size = "Standard_E8ds_v5"`, ""},
		"from Spot":         {quota("standardDDSv5Family", 12+48), `spot = {}`, ``, ""},
		"without its surge": {quota("standardDDSv5Family", 12+32+40), ``, `max_pods = 60`,
			"In addition to the old node pool, the new one needs 48 vCPUs: 4 nodes and 2 surge nodes of 8, and quota standardDDSv5Family in westeurope has 40 left of 84. 3 nodes would fit."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := NewWorldOf(t, tc.world)
			steps := []resource.TestStep{{Config: laneConfig("general", four+tc.before)}}
			if tc.says != "" {
				steps = append(steps, resource.TestStep{Config: laneConfig("general", four+tc.after), ExpectError: words(tc.says)},
					resource.TestStep{Config: laneConfigIn(off("quota"), "general", four+tc.after), ExpectError: regexp.MustCompile("ErrCode_InsufficientVCPUQuota")})
			} else {
				steps = append(steps, resource.TestStep{Config: laneConfig("general", four+tc.after), Check: w.pools(map[string]bool{"pricing": false, "pricingr": true})})
			}
			run(t, w, steps...)
		})
	}
}

// Another resource of the same apply may fix some problems. The plan only warns
// about them. If nothing has fixed the problem, the apply fails before anything is
// written; otherwise it succeeds.
func TestTheSameApplyMayPutItRight(t *testing.T) {
	t.Parallel()
	for name, right := range map[string]func(network map[string]any){
		"egress-gateway": func(n map[string]any) { n["staticEgressGatewayProfile"] = map[string]any{"enabled": true} },
		"node-public-ip": func(n map[string]any) { n["outboundType"] = "loadBalancer" },
		"outbound-nat":   func(n map[string]any) { n["outboundType"] = "managedNATGateway" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc := foreseens[name]
			w := NewWorldOf(t, tc.world)
			lane := "pricing"
			if tc.purpose == "windows" {
				lane = "win"
			}
			config := named(lane, laneConfig(tc.purpose, tc.overrides))
			run(t, w,
				resource.TestStep{Config: config, PlanOnly: true, ExpectNonEmptyPlan: true},
				resource.TestStep{Config: config, ExpectError: words(tc.plan)},
				resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{before(func() error {
					if n := w.Writes(); n != 0 {
						t.Errorf("%d writes were sent", n)
					}
					return w.Sim.EditCluster(ClusterID, func(c map[string]any) { right(c["properties"].(map[string]any)["networkProfile"].(map[string]any)) })
				})}}, Check: w.live(lane, func(p map[string]any) bool { return p["provisioningState"] == "Succeeded" })},
			)
		})
	}
}

func named(name, config string) string {
	return regexp.MustCompile(`"pricing"\n  purpose`).ReplaceAllString(config, `"`+name+"\"\n  purpose")
}

// set sets the level of a check in the provider block; off switches the check off.
func set(id string, level check.Level) string {
	return fmt.Sprintf("checks = { %q = %q }", id, level)
}

func off(id string) string { return set(id, check.Off) }

// words matches a text however a CLI wraps it.
func words(text string) *regexp.Regexp {
	return regexp.MustCompile(regexp.MustCompile(`\s+`).ReplaceAllString(regexp.QuoteMeta(text), `[\s│]+`))
}

// closedZone is a world whose subscription may not use D8ds_v5 in zone 2.
func closedZone(w *simulator.World) {
	size(w, "Standard_D8ds_v5").Offers[0].RestrictedZones = []string{"2"}
}

// newest is a world whose cluster runs the newest version.
func newest(w *simulator.World) { w.Subscriptions[0].Clusters[0].KubernetesVersion = "1.37" }

func cluster(change func(*simulator.Cluster)) func(*simulator.World) {
	return func(w *simulator.World) { change(&w.Subscriptions[0].Clusters[0]) }
}

func outbound(kind string) func(*simulator.World) {
	return cluster(func(c *simulator.Cluster) { c.Network.OutboundType = kind })
}

func quota(name string, limit int64) func(*simulator.World) {
	return func(w *simulator.World) {
		w.Quotas = slices.Concat(w.Quotas, []simulator.Quota{{Name: name, Limit: limit}})
	}
}

func subnet(cidr, delegation string) func(*simulator.World) {
	return func(w *simulator.World) {
		w.Subnets = []simulator.Subnet{{ID: network + "/subnets/nodes", CIDR: cidr, Delegation: delegation}}
	}
}

func capability(name, what, value string) func(*simulator.World) {
	return func(w *simulator.World) { size(w, name).Capabilities[what] = value }
}

func size(w *simulator.World, name string) *simulator.Size {
	for i := range w.Sizes {
		if w.Sizes[i].Name == name {
			return &w.Sizes[i]
		}
	}
	panic("the world has no size " + name)
}

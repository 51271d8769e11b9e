package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var threeZones = lane.Known([]string{"1", "2", "3"})

// expanded returns the subject of an intent with the newest preset.
func expanded(t *testing.T, in lane.Intent) Subject {
	t.Helper()
	in.Revision = 1
	if in.Name == "" {
		in.Name = "pool1"
	}
	ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(threeZones), Minor: lane.FixedMinor(35)})
	if err != nil {
		t.Fatal(err)
	}
	return SubjectOf(in, ex.Pool)
}

// example is a lane, given by its purpose and overrides.
type example struct {
	purpose string
	set     []lane.Setting
	edit    func(*lane.Intent)
}

func on(purpose string, set ...lane.Setting) example { return example{purpose: purpose, set: set} }

func (e example) with(edit func(*lane.Intent)) example { e.edit = edit; return e }

func (e example) named(name string) example { return e.with(func(in *lane.Intent) { in.Name = name }) }

func (e example) spot() example { return e.with(func(in *lane.Intent) { in.SpotGiven = true }) }

func (e example) group(v string) example {
	return e.with(func(in *lane.Intent) { in.Group = lane.Known(v) })
}

func (e example) subject(t *testing.T) Subject {
	in := lane.Intent{Purpose: e.purpose, Set: lane.Of(e.set...)}
	if e.edit != nil {
		e.edit(&in)
	}
	return expanded(t, in)
}

func labels(kv ...string) lane.Setting {
	m := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return lane.Labels.Is(lane.Texts(m))
}

func tags(kv ...string) lane.Setting { return lane.Tags.Is(labels(kv...).Value) }

func taints(ts ...string) lane.Setting { return lane.Taints.Is(ts) }

func sysctl(name, value string) lane.Setting {
	return lane.Sysctls.Is(lane.Texts(map[string]string{name: value}))
}

func sizes(names ...string) lane.Setting {
	var list []lane.Settings
	for _, n := range names {
		list = append(list, lane.Of(lane.MachineSize.Is(n), lane.MachineNodes.Is(2)))
	}
	return lane.VirtualMachines.Is(lane.Known(list))
}

func port(start, end int) lane.Setting {
	return lane.HostPorts.Is(lane.Known([]lane.Settings{lane.Of(lane.PortStart.Is(start), lane.PortEnd.Is(end), lane.PortProtocol.Is("TCP"))}))
}

func elements(f *lane.Field, list ...lane.Settings) lane.Setting { return f.Is(lane.Known(list)) }

const (
	armRG     = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/"
	subnetID  = armRG + "Microsoft.Network/virtualNetworks/vnet/subnets/nodes"
	ppgID     = armRG + "Microsoft.Compute/proximityPlacementGroups/near"
	crgID     = armRG + "Microsoft.Compute/capacityReservationGroups/kept"
	hostsID   = armRG + "Microsoft.Compute/hostGroups/hosts"
	snapID    = armRG + "Microsoft.ContainerService/snapshots/snap"
	prefixID  = armRG + "Microsoft.Network/publicIPPrefixes/prefix"
	asgID     = armRG + "Microsoft.Network/applicationSecurityGroups/asg"
	gpuA100   = "Standard_NC24ads_A100_v4"
	arm64Size = "Standard_D4pds_v5"
	cvmSize   = "Standard_DC4as_v5"
)

var (
	gatewayMode = []lane.Setting{lane.Mode.Is("Gateway"), lane.Nodes.Is(2)}
	vmPool      = []lane.Setting{lane.PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_D8ds_v5")}
	windowsOS   = lane.OSSKU.Is("Windows2022")

	containerLinux = lane.OSSKU.Is("AzureContainerLinux")
	machine        = lane.MachineSize.Is("Standard_D4ds_v5")
)

func (e example) system() example { e.purpose = lane.System; return e }

// ranged is a lane of type VirtualMachines with the entries.
func ranged(entries ...lane.Settings) example {
	return on(lane.General, lane.PoolType.Is("VirtualMachines"), elements(lane.VirtualMachines, entries...))
}

func plus(base []lane.Setting, more ...lane.Setting) []lane.Setting { return slices.Concat(base, more) }

// offlineExamples lists, for every check that works offline, lanes that break it and
// lanes that do not.
var offlineExamples = map[string]struct{ bad, good []example }{
	"name-pattern":        {ex(on(lane.General).named("Pool"), on(lane.General).named("1pool"), on(lane.General).named("a-b")), ex(on(lane.General).named("pool1"), on(lane.General).named("a"))},
	"name-length":         {ex(on(lane.General).named("abcdefghijklm")), ex(on(lane.General).named("abcdefghijkl"), on(lane.Windows).named("abcdefghijklm"))},
	"windows-name-length": {ex(on(lane.Windows).named("payments01"), on(lane.General, windowsOS).named("abcdefg")), ex(on(lane.Windows).named("pay001"), on(lane.Windows, lane.OSSKU.Is("Ubuntu")).named("payments01"))},

	"label-key":               {ex(on(lane.General, labels("a b", "x")), on(lane.General, labels("", "x")), on(lane.General, labels("a/b/c", "x"))), ex(on(lane.General, labels("team", "x")), on(lane.General, labels("example.com/team", "")))},
	"label-value":             {ex(on(lane.General, labels("team", "a b")), on(lane.General, labels("team", strings.Repeat("a", 64)))), ex(on(lane.General, labels("team", "A-b_c.9")), on(lane.General, lane.Labels.Is(lane.Known(map[string]lane.Value{"team": lane.Unknown}))), on(lane.General).group("not valid!"))},
	"label-reserved":          {ex(on(lane.General, labels("kubernetes.azure.com/mine", "x"))), ex(on(lane.General, labels("example.azure.com/mine", "x")), on(lane.General, labels("kubernetes.azure.com/mode", "user")))},
	"label-kubernetes-prefix": {ex(on(lane.General, labels("kubernetes.io/mine", "x")), on(lane.General, labels("a.k8s.io/mine", "x"))), ex(on(lane.General, labels("node.kubernetes.io/mine", "x")), on(lane.General, labels("kubelet.kubernetes.io/mine", "x")), on(lane.General, labels("mykubernetes.io/x", "x")))},
	"label-node-role":         {ex(on(lane.General, labels("node-role.kubernetes.io/worker", ""))), ex(on(lane.General, labels("role", "worker")))},
	"label-aks-own":           {ex(on(lane.General, labels("kubernetes.azure.com/mode", "user")), on(lane.General, labels("agentpool", "x"))), ex(on(lane.Spot, labels("kubernetes.azure.com/scalesetpriority", "spot")))},
	"group-syntax":            {ex(on(lane.General).group("a b"), on(lane.General).group(strings.Repeat("g", 64))), ex(on(lane.General).group("ingest"), on(lane.General), on(lane.General).with(func(in *lane.Intent) { in.Group = lane.Unknown }))},

	"taint-syntax":   {ex(on(lane.General, taints("team")), on(lane.General, taints("a b=c:NoSchedule")), on(lane.General, taints("a=b=c:NoSchedule"))), ex(on(lane.General, taints("team=a:NoSchedule", "lonely:NoExecute", "example.com/x:PreferNoSchedule")))},
	"taint-effect":   {ex(on(lane.General, taints("team=a:noschedule")), on(lane.General, taints("team=a:"))), ex(on(lane.General, taints("team=a:NoExecute")))},
	"taint-twice":    {ex(on(lane.General, taints("team=a:NoSchedule", "team=b:NoSchedule"))), ex(on(lane.General, taints("team=a:NoSchedule", "team=a:NoExecute")), on(lane.Batch, taints("workload=other:NoSchedule")))},
	"taint-reserved": {ex(on(lane.General, taints("kubernetes.azure.com/x=y:NoSchedule"))), ex(on(lane.Spot, taints(lane.SpotTaint)), on(lane.General, taints("azure.com/x=y:NoSchedule")))},
	"taint-runtime":  {ex(on(lane.General, taints("node.kubernetes.io/not-ready:NoSchedule")), on(lane.General, taints("ToBeDeletedByClusterAutoscaler=1:NoSchedule"))), ex(on(lane.General, taints("node.cilium.io/agent-not-ready=true:NoSchedule")))},

	"taint-startup": {ex(on(lane.General, taints("node.cilium.io/agent-not-ready=true:NoExecute")), on(lane.General, taints("startup-taint.cluster-autoscaler.kubernetes.io/cni=pending:NoSchedule")), on(lane.General, taints("disk.csi.azure.com/agent-not-ready:NoExecute"))), ex(on(lane.General, taints("team=a:NoSchedule", "cluster-autoscaler.kubernetes.io/mine:NoSchedule")), on(lane.Batch))},

	"tag-count":          {ex(on(lane.General, manyTags(49))), ex(on(lane.General, manyTags(48)))},
	"tag-key-length":     {ex(on(lane.General, tags(strings.Repeat("k", 513), "v")), on(lane.General, tags("", "v"))), ex(on(lane.General, tags(strings.Repeat("k", 512), "v")))},
	"tag-key-characters": {ex(on(lane.General, tags("a/b", "v")), on(lane.General, tags("50%", "v"))), ex(on(lane.General, tags("a b", "v/<>")))},
	"tag-key-case":       {ex(on(lane.General, tags("Team", "a", "team", "b"))), ex(on(lane.General, tags("team", "a", "teams", "b")))},
	"tag-value-length":   {ex(on(lane.General, tags("k", strings.Repeat("v", 257)))), ex(on(lane.General, tags("k", strings.Repeat("v", 256))))},

	"nodes-range":           {ex(on(lane.General, lane.Nodes.Is(1001)), on(lane.General, lane.Nodes.Is(-1))), ex(on(lane.General, lane.Nodes.Is(1000)), on(lane.General, lane.Nodes.Is(0)))},
	"min-range":             {ex(on(lane.General, lane.Min.Is(-1)), on(lane.General, lane.Min.Is(1001))), ex(on(lane.General, lane.Min.Is(0)))},
	"max-range":             {ex(on(lane.General, lane.Max.Is(1001)), on(lane.General, lane.Max.Is(-1))), ex(on(lane.General, lane.Max.Is(1000)))},
	"max-zero":              {ex(on(lane.Batch, lane.Max.Is(0))), ex(on(lane.Batch, lane.Max.Is(1)), on(lane.Batch, lane.Nodes.Is(0)))},
	"capacity-exclusive":    {ex(on(lane.General, lane.Nodes.Is(3), lane.Max.Is(5)), on(lane.General, lane.Nodes.Is(3), lane.Initial.Is(3))), ex(on(lane.General, lane.Nodes.Is(3)), on(lane.General, lane.Nodes.Is(3), lane.Max.Is(lane.Unknown)))},
	"min-above-max":         {ex(on(lane.General, lane.Min.Is(6), lane.Max.Is(5)), on(lane.General, lane.Min.Is(11)), on(lane.General, lane.Max.Is(2))), ex(on(lane.General, lane.Min.Is(5), lane.Max.Is(5)), on(lane.General, lane.Min.Is(lane.Unknown), lane.Max.Is(0)))},
	"min-without-max":       {nil, ex(on(lane.General, lane.Min.Is(1)), on(lane.General, lane.Nodes.Is(2)))},
	"max-without-min":       {nil, ex(on(lane.General, lane.Max.Is(20)))},
	"initial-outside-range": {ex(on(lane.General, lane.Initial.Is(11)), on(lane.General, lane.Initial.Is(2))), ex(on(lane.General, lane.Initial.Is(3)), on(lane.General, lane.Initial.Is(lane.Unknown)))},
	"surge-room":            {ex(on(lane.General, lane.Max.Is(990))), ex(on(lane.General, lane.Max.Is(500)), on(lane.Spot, lane.Max.Is(1000)), on(lane.General, lane.Max.Is(990), lane.Surge.Is(lane.Unknown)), on(lane.General, lane.Max.Is(990), lane.Nodes.Is(lane.Unknown)))},

	"system-linux":       {ex(on(lane.System, windowsOS), on(lane.Windows, lane.Mode.Is("System"))), ex(on(lane.System), on(lane.Windows))},
	"system-empty":       {ex(on(lane.System, lane.Nodes.Is(0)), ranged(lane.Of(machine, lane.MachineNodes.Is(0))).system()), ex(on(lane.System, lane.Nodes.Is(1)), on(lane.General, lane.Nodes.Is(0)))},
	"system-min":         {ex(on(lane.System, lane.Min.Is(0)), on(lane.Batch, lane.Mode.Is("System")), ranged(lane.Of(machine, lane.MachineMin.Is(0), lane.MachineMax.Is(3))).system()), ex(on(lane.System, lane.Min.Is(1)), ranged(lane.Of(machine, lane.MachineMin.Is(1), lane.MachineMax.Is(3))).system(), on(lane.Batch))},
	"system-burstable":   {ex(on(lane.System, lane.VMSize.Is("Standard_B4ms")), on(lane.System, lane.PoolType.Is("VirtualMachines"), sizes("Standard_B4ms"))), ex(on(lane.General, lane.VMSize.Is("Standard_B4ms")), on(lane.System, lane.VMSize.Is(lane.Unknown)))},
	"system-size":        {ex(on(lane.System, lane.VMSize.Is("Standard_F1s")), on(lane.System, lane.VMSize.Is("Standard_B1ms"))), ex(on(lane.System, lane.VMSize.Is("Standard_F2s")), on(lane.General, lane.VMSize.Is("Standard_F1s")))},
	"system-taint":       {ex(on(lane.System, taints("team=a:NoSchedule")), on(lane.Batch, lane.Mode.Is("System"))), ex(on(lane.System, taints("team=a:PreferNoSchedule")), on(lane.Batch), on(lane.System, lane.Taints.Is(lane.Unknown)))},
	"system-pods":        {ex(on(lane.System, lane.Nodes.Is(2), lane.MaxPods.Is(14)), on(lane.System, lane.Min.Is(1), lane.MaxPods.Is(29))), ex(on(lane.System, lane.Nodes.Is(1), lane.MaxPods.Is(30)), on(lane.System, lane.MaxPods.Is(10)), on(lane.System, lane.Nodes.Is(lane.Unknown), lane.MaxPods.Is(10)), on(lane.General, lane.Nodes.Is(1), lane.MaxPods.Is(10)))},
	"system-unavailable": {ex(on(lane.System, lane.Unavailable.Is("1"))), ex(on(lane.System, lane.Unavailable.Is("0")), on(lane.General, lane.Unavailable.Is("1")))},
	"system-stopped":     {ex(on(lane.System, lane.Power.Is("Stopped"))), ex(on(lane.System, lane.Power.Is("Running")), on(lane.General, lane.Power.Is("Stopped")))},
	"max-pods-range":     {ex(on(lane.General, lane.MaxPods.Is(9)), on(lane.General, lane.MaxPods.Is(251))), ex(on(lane.General, lane.MaxPods.Is(10)), on(lane.General, lane.MaxPods.Is(250)))},

	"spot-mode":                 {ex(on(lane.System).spot(), on(lane.Spot, lane.Mode.Is("System"))), ex(on(lane.Spot), on(lane.General).spot(), on(lane.Spot, lane.Mode.Is(lane.Unknown)))},
	"spot-pool-type":            {ex(on(lane.Spot, vmPool...)), ex(on(lane.General, vmPool...), on(lane.Spot))},
	"spot-surge":                {ex(on(lane.Spot, lane.Surge.Is("1")), on(lane.General, lane.Unavailable.Is("1")).spot()), ex(on(lane.General).spot(), on(lane.Spot, lane.Surge.Is(lane.Unknown)), on(lane.General, lane.Surge.Is("1")))},
	"spot-price":                {ex(on(lane.Spot, lane.SpotPrice.Is(0.0)), on(lane.Spot, lane.SpotPrice.Is(-2.0)), on(lane.Spot, lane.SpotPrice.Is(0.123456))), ex(on(lane.Spot), on(lane.Spot, lane.SpotPrice.Is(0.12345)), on(lane.Spot, lane.SpotPrice.Is(3.0)))},
	"spot-capacity-reservation": {ex(on(lane.Spot, lane.ReservationGroup.Is(crgID))), ex(on(lane.General, lane.ReservationGroup.Is(crgID)))},
	"spot-settings":             {nil, ex(on(lane.Spot), on(lane.General).spot(), on(lane.General))},

	"windows-mode":             {ex(on(lane.Windows, gatewayMode...)), ex(on(lane.Windows), on(lane.General, gatewayMode...))},
	"windows-size":             {ex(on(lane.Windows, lane.VMSize.Is(arm64Size)), on(lane.Windows, lane.VMSize.Is(cvmSize)), on(lane.Confidential, windowsOS)), ex(on(lane.General, lane.VMSize.Is(arm64Size)), on(lane.Windows), on(lane.Confidential), on(lane.Windows, lane.VMSize.Is("Standard_DC4s_v3")))},
	"windows-trusted-launch":   {ex(on(lane.Windows, lane.SecureBoot.Is(true)), on(lane.Windows, lane.VTPM.Is(true))), ex(on(lane.General, lane.SecureBoot.Is(true)), on(lane.Windows, lane.VTPM.Is(false)))},
	"windows-virtual-machines": {ex(on(lane.Windows, vmPool...)), ex(on(lane.General, vmPool...))},
	"windows-kubelet":          {ex(on(lane.Windows, lane.CPUManager.Is("static")), on(lane.Windows, lane.PodMaxPids.Is(100))), ex(on(lane.Windows, lane.ImageGCHigh.Is(90), lane.LogMaxFiles.Is(3)), on(lane.General, lane.CPUManager.Is("static")))},
	"windows-linux-settings":   {ex(on(lane.Windows, sysctl("vm.swappiness", "1")), on(lane.Windows, lane.MessageOfTheDay.Is("hello"))), ex(on(lane.General, sysctl("vm.swappiness", "1")))},
	"windows-kata":             {ex(on(lane.Windows, lane.Runtime.Is("KataVmIsolation"))), ex(on(lane.Windows, lane.Runtime.Is("OCIContainer")), on(lane.General, lane.Runtime.Is("KataVmIsolation")))},
	"windows-2025-fips":        {ex(on(lane.Windows, lane.OSSKU.Is("Windows2025"))), ex(on(lane.Windows, lane.OSSKU.Is("Windows2025"), lane.FIPS.Is(true)), on(lane.Windows, lane.OSSKU.Is("Windows2025"), lane.FIPS.Is(lane.Unknown)))},
	"outbound-nat-linux":       {ex(on(lane.General, lane.OutboundNAT.Is(false))), ex(on(lane.Windows, lane.OutboundNAT.Is(false)), on(lane.General, lane.OutboundNAT.Is(true)))},
	"outbound-nat-public-ip":   {ex(on(lane.Windows, lane.OutboundNAT.Is(false), lane.NodePublicIP.Is(true))), ex(on(lane.Windows, lane.OutboundNAT.Is(false)), on(lane.Windows, lane.NodePublicIP.Is(true)))},

	"gateway-autoscaler":   {ex(on(lane.General, lane.Mode.Is("Gateway"))), ex(on(lane.General, gatewayMode...))},
	"gateway-prefix-range": {ex(on(lane.General, plus(gatewayMode, lane.GatewayPrefix.Is(27))...), on(lane.General, plus(gatewayMode, lane.GatewayPrefix.Is(32))...)), ex(on(lane.General, plus(gatewayMode, lane.GatewayPrefix.Is(28))...))},
	"gateway-prefix-mode":  {ex(on(lane.General, lane.GatewayPrefix.Is(30))), ex(on(lane.General, plus(gatewayMode, lane.GatewayPrefix.Is(30))...), on(lane.General, lane.Mode.Is(lane.Unknown), lane.GatewayPrefix.Is(30)))},
	"gateway-nodes":        {ex(on(lane.General, lane.Mode.Is("Gateway"), lane.Nodes.Is(3)), on(lane.General, lane.Mode.Is("Gateway"), lane.Nodes.Is(17), lane.GatewayPrefix.Is(28))), ex(on(lane.General, lane.Mode.Is("Gateway"), lane.Nodes.Is(16), lane.GatewayPrefix.Is(28)), on(lane.General, lane.Mode.Is("Gateway"), lane.Nodes.Is(9), lane.GatewayPrefix.Is(lane.Unknown)))},
	"gateway-alone":        {ex(on(lane.General, lane.Mode.Is("Gateway"), lane.Nodes.Is(1))), ex(on(lane.General, gatewayMode...), on(lane.General, lane.Nodes.Is(1)))},
	"gateway-pod-subnet":   {ex(on(lane.General, plus(gatewayMode, lane.PodSubnet.Is(subnetID))...)), ex(on(lane.General, lane.PodSubnet.Is(subnetID)))},

	"virtual-machines-missing":         {ex(on(lane.General, lane.PoolType.Is("VirtualMachines"))), ex(on(lane.General, vmPool...), on(lane.General, lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(lane.Unknown)))},
	"virtual-machines-incomplete":      {ex(on(lane.General, lane.PoolType.Is("VirtualMachines"), elements(lane.VirtualMachines, nil)), on(lane.General, lane.PoolType.Is("VirtualMachines"), elements(lane.VirtualMachines, lane.Of(lane.MachineSize.Is("Standard_D4ds_v5")))), on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("")), ranged(lane.Of(machine, lane.MachineMin.Is(1)))), ex(on(lane.General, vmPool...), ranged(lane.Of(machine, lane.MachineMin.Is(1), lane.MachineMax.Is(2))), on(lane.General, elements(lane.VirtualMachines, lane.Of(lane.MachineSize.Is(lane.Unknown), lane.MachineNodes.Is(lane.Unknown)))))},
	"virtual-machines-exclusive":       {ex(ranged(lane.Of(machine, lane.MachineNodes.Is(2), lane.MachineMax.Is(5)))), ex(ranged(lane.Of(machine, lane.MachineNodes.Is(2))), ranged(lane.Of(machine, lane.MachineMin.Is(0), lane.MachineMax.Is(5))), ranged(lane.Of(machine, lane.MachineNodes.Is(lane.Unknown), lane.MachineMax.Is(5))))},
	"virtual-machines-range":           {ex(ranged(lane.Of(machine, lane.MachineMin.Is(6), lane.MachineMax.Is(5)))), ex(ranged(lane.Of(machine, lane.MachineMin.Is(5), lane.MachineMax.Is(5))), ranged(lane.Of(machine, lane.MachineMin.Is(6), lane.MachineMax.Is(lane.Unknown))))},
	"virtual-machines-twice":           {ex(ranged(lane.Of(machine, lane.MachineNodes.Is(1)), lane.Of(machine, lane.MachineNodes.Is(1)))), ex(on(lane.General, vmPool...))},
	"virtual-machines-type":            {ex(on(lane.General, sizes("Standard_D4ds_v5"))), ex(on(lane.General, vmPool...), on(lane.General, lane.PoolType.Is(lane.Unknown), sizes("Standard_D4ds_v5")))},
	"virtual-machines-profiles":        {ex(on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("a", "b", "c", "d", "e", "f"))), ex(on(lane.General, vmPool...))},
	"virtual-machines-family":          {ex(on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_E8ds_v5")), on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_D4ds_v6"))), ex(on(lane.General, vmPool...), on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("Standard_B2s", "Standard_B4ms", "unheard of")))},
	"virtual-machines-infiniband":      {ex(on(lane.GPU, lane.PoolType.Is("VirtualMachines"), sizes("Standard_NC24rs_v3")), on(lane.General, lane.PoolType.Is("VirtualMachines"), sizes("Standard_HB120rs_v3"))), ex(on(lane.GPU, lane.VMSize.Is("Standard_NC24rs_v3")), on(lane.GPU, lane.PoolType.Is("VirtualMachines"), sizes("Standard_NC4as_T4_v3")))},
	"virtual-machines-nodes":           {ex(on(lane.General, lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(lane.Known([]lane.Settings{lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(1001))})))), ex(on(lane.General, vmPool...))},
	"virtual-machines-zones":           {ex(on(lane.General, plus(vmPool, lane.Zones.Is([]string{"1"}))...)), ex(on(lane.General, vmPool...))},
	"virtual-machines-capacity":        {ex(on(lane.General, plus(vmPool, lane.Nodes.Is(3))...), on(lane.General, plus(vmPool, lane.Max.Is(3))...)), ex(on(lane.General, vmPool...))},
	"virtual-machines-snapshot":        {ex(on(lane.General, plus(vmPool, lane.Snapshot.Is(snapID))...)), ex(on(lane.General, lane.Snapshot.Is(snapID)))},
	"virtual-machines-host-encryption": {ex(on(lane.General, plus(vmPool, lane.HostEncryption.Is(true))...)), ex(on(lane.General, lane.HostEncryption.Is(true)))},
	"virtual-machines-version":         {ex(on(lane.General, plus(vmPool, lane.Version.Is("1.26"))...)), ex(on(lane.General, plus(vmPool, lane.Version.Is("1.27"))...), on(lane.General, vmPool...))},

	"surge-syntax":               {ex(on(lane.General, lane.Surge.Is("a third")), on(lane.General, lane.Surge.Is("33.3%")), on(lane.General, lane.Surge.Is("-1"))), ex(on(lane.General, lane.Surge.Is("1")), on(lane.General, lane.Surge.Is("100%")))},
	"unavailable-syntax":         {ex(on(lane.General, lane.Unavailable.Is("%"))), ex(on(lane.General, lane.Unavailable.Is("5%")))},
	"surge-share":                {ex(on(lane.General, lane.Surge.Is("101%"))), ex(on(lane.General, lane.Surge.Is("100%")), on(lane.General, lane.Surge.Is("200")))},
	"unavailable-share":          {ex(on(lane.General, lane.Unavailable.Is("150%"))), ex(on(lane.General, lane.Unavailable.Is("50%")))},
	"surge-and-unavailable-zero": {ex(on(lane.General, lane.Surge.Is("0")), on(lane.General, lane.Surge.Is("0%"), lane.Unavailable.Is("0"))), ex(on(lane.General, lane.Surge.Is("0"), lane.Unavailable.Is("1")), on(lane.General, lane.Unavailable.Is("1")), on(lane.General, lane.Surge.Is("0"), lane.Unavailable.Is(lane.Unknown)))},
	"surge-and-unavailable":      {ex(on(lane.General, lane.Surge.Is("33%"), lane.Unavailable.Is("1"))), ex(on(lane.General, lane.Unavailable.Is("1")), on(lane.General, lane.Surge.Is("1"), lane.Unavailable.Is("0")))},
	"drain-range":                {ex(on(lane.General, lane.Drain.Is(0)), on(lane.General, lane.Drain.Is(1441))), ex(on(lane.General, lane.Drain.Is(1440)))},
	"drain-short":                {ex(on(lane.General, lane.Drain.Is(4))), ex(on(lane.General, lane.Drain.Is(5)), on(lane.General, lane.Drain.Is(0)))},
	"soak-range":                 {ex(on(lane.General, lane.Soak.Is(31)), on(lane.General, lane.Soak.Is(-1))), ex(on(lane.General, lane.Soak.Is(30)))},

	"version-syntax":       {ex(on(lane.General, lane.Version.Is("v1.35")), on(lane.General, lane.Version.Is("1")), on(lane.General, lane.Version.Is("latest")), on(lane.General, lane.Version.Is(""))), ex(on(lane.General, lane.Version.Is("1.35")), on(lane.General, lane.Version.Is("1.35.7")), on(lane.General, lane.Version.Is(lane.Unknown)))},
	"os-version":           {ex(on(lane.General, lane.OSSKU.Is("Ubuntu2404"), lane.Version.Is("1.31")), on(lane.General, lane.OSSKU.Is("Ubuntu2204"), lane.Version.Is("1.37")), on(lane.Windows, lane.OSSKU.Is("Windows2019"), lane.Version.Is("1.33.1")), on(lane.Windows, windowsOS, lane.Version.Is("1.37"))), ex(on(lane.General, lane.OSSKU.Is("Ubuntu2404"), lane.Version.Is("1.32.4")), on(lane.General, lane.OSSKU.Is("Ubuntu2404")), on(lane.General, lane.OSSKU.Is("Ubuntu2204"), lane.Version.Is("1.36")), on(lane.General, lane.Version.Is("1.40")), on(lane.Windows, lane.OSSKU.Is("Windows2019"), lane.Version.Is("1.32")), on(lane.Windows, lane.OSSKU.Is("Windows2019")), on(lane.General, lane.OSSKU.Is("Ubuntu2204"), lane.Version.Is(lane.Unknown)))},
	"windows-2019-retired": {ex(on(lane.Windows, lane.OSSKU.Is("Windows2019"))), ex(on(lane.Windows), on(lane.Windows, lane.OSSKU.Is("Windows2019"), lane.Version.Is("1.33")))},
	"os-sku-mariner":       {ex(on(lane.General, lane.OSSKU.Is("CBLMariner"))), ex(on(lane.General, lane.OSSKU.Is("AzureLinux")))},
	"wasi-retired":         {ex(on(lane.General, lane.Runtime.Is("WasmWasi"))), ex(on(lane.General, lane.Runtime.Is("OCIContainer")))},
	"fips-kata":            {ex(on(lane.General, lane.FIPS.Is(true), lane.Runtime.Is("KataVmIsolation"))), ex(on(lane.General, lane.FIPS.Is(true)), on(lane.General, lane.Runtime.Is("KataVmIsolation")))},
	"kata-os-sku":          {ex(on(lane.General, lane.Runtime.Is("KataVmIsolation"))), ex(on(lane.General, lane.Runtime.Is("KataVmIsolation"), lane.OSSKU.Is("AzureLinux")))},
	"kata-version":         {ex(on(lane.General, lane.Runtime.Is("KataVmIsolation"), lane.Version.Is("1.26"))), ex(on(lane.General, lane.Runtime.Is("KataVmIsolation"), lane.Version.Is("1.27")))},

	"disk-size-range":      {ex(on(lane.General, lane.DiskSize.Is(29)), on(lane.General, lane.DiskSize.Is(2049))), ex(on(lane.General, lane.DiskSize.Is(0)), on(lane.General, lane.DiskSize.Is(30)))},
	"deallocate-ephemeral": {ex(on(lane.Batch, lane.ScaleDown.Is("Deallocate"), lane.DiskType.Is("Ephemeral"))), ex(on(lane.Batch, lane.ScaleDown.Is("Deallocate"), lane.DiskType.Is("Managed")))},
	"deallocate-unsaid":    {ex(on(lane.Batch, lane.ScaleDown.Is("Deallocate"))), ex(on(lane.Windows, lane.ScaleDown.Is("Deallocate")), on(lane.Batch, lane.ScaleDown.Is("Deallocate"), lane.DiskType.Is(lane.Unknown)))},

	"fips-ubuntu2404":         {ex(on(lane.General, lane.FIPS.Is(true), lane.OSSKU.Is("Ubuntu2404"))), ex(on(lane.General, lane.FIPS.Is(true)))},
	"fips-arm64-version":      {ex(on(lane.General, lane.FIPS.Is(true), lane.VMSize.Is(arm64Size), lane.Version.Is("1.30"))), ex(on(lane.General, lane.FIPS.Is(true), lane.Version.Is("1.30")))},
	"fips-size":               {ex(on(lane.General, lane.FIPS.Is(true), lane.VMSize.Is(arm64Size)), on(lane.General, lane.FIPS.Is(true), lane.PoolType.Is("VirtualMachines"), sizes(arm64Size)), on(lane.Confidential, lane.FIPS.Is(true))), ex(on(lane.General, lane.FIPS.Is(true), lane.VMSize.Is(arm64Size), lane.OSSKU.Is("AzureLinux3")), on(lane.General, lane.FIPS.Is(true)), on(lane.Confidential))},
	"fips-trusted-launch":     {ex(on(lane.General, lane.FIPS.Is(true), lane.VTPM.Is(true), lane.OSSKU.Is("AzureLinux")), on(lane.General, lane.FIPS.Is(true), lane.SecureBoot.Is(true), lane.OSSKU.Is("AzureLinux3"))), ex(on(lane.General, lane.FIPS.Is(true), lane.VTPM.Is(true), lane.Version.Is("1.35")), on(lane.General, lane.FIPS.Is(true), lane.VTPM.Is(true), lane.OSSKU.Is("Ubuntu2204")), on(lane.General, lane.FIPS.Is(true), lane.VTPM.Is(true)))},
	"fips-container-linux":    {ex(on(lane.General, containerLinux, lane.FIPS.Is(true))), ex(on(lane.General, containerLinux), on(lane.General, lane.FIPS.Is(true)))},
	"gpu-instance-autoscaler": {ex(on(lane.GPU, lane.VMSize.Is(gpuA100), lane.GPUInstance.Is("MIG1g"))), ex(on(lane.GPU, lane.VMSize.Is(gpuA100), lane.GPUInstance.Is("MIG1g"), lane.Nodes.Is(2)), on(lane.GPU, lane.VMSize.Is(gpuA100)))},
	"trusted-launch":          {ex(on(lane.General, lane.SecureBoot.Is(true), lane.VMSize.Is(arm64Size)), on(lane.Confidential, lane.VTPM.Is(true))), ex(on(lane.General, lane.SecureBoot.Is(true)), on(lane.Confidential))},
	"trusted-launch-kata":     {ex(on(lane.General, lane.VTPM.Is(true), lane.Runtime.Is("KataVmIsolation"))), ex(on(lane.General, lane.VTPM.Is(true)))},
	"trusted-launch-version":  {ex(on(lane.General, lane.VTPM.Is(true), lane.Version.Is("1.24"))), ex(on(lane.General, lane.VTPM.Is(true), lane.Version.Is("1.25")))},
	"confidential-ubuntu2204": {ex(on(lane.Confidential, lane.OSSKU.Is("Ubuntu2204"))), ex(on(lane.Confidential), on(lane.General, lane.OSSKU.Is("Ubuntu2204")))},
	"tdx":                     {ex(on(lane.Confidential, lane.VMSize.Is("Standard_DC4es_v5"))), ex(on(lane.Confidential))},
	"confidential-size":       {ex(on(lane.Confidential, lane.VMSize.Is("Standard_D4ds_v5"))), ex(on(lane.Confidential, lane.VMSize.Is("Standard_EC4ads_v5")), on(lane.General))},

	"gpu-amd":           {ex(on(lane.GPU, lane.VMSize.Is("Standard_NV16as_v4"))), ex(on(lane.GPU, lane.VMSize.Is("Standard_NV12ads_A10_v5")))},
	"gpu-secure-boot":   {ex(on(lane.GPU, lane.SecureBoot.Is(true)), on(lane.General, lane.VMSize.Is("Standard_NC4as_T4_v3"), lane.SecureBoot.Is(true))), ex(on(lane.GPU, lane.SecureBoot.Is(true), lane.GPUDriver.Is("None")), on(lane.GPU, lane.SecureBoot.Is(true), lane.OSSKU.Is("AzureLinux")), on(lane.GPU, lane.SecureBoot.Is(true), lane.GPUDriver.Is(lane.Unknown)))},
	"gpu-instance-size": {ex(on(lane.GPU, lane.GPUInstance.Is("MIG1g"))), ex(on(lane.GPU, lane.GPUInstance.Is("MIG1g"), lane.VMSize.Is(gpuA100)), on(lane.GPU, lane.GPUInstance.Is("MIG7g"), lane.VMSize.Is("Standard_ND96asr_v4")), on(lane.GPU, lane.GPUInstance.Is("MIG1g"), lane.VMSize.Is(lane.Unknown)))},
	"gpu-driver":        {ex(on(lane.General, lane.GPUDriver.Is("Install"))), ex(on(lane.GPU), on(lane.General))},
	"gpu-size":          {ex(on(lane.GPU, lane.VMSize.Is("Standard_D4ds_v5"))), ex(on(lane.GPU), on(lane.GPU, lane.VMSize.Is("Standard_NG8ads_V620_v1")))},

	"zone-syntax":                    {ex(on(lane.General, lane.Zones.Is([]string{"4"})), on(lane.General, lane.Zones.Is([]string{"westeurope-1"})), on(lane.General, lane.Zones.Is([]string{"1", "auto"}))), ex(on(lane.General), on(lane.General, lane.Zones.Is([]string{"auto"})), on(lane.General, lane.Zones.Is([]string{})))},
	"container-linux-trusted-launch": {ex(on(lane.General, containerLinux, lane.SecureBoot.Is(false)), on(lane.General, containerLinux, lane.SecureBoot.Is(true), lane.VTPM.Is(false))), ex(on(lane.General, containerLinux), on(lane.General, containerLinux, lane.SecureBoot.Is(true)), on(lane.General, lane.SecureBoot.Is(false)))},
	"container-linux-size":           {ex(on(lane.General, containerLinux, lane.VMSize.Is(arm64Size)), on(lane.General, containerLinux, lane.VMSize.Is(cvmSize))), ex(on(lane.General, containerLinux), on(lane.General, lane.VMSize.Is(arm64Size)))},
	"container-linux-kata":           {ex(on(lane.General, containerLinux, lane.Runtime.Is("KataVmIsolation"))), ex(on(lane.General, containerLinux), on(lane.General, lane.OSSKU.Is("AzureLinux"), lane.Runtime.Is("KataVmIsolation")))},
	"image-streaming-os":             {ex(on(lane.General, containerLinux, lane.ImageStreaming.Is(true)), on(lane.Windows, lane.ImageStreaming.Is(true))), ex(on(lane.General, lane.ImageStreaming.Is(true)), on(lane.Windows, lane.ImageStreaming.Is(false)))},
	"image-streaming-size":           {ex(on(lane.General, lane.VMSize.Is(arm64Size), lane.ImageStreaming.Is(true))), ex(on(lane.General, lane.ImageStreaming.Is(true)), on(lane.General, lane.VMSize.Is(arm64Size)))},
	"image-streaming-version":        {ex(on(lane.General, lane.ImageStreaming.Is(true), lane.Version.Is("1.24"))), ex(on(lane.General, lane.ImageStreaming.Is(true), lane.Version.Is("1.25")), on(lane.General, lane.ImageStreaming.Is(true)))},
	"ppg-zones":                      {ex(on(lane.General, lane.ProximityGroup.Is(ppgID), lane.Zones.Is([]string{"1", "2"})), on(lane.General, lane.ProximityGroup.Is(ppgID), lane.Zones.Is([]string{"auto"}))), ex(on(lane.General, lane.ProximityGroup.Is(ppgID)), on(lane.General, lane.ProximityGroup.Is(ppgID), lane.Zones.Is([]string{"1"})))},
	"ppg-pool-type":                  {ex(on(lane.General, plus(vmPool, lane.ProximityGroup.Is(ppgID))...)), ex(on(lane.General, lane.ProximityGroup.Is(ppgID)))},
	"reservation-ppg":                {ex(on(lane.General, lane.ReservationGroup.Is(crgID), lane.ProximityGroup.Is(ppgID))), ex(on(lane.General, lane.ReservationGroup.Is(crgID)))},
	"reservation-host-group":         {ex(on(lane.General, lane.ReservationGroup.Is(crgID), lane.HostGroup.Is(hostsID))), ex(on(lane.General, lane.HostGroup.Is(hostsID)))},
	"reservation-ultra-ssd":          {ex(on(lane.General, lane.ReservationGroup.Is(crgID), lane.UltraSSD.Is(true))), ex(on(lane.General, lane.ReservationGroup.Is(crgID), lane.UltraSSD.Is(false)))},
	"ultra-ssd-zones":                {ex(on(lane.General, lane.UltraSSD.Is(true), lane.Zones.Is([]string{}))), ex(on(lane.General, lane.UltraSSD.Is(true)), on(lane.General, lane.UltraSSD.Is(true), lane.Zones.Is(lane.Unknown)))},
	"ppg-id":                         {ex(on(lane.General, lane.ProximityGroup.Is("near")), on(lane.General, lane.ProximityGroup.Is(crgID))), ex(on(lane.General, lane.ProximityGroup.Is(ppgID)), on(lane.General, lane.ProximityGroup.Is(strings.ToLower(ppgID))))},
	"capacity-reservation-id":        {ex(on(lane.General, lane.ReservationGroup.Is(crgID+"/extra"))), ex(on(lane.General, lane.ReservationGroup.Is(crgID)))},
	"host-group-id":                  {ex(on(lane.General, lane.HostGroup.Is(""))), ex(on(lane.General, lane.HostGroup.Is(hostsID)))},
	"snapshot-id":                    {ex(on(lane.General, lane.Snapshot.Is(ppgID))), ex(on(lane.General, lane.Snapshot.Is(snapID)))},

	"subnet-id":                     {ex(on(lane.General, lane.Subnet.Is(armRG+"Microsoft.Network/virtualNetworks/vnet"))), ex(on(lane.General, lane.Subnet.Is(subnetID)), on(lane.General, lane.Subnet.Is(lane.Unknown)))},
	"pod-subnet-id":                 {ex(on(lane.General, lane.PodSubnet.Is("pods"))), ex(on(lane.General, lane.PodSubnet.Is(subnetID)))},
	"public-ip-prefix-id":           {ex(on(lane.General, lane.NodePublicIP.Is(true), lane.PublicIPPrefix.Is(subnetID))), ex(on(lane.General, lane.NodePublicIP.Is(true), lane.PublicIPPrefix.Is(prefixID)))},
	"application-security-group-id": {ex(on(lane.General, lane.AppSecurityGroups.Is([]string{asgID, "asg"}))), ex(on(lane.General, lane.AppSecurityGroups.Is([]string{asgID})))},
	"pod-ip-allocation-subnet":      {ex(on(lane.General, lane.PodIPMode.Is("StaticBlock"))), ex(on(lane.General, lane.PodIPMode.Is("StaticBlock"), lane.PodSubnet.Is(lane.Unknown)))},
	"public-ip-prefix-off":          {ex(on(lane.General, lane.PublicIPPrefix.Is(prefixID)), on(lane.General, lane.PublicIPPrefix.Is(prefixID), lane.NodePublicIP.Is(false))), ex(on(lane.General, lane.PublicIPPrefix.Is(prefixID), lane.NodePublicIP.Is(true)), on(lane.General, lane.PublicIPPrefix.Is(lane.Unknown)))},
	"host-port-incomplete":          {ex(on(lane.General, elements(lane.HostPorts, nil)), on(lane.General, elements(lane.HostPorts, lane.Of(lane.PortStart.Is(80))))), ex(on(lane.General, port(80, 80)), on(lane.General, elements(lane.HostPorts, lane.Of(lane.PortStart.Is(lane.Unknown), lane.PortEnd.Is(80)))))},
	"host-port-protocol":            {ex(on(lane.General, elements(lane.HostPorts, lane.Of(lane.PortStart.Is(80), lane.PortEnd.Is(80))))), ex(on(lane.General, port(80, 80)))},
	"host-port-range":               {ex(on(lane.General, port(0, 80)), on(lane.General, port(80, 65536))), ex(on(lane.General, port(1, 65535)))},
	"host-port-order":               {ex(on(lane.General, port(90, 80))), ex(on(lane.General, port(80, 80)))},

	"image-gc-high-range":    {ex(on(lane.General, lane.ImageGCHigh.Is(101))), ex(on(lane.General, lane.ImageGCHigh.Is(100)))},
	"image-gc-low-range":     {ex(on(lane.General, lane.ImageGCLow.Is(-1))), ex(on(lane.General, lane.ImageGCLow.Is(0)))},
	"image-gc-order":         {ex(on(lane.General, lane.ImageGCHigh.Is(70), lane.ImageGCLow.Is(80))), ex(on(lane.General, lane.ImageGCHigh.Is(80), lane.ImageGCLow.Is(80)))},
	"image-gc-order-default": {ex(on(lane.General, lane.ImageGCHigh.Is(70)), on(lane.General, lane.ImageGCLow.Is(90))), ex(on(lane.General, lane.ImageGCHigh.Is(90)), on(lane.General, lane.ImageGCHigh.Is(70), lane.ImageGCLow.Is(60)))},
	"container-log-size":     {ex(on(lane.General, lane.LogMaxSize.Is(0))), ex(on(lane.General, lane.LogMaxSize.Is(50)))},
	"container-log-files":    {ex(on(lane.General, lane.LogMaxFiles.Is(1))), ex(on(lane.General, lane.LogMaxFiles.Is(2)))},
	"pod-max-pids":           {ex(on(lane.General, lane.PodMaxPids.Is(-2))), ex(on(lane.General, lane.PodMaxPids.Is(-1)))},
	"cpu-quota-period":       {ex(on(lane.General, lane.CPUQuotaPeriod.Is("100"))), ex(on(lane.General, lane.CPUQuotaPeriod.Is("100ms")))},
	"unsafe-sysctl":          {ex(on(lane.General, lane.UnsafeSysctls.Is([]string{"vm.swappiness"}))), ex(on(lane.General, lane.UnsafeSysctls.Is([]string{"net.*", "kernel.shm_rmid_forced", "kernel.sem", "fs.mqueue.*"})))},
	"swap-kubelet":           {ex(on(lane.General, lane.SwapFile.Is(1500)), on(lane.General, lane.SwapFile.Is(1500), lane.FailSwapOn.Is(true))), ex(on(lane.General, lane.SwapFile.Is(1500), lane.FailSwapOn.Is(false)), on(lane.General, lane.SwapFile.Is(1500), lane.FailSwapOn.Is(lane.Unknown)))},
	"swap-negative":          {ex(on(lane.General, lane.SwapFile.Is(-1))), ex(on(lane.General, lane.SwapFile.Is(0)))},

	"sysctl-name":       {ex(on(lane.General, sysctl("kernel.panic", "1")), on(lane.General, sysctl("netCoreSomaxconn", "5000"))), ex(on(lane.General, sysctl("net.core.somaxconn", "5000")))},
	"sysctl-form":       {ex(on(lane.General, sysctl("net.core.somaxconn", "many")), on(lane.General, sysctl("net.ipv4.tcp_tw_reuse", "2")), on(lane.General, sysctl("net.ipv4.ip_local_port_range", "1024"))), ex(on(lane.General, sysctl("net.ipv4.tcp_tw_reuse", "1")), on(lane.General, lane.Sysctls.Is(lane.Known(map[string]lane.Value{"vm.swappiness": lane.Unknown}))))},
	"sysctl-range":      {ex(on(lane.General, sysctl("net.core.somaxconn", "4095")), on(lane.General, sysctl("net.ipv4.ip_local_port_range", "1023 65535")), on(lane.General, sysctl("fs.file-max", "8191"))), ex(on(lane.General, sysctl("net.core.somaxconn", "4096")), on(lane.General, sysctl("net.ipv4.ip_local_port_range", "1024 60999")), on(lane.General, sysctl("vm.max_map_count", "1")), on(lane.General, sysctl("fs.file-max", "2147483647")))},
	"sysctl-range-soft": {ex(on(lane.General, sysctl("vm.max_map_count", "1")), on(lane.General, sysctl("fs.file-max", "12000501"))), ex(on(lane.General, sysctl("vm.max_map_count", "262144")), on(lane.General, sysctl("fs.file-max", "12000500")), on(lane.General, sysctl("fs.file-max", "1")))},
	"sysctl-port-order": {ex(on(lane.General, sysctl("net.ipv4.ip_local_port_range", "60000 40000"))), ex(on(lane.General, sysctl("net.ipv4.ip_local_port_range", "40000 60000")))},

	"vm-size-empty": {ex(on(lane.General, lane.VMSize.Is(""))), ex(on(lane.General), on(lane.General, lane.VMSize.Is(lane.Unknown)), on(lane.General, vmPool...))},
	"value-unknown": {ex(on(lane.General, lane.OSSKU.Is("Debian")), on(lane.General, lane.Mode.Is("user")), on(lane.General, lane.HostPorts.Is(lane.Known([]lane.Settings{lane.Of(lane.PortProtocol.Is("ICMP"))}))), on(lane.General, lane.KubeDNS.Is(lane.Known(map[string]lane.Settings{".": lane.Of(lane.KubeDNS.Elem[0].Is("Everything"))})))), ex(on(lane.General), on(lane.General, lane.OSSKU.Is(lane.Unknown)), on(lane.General, lane.DNSMode.Is("Required")))},
}

func ex(e ...example) []example { return e }

func manyTags(n int) lane.Setting {
	m := map[string]string{}
	for i := range n {
		m["tag"+string(rune('a'+i%26))+strings.Repeat("x", i/26)] = "v"
	}
	return lane.Tags.Is(lane.Texts(m))
}

// handMade are pools that no intent expands to, but that may exist.
var handMade = map[string]lane.Settings{
	"min-without-max": lane.Of(lane.Min.Is(1)),
	"max-without-min": lane.Of(lane.Max.Is(1)),
	"spot-settings":   lane.Of(lane.Priority.Is("Regular"), lane.SpotEviction.Is("Delete")),
}

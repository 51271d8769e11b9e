package lane

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ruleCount is the number of rules; a change of it belongs in the changelog.
const ruleCount = 153

var threeZones = Known([]string{"1", "2", "3"})

// expanded is the subject of an intent at the newest preset.
func expanded(t *testing.T, in Intent) Subject {
	t.Helper()
	in.Revision = 1
	if in.Name == "" {
		in.Name = "pool1"
	}
	ex, err := Expand(in, Facts{Zones: FixedZones(threeZones), Minor: FixedMinor(35)})
	if err != nil {
		t.Fatal(err)
	}
	return SubjectOf(in, ex.Pool)
}

// example is a lane by purpose and overrides.
type example struct {
	purpose string
	set     []Setting
	edit    func(*Intent)
}

func on(purpose string, set ...Setting) example { return example{purpose: purpose, set: set} }

func (e example) with(edit func(*Intent)) example { e.edit = edit; return e }

func (e example) named(name string) example { return e.with(func(in *Intent) { in.Name = name }) }

func (e example) spot() example { return e.with(func(in *Intent) { in.SpotGiven = true }) }

func (e example) group(v string) example { return e.with(func(in *Intent) { in.Group = Known(v) }) }

func (e example) subject(t *testing.T) Subject {
	in := Intent{Purpose: e.purpose, Set: Of(e.set...)}
	if e.edit != nil {
		e.edit(&in)
	}
	return expanded(t, in)
}

func labels(kv ...string) Setting {
	m := map[string]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return Labels.Is(Texts(m))
}

func tags(kv ...string) Setting { return Setting{Tags, labels(kv...).Value} }

func taints(ts ...string) Setting { return Taints.Is(ts) }

func sysctl(name, value string) Setting {
	return Sysctls.Is(Texts(map[string]string{name: value}))
}

func sizes(names ...string) Setting {
	var list []Settings
	for _, n := range names {
		list = append(list, Of(MachineSize.Is(n), MachineNodes.Is(2)))
	}
	return VirtualMachines.Is(Known(list))
}

func port(start, end int) Setting {
	return HostPorts.Is(Known([]Settings{Of(PortStart.Is(start), PortEnd.Is(end), PortProtocol.Is("TCP"))}))
}

func elements(f *Field, list ...Settings) Setting { return f.Is(Known(list)) }

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
	gatewayMode = []Setting{Mode.Is("Gateway"), Nodes.Is(2)}
	vmPool      = []Setting{PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_D8ds_v5")}
	windowsOS   = OSSKU.Is("Windows2022")
)

func plus(base []Setting, more ...Setting) []Setting { return slices.Concat(base, more) }

// ruleExamples has for every rule lanes that break it and lanes that do not.
var ruleExamples = map[string]struct{ bad, good []example }{
	"name-pattern":        {ex(on(General).named("Pool"), on(General).named("1pool"), on(General).named("a-b")), ex(on(General).named("pool1"), on(General).named("a"))},
	"name-length":         {ex(on(General).named("abcdefghijklm")), ex(on(General).named("abcdefghijkl"), on(Windows).named("abcdefghijklm"))},
	"windows-name-length": {ex(on(Windows).named("payments01"), on(General, windowsOS).named("abcdefg")), ex(on(Windows).named("pay001"), on(Windows, OSSKU.Is("Ubuntu")).named("payments01"))},

	"label-key":               {ex(on(General, labels("a b", "x")), on(General, labels("", "x")), on(General, labels("a/b/c", "x"))), ex(on(General, labels("team", "x")), on(General, labels("example.com/team", "")))},
	"label-value":             {ex(on(General, labels("team", "a b")), on(General, labels("team", strings.Repeat("a", 64)))), ex(on(General, labels("team", "A-b_c.9")), on(General, Labels.Is(Known(map[string]Value{"team": Unknown}))), on(General).group("not valid!"))},
	"label-reserved":          {ex(on(General, labels("kubernetes.azure.com/mine", "x"))), ex(on(General, labels("example.azure.com/mine", "x")), on(General, labels("kubernetes.azure.com/mode", "user")))},
	"label-kubernetes-prefix": {ex(on(General, labels("kubernetes.io/mine", "x")), on(General, labels("a.k8s.io/mine", "x"))), ex(on(General, labels("node.kubernetes.io/mine", "x")), on(General, labels("kubelet.kubernetes.io/mine", "x")), on(General, labels("mykubernetes.io/x", "x")))},
	"label-node-role":         {ex(on(General, labels("node-role.kubernetes.io/worker", ""))), ex(on(General, labels("role", "worker")))},
	"label-aks-own":           {ex(on(General, labels("kubernetes.azure.com/mode", "user")), on(General, labels("agentpool", "x"))), ex(on(Spot, labels("kubernetes.azure.com/scalesetpriority", "spot")))},
	"group-syntax":            {ex(on(General).group("a b"), on(General).group(strings.Repeat("g", 64))), ex(on(General).group("ingest"), on(General), on(General).with(func(in *Intent) { in.Group = Unknown }))},

	"taint-syntax":   {ex(on(General, taints("team")), on(General, taints("a b=c:NoSchedule")), on(General, taints("a=b=c:NoSchedule"))), ex(on(General, taints("team=a:NoSchedule", "lonely:NoExecute", "example.com/x:PreferNoSchedule")))},
	"taint-effect":   {ex(on(General, taints("team=a:noschedule")), on(General, taints("team=a:"))), ex(on(General, taints("team=a:NoExecute")))},
	"taint-twice":    {ex(on(General, taints("team=a:NoSchedule", "team=b:NoSchedule"))), ex(on(General, taints("team=a:NoSchedule", "team=a:NoExecute")), on(Batch, taints("workload=other:NoSchedule")))},
	"taint-reserved": {ex(on(General, taints("kubernetes.azure.com/x=y:NoSchedule"))), ex(on(Spot, taints(spotTaint)), on(General, taints("azure.com/x=y:NoSchedule")))},
	"taint-runtime":  {ex(on(General, taints("node.kubernetes.io/not-ready:NoSchedule")), on(General, taints("ToBeDeletedByClusterAutoscaler=1:NoSchedule"))), ex(on(General, taints("node.cilium.io/agent-not-ready=true:NoSchedule")))},

	"tag-count":          {ex(on(General, manyTags(49))), ex(on(General, manyTags(48)))},
	"tag-key-length":     {ex(on(General, tags(strings.Repeat("k", 513), "v")), on(General, tags("", "v"))), ex(on(General, tags(strings.Repeat("k", 512), "v")))},
	"tag-key-characters": {ex(on(General, tags("a/b", "v")), on(General, tags("50%", "v"))), ex(on(General, tags("a b", "v/<>")))},
	"tag-key-case":       {ex(on(General, tags("Team", "a", "team", "b"))), ex(on(General, tags("team", "a", "teams", "b")))},
	"tag-value-length":   {ex(on(General, tags("k", strings.Repeat("v", 257)))), ex(on(General, tags("k", strings.Repeat("v", 256))))},

	"nodes-range":           {ex(on(General, Nodes.Is(1001)), on(General, Nodes.Is(-1))), ex(on(General, Nodes.Is(1000)), on(General, Nodes.Is(0)))},
	"min-range":             {ex(on(General, Min.Is(-1)), on(General, Min.Is(1001))), ex(on(General, Min.Is(0)))},
	"max-range":             {ex(on(General, Max.Is(1001)), on(General, Max.Is(-1))), ex(on(General, Max.Is(1000)))},
	"max-zero":              {ex(on(Batch, Max.Is(0))), ex(on(Batch, Max.Is(1)), on(Batch, Nodes.Is(0)))},
	"capacity-exclusive":    {ex(on(General, Nodes.Is(3), Max.Is(5)), on(General, Nodes.Is(3), Initial.Is(3))), ex(on(General, Nodes.Is(3)), on(General, Nodes.Is(3), Max.Is(Unknown)))},
	"min-above-max":         {ex(on(General, Min.Is(6), Max.Is(5)), on(General, Min.Is(11)), on(General, Max.Is(2))), ex(on(General, Min.Is(5), Max.Is(5)), on(General, Min.Is(Unknown), Max.Is(0)))},
	"min-without-max":       {nil, ex(on(General, Min.Is(1)), on(General, Nodes.Is(2)))},
	"max-without-min":       {nil, ex(on(General, Max.Is(20)))},
	"initial-outside-range": {ex(on(General, Initial.Is(11)), on(General, Initial.Is(2))), ex(on(General, Initial.Is(3)), on(General, Initial.Is(Unknown)))},
	"surge-room":            {ex(on(General, Max.Is(990))), ex(on(General, Max.Is(500)), on(Spot, Max.Is(1000)), on(General, Max.Is(990), Surge.Is(Unknown)), on(General, Max.Is(990), Nodes.Is(Unknown)))},

	"system-linux":       {ex(on(System, windowsOS), on(Windows, Mode.Is("System"))), ex(on(System), on(Windows))},
	"system-nodes":       {ex(on(System, Nodes.Is(0))), ex(on(System, Nodes.Is(1)), on(General, Nodes.Is(0)))},
	"system-min":         {ex(on(System, Min.Is(0)), on(Batch, Mode.Is("System"))), ex(on(System, Min.Is(1)), on(Batch))},
	"system-burstable":   {ex(on(System, VMSize.Is("Standard_B4ms")), on(System, PoolType.Is("VirtualMachines"), sizes("Standard_B4ms"))), ex(on(General, VMSize.Is("Standard_B4ms")), on(System, VMSize.Is(Unknown)))},
	"system-one-vcpu":    {ex(on(System, VMSize.Is("Standard_F1s"))), ex(on(System, VMSize.Is("Standard_F2s")), on(General, VMSize.Is("Standard_F1s")))},
	"system-few-vcpus":   {ex(on(System, VMSize.Is("Standard_D2ds_v5"))), ex(on(System), on(System, VMSize.Is("Standard_DS3_v2")))},
	"system-taint":       {ex(on(System, taints("team=a:NoSchedule")), on(Batch, Mode.Is("System"))), ex(on(System, taints("team=a:PreferNoSchedule")), on(Batch), on(System, Taints.Is(Unknown)))},
	"system-pods":        {ex(on(System, Nodes.Is(2), MaxPods.Is(14)), on(System, Min.Is(1), MaxPods.Is(29))), ex(on(System, Nodes.Is(1), MaxPods.Is(30)), on(System, MaxPods.Is(10)), on(System, Nodes.Is(Unknown), MaxPods.Is(10)), on(General, Nodes.Is(1), MaxPods.Is(10)))},
	"system-unavailable": {ex(on(System, Unavailable.Is("1"))), ex(on(System, Unavailable.Is("0")), on(General, Unavailable.Is("1")))},
	"system-stopped":     {ex(on(System, Power.Is("Stopped"))), ex(on(System, Power.Is("Running")), on(General, Power.Is("Stopped")))},
	"max-pods-range":     {ex(on(General, MaxPods.Is(9)), on(General, MaxPods.Is(251))), ex(on(General, MaxPods.Is(10)), on(General, MaxPods.Is(250)))},

	"spot-mode":                 {ex(on(System).spot(), on(Spot, Mode.Is("System"))), ex(on(Spot), on(General).spot(), on(Spot, Mode.Is(Unknown)))},
	"spot-pool-type":            {ex(on(Spot, vmPool...)), ex(on(General, vmPool...), on(Spot))},
	"spot-surge":                {ex(on(Spot, Surge.Is("1")), on(General, Unavailable.Is("1")).spot()), ex(on(General).spot(), on(Spot, Surge.Is(Unknown)), on(General, Surge.Is("1")))},
	"spot-drain":                {ex(on(Spot, Drain.Is(30)), on(Batch, Undrainable.Is("Cordon")).spot(), on(Spot, Soak.Is(1))), ex(on(Batch).spot(), on(Batch, Drain.Is(30)))},
	"spot-price":                {ex(on(Spot, SpotPrice.Is(0.0)), on(Spot, SpotPrice.Is(-2.0)), on(Spot, SpotPrice.Is(0.123456))), ex(on(Spot), on(Spot, SpotPrice.Is(0.12345)), on(Spot, SpotPrice.Is(3.0)))},
	"spot-capacity-reservation": {ex(on(Spot, ReservationGroup.Is(crgID))), ex(on(General, ReservationGroup.Is(crgID)))},
	"spot-settings":             {nil, ex(on(Spot), on(General).spot(), on(General))},

	"windows-mode":             {ex(on(Windows, gatewayMode...)), ex(on(Windows), on(General, gatewayMode...))},
	"windows-arm64":            {ex(on(Windows, VMSize.Is(arm64Size))), ex(on(General, VMSize.Is(arm64Size)), on(Windows))},
	"windows-confidential":     {ex(on(Windows, VMSize.Is(cvmSize)), on(Confidential, windowsOS)), ex(on(Confidential), on(Windows, VMSize.Is("Standard_DC4s_v3")))},
	"windows-trusted-launch":   {ex(on(Windows, SecureBoot.Is(true)), on(Windows, VTPM.Is(true))), ex(on(General, SecureBoot.Is(true)), on(Windows, VTPM.Is(false)))},
	"windows-virtual-machines": {ex(on(Windows, vmPool...)), ex(on(General, vmPool...))},
	"windows-kubelet":          {ex(on(Windows, CPUManager.Is("static")), on(Windows, PodMaxPids.Is(100))), ex(on(Windows, ImageGCHigh.Is(90), LogMaxFiles.Is(3)), on(General, CPUManager.Is("static")))},
	"windows-linux-settings":   {ex(on(Windows, sysctl("vm.swappiness", "1")), on(Windows, MessageOfTheDay.Is("hello"))), ex(on(General, sysctl("vm.swappiness", "1")))},
	"windows-kata":             {ex(on(Windows, Runtime.Is("KataVmIsolation"))), ex(on(Windows, Runtime.Is("OCIContainer")), on(General, Runtime.Is("KataVmIsolation")))},
	"windows-2019-version":     {ex(on(Windows, OSSKU.Is("Windows2019"), Version.Is("1.33.1"))), ex(on(Windows, OSSKU.Is("Windows2019"), Version.Is("1.32")), on(Windows, OSSKU.Is("Windows2019")))},
	"windows-2019-retired":     {ex(on(Windows, OSSKU.Is("Windows2019"))), ex(on(Windows), on(Windows, OSSKU.Is("Windows2019"), Version.Is(Unknown)))},
	"windows-2025-fips":        {ex(on(Windows, OSSKU.Is("Windows2025"))), ex(on(Windows, OSSKU.Is("Windows2025"), FIPS.Is(true)), on(Windows, OSSKU.Is("Windows2025"), FIPS.Is(Unknown)))},
	"outbound-nat-linux":       {ex(on(General, OutboundNAT.Is(false))), ex(on(Windows, OutboundNAT.Is(false)), on(General, OutboundNAT.Is(true)))},
	"outbound-nat-public-ip":   {ex(on(Windows, OutboundNAT.Is(false), NodePublicIP.Is(true))), ex(on(Windows, OutboundNAT.Is(false)), on(Windows, NodePublicIP.Is(true)))},

	"gateway-autoscaler":   {ex(on(General, Mode.Is("Gateway"))), ex(on(General, gatewayMode...))},
	"gateway-prefix-range": {ex(on(General, plus(gatewayMode, GatewayPrefix.Is(27))...), on(General, plus(gatewayMode, GatewayPrefix.Is(32))...)), ex(on(General, plus(gatewayMode, GatewayPrefix.Is(28))...))},
	"gateway-prefix-mode":  {ex(on(General, GatewayPrefix.Is(30))), ex(on(General, plus(gatewayMode, GatewayPrefix.Is(30))...), on(General, Mode.Is(Unknown), GatewayPrefix.Is(30)))},
	"gateway-nodes":        {ex(on(General, Mode.Is("Gateway"), Nodes.Is(3)), on(General, Mode.Is("Gateway"), Nodes.Is(17), GatewayPrefix.Is(28))), ex(on(General, Mode.Is("Gateway"), Nodes.Is(16), GatewayPrefix.Is(28)), on(General, Mode.Is("Gateway"), Nodes.Is(9), GatewayPrefix.Is(Unknown)))},
	"gateway-alone":        {ex(on(General, Mode.Is("Gateway"), Nodes.Is(1))), ex(on(General, gatewayMode...), on(General, Nodes.Is(1)))},
	"gateway-pod-subnet":   {ex(on(General, plus(gatewayMode, PodSubnet.Is(subnetID))...)), ex(on(General, PodSubnet.Is(subnetID)))},

	"virtual-machines-missing":         {ex(on(General, PoolType.Is("VirtualMachines"))), ex(on(General, vmPool...), on(General, PoolType.Is("VirtualMachines"), VirtualMachines.Is(Unknown)))},
	"virtual-machines-incomplete":      {ex(on(General, PoolType.Is("VirtualMachines"), elements(VirtualMachines, nil)), on(General, PoolType.Is("VirtualMachines"), elements(VirtualMachines, Of(MachineSize.Is("Standard_D4ds_v5")))), on(General, PoolType.Is("VirtualMachines"), sizes(""))), ex(on(General, vmPool...), on(General, elements(VirtualMachines, Of(MachineSize.Is(Unknown), MachineNodes.Is(Unknown)))))},
	"virtual-machines-type":            {ex(on(General, sizes("Standard_D4ds_v5"))), ex(on(General, vmPool...), on(General, PoolType.Is(Unknown), sizes("Standard_D4ds_v5")))},
	"virtual-machines-profiles":        {ex(on(General, PoolType.Is("VirtualMachines"), sizes("a", "b", "c", "d", "e", "f"))), ex(on(General, vmPool...))},
	"virtual-machines-family":          {ex(on(General, PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_E8ds_v5")), on(General, PoolType.Is("VirtualMachines"), sizes("Standard_D4ds_v5", "Standard_D4ds_v6"))), ex(on(General, vmPool...), on(General, PoolType.Is("VirtualMachines"), sizes("Standard_B2s", "Standard_B4ms", "unheard of")))},
	"virtual-machines-infiniband":      {ex(on(GPU, PoolType.Is("VirtualMachines"), sizes("Standard_NC24rs_v3")), on(General, PoolType.Is("VirtualMachines"), sizes("Standard_HB120rs_v3"))), ex(on(GPU, VMSize.Is("Standard_NC24rs_v3")), on(GPU, PoolType.Is("VirtualMachines"), sizes("Standard_NC4as_T4_v3")))},
	"virtual-machines-nodes":           {ex(on(General, PoolType.Is("VirtualMachines"), VirtualMachines.Is(Known([]Settings{Of(MachineSize.Is("Standard_D4ds_v5"), MachineNodes.Is(1001))})))), ex(on(General, vmPool...))},
	"virtual-machines-zones":           {ex(on(General, plus(vmPool, Zones.Is([]string{"1"}))...)), ex(on(General, vmPool...))},
	"virtual-machines-capacity":        {ex(on(General, plus(vmPool, Nodes.Is(3))...), on(General, plus(vmPool, Max.Is(3))...)), ex(on(General, vmPool...))},
	"virtual-machines-snapshot":        {ex(on(General, plus(vmPool, Snapshot.Is(snapID))...)), ex(on(General, Snapshot.Is(snapID)))},
	"virtual-machines-host-encryption": {ex(on(General, plus(vmPool, HostEncryption.Is(true))...)), ex(on(General, HostEncryption.Is(true)))},
	"virtual-machines-version":         {ex(on(General, plus(vmPool, Version.Is("1.26"))...)), ex(on(General, plus(vmPool, Version.Is("1.27"))...), on(General, vmPool...))},

	"surge-syntax":               {ex(on(General, Surge.Is("a third")), on(General, Surge.Is("33.3%")), on(General, Surge.Is("-1"))), ex(on(General, Surge.Is("1")), on(General, Surge.Is("100%")))},
	"unavailable-syntax":         {ex(on(General, Unavailable.Is("%"))), ex(on(General, Unavailable.Is("5%")))},
	"surge-share":                {ex(on(General, Surge.Is("101%"))), ex(on(General, Surge.Is("100%")), on(General, Surge.Is("200")))},
	"unavailable-share":          {ex(on(General, Unavailable.Is("150%"))), ex(on(General, Unavailable.Is("50%")))},
	"surge-and-unavailable-zero": {ex(on(General, Surge.Is("0")), on(General, Surge.Is("0%"), Unavailable.Is("0"))), ex(on(General, Surge.Is("0"), Unavailable.Is("1")), on(General, Unavailable.Is("1")), on(General, Surge.Is("0"), Unavailable.Is(Unknown)))},
	"surge-and-unavailable":      {ex(on(General, Surge.Is("33%"), Unavailable.Is("1"))), ex(on(General, Unavailable.Is("1")), on(General, Surge.Is("1"), Unavailable.Is("0")))},
	"drain-range":                {ex(on(General, Drain.Is(0)), on(General, Drain.Is(1441))), ex(on(General, Drain.Is(1440)))},
	"drain-short":                {ex(on(General, Drain.Is(4))), ex(on(General, Drain.Is(5)), on(General, Drain.Is(0)))},
	"soak-range":                 {ex(on(General, Soak.Is(31)), on(General, Soak.Is(-1))), ex(on(General, Soak.Is(30)))},

	"version-syntax": {ex(on(General, Version.Is("v1.35")), on(General, Version.Is("1")), on(General, Version.Is("latest")), on(General, Version.Is(""))), ex(on(General, Version.Is("1.35")), on(General, Version.Is("1.35.7")), on(General, Version.Is(Unknown)))},
	"os-sku-too-new": {ex(on(General, OSSKU.Is("Ubuntu2404"), Version.Is("1.31"))), ex(on(General, OSSKU.Is("Ubuntu2404"), Version.Is("1.32.4")), on(General, OSSKU.Is("Ubuntu2404")))},
	"os-sku-too-old": {ex(on(General, OSSKU.Is("Ubuntu2204"), Version.Is("1.37"))), ex(on(General, OSSKU.Is("Ubuntu2204"), Version.Is("1.36")), on(General, Version.Is("1.40")))},
	"os-sku-mariner": {ex(on(General, OSSKU.Is("CBLMariner"))), ex(on(General, OSSKU.Is("AzureLinux")))},
	"kata-os-sku":    {ex(on(General, Runtime.Is("KataVmIsolation"))), ex(on(General, Runtime.Is("KataVmIsolation"), OSSKU.Is("AzureLinux")))},
	"kata-version":   {ex(on(General, Runtime.Is("KataVmIsolation"), Version.Is("1.26"))), ex(on(General, Runtime.Is("KataVmIsolation"), Version.Is("1.27")))},

	"disk-size-range":      {ex(on(General, DiskSize.Is(29)), on(General, DiskSize.Is(2049))), ex(on(General, DiskSize.Is(0)), on(General, DiskSize.Is(30)))},
	"deallocate-ephemeral": {ex(on(Batch, ScaleDown.Is("Deallocate"), DiskType.Is("Ephemeral"))), ex(on(Batch, ScaleDown.Is("Deallocate"), DiskType.Is("Managed")))},
	"deallocate-unsaid":    {ex(on(Batch, ScaleDown.Is("Deallocate"))), ex(on(Windows, ScaleDown.Is("Deallocate")), on(Batch, ScaleDown.Is("Deallocate"), DiskType.Is(Unknown)))},

	"fips-ubuntu2404":             {ex(on(General, FIPS.Is(true), OSSKU.Is("Ubuntu2404"))), ex(on(General, FIPS.Is(true)))},
	"fips-arm64":                  {ex(on(General, FIPS.Is(true), VMSize.Is(arm64Size)), on(General, FIPS.Is(true), PoolType.Is("VirtualMachines"), sizes(arm64Size))), ex(on(General, FIPS.Is(true), VMSize.Is(arm64Size), OSSKU.Is("AzureLinux3")), on(General, FIPS.Is(true)))},
	"fips-arm64-version":          {ex(on(General, FIPS.Is(true), VMSize.Is(arm64Size), Version.Is("1.30"))), ex(on(General, FIPS.Is(true), Version.Is("1.30")))},
	"fips-confidential":           {ex(on(Confidential, FIPS.Is(true))), ex(on(Confidential))},
	"fips-trusted-launch":         {ex(on(General, FIPS.Is(true), VTPM.Is(true), OSSKU.Is("AzureLinux")), on(General, FIPS.Is(true), VTPM.Is(true), Version.Is("1.35"))), ex(on(General, FIPS.Is(true), VTPM.Is(true), OSSKU.Is("Ubuntu2204")), on(General, FIPS.Is(true), VTPM.Is(true)))},
	"trusted-launch-arm64":        {ex(on(General, SecureBoot.Is(true), VMSize.Is(arm64Size))), ex(on(General, SecureBoot.Is(true)))},
	"trusted-launch-confidential": {ex(on(Confidential, VTPM.Is(true))), ex(on(Confidential))},
	"trusted-launch-kata":         {ex(on(General, VTPM.Is(true), Runtime.Is("KataVmIsolation"))), ex(on(General, VTPM.Is(true)))},
	"trusted-launch-version":      {ex(on(General, VTPM.Is(true), Version.Is("1.24"))), ex(on(General, VTPM.Is(true), Version.Is("1.25")))},
	"confidential-ubuntu2204":     {ex(on(Confidential, OSSKU.Is("Ubuntu2204"))), ex(on(Confidential), on(General, OSSKU.Is("Ubuntu2204")))},
	"confidential-tdx":            {ex(on(Confidential, VMSize.Is("Standard_DC4es_v5"))), ex(on(Confidential))},
	"confidential-size":           {ex(on(Confidential, VMSize.Is("Standard_D4ds_v5"))), ex(on(Confidential, VMSize.Is("Standard_EC4ads_v5")), on(General))},

	"gpu-amd":           {ex(on(GPU, VMSize.Is("Standard_NV16as_v4"))), ex(on(GPU, VMSize.Is("Standard_NV12ads_A10_v5")))},
	"gpu-secure-boot":   {ex(on(GPU, SecureBoot.Is(true)), on(General, VMSize.Is("Standard_NC4as_T4_v3"), SecureBoot.Is(true))), ex(on(GPU, SecureBoot.Is(true), GPUDriver.Is("None")), on(GPU, SecureBoot.Is(true), OSSKU.Is("AzureLinux")), on(GPU, SecureBoot.Is(true), GPUDriver.Is(Unknown)))},
	"gpu-instance-size": {ex(on(GPU, GPUInstance.Is("MIG1g"))), ex(on(GPU, GPUInstance.Is("MIG1g"), VMSize.Is(gpuA100)), on(GPU, GPUInstance.Is("MIG7g"), VMSize.Is("Standard_ND96asr_v4")), on(GPU, GPUInstance.Is("MIG1g"), VMSize.Is(Unknown)))},
	"gpu-driver-size":   {ex(on(General, GPUDriver.Is("Install"))), ex(on(GPU), on(General))},
	"gpu-size":          {ex(on(GPU, VMSize.Is("Standard_D4ds_v5"))), ex(on(GPU), on(GPU, VMSize.Is("Standard_NG8ads_V620_v1")))},

	"zone-syntax":             {ex(on(General, Zones.Is([]string{"4"})), on(General, Zones.Is([]string{"westeurope-1"}))), ex(on(General), on(General, Zones.Is([]string{})))},
	"ppg-zones":               {ex(on(General, ProximityGroup.Is(ppgID), Zones.Is([]string{"1", "2"}))), ex(on(General, ProximityGroup.Is(ppgID)), on(General, ProximityGroup.Is(ppgID), Zones.Is([]string{"1"})))},
	"ppg-pool-type":           {ex(on(General, plus(vmPool, ProximityGroup.Is(ppgID))...)), ex(on(General, ProximityGroup.Is(ppgID)))},
	"reservation-ppg":         {ex(on(General, ReservationGroup.Is(crgID), ProximityGroup.Is(ppgID))), ex(on(General, ReservationGroup.Is(crgID)))},
	"reservation-host-group":  {ex(on(General, ReservationGroup.Is(crgID), HostGroup.Is(hostsID))), ex(on(General, HostGroup.Is(hostsID)))},
	"reservation-ultra-ssd":   {ex(on(General, ReservationGroup.Is(crgID), UltraSSD.Is(true))), ex(on(General, ReservationGroup.Is(crgID), UltraSSD.Is(false)))},
	"ultra-ssd-zones":         {ex(on(General, UltraSSD.Is(true), Zones.Is([]string{}))), ex(on(General, UltraSSD.Is(true)), on(General, UltraSSD.Is(true), Zones.Is(Unknown)))},
	"ppg-id":                  {ex(on(General, ProximityGroup.Is("near")), on(General, ProximityGroup.Is(crgID))), ex(on(General, ProximityGroup.Is(ppgID)), on(General, ProximityGroup.Is(strings.ToLower(ppgID))))},
	"capacity-reservation-id": {ex(on(General, ReservationGroup.Is(crgID+"/extra"))), ex(on(General, ReservationGroup.Is(crgID)))},
	"host-group-id":           {ex(on(General, HostGroup.Is(""))), ex(on(General, HostGroup.Is(hostsID)))},
	"snapshot-id":             {ex(on(General, Snapshot.Is(ppgID))), ex(on(General, Snapshot.Is(snapID)))},

	"subnet-id":                     {ex(on(General, Subnet.Is(armRG+"Microsoft.Network/virtualNetworks/vnet"))), ex(on(General, Subnet.Is(subnetID)), on(General, Subnet.Is(Unknown)))},
	"pod-subnet-id":                 {ex(on(General, PodSubnet.Is("pods"))), ex(on(General, PodSubnet.Is(subnetID)))},
	"public-ip-prefix-id":           {ex(on(General, NodePublicIP.Is(true), PublicIPPrefix.Is(subnetID))), ex(on(General, NodePublicIP.Is(true), PublicIPPrefix.Is(prefixID)))},
	"application-security-group-id": {ex(on(General, AppSecurityGroups.Is([]string{asgID, "asg"}))), ex(on(General, AppSecurityGroups.Is([]string{asgID})))},
	"pod-ip-allocation-subnet":      {ex(on(General, PodIPMode.Is("StaticBlock"))), ex(on(General, PodIPMode.Is("StaticBlock"), PodSubnet.Is(Unknown)))},
	"public-ip-prefix-off":          {ex(on(General, PublicIPPrefix.Is(prefixID)), on(General, PublicIPPrefix.Is(prefixID), NodePublicIP.Is(false))), ex(on(General, PublicIPPrefix.Is(prefixID), NodePublicIP.Is(true)), on(General, PublicIPPrefix.Is(Unknown)))},
	"host-port-incomplete":          {ex(on(General, elements(HostPorts, nil)), on(General, elements(HostPorts, Of(PortStart.Is(80))))), ex(on(General, port(80, 80)), on(General, elements(HostPorts, Of(PortStart.Is(Unknown), PortEnd.Is(80)))))},
	"host-port-protocol":            {ex(on(General, elements(HostPorts, Of(PortStart.Is(80), PortEnd.Is(80))))), ex(on(General, port(80, 80)))},
	"host-port-range":               {ex(on(General, port(0, 80)), on(General, port(80, 65536))), ex(on(General, port(1, 65535)))},
	"host-port-order":               {ex(on(General, port(90, 80))), ex(on(General, port(80, 80)))},

	"image-gc-high-range":    {ex(on(General, ImageGCHigh.Is(101))), ex(on(General, ImageGCHigh.Is(100)))},
	"image-gc-low-range":     {ex(on(General, ImageGCLow.Is(-1))), ex(on(General, ImageGCLow.Is(0)))},
	"image-gc-order":         {ex(on(General, ImageGCHigh.Is(70), ImageGCLow.Is(80))), ex(on(General, ImageGCHigh.Is(80), ImageGCLow.Is(80)))},
	"image-gc-order-default": {ex(on(General, ImageGCHigh.Is(70)), on(General, ImageGCLow.Is(90))), ex(on(General, ImageGCHigh.Is(90)), on(General, ImageGCHigh.Is(70), ImageGCLow.Is(60)))},
	"container-log-size":     {ex(on(General, LogMaxSize.Is(0))), ex(on(General, LogMaxSize.Is(50)))},
	"container-log-files":    {ex(on(General, LogMaxFiles.Is(1))), ex(on(General, LogMaxFiles.Is(2)))},
	"pod-max-pids":           {ex(on(General, PodMaxPids.Is(-2))), ex(on(General, PodMaxPids.Is(-1)))},
	"cpu-quota-period":       {ex(on(General, CPUQuotaPeriod.Is("100"))), ex(on(General, CPUQuotaPeriod.Is("100ms")))},
	"unsafe-sysctl":          {ex(on(General, UnsafeSysctls.Is([]string{"vm.swappiness"}))), ex(on(General, UnsafeSysctls.Is([]string{"net.*", "kernel.shm_rmid_forced", "kernel.sem", "fs.mqueue.*"})))},
	"swap-kubelet":           {ex(on(General, SwapFile.Is(1500)), on(General, SwapFile.Is(1500), FailSwapOn.Is(true))), ex(on(General, SwapFile.Is(1500), FailSwapOn.Is(false)), on(General, SwapFile.Is(1500), FailSwapOn.Is(Unknown)))},
	"swap-negative":          {ex(on(General, SwapFile.Is(-1))), ex(on(General, SwapFile.Is(0)))},

	"sysctl-name":       {ex(on(General, sysctl("kernel.panic", "1")), on(General, sysctl("netCoreSomaxconn", "5000"))), ex(on(General, sysctl("net.core.somaxconn", "5000")))},
	"sysctl-form":       {ex(on(General, sysctl("net.core.somaxconn", "many")), on(General, sysctl("net.ipv4.tcp_tw_reuse", "2")), on(General, sysctl("net.ipv4.ip_local_port_range", "1024"))), ex(on(General, sysctl("net.ipv4.tcp_tw_reuse", "1")), on(General, Sysctls.Is(Known(map[string]Value{"vm.swappiness": Unknown}))))},
	"sysctl-range":      {ex(on(General, sysctl("net.core.somaxconn", "4095")), on(General, sysctl("net.ipv4.ip_local_port_range", "1023 65535")), on(General, sysctl("fs.file-max", "8191"))), ex(on(General, sysctl("net.core.somaxconn", "4096")), on(General, sysctl("net.ipv4.ip_local_port_range", "1024 60999")), on(General, sysctl("vm.max_map_count", "1")), on(General, sysctl("fs.file-max", "2147483647")))},
	"sysctl-range-soft": {ex(on(General, sysctl("vm.max_map_count", "1")), on(General, sysctl("fs.file-max", "12000501"))), ex(on(General, sysctl("vm.max_map_count", "262144")), on(General, sysctl("fs.file-max", "12000500")), on(General, sysctl("fs.file-max", "1")))},
	"sysctl-port-order": {ex(on(General, sysctl("net.ipv4.ip_local_port_range", "60000 40000"))), ex(on(General, sysctl("net.ipv4.ip_local_port_range", "40000 60000")))},

	"vm-size-empty": {ex(on(General, VMSize.Is(""))), ex(on(General), on(General, VMSize.Is(Unknown)), on(General, vmPool...))},
	"value-unknown": {ex(on(General, OSSKU.Is("Debian")), on(General, Mode.Is("user")), on(General, HostPorts.Is(Known([]Settings{Of(PortProtocol.Is("ICMP"))}))), on(General, KubeDNS.Is(Known(map[string]Settings{".": Of(dnsOverride[0].Is("Everything"))})))), ex(on(General), on(General, OSSKU.Is(Unknown)), on(General, DNSMode.Is("Required")))},
}

func ex(e ...example) []example { return e }

func manyTags(n int) Setting {
	m := map[string]string{}
	for i := range n {
		m["tag"+string(rune('a'+i%26))+strings.Repeat("x", i/26)] = "v"
	}
	return Tags.Is(Texts(m))
}

// handMade are subjects that no intent expands to, but a pool may be.
var handMade = map[string]Settings{
	"min-without-max": Of(Min.Is(1)),
	"max-without-min": Of(Max.Is(1)),
	"spot-settings":   Of(Priority.Is("Regular"), SpotEviction.Is("Delete")),
}

func TestRules(t *testing.T) {
	for _, r := range Rules() {
		examples, ok := ruleExamples[r.ID]
		if !ok || (len(examples.bad) == 0 && handMade[r.ID] == nil) || len(examples.good) == 0 {
			t.Errorf("rule %s has no accusing or no silent example", r.ID)
		}
		t.Run(r.ID, func(t *testing.T) {
			for i, e := range examples.bad {
				accuses(t, r, e.subject(t), i)
			}
			if pool := handMade[r.ID]; pool != nil {
				accuses(t, r, SubjectOf(Intent{}, pool), 0)
			}
			for i, e := range examples.good {
				if got := r.Check(e.subject(t)); len(got) > 0 {
					t.Errorf("good example %d is accused: %s", i, got[0].What)
				}
			}
		})
	}
	for id := range ruleExamples {
		if !slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id }) {
			t.Errorf("there are examples of %s, which is no rule", id)
		}
	}
}

func accuses(t *testing.T, r Rule, s Subject, i int) {
	t.Helper()
	found := r.Check(s)
	if len(found) == 0 {
		t.Errorf("bad example %d is not accused", i)
	}
	for _, f := range found {
		p := Problem{r, f}
		if f.Field == nil || f.What == "" || strings.HasSuffix(f.What, ".") || strings.Contains(p.Detail(), "%!") {
			t.Errorf("bad example %d: unfit finding %+v", i, f)
		}
		if !strings.Contains(p.Title(), f.Field.Path) || !strings.Contains(p.Detail(), r.Remedy) {
			t.Errorf("bad example %d: %s, %s", i, p.Title(), p.Detail())
		}
	}
}

func TestRuleTable(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || !kebab.MatchString(r.ID) {
			t.Errorf("rule %q is there twice or not in kebab-case", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasSuffix(r.Text, ".") || !strings.HasSuffix(r.Remedy, ".") || r.Source == "" || r.Check == nil {
			t.Errorf("rule %s: text and remedy are sentences, source and check are given", r.ID)
		}
	}
	if len(seen) != ruleCount {
		t.Errorf("there are %d rules, the test knows %d", len(seen), ruleCount)
	}
}

// TestPresetsBreakNoRule: what a preset alone expands to is never found fault
// with, in any version and with or without zones.
func TestPresetsBreakNoRule(t *testing.T) {
	for _, p := range Presets() {
		for _, minor := range []int{0, 30, 35, 37} {
			for _, zones := range []Value{{}, Unknown, threeZones, Known([]string{})} {
				in := Intent{Purpose: p.Purpose, Revision: p.Revision, Name: "lane1"}
				e, err := Expand(in, Facts{Zones: FixedZones(zones), Minor: FixedMinor(minor)})
				if err != nil {
					t.Fatal(err)
				}
				for _, problem := range Check(SubjectOf(in, e.Pool)) {
					t.Errorf("%s at 1.%d: %s: %s", p.Purpose, minor, problem.Rule.ID, problem.What)
				}
			}
		}
	}
}

// TestPartsAccuseLess: examined by the overrides alone, a lane has no problem
// that the whole lane has not.
func TestPartsAccuseLess(t *testing.T) {
	for id, examples := range ruleExamples {
		for _, e := range slices.Concat(examples.bad, examples.good) {
			whole := e.subject(t)
			part := Subject{Name: whole.Name, Purpose: whole.Purpose, Pool: Authored(*whole.Intent), SpotGiven: whole.SpotGiven, Intent: whole.Intent}
			for _, p := range Check(part) {
				if !slices.ContainsFunc(Check(whole), func(q Problem) bool { return q.Rule.ID == p.Rule.ID }) {
					t.Errorf("example of %s: only the part breaks %s: %s", id, p.Rule.ID, p.What)
				}
			}
		}
	}
}

// TestUnknownIsSilent: a pool of which nothing is known breaks no rule.
func TestUnknownIsSilent(t *testing.T) {
	for _, p := range Check(Subject{Pool: allUnknown(), whole: true}) {
		t.Errorf("%s: %s", p.Rule.ID, p.What)
	}
	for _, p := range Check(Subject{}) {
		t.Errorf("%s: %s", p.Rule.ID, p.What)
	}
}

func TestCheckChange(t *testing.T) {
	before := on(System, VMSize.Is("Standard_B4ms")).subject(t)
	same := on(System, VMSize.Is("Standard_B4ms"), labels("team", "a")).subject(t)
	if got := CheckChange(before, same); len(got) > 0 {
		t.Errorf("what was wrong before is found again: %s", got[0].What)
	}
	worse := on(System, VMSize.Is("Standard_B8ms")).subject(t)
	if got := CheckChange(before, worse); len(got) != 1 || got[0].Rule.ID != "system-burstable" {
		t.Errorf("another wrong value is not found: %v", got)
	}
}

func TestProblemWords(t *testing.T) {
	problems := Check(on(Windows).named("payments01").subject(t))
	if len(problems) != 1 {
		t.Fatalf("%d problems", len(problems))
	}
	if got, want := problems[0].Title(), "Invalid name"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	want := `Name "payments01" has 10 characters; a Windows pool's name has at most 6. `
	if got := problems[0].Detail(); !strings.HasPrefix(got, want) {
		t.Errorf("detail %q does not begin with %q", got, want)
	}
	if Refuse.String() == Advise.String() {
		t.Error("the severities have one word")
	}
}

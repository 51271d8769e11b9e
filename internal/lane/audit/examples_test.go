package audit

import (
	"slices"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// examples returns, for every code, clusters in which it appears, and clusters that
// differ as little as possible in which it does not.
func examples(t *testing.T) map[string]struct{ bad, good []Cluster } {
	t.Helper()
	type ex = struct{ bad, good []Cluster }
	sys, gen, batch, spotty := made(t, lane.System), made(t, lane.General), made(t, lane.Batch), made(t, lane.Spot)
	gpu, win, mem, conf := made(t, lane.GPU), made(t, lane.Windows), made(t, lane.Memory), made(t, lane.Confidential)
	noTaint := lane.Taints.Is([]string{})
	only := func(pools ...Pool) []Cluster { c := healthy(t); c.Pools = pools; return []Cluster{c} }
	beside := func(pools ...Pool) []Cluster {
		var out []Cluster
		for _, p := range pools {
			out = append(out, healthy(t, p))
		}
		return out
	}
	facts := func(edit func(*Cluster), pools ...Pool) []Cluster {
		c := healthy(t, pools...)
		edit(&c)
		return []Cluster{c}
	}
	range2 := func(lo, hi int) []lane.Setting { return []lane.Setting{lane.Min.Is(lo), lane.Max.Is(hi)} }
	running := func(version string) Pool { return gen.edited(func(p *Pool) { p.Status.Version = version }) }
	image := func(name string) Pool { return gen.edited(func(p *Pool) { p.Status.Image = name }) }
	left := func(p Pool, n int64) Pool { return p.edited(func(p *Pool) { p.QuotaLeft = &n }) }
	fixed := func(p Pool, n int) Pool { return p.without(lane.Min, lane.Max).with(lane.Nodes.Is(n)) }
	gpuOf := func(size, image string) Pool {
		return gpu.with(lane.VMSize.Is(size)).edited(func(p *Pool) { p.Status.Image = image })
	}
	sku := func(name string) Pool { return gen.with(lane.OSSKU.Is(name)) }
	ingest := []Pool{spotty.group("ingest"), batch.group("ingest")}
	zonal := func(zones ...string) []Pool {
		var out []Pool
		for i, z := range zones {
			out = append(out, mem.group("db").with(lane.Zones.Is([]string{z})).edited(func(p *Pool) { p.Name += string(rune('a' + i)) }))
		}
		return out
	}
	version := func(v string, lts bool) []Cluster {
		plan := map[bool]string{false: "KubernetesOfficial", true: "AKSLongTermSupport"}[lts]
		return facts(func(c *Cluster) { c.Version, c.SupportPlan = v, plan })
	}

	return map[string]ex{
		"single-pool":        {only(sys), only(sys, gen)},
		"system-single-node": {slices.Concat(only(fixed(sys, 1), gen), only(sys.with(range2(1, 5)...), gen)), slices.Concat(only(fixed(sys, 2), gen), only(fixed(sys, 1), fixed(sys, 1), gen), only(sys.with(lane.Min.Is(lane.Unknown)), gen))},
		"system-few-nodes":   {only(fixed(sys, 2), gen), slices.Concat(only(fixed(sys, 3), gen), only(fixed(sys, 2), sys, gen))},
		"system-small-size": {
			slices.Concat(only(sys.with(lane.VMSize.Is("Standard_D2ds_v5")), gen), only(sys.with(lane.VMSize.Is("Standard_B8ms")), gen), only(sys.edited(func(p *Pool) { p.Size.Capabilities = map[string]string{"MemoryGB": "3.5"} }), gen)),
			slices.Concat(only(sys, gen), beside(gen.with(lane.VMSize.Is("Standard_D2ds_v5"))), only(sys.edited(func(p *Pool) { p.Size.Capabilities = nil }), gen))},
		"system-open": {
			slices.Concat(only(sys.with(noTaint), gen), only(sys.with(lane.Taints.Is([]string{"CriticalAddonsOnly=true:PreferNoSchedule"})), gen)),
			slices.Concat(only(sys, gen), only(sys.with(noTaint)), only(sys.with(lane.Taints.Is(lane.Unknown)), gen))},
		"no-open-pool": {slices.Concat(only(sys, batch), only(sys, gen.with(lane.Power.Is("Stopped")))), slices.Concat(only(sys, gen), only(sys.with(noTaint), batch))},

		"special-untainted":  {beside(gpu.with(noTaint), mem.with(noTaint), conf.with(noTaint)), beside(gpu, mem, conf, gen.with(noTaint))},
		"special-no-ceiling": {beside(fixed(gpu, 2), fixed(mem, 3), conf.with(lane.Max.Is(1000))), beside(gpu, conf.with(lane.Max.Is(999)), fixed(gen, 3), fixed(mem, 3).with(lane.PoolType.Is("VirtualMachines")))},
		"autoscaler-fixed":   {beside(gen.with(range2(5, 5)...)), beside(gen.with(range2(5, 6)...), fixed(gen, 5))},
		"zones-missing": {
			slices.Concat(beside(gen.with(lane.Zones.Is([]string{})), gen.without(lane.Zones)), beside(gen.without(lane.Zones).edited(func(p *Pool) { p.Zones = nil }))),
			slices.Concat(beside(gen, gpu, gen.with(lane.Zones.Is([]string{}), lane.ProximityGroup.Is("x")), gen.with(lane.Zones.Is([]string{}), lane.PoolType.Is("VirtualMachines"))),
				beside(gen.without(lane.Zones).edited(func(p *Pool) { p.Zones = []string{} })))},
		"windows-untainted": {beside(win.with(noTaint)), beside(win, win.with(lane.Taints.Is([]string{"team=a:NoExecute"})))},

		"spot-alone": {
			slices.Concat(beside(spotty), []Cluster{healthy(t, spotty.group("ingest"), batch.group("other"))}, []Cluster{healthy(t, spotty.group("ingest"), batch.group("ingest").with(lane.Power.Is("Stopped")))},
				only(sys, spotty.without(lane.Labels))),
			[]Cluster{healthy(t, ingest...), healthy(t, spotty.without(lane.Labels))}},
		"spot-expander": {[]Cluster{healthy(t, ingest...)}, slices.Concat(
			facts(func(c *Cluster) { c.Autoscaler["expander"] = "priority,least-waste" }, ingest...), facts(func(c *Cluster) { c.Autoscaler = nil }, ingest...), beside(spotty))},
		"group-unbalanced": {[]Cluster{healthy(t, zonal("1", "2", "3")...)}, slices.Concat(
			facts(func(c *Cluster) { c.Autoscaler["balance-similar-node-groups"] = "true" }, zonal("1", "2")...), []Cluster{healthy(t, zonal("1", "1")...), healthy(t, zonal("1")...)})},

		"image-old":        {beside(gen.edited(func(p *Pool) { p.ImageAgeDays = 31 })), beside(gen.edited(func(p *Pool) { p.ImageAgeDays = 30 }), gen.edited(func(p *Pool) { p.ImageAgeDays = -1 }))},
		"version-behind":   {beside(running("1.35.7"), running("1.34.9")), beside(running("1.36.0"), running("1.37.1"), running(""), running("1.33.1"))},
		"version-skew":     {beside(running("1.33.1"), running("1.30.2")), beside(running("1.34.9"))},
		"kubernetes-ended": {slices.Concat(version("1.33.6", false), version("1.29.1", false), version("1.32.4", false)), slices.Concat(version("1.34.2", false), version("1.38.0", false), version("1.32.4", true), version("1.33.6", true), version("", false))},
		"surge-stalls": {
			beside(gen.with(lane.Surge.Is("0")), gen.with(lane.Surge.Is("0%"), lane.Unavailable.Is("0"))),
			beside(gen, gen.with(lane.Surge.Is("0"), lane.Unavailable.Is("1")), gen.without(lane.Surge), gen.with(lane.Surge.Is("0"), lane.Unavailable.Is(lane.Unknown)))},
		"surge-quota": {
			beside(left(gen, 7), left(gen.edited(func(p *Pool) { p.Status.Nodes = 100 }), 263), left(win, 3)),
			slices.Concat(beside(left(gen, 8), left(spotty, 0), left(gen.with(lane.Surge.Is("0"), lane.Unavailable.Is("1")), 0), gen.edited(func(p *Pool) { p.QuotaLeft = nil })),
				beside(left(gen.edited(func(p *Pool) { p.Status.Nodes = 0 }), 0), left(gen.with(lane.VMSize.Is("Standard_A8")), 0)))},

		"pool-failed":   {beside(gen.edited(func(p *Pool) { p.Status.State, p.Status.ErrorCode = "Failed", "SubnetIsFull" }), gen.edited(func(p *Pool) { p.Status.State = "Canceled" })), beside(gen, gen.edited(func(p *Pool) { p.Status.State = "Updating" }))},
		"stopped-disks": {beside(win.with(lane.Power.Is("Stopped")), win.edited(func(p *Pool) { p.Status.Power = "Stopped" })), beside(win, gen.with(lane.Power.Is("Stopped"), lane.DiskType.Is("Ephemeral")))},
		"unmanaged": {beside(gen.without(lane.Tags), gen.with(tags("team", "a"))), slices.Concat(
			beside(gen, gen.with(tags("Workload-Lane", "general")), gen.with(lane.Tags.Is(lane.Unknown))), facts(func(c *Cluster) { c.ManagedBy = []string{"iac"} }, gen.with(tags("IaC", "bicep"))))},

		"os-retired": {
			beside(win.with(lane.OSSKU.Is("Windows2019")), sku("WindowsAnnual"), sku("Flatcar"), image("AKSAzureLinux-V2gen2-202601.01.0")),
			beside(win, sku("Ubuntu"), sku("Ubuntu2204"), image("AKSAzureLinux-V3gen2-202608.01.0"))},
		"os-retiring": {
			beside(sku("Ubuntu2204"), sku("AzureLinuxOSGuard"), image("AKSUbuntu-2004gen2containerd-202608.01.0")),
			beside(win, sku("Ubuntu"), sku("Ubuntu2404"), win.with(lane.OSSKU.Is("Windows2019")))},
		"os-closed": {beside(sku("CBLMariner")), beside(sku("AzureLinux"))},
		"setting-retired": {
			beside(gen.with(lane.Runtime.Is("WasmWasi")), gen.with(lane.FIPS.Is(true), lane.Runtime.Is("KataVmIsolation"))),
			beside(gen.with(lane.FIPS.Is(true)), gen.with(lane.Runtime.Is("KataVmIsolation")), sku("CBLMariner"), gen.with(lane.PoolType.Is("AvailabilitySet")))},
		"gpu-grid": {
			beside(gpuOf("Standard_NV36ads_A10_v5", ""), gpuOf("Standard_NC128ds_xl_RTXPRO6000BSE_v6", "")),
			beside(gpu, gpuOf("Standard_NC8ads_A10_v4", ""), gpuOf("Standard_NV16as_v4", ""), gpuOf("Standard_NV36ads_A10_v5", "").with(lane.GPUDriver.Is("None")))},
		"gpu-image-old": {
			beside(gpuOf("Standard_NV36ads_A10_v5", "AKSUbuntu-2404gen2containerd-202606.08.0"), gpuOf("Standard_NC8ads_A10_v4", "AKSAzureLinux-V3gen2-202605.30.1")),
			beside(gpuOf("Standard_NV36ads_A10_v5", "AKSUbuntu-2404gen2containerd-202606.08.1"), gpuOf("Standard_NV36ads_A10_v5", ""), gpuOf("Standard_NC4as_T4_v3", "AKSUbuntu-2404gen2containerd-202601.08.1"))},
		"availability-set":    {beside(gen.with(lane.PoolType.Is("AvailabilitySet"))), beside(gen.with(lane.PoolType.Is("VirtualMachineScaleSets")))},
		"load-balancer-basic": {facts(func(c *Cluster) { c.Network.LoadBalancerSKU = "Basic" }), facts(func(c *Cluster) { c.Network.LoadBalancerSKU = "" })},
		"kubenet":             {facts(func(c *Cluster) { c.Network.Plugin = "kubenet" }), facts(func(c *Cluster) { c.Network.Plugin = "none" })},
		"gpu-driver-tag":      {beside(gpu.with(tags("skipgpudriverinstall", "true"))), beside(gpu, gpu.with(lane.GPUDriver.Is("None")))},
	}
}

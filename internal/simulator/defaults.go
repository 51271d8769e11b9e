package simulator

import (
	"maps"
	"slices"
	"strings"
)

// The label and the taint that AKS adds to every Spot pool, in the pool's own lists,
// whatever the client sends.
const (
	spotLabelKey   = "kubernetes.azure.com/scalesetpriority"
	spotLabelValue = "spot"
	spotTaint      = spotLabelKey + "=" + spotLabelValue + ":NoSchedule"
)

func (p *AgentPoolProperties) spot() bool {
	return strings.EqualFold(value(p.ScaleSetPriority), "Spot")
}
func (p *AgentPoolProperties) windows() bool { return strings.EqualFold(value(p.OSType), "Windows") }
func (p *AgentPoolProperties) system() bool  { return strings.EqualFold(value(p.Mode), "System") }
func (p *AgentPoolProperties) gateway() bool { return strings.EqualFold(value(p.Mode), "Gateway") }
func (p *AgentPoolProperties) stopped() bool {
	return p.PowerState != nil && strings.EqualFold(value(p.PowerState.Code), "Stopped")
}
func (p *AgentPoolProperties) virtualMachines() bool {
	return strings.EqualFold(value(p.Type), "VirtualMachines")
}

func orDefault[T any](field **T, fallback T) {
	if *field == nil {
		*field = &fallback
	}
}

// fillDefaults completes the properties of a new pool (before is nil) or an updated
// one, as recorded from AKS, and updates values that depend on other settings. It
// writes only to properties itself, never to the values that it points to.
func (c *catalog) fillDefaults(cl *cluster, before, properties *AgentPoolProperties) {
	properties.fillConstants()
	orDefault(&properties.OrchestratorVersion, cl.text("properties", "kubernetesVersion"))
	c.fillSize(properties, cl.location())
	c.fillDisk(properties)
	orDefault(&properties.MaxPods, defaultMaxPods(cl, properties))
	c.fillOSSKU(cl, properties)
	fillUpgradeSettings(properties)
	fillSecurity(properties)
	fillSpot(properties)
	fillAutoscaler(properties)
	if size := c.size(value(properties.VMSize)); size != nil && size.hasGPU() {
		orDefault(&properties.GPUProfile, GPUProfile{Driver: ref("Install")})
	}
	fillMachines(properties)
	if before == nil || before.CurrentOrchestratorVersion == nil {
		orDefault(&properties.CurrentOrchestratorVersion, c.resolve(value(properties.OrchestratorVersion), cl.controlPlane()))
		orDefault(&properties.NodeImageVersion, c.nodeImage(properties, value(properties.CurrentOrchestratorVersion)))
	}
	fillLocalDNS(cl, properties)
}

// fillSize picks a size if the request names none, as AKS has done since May 2025: the
// first of its own general-purpose sizes that the location has.
func (c *catalog) fillSize(properties *AgentPoolProperties, location string) {
	if properties.VMSize != nil || properties.virtualMachines() {
		return
	}
	for _, name := range []string{"Standard_D8ds_v5", "Standard_D4ds_v5", "Standard_D4s_v5", "Standard_DS3_v2"} {
		if _, _, ok := c.offered(name, location); ok {
			properties.VMSize = &name
			return
		}
	}
	if list := c.sizesIn(location); len(list) > 0 {
		properties.VMSize = &list[0].Name
	}
}

// managedDiskGB is the default size of a managed OS disk by vCPUs, in GiB.
func managedDiskGB(vCPUs int64) int32 {
	switch {
	case vCPUs < 8:
		return 128
	case vCPUs < 16:
		return 256
	case vCPUs < 64:
		return 512
	default:
		return 1024
	}
}

// fillDisk: ephemeral if the size has a large enough cache or local disk, else managed.
// An ephemeral disk without a size uses the cache, or the local disk if the cache is
// smaller than the minimum for a managed disk. AKS has been seen to do so (200 GB for
// D8plds_v5); the rest is inferred. Deallocated nodes keep their disk, so Deallocate
// implies a managed disk.
func (c *catalog) fillDisk(properties *AgentPoolProperties) {
	size := c.size(value(properties.VMSize))
	if size == nil {
		orDefault(&properties.OSDiskType, "Managed")
		orDefault(&properties.OSDiskSizeGB, 128)
		return
	}
	wanted := managedDiskGB(size.vCPUs())
	if properties.OSDiskSizeGB != nil {
		wanted = *properties.OSDiskSizeGB
	}
	if properties.OSDiskType == nil {
		properties.OSDiskType = ref("Managed")
		if size.is("EphemeralOSDiskSupported") && max(size.cacheBytes(), size.tempBytes()) >= int64(wanted)<<30 &&
			!strings.EqualFold(value(properties.ScaleDownMode), "Deallocate") {
			properties.OSDiskType = ref("Ephemeral")
		}
	}
	if properties.OSDiskSizeGB == nil && strings.EqualFold(*properties.OSDiskType, "Ephemeral") {
		// A size without room keeps the requested type, and the request is refused for
		// its disk.
		if room := ephemeralDiskGB(size); room > 0 {
			wanted = room
		}
	}
	orDefault(&properties.OSDiskSizeGB, wanted)
}

func ephemeralDiskGB(size *Size) int32 {
	local := size.cacheBytes() >> 30
	if local < 128 {
		local = max(local, size.tempBytes()>>30)
	}
	return int32(min(local, 2048))
}

func defaultMaxPods(cl *cluster, properties *AgentPoolProperties) int32 {
	switch {
	case strings.EqualFold(cl.text("properties", "networkProfile", "networkPlugin"), "kubenet"):
		return 110
	case strings.EqualFold(cl.text("properties", "networkProfile", "networkPluginMode"), "overlay"):
		return 250
	case properties.PodSubnetID != nil:
		return 110
	case strings.EqualFold(cl.text("properties", "networkProfile", "networkPlugin"), "none"):
		return 250
	default:
		return 30
	}
}

// fillOSSKU: Windows follows the pool's own version, which may be older than the
// control plane's. Windows Server 2025 only runs with FIPS, so a pool that gets it by
// default also gets FIPS, unless the request turns FIPS off.
func (c *catalog) fillOSSKU(cl *cluster, properties *AgentPoolProperties) {
	runs := value(properties.CurrentOrchestratorVersion)
	if runs == "" {
		runs = c.resolve(value(properties.OrchestratorVersion), cl.controlPlane())
	}
	switch {
	case properties.OSSKU != nil:
	case !properties.windows():
		properties.OSSKU = ref("Ubuntu")
	case atLeast(runs, windows2025From):
		properties.OSSKU = ref("Windows2025")
		orDefault(&properties.EnableFIPS, true)
	default:
		properties.OSSKU = ref("Windows2022")
	}
	orDefault(&properties.EnableFIPS, false)
}

// fillUpgradeSettings: surge 10% and nothing unavailable. Spot pools have neither. The
// two exclude each other: a request that sets unavailable nodes but not surge gets no
// surge.
func fillUpgradeSettings(properties *AgentPoolProperties) {
	if properties.spot() {
		return
	}
	settings := AgentPoolUpgradeSettings{}
	if properties.UpgradeSettings != nil {
		settings = *properties.UpgradeSettings
	}
	surge := "10%"
	if positive(value(settings.MaxUnavailable)) {
		surge = "0"
	}
	orDefault(&settings.MaxSurge, surge)
	orDefault(&settings.MaxUnavailable, "0")
	properties.UpgradeSettings = &settings
}

// displace: a request that sets one of the two but not the other gets none of the
// other, even if the pool has it by default or from before.
func displace(sent, settings *AgentPoolUpgradeSettings) {
	switch {
	case sent == nil || settings == nil:
	case sent.MaxSurge == nil && settings.MaxSurge != nil && positive(value(sent.MaxUnavailable)):
		settings.MaxSurge = ref("0")
	case sent.MaxUnavailable == nil && settings.MaxUnavailable != nil && positive(value(sent.MaxSurge)):
		settings.MaxUnavailable = ref("0")
	}
}

func fillSecurity(properties *AgentPoolProperties) {
	profile := AgentPoolSecurityProfile{}
	if properties.SecurityProfile != nil {
		profile = *properties.SecurityProfile
	}
	// Azure Container Linux boots only as a trusted launch machine.
	trusted := strings.EqualFold(value(properties.OSSKU), "AzureContainerLinux")
	if trusted {
		profile.EnableVTPM, profile.EnableSecureBoot = nil, nil
	}
	if !properties.windows() {
		orDefault(&profile.SSHAccess, "LocalUser")
	}
	orDefault(&profile.EnableVTPM, trusted)
	orDefault(&profile.EnableSecureBoot, trusted)
	properties.SecurityProfile = &profile
}

// fillSpot adds AKS's label and taint to a Spot pool. From any other pool it removes
// the priority and the settings that only Spot pools have: AKS does not return
// "Regular", and it accepts but does not keep the eviction policy and the price that
// the Azure CLI sends with it.
func fillSpot(properties *AgentPoolProperties) {
	if !properties.spot() {
		properties.ScaleSetPriority, properties.ScaleSetEvictionPolicy, properties.SpotMaxPrice = nil, nil, nil
		return
	}
	orDefault(&properties.ScaleSetEvictionPolicy, "Delete")
	orDefault(&properties.SpotMaxPrice, -1)
	labels := maps.Clone(properties.NodeLabels)
	if labels == nil {
		labels = map[string]string{}
	}
	labels[spotLabelKey] = spotLabelValue
	properties.NodeLabels = labels
	if !slices.Contains(properties.NodeTaints, spotTaint) {
		properties.NodeTaints = append(slices.Clone(properties.NodeTaints), spotTaint)
	}
}

// fillAutoscaler: without the autoscaler there is no range. With it, the count is moved
// into the range, as the autoscaler would do a minute later.
func fillAutoscaler(properties *AgentPoolProperties) {
	if !value(properties.EnableAutoScaling) {
		properties.MinCount, properties.MaxCount = nil, nil
		return
	}
	if properties.Count == nil || properties.MinCount == nil || properties.MaxCount == nil {
		return
	}
	count := min(max(*properties.Count, *properties.MinCount), *properties.MaxCount)
	properties.Count = &count
}

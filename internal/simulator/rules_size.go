package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// sizeRules: the VM size with its disks and devices (facts: 3.2, 3.9). A pool keeps its
// size for life, so the rules are checked only on creation, except the one about the
// OS.
func sizeRules() []rule {
	return []rule{
		{"size-not-offered", onCreate, "BadRequest", "", verbatim, sizeNotOffered},
		{"disk-size", onCreate, "InvalidParameter", "agentPoolProfile.osDiskSizeGB", invalidParameter, diskSizeOutside},
		{"ephemeral-unsupported", onCreate, "VMSizeDoesNotSupportEphemeralOS", "agentPoolProfile.osDiskType", verbatim, ephemeralUnsupported},
		{"ephemeral-too-large", onCreate, "VMCannotFitEphemeralOSDisk", "agentPoolProfile.osDiskType", verbatim, ephemeralTooLarge},
		{"kubelet-disk-temporary", onCreate, "InvaliKubeletDiskSettingError", "agentPoolProfile.kubeletDiskType", verbatim, noTemporaryDisk},
		{"encryption-at-host", onCreate, "VMSizeDoesNotSupportEncryptionAtHost", "agentPoolProfile.enableEncryptionAtHost", verbatim, noEncryptionAtHost},
		{"ultra-ssd", onCreate, "EnableUltraSSDError", "agentPoolProfile.enableUltraSSD", verbatim, noUltraSSD},
		{"mig-size", onCreate, "VMSizeDoesNotSupportMIG", "agentPoolProfile.gpuInstanceProfile", verbatim, noMIG},
		{"gpu-amd", onCreate, "VMSizeNotSupported", "agentPoolProfile.vmSize", invalidParameter, amdGPU},
		{"confidential-size", always, "InvalidOSSKU", "agentPoolProfile.osSKU", invalidParameter, confidentialOSSKU},
	}
}

func sizeNotOffered(p *proposal) string {
	for _, name := range p.wants.sizes() {
		if _, _, ok := p.catalog.offered(name, p.cluster.location()); ok {
			continue
		}
		var names []string
		for _, size := range p.catalog.sizesIn(p.cluster.location()) {
			names = append(names, strings.ToLower(size.Name))
		}
		slices.Sort(names)
		return fmt.Sprintf("The VM size of %s is not allowed in your subscription in location '%s'. The available VM sizes are '%s'",
			name, p.cluster.location(), strings.Join(names, ","))
	}
	return ""
}

func diskSizeOutside(p *proposal) string {
	if n := value(p.wants.OSDiskSizeGB); n < 30 || n > 2048 {
		return fmt.Sprintf("osDiskSizeGB was %d, it must be between 30 and 2048", n)
	}
	return ""
}

// ephemeral reports whether the pool is to have an ephemeral disk on a known size. A
// disk that AKS picks by default always fits.
func (p *proposal) ephemeral() bool {
	return p.size != nil && strings.EqualFold(value(p.wants.OSDiskType), "Ephemeral")
}

func ephemeralUnsupported(p *proposal) string {
	if p.ephemeral() && !p.size.is("EphemeralOSDiskSupported") {
		return "The virtual machine size " + p.size.Name + " does not support ephemeral OS disks."
	}
	return ""
}

func ephemeralTooLarge(p *proposal) string {
	if !p.ephemeral() {
		return ""
	}
	need := int64(value(p.wants.OSDiskSizeGB)) << 30
	if need <= max(p.size.cacheBytes(), p.size.tempBytes()) {
		return ""
	}
	return fmt.Sprintf("The virtual machine size %s has a cache size of %d bytes and temporary disk size of %d bytes, but the OS disk requires %d bytes. Use a VM size with larger cache, larger temp disk, or disable ephemeral OS.",
		p.size.Name, p.size.cacheBytes(), p.size.tempBytes(), need)
}

func noTemporaryDisk(p *proposal) string {
	if p.size != nil && p.size.tempBytes() == 0 && oneOf(value(p.wants.KubeletDiskType), "Temporary") {
		return "Kubelet disk type Temporary needs a VM size with a temporary disk, " + p.size.Name + " has none."
	}
	return ""
}

func noEncryptionAtHost(p *proposal) string {
	if p.size != nil && value(p.wants.EnableEncryptionAtHost) && !p.size.is("EncryptionAtHostSupported") {
		return "The virtual machine size " + p.size.Name + " does not support encryption at host."
	}
	return ""
}

func noUltraSSD(p *proposal) string {
	if p.offer == nil || !value(p.wants.EnableUltraSSD) {
		return ""
	}
	if p.wants.autoZones() {
		if len(p.offer.UltraZones) > 0 {
			return ""
		}
		return "The virtual machine size " + p.size.Name + " does not support ultra disks in any zone."
	}
	if len(p.wants.AvailabilityZones) == 0 && len(p.offer.Zones) > 0 {
		return "Ultra disks need availability zones in location '" + p.cluster.location() + "'."
	}
	for _, zone := range p.wants.AvailabilityZones {
		if !slices.Contains(p.offer.UltraZones, zone) {
			return fmt.Sprintf("The virtual machine size %s does not support ultra disks in zone '%s'.", p.size.Name, zone)
		}
	}
	if len(p.wants.AvailabilityZones) == 0 && !p.size.is("UltraSSDAvailable") {
		return "The virtual machine size " + p.size.Name + " does not support ultra disks."
	}
	return ""
}

// noMIG: only A100, H100 and H200 GPUs can be partitioned into instances.
func noMIG(p *proposal) string {
	if value(p.wants.GPUInstanceProfile) == "" || p.size == nil {
		return ""
	}
	for _, model := range []string{"_A100_", "_H100_", "_H200_", "ND96asr_v4"} {
		if strings.Contains(p.size.Name, model) {
			return ""
		}
	}
	return "The virtual machine size " + p.size.Name + " does not support multi-instance GPUs."
}

func amdGPU(p *proposal) string {
	if p.size != nil && p.size.Family == "standardNVSv4Family" {
		return "the VM size " + p.size.Name + " is not supported by AKS"
	}
	return ""
}

// confidentialOSSKU is checked when a pool starts to use that operating system.
func confidentialOSSKU(p *proposal) string {
	size, sku := p.machine(), p.osSKU()
	if size != nil && sku != nil && size.confidential() && oneOf(sku.name, "Ubuntu2204", "AzureContainerLinux") {
		return fmt.Sprintf("OSSKU '%s' does not support the confidential VM size %s", sku.name, size.Name)
	}
	return ""
}

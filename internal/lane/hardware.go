package lane

import (
	"strconv"
	"strings"
)

// Hardware is what is known of the nodes of a VM size: by Compute's capabilities
// where they were read, else by the size's name. What it affirms is sure; where
// neither says anything it denies, so that nobody is accused of the unknown.
type Hardware struct {
	Name string
	read map[string]string // capabilities; nil where Compute was not asked
}

// HardwareOf is the hardware of a size by name. read is what Compute lists of
// it; the zero value where it was not read.
func HardwareOf(name string, read Size) Hardware {
	return Hardware{Name: name, read: read.Capabilities}
}

// Read reports whether Compute's word is known, not the name's alone.
func (h Hardware) Read() bool { return len(h.read) > 0 }

func (h Hardware) number(capability string) (float64, bool) {
	n, err := strconv.ParseFloat(h.read[capability], 64)
	return n, err == nil
}

// VCPUs of a node.
func (h Hardware) VCPUs() (int64, bool) {
	if n, ok := h.number("vCPUs"); ok {
		return int64(n), true
	}
	return VCPUs(h.Name)
}

// MemoryGB is the memory of a node in units of 2^30 bytes.
func (h Hardware) MemoryGB() (float64, bool) {
	if gb, ok := h.number("MemoryGB"); ok {
		return gb, true
	}
	return MemoryGB(h.Name)
}

// Denies reports whether Compute says no, which is more than saying nothing.
func (h Hardware) Denies(capability string) bool {
	return strings.EqualFold(h.read[capability], "False")
}

// Arm64 reports whether the processor is an Arm one.
func (h Hardware) Arm64() bool {
	if kind := h.read["CpuArchitectureType"]; kind != "" {
		return strings.EqualFold(kind, "Arm64")
	}
	return Arm64(h.Name)
}

// Confidential is the kind of confidential VM, "SNP" or "TDX"; "" for none.
func (h Hardware) Confidential() string {
	switch kind := strings.ToUpper(h.read["ConfidentialComputingType"]); {
	case kind != "":
		return kind
	case confidential.MatchString(h.Name):
		return "SNP"
	case intelTDX.MatchString(h.Name):
		return "TDX"
	}
	return ""
}

// Unprotected reports whether the host surely can read the memory of a node.
func (h Hardware) Unprotected() bool {
	return h.Name != "" && h.Confidential() == "" && !protected.MatchString(h.Name)
}

// WithoutGPU reports whether the size surely has no GPU.
func (h Hardware) WithoutGPU() bool {
	if _, has := h.number("GPUs"); has {
		return false
	}
	_, counted := VCPUs(h.Name)
	return Ordinary(h.Name) && (h.Read() || counted)
}

// Accelerated reports whether the size has GPUs that AKS knows drivers for.
func (h Hardware) Accelerated() bool { return Accelerated(h.Name) }

// AMDGPU reports whether the size has GPUs of AMD, for which AKS has no driver.
func (h Hardware) AMDGPU() bool { return amdGPU.MatchString(h.Name) }

// Partitionable reports whether the GPUs can be split into instances.
func (h Hardware) Partitionable() bool { return partitioned.MatchString(h.Name) }

// RDMA reports whether the size has InfiniBand.
func (h Hardware) RDMA() bool {
	if has := h.read["RdmaEnabled"]; has != "" {
		return strings.EqualFold(has, "True")
	}
	return rdma.MatchString(h.Name)
}

// Burstable reports whether the size is of the B-series.
func (h Hardware) Burstable() bool { return Burstable(h.Name) }

// FirstGeneration reports whether the size surely boots the old way only.
func (h Hardware) FirstGeneration() bool {
	g := h.read["HyperVGenerations"]
	return g != "" && !strings.Contains(g, "V2")
}

// NoTrustedLaunch reports whether Compute rules trusted launch out.
func (h Hardware) NoTrustedLaunch() bool {
	return strings.EqualFold(h.read["TrustedLaunchDisabled"], "True")
}

// TempBytes is the temporary disk.
func (h Hardware) TempBytes() (int64, bool) {
	mb, ok := h.number("MaxResourceVolumeMB")
	return int64(mb) << 20, ok
}

// NVMe reports whether the size has local NVMe disks.
func (h Hardware) NVMe() bool {
	_, has := h.number("NvmeDiskSizeInMiB")
	return has
}

// RoomBytes is the largest local disk that may hold an ephemeral OS disk.
func (h Hardware) RoomBytes() (int64, bool) {
	temp, ok := h.TempBytes()
	cache, hasCache := h.number("CachedDiskBytes")
	room := max(temp, int64(cache))
	if nvme, has := h.number("NvmeDiskSizeInMiB"); has && strings.Contains(h.read["SupportedEphemeralOSDiskPlacements"], "Nvme") {
		room = max(room, int64(nvme)<<20)
	}
	return room, ok || hasCache
}

// KnowsFamily reports whether the name of a size tells its VM family.
func KnowsFamily(size string) bool {
	_, ok := familyOf(size)
	return ok
}

// SameFamily reports whether two sizes are of one VM family by their names.
func SameFamily(a, b string) bool {
	x, ok := familyOf(a)
	y, _ := familyOf(b)
	return ok && x == y
}

package lane

import (
	"strconv"
	"strings"
)

// Hardware is what is known about the nodes of a VM size: from Compute's capabilities
// if they were read, otherwise from the size's name. A positive answer is certain. If
// neither source has an answer, the answer is negative, so that no lane is blamed for
// something unknown.
type Hardware struct {
	Name string
	read map[string]string // capabilities; nil if Compute was not asked
}

// HardwareOf is the hardware of a size by name. read is Compute's entry for the size,
// or the zero value if it was not read.
func HardwareOf(name string, read Size) Hardware {
	return Hardware{Name: name, read: read.Capabilities}
}

// Read reports whether the answers come from Compute, not only from the name.
func (h Hardware) Read() bool { return len(h.read) > 0 }

func (h Hardware) number(capability string) (float64, bool) {
	n, err := strconv.ParseFloat(h.read[capability], 64)
	return n, err == nil
}

// VCPUs is the number of vCPUs of a node.
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

// Denies reports whether Compute explicitly denies a capability; a missing answer is
// not a denial.
func (h Hardware) Denies(capability string) bool {
	return strings.EqualFold(h.read[capability], "False")
}

// Arm64 reports whether the processor is an Arm processor.
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

// Unprotected reports whether the host can certainly read the memory of a node.
func (h Hardware) Unprotected() bool {
	return h.Name != "" && h.Confidential() == "" && !protected.MatchString(h.Name)
}

// WithoutGPU reports whether the size certainly has no GPU.
func (h Hardware) WithoutGPU() bool {
	if _, has := h.number("GPUs"); has {
		return false
	}
	_, counted := VCPUs(h.Name)
	return Ordinary(h.Name) && (h.Read() || counted)
}

// Accelerated reports whether the size has GPUs for which AKS has drivers.
func (h Hardware) Accelerated() bool { return Accelerated(h.Name) }

// AMDGPU reports whether the size has AMD GPUs, for which AKS has no driver.
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

// Burstable reports whether the size belongs to the B-series.
func (h Hardware) Burstable() bool { return Burstable(h.Name) }

// FirstGeneration reports whether the size certainly supports only generation 1 VMs.
func (h Hardware) FirstGeneration() bool {
	g := h.read["HyperVGenerations"]
	return g != "" && !strings.Contains(g, "V2")
}

// NoTrustedLaunch reports whether Compute rules out trusted launch.
func (h Hardware) NoTrustedLaunch() bool {
	return strings.EqualFold(h.read["TrustedLaunchDisabled"], "True")
}

// TempBytes is the size of the temporary disk.
func (h Hardware) TempBytes() (int64, bool) {
	mb, ok := h.number("MaxResourceVolumeMB")
	return int64(mb) << 20, ok
}

// NVMe reports whether the size has local NVMe disks.
func (h Hardware) NVMe() bool {
	_, has := h.number("NvmeDiskSizeInMiB")
	return has
}

// RoomBytes is the size of the largest local disk that can hold an ephemeral OS disk.
func (h Hardware) RoomBytes() (int64, bool) {
	temp, ok := h.TempBytes()
	cache, hasCache := h.number("CachedDiskBytes")
	room := max(temp, int64(cache))
	if nvme, has := h.number("NvmeDiskSizeInMiB"); has && strings.Contains(h.read["SupportedEphemeralOSDiskPlacements"], "Nvme") {
		room = max(room, int64(nvme)<<20)
	}
	return room, ok || hasCache
}

// KnowsFamily reports whether the name of a size shows its VM family.
func KnowsFamily(size string) bool {
	_, ok := familyOf(size)
	return ok
}

// SameFamily reports whether two sizes belong to the same VM family, judged by their
// names.
func SameFamily(a, b string) bool {
	x, ok := familyOf(a)
	y, _ := familyOf(b)
	return ok && x == y
}

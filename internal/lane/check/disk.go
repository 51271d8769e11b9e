package check

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var diskChecks = []Check{
	{
		ID: "disk-size-range", Level: Error, Source: srcAPI,
		Text:   "The OS disk has 30 to 2048 GB; 0 leaves the size to AKS.",
		Remedy: "Use size_gb of 30 to 2048, or leave it out.",
		Find: func(_ Facts, s Subject) []Finding {
			n, ok := s.int(lane.DiskSize)
			return at(ok && n != 0 && (n < 30 || n > 2048), lane.DiskSize, "size_gb is %d", n)
		},
	},
	{
		ID: "deallocate-ephemeral", Level: Error, Source: docs("scale-down-mode"),
		Text:   "Deallocated nodes keep their OS disk; an ephemeral disk cannot be kept.",
		Remedy: `Use os_disk = { type = "Managed" }, or scale_down_mode = "Delete".`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.is(lane.ScaleDown, "Deallocate") && s.is(lane.DiskType, "Ephemeral"), lane.ScaleDown, "scale_down_mode is Deallocate and the OS disk is Ephemeral").or(lane.DiskType)
		},
	},
	{
		ID: "deallocate-unsaid", Level: Warn, Source: docs("scale-down-mode"),
		Text:   "Deallocate needs a managed OS disk, and AKS chooses an ephemeral one if the size allows it.",
		Remedy: `Add os_disk = { type = "Managed" }.`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.is(lane.ScaleDown, "Deallocate") && s.null(lane.DiskType), lane.ScaleDown, "scale_down_mode is Deallocate and the type of the OS disk is left to AKS")
		},
	},
	{
		ID: "ephemeral-support", Level: Error, Code: "VMSizeDoesNotSupportEphemeralOS",
		Title:  "VM size has no ephemeral OS disk",
		Text:   "An ephemeral OS disk is stored in the cache or on the local disk of the size.",
		Remedy: `Use os_disk = { type = "Managed" }, or another vm_size.`,
		Needs:  OfCluster | OfSizes, On: made, Find: ephemeralSupport,
	},
	{
		ID: "ephemeral-room", Level: Error, Code: "VMCannotFitEphemeralOSDisk",
		Title:  "Ephemeral OS disk does not fit",
		Text:   "An ephemeral OS disk is stored in the cache or on the local disk of the size.",
		Remedy: `Use a smaller os_disk.size_gb, os_disk = { type = "Managed" }, or another vm_size.`,
		Needs:  OfCluster | OfSizes, On: made, Find: ephemeralRoom,
	},
	{
		ID: "temporary-disk", Level: Error, Code: "InvaliKubeletDiskSettingError",
		Title:  "VM size has no temporary disk",
		Text:   "The kubelet's disk can be the temporary disk only if the size has one.",
		Remedy: `Use os_disk = { kubelet = "OS" }, or a size with a "d" among its features.`,
		Needs:  OfCluster | OfSizes, On: made, Find: temporaryDisk,
	},
	{
		ID: "host-encryption", Level: Error, Code: "VMSizeDoesNotSupportEncryptionAtHost",
		Title:  "VM size has no encryption at host",
		Text:   "Encryption at host is a capability of the size.",
		Remedy: "Leave security.host_encryption out, or use another vm_size.",
		Needs:  OfCluster | OfSizes, On: made, Find: hostEncryption,
	},
	{
		ID: "ultra-ssd", Level: Error, Code: "EnableUltraSSDError",
		Title:  "Ultra disks are not offered",
		Text:   "Whether ultra disks are offered depends on the size and the zone.",
		Remedy: "Use zones in which the size supports them, or leave placement.ultra_ssd out.",
		Needs:  OfCluster | OfSizes, On: made, Find: ultraDisks,
	},
}

// smallestDisk is the smallest OS disk that AKS creates, in GB.
const smallestDisk = 30

func ephemeralSupport(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	return at(s.is(lane.DiskType, "Ephemeral") && h.Denies("EphemeralOSDiskSupported"), lane.DiskType,
		"%s has no storage for an ephemeral OS disk", h.Name).or(s.sizeField())
}

// ephemeralRoom assumes the smallest disk that AKS creates if the disk size is left
// to AKS: which size AKS picks is up to AKS.
func ephemeralRoom(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	room, known := h.RoomBytes()
	gb, set := lane.DiskSize.Int(s.Pool)
	field, other := lane.DiskSize, lane.DiskType
	if !set || gb == 0 {
		gb, field, other = smallestDisk, lane.DiskType, lane.DiskSize
	}
	if !s.is(lane.DiskType, "Ephemeral") || !known || h.Denies("EphemeralOSDiskSupported") || s.unknown(lane.DiskSize) || gb<<30 <= room {
		return nil
	}
	if room>>30 < smallestDisk {
		return at(true, field, "%s has room for an ephemeral OS disk of %d GB only; a managed disk fits", h.Name, room>>30).or(other, s.sizeField())
	}
	return at(true, field, "An OS disk of %d GB does not fit on %s; an ephemeral one of up to %d GB does", gb, h.Name, room>>30).or(other, s.sizeField())
}

func temporaryDisk(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	temp, known := h.TempBytes()
	return at(s.is(lane.KubeletDisk, "Temporary") && known && temp == 0 && !h.NVMe(), lane.KubeletDisk, "%s has no temporary disk", h.Name).or(s.sizeField())
}

func hostEncryption(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	return at(s.yes(lane.HostEncryption) && h.Denies("EncryptionAtHostSupported"), lane.HostEncryption, "%s has no encryption at host", h.Name).or(s.sizeField())
}

// ultraDisks finds nothing for a regional pool: ultra-ssd-zones reports that.
func ultraDisks(f Facts, s Subject) []Finding {
	size, ok := f.size(s.Pool)
	without := slices.DeleteFunc(slices.Clone(lane.Zones.In(s.Pool).Set()), func(z string) bool { return slices.Contains(size.UltraZones, z) })
	if !s.yes(lane.UltraSSD) || !ok || len(without) == 0 {
		return nil
	}
	if len(size.UltraZones) == 0 {
		return at(true, lane.UltraSSD, "%s has no ultra disks in %s", size.Name, f.Cluster.Location).or(s.sizeField())
	}
	return at(true, lane.UltraSSD, "%s has no ultra disks in zone %s of %s, but in %s", size.Name, lane.Enumerate(without), f.Cluster.Location, lane.Enumerate(size.UltraZones)).or(lane.Zones, s.sizeField())
}

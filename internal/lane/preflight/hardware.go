package preflight

import (
	"slices"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// smallestDisk is the least that AKS takes for an OS disk, in GB.
const smallestDisk = 30

func ephemeralSupport(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	return find(s.is(lane.DiskType, "Ephemeral") && size.denies("EphemeralOSDiskSupported"), lane.DiskType,
		"%s has no place for an ephemeral OS disk.", size.Name)
}

// ephemeralRoom takes a size of the disk that is left to AKS for the smallest
// that there is: what AKS picks is its own affair.
func ephemeralRoom(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	room, told := size.roomBytes()
	gb, set := lane.DiskSize.Int(s.Pool)
	at := lane.DiskSize
	if !set || gb == 0 {
		gb, at = smallestDisk, lane.DiskType
	}
	if !s.is(lane.DiskType, "Ephemeral") || !told || size.denies("EphemeralOSDiskSupported") || lane.DiskSize.In(s.Pool).IsUnknown() || gb<<30 <= room {
		return nil
	}
	if room>>30 < smallestDisk {
		return find(true, at, "%s has room for an ephemeral OS disk of %d GB only; a managed disk fits.", size.Name, room>>30)
	}
	return find(true, at, "An OS disk of %d GB does not fit on %s; an ephemeral one of up to %d GB does.", gb, size.Name, room>>30)
}

func temporaryDisk(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	temp, told := size.tempBytes()
	_, nvme := size.number("NvmeDiskSizeInMiB")
	return find(s.is(lane.KubeletDisk, "Temporary") && told && temp == 0 && !nvme, lane.KubeletDisk, "%s has no temporary disk.", size.Name)
}

func hostEncryption(f Facts, s Subject) []Finding {
	size, _ := f.size(s.Pool)
	return find(lane.HostEncryption.Bool(s.Pool) && size.denies("EncryptionAtHostSupported"), lane.HostEncryption, "%s has no encryption at host.", size.Name)
}

// ultraDisks is silent for a regional pool: a rule of package lane tells.
func ultraDisks(f Facts, s Subject) []Finding {
	size, ok := f.size(s.Pool)
	without := slices.DeleteFunc(slices.Clone(lane.Zones.In(s.Pool).Set()), func(z string) bool { return slices.Contains(size.UltraZones, z) })
	if !lane.UltraSSD.Bool(s.Pool) || !ok || len(without) == 0 {
		return nil
	}
	if len(size.UltraZones) == 0 {
		return find(true, lane.UltraSSD, "%s takes no ultra disks in %s.", size.Name, f.Cluster.Location)
	}
	return find(true, lane.UltraSSD, "%s takes no ultra disks in zone %s of %s, but in %s.", size.Name, list(without), f.Cluster.Location, list(size.UltraZones))
}

func trustedLaunch(f Facts, s Subject) []Finding {
	at := lane.SecureBoot
	if !at.Bool(s.Pool) {
		at = lane.VTPM
	}
	if !at.Bool(s.Pool) {
		return nil
	}
	size, _ := f.size(s.Pool)
	switch {
	case size.arm64():
		return find(true, at, "%s has an Arm processor.", size.Name)
	case size.confidential() != "":
		return find(true, at, "%s is a confidential VM, which has a boot protection of its own.", size.Name)
	case size.firstGeneration():
		return find(true, at, "%s is of generation 1 only.", size.Name)
	}
	return find(size.Capabilities["TrustedLaunchDisabled"] == "True", at, "%s has no trusted launch.", size.Name)
}

func fipsSize(f Facts, s Subject) []Finding {
	if !lane.FIPS.Bool(s.Pool) {
		return nil
	}
	size, _ := f.size(s.Pool)
	if size.arm64() {
		sku := lane.OSSKU.Text(s.Pool)
		return find(sku != "" && sku != "AzureLinux" && sku != "AzureLinux3", lane.FIPS, "%s has an Arm processor, and os_sku is %s.", size.Name, sku)
	}
	return find(size.confidential() != "", lane.FIPS, "%s is a confidential VM.", size.Name)
}

package simulator

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// The built-in sizes, in three tables. The first has a row per size: vCPUs, memory and
// temporary disk in GiB and MiB, cache in GiB, and zones by location ("123", "-"
// regional, "" not offered, a final "!" not for this subscription). The second has a
// row per quota family for what all its sizes share. The third has a row per size whose
// entry in Compute's SKU listing could be read (southcentralus, 2026), for what the
// other two leave out, mainly throughput. The remaining figures are those of the
// published size tables.
var (
	//go:embed sizes.tsv
	sizeTable string
	//go:embed families.tsv
	familyTable string
	//go:embed recorded.tsv
	recordedTable string
)

// table splits a tab-separated text with a heading into rows by column name.
func table(text string) []map[string]string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	heading := strings.Split(lines[0], "\t")
	rows := make([]map[string]string, 0, len(lines)-1)
	for _, line := range lines[1:] {
		row := make(map[string]string, len(heading))
		for i, cell := range strings.Split(line, "\t") {
			row[heading[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// builtInSizes joins the two tables into sizes with Compute's capabilities.
func builtInSizes(locations []Location) []Size {
	families := map[string]map[string]string{}
	for _, family := range table(familyTable) {
		families[family["family"]] = family
	}
	recorded := map[string]string{}
	for _, row := range table(recordedTable) {
		recorded[row["size"]] = row["capabilities"]
	}
	rows := table(sizeTable)
	sizes := make([]Size, 0, len(rows))
	for _, row := range rows {
		family := families[row["family"]]
		size := Size{Name: row["name"], Family: row["family"], Capabilities: capabilities(row, family)}
		for _, capability := range strings.Fields(recorded[size.Name]) {
			name, text, _ := strings.Cut(capability, "=")
			size.Capabilities[name] = text
		}
		for _, location := range locations {
			if offer, ok := offerIn(location.Name, row[location.Name], strings.Contains(family["traits"], "ultra")); ok {
				size.Offers = append(size.Offers, offer)
			}
		}
		sizes = append(sizes, size)
	}
	return sizes
}

func offerIn(location, zones string, ultra bool) (Offer, bool) {
	if zones == "" {
		return Offer{}, false
	}
	offer := Offer{Location: location}
	if strings.HasSuffix(zones, "!") {
		offer.Restricted = "NotAvailableForSubscription"
	}
	for _, zone := range zones {
		if zone >= '1' && zone <= '9' {
			offer.Zones = append(offer.Zones, string(zone))
		}
	}
	if ultra {
		offer.UltraZones = offer.Zones
	}
	return offer, true
}

func capabilities(row, family map[string]string) map[string]string {
	has := func(trait string) bool { return strings.Contains(" "+family["traits"]+" ", " "+trait+" ") }
	ephemeral := family["ephemeral"] != "-"
	c := map[string]string{
		"vCPUs":                                row["vcpus"],
		"vCPUsAvailable":                       row["vcpus"],
		"vCPUsPerCore":                         "1",
		"MemoryGB":                             row["memory_gb"],
		"MaxResourceVolumeMB":                  row["temp_mb"],
		"OSVhdSizeMB":                          "1047552",
		"MaxDataDiskCount":                     row["disks"],
		"MaxNetworkInterfaces":                 row["nics"],
		"HyperVGenerations":                    family["generations"],
		"CpuArchitectureType":                  "x64",
		"VMDeploymentTypes":                    "IaaS",
		"MemoryPreservingMaintenanceSupported": capitalBool(!has("rdma") && row["gpus"] == "0"),
		"PremiumIO":                            capitalBool(has("premium")),
		"LowPriorityCapable":                   capitalBool(has("spot")),
		"AcceleratedNetworkingEnabled":         capitalBool(has("accelerated")),
		"EncryptionAtHostSupported":            capitalBool(has("encryption")),
		"RdmaEnabled":                          capitalBool(has("rdma")),
		"EphemeralOSDiskSupported":             capitalBool(ephemeral),
		"CapacityReservationSupported":         "False",
	}
	optional := func(when bool, name, text string) {
		if when {
			c[name] = text
		}
	}
	cache, _ := strconv.ParseInt(row["cache_gb"], 10, 64)
	// In some families only certain sizes have InfiniBand: those with an r in their
	// name.
	optional(strings.Contains(row["name"], "rs_"), "RdmaEnabled", "True")
	optional(has("threads"), "vCPUsPerCore", "2")
	optional(has("arm64"), "CpuArchitectureType", "Arm64")
	optional(ephemeral, "SupportedEphemeralOSDiskPlacements", family["ephemeral"])
	optional(cache > 0, "CachedDiskBytes", strconv.FormatInt(cache<<30, 10))
	optional(row["nvme_mb"] != "0", "NvmeDiskSizeInMiB", row["nvme_mb"])
	optional(row["gpus"] != "0", "GPUs", row["gpus"])
	optional(has("nvme"), "DiskControllerTypes", "NVMe")
	optional(has("ultra"), "UltraSSDAvailable", "True")
	optional(has("snp"), "ConfidentialComputingType", "SNP")
	optional(has("no-trusted-launch") || has("snp"), "TrustedLaunchDisabled", "True")
	return c
}

func capitalBool(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

// number is a capability as a number, or 0 if the size does not have it.
func (s *Size) number(capability string) float64 {
	n, err := strconv.ParseFloat(s.Capabilities[capability], 64)
	if err != nil {
		return 0
	}
	return n
}

func (s *Size) is(capability string) bool {
	return strings.EqualFold(s.Capabilities[capability], "True")
}
func (s *Size) vCPUs() int64       { return int64(s.number("vCPUs")) }
func (s *Size) hasGPU() bool       { return s.number("GPUs") > 0 }
func (s *Size) arm64() bool        { return s.Capabilities["CpuArchitectureType"] == "Arm64" }
func (s *Size) confidential() bool { return s.Capabilities["ConfidentialComputingType"] == "SNP" }
func (s *Size) generation2() bool {
	return strings.Contains(s.Capabilities["HyperVGenerations"], "V2")
}

// cacheBytes and tempBytes are the local disks that may hold an ephemeral OS disk. A
// local NVMe disk counts if the size can place the OS disk there.
func (s *Size) cacheBytes() int64 { return int64(s.number("CachedDiskBytes")) }

func (s *Size) tempBytes() int64 {
	temp := int64(s.number("MaxResourceVolumeMB")) << 20
	if strings.Contains(s.Capabilities["SupportedEphemeralOSDiskPlacements"], "NvmeDisk") {
		temp = max(temp, int64(s.number("NvmeDiskSizeInMiB"))<<20)
	}
	return temp
}

// in is the size's offer in a location, nil if the location does not have it.
func (s *Size) in(location string) *Offer {
	for i := range s.Offers {
		if strings.EqualFold(s.Offers[i].Location, location) {
			return &s.Offers[i]
		}
	}
	return nil
}

func (s *Size) check() error {
	if s.vCPUs() < 1 {
		return fmt.Errorf("size %s: the capability vCPUs is missing or not a number", s.Name)
	}
	return nil
}

package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var placementChecks = []Check{
	{
		ID: "zone-syntax", Level: Error, Code: "InvalidAvailabilityZoneFormat", Source: srcErrors,
		Text:   `Availability zones are "1", "2" and "3", or "auto" alone.`,
		Remedy: `Write zones = ["1", "2", "3"], ["auto"] to leave them to AKS, or [] for a regional pool.`,
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			zones := s.Pool.Get(lane.Zones)
			if lane.ZonesByAKS(zones) {
				return nil
			}
			if slices.Contains(zones.Set(), lane.AutoZone) {
				return at(true, lane.Zones, `zones are %s; "auto" must be the only entry`, zones)
			}
			for _, z := range s.Pool.Get(lane.Zones).Set() {
				if !slices.Contains([]string{"1", "2", "3"}, z) {
					out = append(out, Finding{Field: lane.Zones, Key: z, What: "zone " + quoted(z) + " is not one of 1, 2 and 3"})
				}
			}
			return out
		},
	},
	{
		ID: "ppg-zones", Level: Error, Code: "PPGNotSupportMultipleZones", Source: docs("reduce-latency-ppg"),
		Text:   "A proximity placement group lies in one zone.",
		Remedy: "Use one zone, or none.",
		Find: func(_ Facts, s Subject) []Finding {
			zones := s.Pool.Get(lane.Zones)
			return at(s.known(lane.ProximityGroup) && (len(zones.Set()) > 1 || lane.ZonesByAKS(zones)), lane.Zones, "zones are %s and the lane has a proximity placement group", s.Pool.Get(lane.Zones)).or(lane.ProximityGroup)
		},
	},
	{
		ID: "ppg-pool-type", Level: Error, Code: "PPGSupportsVMSSOnly", Source: srcErrors,
		Text:   "A proximity placement group supports scale sets only.",
		Remedy: "Leave placement.proximity_placement_group_id or pool_type out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.ProximityGroup) && s.machines(), lane.ProximityGroup, "pool_type is VirtualMachines and the lane has a proximity placement group").or(lane.PoolType)
		},
	},
	{
		ID: "reservation-ppg", Level: Error, Code: "CRGConflictWithPPG", Source: srcErrors,
		Text:   "A capacity reservation and a proximity placement group cannot be combined.",
		Remedy: "Leave one of the two out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.ReservationGroup) && s.known(lane.ProximityGroup), lane.ReservationGroup, "the lane has a capacity reservation group and a proximity placement group").or(lane.ProximityGroup)
		},
	},
	{
		ID: "reservation-host-group", Level: Error, Code: "CRGConflictWithDedicatedHost", Source: srcErrors,
		Text:   "A capacity reservation and a dedicated host group cannot be combined.",
		Remedy: "Leave one of the two out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.ReservationGroup) && s.known(lane.HostGroup), lane.ReservationGroup, "the lane has a capacity reservation group and a host group").or(lane.HostGroup)
		},
	},
	{
		ID: "reservation-ultra-ssd", Level: Error, Code: "CRGConflictWithUltraSSD", Source: srcErrors,
		Text:   "A capacity reservation and ultra disks cannot be combined.",
		Remedy: "Leave one of the two out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.ReservationGroup) && s.yes(lane.UltraSSD), lane.ReservationGroup, "the lane has a capacity reservation group and ultra_ssd").or(lane.UltraSSD)
		},
	},
	{
		ID: "ultra-ssd-zones", Level: Error, Source: docs("use-ultra-disks"),
		Text:   "Ultra disks need a zonal pool.",
		Remedy: `Write zones, for example zones = ["1"].`,
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.yes(lane.UltraSSD) && s.settled(lane.Zones) && len(s.Pool.Get(lane.Zones).Set()) == 0, lane.UltraSSD, "ultra_ssd is on and the pool has no zone").or(lane.Zones)
		},
	},
	armID("ppg-id", lane.ProximityGroup, "Microsoft.Compute/proximityPlacementGroups"),
	armID("capacity-reservation-id", lane.ReservationGroup, "Microsoft.Compute/capacityReservationGroups"),
	armID("host-group-id", lane.HostGroup, "Microsoft.Compute/hostGroups"),
	armID("snapshot-id", lane.Snapshot, "Microsoft.ContainerService/snapshots"),
}

var networkChecks = []Check{
	armID("subnet-id", lane.Subnet, "Microsoft.Network/virtualNetworks/subnets"),
	armID("pod-subnet-id", lane.PodSubnet, "Microsoft.Network/virtualNetworks/subnets"),
	armID("public-ip-prefix-id", lane.PublicIPPrefix, "Microsoft.Network/publicIPPrefixes"),
	armID("application-security-group-id", lane.AppSecurityGroups, "Microsoft.Network/applicationSecurityGroups"),
	{
		ID: "pod-ip-allocation-subnet", Level: Error, Source: srcAPI,
		Text:   "How pod addresses are allocated matters only with a pod subnet.",
		Remedy: "Add network.pod_subnet_id, or leave pod_ip_allocation out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.PodIPMode) && s.null(lane.PodSubnet), lane.PodIPMode, "pod_ip_allocation is %s and pod_subnet_id is not set", s.text(lane.PodIPMode))
		},
	},
	{
		ID: "public-ip-prefix-off", Level: Error, Code: "NodePublicIPCanNotBeFalseWithIPPrefixSet", Source: srcErrors,
		Text:   "A prefix needs public IP addresses on the nodes.",
		Remedy: "Add network.node_public_ip = true, or leave public_ip_prefix_id out.",
		Find: func(_ Facts, s Subject) []Finding {
			return at(s.known(lane.PublicIPPrefix) && s.no(lane.NodePublicIP), lane.PublicIPPrefix, "public_ip_prefix_id is set and node_public_ip is not on").or(lane.NodePublicIP)
		},
	},
	{
		ID: "host-port-incomplete", Level: Error, Source: srcAPI,
		Text:   "Every entry of allowed_host_ports has a first and a last port.",
		Remedy: `Write allowed_host_ports = [{ start = 8080, end = 8080, protocol = "TCP" }].`,
		Find: func(_ Facts, s Subject) []Finding {
			return incomplete(lane.HostPorts, portList(s), lane.PortStart, lane.PortEnd)
		},
	},
	{
		ID: "host-port-protocol", Level: Warn, Source: srcOwn,
		Text:   "AKS may fill in a missing protocol; every plan then shows a difference.",
		Remedy: `Add protocol = "TCP" or "UDP".`,
		Find: func(_ Facts, s Subject) []Finding {
			return incomplete(lane.HostPorts, portList(s), lane.PortProtocol)
		},
	},
	{
		ID: "host-port-range", Level: Error, Source: srcAPI,
		Text:   "Host ports are 1 to 65535.",
		Remedy: "Use ports of 1 to 65535.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, p := range portList(s) {
				for _, f := range []*lane.Field{lane.PortStart, lane.PortEnd} {
					n, ok := f.Int(p)
					out = append(out, at(ok && (n < 1 || n > 65535), lane.HostPorts, "%s is %d", f.Path, n)...)
				}
			}
			return out
		},
	},
	{
		ID: "host-port-order", Level: Error, Source: srcAPI,
		Text:   "A range of host ports starts at or below its end.",
		Remedy: "Swap start and end.",
		Find: func(_ Facts, s Subject) []Finding {
			var out []Finding
			for _, p := range portList(s) {
				lo, ok1 := lane.PortStart.Int(p)
				hi, ok2 := lane.PortEnd.Int(p)
				out = append(out, at(ok1 && ok2 && lo > hi, lane.HostPorts, "start is %d and end is %d", lo, hi)...)
			}
			return out
		},
	},
}

func portList(s Subject) []lane.Settings {
	list, _ := s.Pool.Get(lane.HostPorts).Any().([]lane.Settings)
	return list
}

// armID is the rule that a field holds resource IDs of a type, which is a provider
// and the names of its nested types: "Microsoft.Network/virtualNetworks/subnets".
func armID(id string, f *lane.Field, resourceType string) Check {
	parts := strings.Split(resourceType, "/")
	pattern := `(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/` + regexp.QuoteMeta(parts[0])
	example := "/subscriptions/…/resourceGroups/…/providers/" + parts[0]
	for _, p := range parts[1:] {
		pattern += "/" + p + "/[^/]+"
		example += "/" + p + "/…"
	}
	form := regexp.MustCompile(pattern + "$")
	return Check{
		ID: id, Level: Error, Source: srcAPI,
		Text:   "The value must be the ARM resource ID of a resource of type " + resourceType + ".",
		Remedy: "Write " + example + "; the id attribute of the resource has it.",
		Find: func(_ Facts, s Subject) []Finding {
			ids := s.Pool.Get(f).Set()
			if f.Kind == lane.String && s.known(f) {
				ids = []string{s.text(f)}
			}
			var out []Finding
			for _, v := range ids {
				if !form.MatchString(v) {
					out = append(out, Finding{Field: f, What: f.Path + " is " + quoted(v)})
				}
			}
			return out
		},
	}
}

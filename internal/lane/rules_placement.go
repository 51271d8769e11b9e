package lane

import (
	"regexp"
	"slices"
	"strings"
)

var placementRules = []Rule{
	{
		ID: "zone-syntax", Source: srcErrors,
		Text:   `Availability zones are "1", "2" and "3" (InvalidAvailabilityZoneFormat).`,
		Remedy: `Write zones = ["1", "2", "3"], or [] for a regional pool.`,
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, z := range s.Pool.Get(Zones).Set() {
				if !slices.Contains([]string{"1", "2", "3"}, z) {
					out = append(out, Finding{Zones, z, "zone " + quoted(z) + " is not one of 1, 2 and 3"})
				}
			}
			return out
		},
	},
	{
		ID: "ppg-zones", Source: docs("reduce-latency-ppg"),
		Text:   "A proximity placement group lies in one zone (PPGNotSupportMultipleZones).",
		Remedy: "Use one zone, or none.",
		Check: func(s Subject) []Finding {
			return at(s.known(ProximityGroup) && len(s.Pool.Get(Zones).Set()) > 1, Zones, "zones are %s and the lane has a proximity placement group", s.Pool.Get(Zones))
		},
	},
	{
		ID: "ppg-pool-type", Source: srcErrors,
		Text:   "A proximity placement group takes scale sets only (PPGSupportsVMSSOnly).",
		Remedy: "Leave placement.proximity_placement_group_id or pool_type out.",
		Check: func(s Subject) []Finding {
			return at(s.known(ProximityGroup) && s.machines(), ProximityGroup, "pool_type is VirtualMachines and the lane has a proximity placement group")
		},
	},
	{
		ID: "reservation-ppg", Source: srcErrors,
		Text:   "A capacity reservation and a proximity placement group exclude each other (CRGConflictWithPPG).",
		Remedy: "Leave one of the two out.",
		Check: func(s Subject) []Finding {
			return at(s.known(ReservationGroup) && s.known(ProximityGroup), ReservationGroup, "the lane has a capacity reservation group and a proximity placement group")
		},
	},
	{
		ID: "reservation-host-group", Source: srcErrors,
		Text:   "A capacity reservation and a dedicated host group exclude each other (CRGConflictWithDedicatedHost).",
		Remedy: "Leave one of the two out.",
		Check: func(s Subject) []Finding {
			return at(s.known(ReservationGroup) && s.known(HostGroup), ReservationGroup, "the lane has a capacity reservation group and a host group")
		},
	},
	{
		ID: "reservation-ultra-ssd", Source: srcErrors,
		Text:   "A capacity reservation and ultra disks exclude each other (CRGConflictWithUltraSSD).",
		Remedy: "Leave one of the two out.",
		Check: func(s Subject) []Finding {
			return at(s.known(ReservationGroup) && s.yes(UltraSSD), ReservationGroup, "the lane has a capacity reservation group and ultra_ssd")
		},
	},
	{
		ID: "ultra-ssd-zones", Source: docs("use-ultra-disks"),
		Text:   "Ultra disks need a zonal pool.",
		Remedy: `Write zones, for example zones = ["1"].`,
		Check: func(s Subject) []Finding {
			return at(s.yes(UltraSSD) && s.settled(Zones) && len(s.Pool.Get(Zones).Set()) == 0, UltraSSD, "ultra_ssd is on and the pool has no zone")
		},
	},
	armID("ppg-id", ProximityGroup, "Microsoft.Compute/proximityPlacementGroups"),
	armID("capacity-reservation-id", ReservationGroup, "Microsoft.Compute/capacityReservationGroups"),
	armID("host-group-id", HostGroup, "Microsoft.Compute/hostGroups"),
	armID("snapshot-id", Snapshot, "Microsoft.ContainerService/snapshots"),
}

var networkRules = []Rule{
	armID("subnet-id", Subnet, "Microsoft.Network/virtualNetworks/subnets"),
	armID("pod-subnet-id", PodSubnet, "Microsoft.Network/virtualNetworks/subnets"),
	armID("public-ip-prefix-id", PublicIPPrefix, "Microsoft.Network/publicIPPrefixes"),
	armID("application-security-group-id", AppSecurityGroups, "Microsoft.Network/applicationSecurityGroups"),
	{
		ID: "pod-ip-allocation-subnet", Source: srcAPI,
		Text:   "How pod addresses are allocated matters only with a pod subnet.",
		Remedy: "Add network.pod_subnet_id, or leave pod_ip_allocation out.",
		Check: func(s Subject) []Finding {
			return at(s.known(PodIPMode) && s.null(PodSubnet), PodIPMode, "pod_ip_allocation is %s and there is no pod_subnet_id", s.text(PodIPMode))
		},
	},
	{
		ID: "public-ip-prefix-off", Source: srcErrors,
		Text:   "A prefix needs public IP addresses on the nodes (NodePublicIPCanNotBeFalseWithIPPrefixSet).",
		Remedy: "Add network.node_public_ip = true, or leave public_ip_prefix_id out.",
		Check: func(s Subject) []Finding {
			return at(s.known(PublicIPPrefix) && s.no(NodePublicIP), PublicIPPrefix, "public_ip_prefix_id is given and node_public_ip is not on")
		},
	},
	{
		ID: "host-port-incomplete", Source: srcAPI,
		Text:   "Every entry of allowed_host_ports has a first and a last port.",
		Remedy: `Write allowed_host_ports = [{ start = 8080, end = 8080, protocol = "TCP" }].`,
		Check: func(s Subject) []Finding {
			return incomplete(HostPorts, portList(s), PortStart, PortEnd)
		},
	},
	{
		ID: "host-port-protocol", Severity: Advise, Source: srcOwn,
		Text:   "AKS may fill in a protocol that is left out, which is then a difference at every plan.",
		Remedy: `Add protocol = "TCP" or "UDP".`,
		Check: func(s Subject) []Finding {
			return incomplete(HostPorts, portList(s), PortProtocol)
		},
	},
	{
		ID: "host-port-range", Source: srcAPI,
		Text:   "Host ports are 1 to 65535.",
		Remedy: "Use ports of 1 to 65535.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, p := range portList(s) {
				for _, f := range []*Field{PortStart, PortEnd} {
					n, ok := f.Int(p)
					out = append(out, at(ok && (n < 1 || n > 65535), HostPorts, "%s is %d", f.Path, n)...)
				}
			}
			return out
		},
	},
	{
		ID: "host-port-order", Source: srcAPI,
		Text:   "A range of host ports starts at or below its end.",
		Remedy: "Swap start and end.",
		Check: func(s Subject) []Finding {
			var out []Finding
			for _, p := range portList(s) {
				lo, ok1 := PortStart.Int(p)
				hi, ok2 := PortEnd.Int(p)
				out = append(out, at(ok1 && ok2 && lo > hi, HostPorts, "start is %d and end is %d", lo, hi)...)
			}
			return out
		},
	},
}

func portList(s Subject) []Settings {
	list, _ := s.Pool.Get(HostPorts).Any().([]Settings)
	return list
}

// armID is the rule that a field holds resource IDs of the type: a provider
// and the names of its nested types, "Microsoft.Network/virtualNetworks/subnets".
func armID(id string, f *Field, resourceType string) Rule {
	parts := strings.Split(resourceType, "/")
	pattern := `(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/` + regexp.QuoteMeta(parts[0])
	example := "/subscriptions/…/resourceGroups/…/providers/" + parts[0]
	for _, p := range parts[1:] {
		pattern += "/" + p + "/[^/]+"
		example += "/" + p + "/…"
	}
	form := regexp.MustCompile(pattern + "$")
	return Rule{
		ID: id, Source: srcAPI,
		Text:   "It is the ARM resource ID of a resource of type " + resourceType + ".",
		Remedy: "Write " + example + "; the id attribute of the resource has it.",
		Check: func(s Subject) []Finding {
			ids := s.Pool.Get(f).Set()
			if f.Kind == String && s.known(f) {
				ids = []string{s.text(f)}
			}
			var out []Finding
			for _, v := range ids {
				if !form.MatchString(v) {
					out = append(out, Finding{f, "", f.Path + " is " + quoted(v)})
				}
			}
			return out
		},
	}
}

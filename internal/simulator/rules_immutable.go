package simulator

import (
	"reflect"
	"slices"
	"strings"
)

// immutableRules: what a pool keeps for life (class C of the facts' property
// table, 1.4). An update that leaves one of them out keeps it; one that says
// something else is refused with the property's name.
func immutableRules() []rule {
	return []rule{
		immutable("osType", func(p *AgentPoolProperties) any { return p.OSType }),
		immutable("vmSize", func(p *AgentPoolProperties) any { return p.VMSize }),
		immutable("osDiskSizeGB", func(p *AgentPoolProperties) any { return p.OSDiskSizeGB }),
		immutable("osDiskType", func(p *AgentPoolProperties) any { return p.OSDiskType }),
		immutable("kubeletDiskType", func(p *AgentPoolProperties) any { return p.KubeletDiskType }),
		immutable("vnetSubnetID", func(p *AgentPoolProperties) any { return p.VnetSubnetID }),
		immutable("podSubnetID", func(p *AgentPoolProperties) any { return p.PodSubnetID }),
		immutable("podIPAllocationMode", func(p *AgentPoolProperties) any { return p.PodIPAllocationMode }),
		immutable("maxPods", func(p *AgentPoolProperties) any { return p.MaxPods }),
		immutable("type", func(p *AgentPoolProperties) any { return p.Type }),
		immutable("availabilityZones", func(p *AgentPoolProperties) any { return asSet(p.AvailabilityZones) }),
		immutable("enableNodePublicIP", func(p *AgentPoolProperties) any { return p.EnableNodePublicIP }),
		immutable("nodePublicIPPrefixID", func(p *AgentPoolProperties) any { return p.NodePublicIPPrefixID }),
		immutable("scaleSetPriority", func(p *AgentPoolProperties) any { return p.ScaleSetPriority }),
		immutable("scaleSetEvictionPolicy", func(p *AgentPoolProperties) any { return p.ScaleSetEvictionPolicy }),
		immutable("spotMaxPrice", func(p *AgentPoolProperties) any { return p.SpotMaxPrice }),
		immutable("proximityPlacementGroupID", func(p *AgentPoolProperties) any { return p.ProximityPlacementGroupID }),
		immutable("capacityReservationGroupID", func(p *AgentPoolProperties) any { return p.CapacityReservationGroupID }),
		immutable("hostGroupID", func(p *AgentPoolProperties) any { return p.HostGroupID }),
		immutable("kubeletConfig", func(p *AgentPoolProperties) any { return p.KubeletConfig }),
		immutable("linuxOSConfig", func(p *AgentPoolProperties) any { return p.LinuxOSConfig }),
		immutable("enableEncryptionAtHost", func(p *AgentPoolProperties) any { return p.EnableEncryptionAtHost }),
		immutable("enableUltraSSD", func(p *AgentPoolProperties) any { return p.EnableUltraSSD }),
		immutable("gpuInstanceProfile", func(p *AgentPoolProperties) any { return p.GPUInstanceProfile }),
		immutable("gpuProfile.driver", func(p *AgentPoolProperties) any { return value(p.GPUProfile).Driver }),
		immutable("windowsProfile.disableOutboundNat", func(p *AgentPoolProperties) any { return value(p.WindowsProfile).DisableOutboundNat }),
		immutable("networkProfile.nodePublicIPTags", func(p *AgentPoolProperties) any { return value(p.NetworkProfile).NodePublicIPTags }),
		immutable("gatewayProfile.publicIPPrefixSize", func(p *AgentPoolProperties) any { return value(p.GatewayProfile).PublicIPPrefixSize }),
		{"immutable-osSKU-windows", onUpdate, "PropertyChangeNotAllowed", "properties.osSKU", verbatim, windowsSKUChanged},
		{"immutable-enableFIPS-windows", onUpdate, "PropertyChangeNotAllowed", "properties.enableFIPS", verbatim, windowsFIPSChanged},
		{"immutable-mode-gateway", onUpdate, "PropertyChangeNotAllowed", "properties.mode", verbatim, gatewayModeChanged},
	}
}

func immutable(field string, get func(*AgentPoolProperties) any) rule {
	target := "properties." + field
	return rule{
		id: "immutable-" + field, on: onUpdate, code: "PropertyChangeNotAllowed", target: target,
		check: func(p *proposal) string {
			if sameValue(get(p.before), get(p.wants)) {
				return ""
			}
			return changeNotAllowed(target)
		},
	}
}

func changeNotAllowed(target string) string {
	return "Changing property '" + target + "' is not allowed."
}

// zoneSet is a list without order.
type zoneSet []string

func asSet(list []string) zoneSet { return list }

// sameValue compares a property before and after. Absent and the type's zero
// are the same: clients send an explicit false for what was never set.
func sameValue(a, b any) bool { return reflect.DeepEqual(normal(a), normal(b)) }

func normal(v any) any {
	switch v := v.(type) {
	case *string:
		return strings.ToLower(value(v))
	case *bool:
		return value(v)
	case *int32:
		return value(v)
	case *float64:
		return value(v)
	case zoneSet:
		sorted := append([]string{}, v...)
		slices.Sort(sorted)
		return sorted
	default:
		return v
	}
}

func windowsSKUChanged(p *proposal) string {
	if p.before.windows() && !strings.EqualFold(value(p.before.OSSKU), value(p.wants.OSSKU)) {
		return changeNotAllowed("properties.osSKU")
	}
	return ""
}

func windowsFIPSChanged(p *proposal) string {
	if p.before.windows() && value(p.before.EnableFIPS) != value(p.wants.EnableFIPS) {
		return changeNotAllowed("properties.enableFIPS")
	}
	return ""
}

func gatewayModeChanged(p *proposal) string {
	if p.before.gateway() != p.wants.gateway() {
		return changeNotAllowed("properties.mode")
	}
	return ""
}

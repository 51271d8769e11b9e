package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// zoneRules: availability zones (facts: 3.2, 3.9, adoption D1). The zones value "auto"
// is accepted by every api-version: AKS chooses the zones, and a pool with explicit
// zones may change to it (source: AKS's documentation of automatic zone placement). No
// way back is documented, so that change is refused like any other. AKS's texts about
// auto are not known.
func zoneRules() []rule {
	const target = "agentPoolProfile.availabilityZone"
	return []rule{
		{"zone-auto-alone", onCreate, "InvalidAvailabilityZoneFormat", target, verbatim, autoZoneNotAlone},
		{"zone-format", onCreate, "InvalidAvailabilityZoneFormat", target, verbatim, zoneMalformed},
		{"zone-auto-region", always, "AvailabilityZoneNotSupported", target, verbatim, autoZoneWithoutZones},
		{"zone-not-offered", onCreate, "AvailabilityZoneNotSupported", target, verbatim, zoneNotOffered},
		{"zone-scale-set", onCreate, "VMSSRequiredForAvailabilityZone", target, verbatim, zoneWithoutScaleSet},
	}
}

const autoZone = "auto"

// autoZones reports whether AKS chooses the pool's zones.
func (p *AgentPoolProperties) autoZones() bool {
	return len(p.AvailabilityZones) == 1 && strings.EqualFold(p.AvailabilityZones[0], autoZone)
}

// zonesKept: the zones cannot change, unless AKS is to choose them from now on.
func zonesKept(_, wants *AgentPoolProperties) bool { return !wants.autoZones() }

func autoZoneNotAlone(p *proposal) string {
	zones := p.wants.AvailabilityZones
	if len(zones) > 1 && slices.ContainsFunc(zones, func(zone string) bool { return strings.EqualFold(zone, autoZone) }) {
		return fmt.Sprintf("The availability zone 'auto' cannot be used together with others, the zones were '%s'.", strings.Join(zones, ","))
	}
	return ""
}

func zoneMalformed(p *proposal) string {
	if p.wants.autoZones() {
		return ""
	}
	for _, zone := range p.wants.AvailabilityZones {
		if len(zone) != 1 || zone[0] < '1' || zone[0] > '9' {
			return fmt.Sprintf("The availability zone '%s' is not of the form '1'.", zone)
		}
	}
	return ""
}

// autoZoneWithoutZones is checked when a pool's zones become auto. If only its size has
// no zones, in a region that has some, it is not known whether AKS refuses that.
func autoZoneWithoutZones(p *proposal) string {
	if !p.wants.autoZones() || !p.creates() && p.before.autoZones() {
		return ""
	}
	for i := range p.catalog.world.Sizes {
		if offer := p.catalog.world.Sizes[i].in(p.cluster.location()); offer != nil && len(offer.Zones) > 0 {
			return ""
		}
	}
	return fmt.Sprintf("The zone(s) 'auto' for resource '%s' is not supported. The location '%s' has no zones", p.name, p.cluster.location())
}

func zoneNotOffered(p *proposal) string {
	if p.offer == nil || p.wants.autoZones() {
		return ""
	}
	usable := p.offer.usableZones()
	missing := slices.DeleteFunc(slices.Clone(p.wants.AvailabilityZones), func(zone string) bool {
		return slices.Contains(usable, zone)
	})
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("The zone(s) '%s' for resource '%s' is not supported. The supported zones for location '%s' are '%s'",
		strings.Join(missing, ","), p.name, p.cluster.location(), strings.Join(usable, ","))
}

// usableZones are the offer's zones that the subscription may use.
func (o *Offer) usableZones() []string {
	return slices.DeleteFunc(slices.Clone(o.Zones), func(zone string) bool { return slices.Contains(o.RestrictedZones, zone) })
}

func zoneWithoutScaleSet(p *proposal) string {
	if len(p.wants.AvailabilityZones) > 0 && p.wants.virtualMachines() && !p.wants.autoZones() {
		return "Availability zones need an agent pool of type VirtualMachineScaleSets."
	}
	return ""
}

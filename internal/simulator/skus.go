package simulator

import (
	"regexp"
	"strconv"
	"strings"
)

type skuBody struct {
	ResourceType string           `json:"resourceType"`
	Name         string           `json:"name"`
	Tier         string           `json:"tier"`
	Size         string           `json:"size"`
	Family       string           `json:"family"`
	Locations    []string         `json:"locations"`
	LocationInfo []skuLocation    `json:"locationInfo"`
	Capabilities []skuCapability  `json:"capabilities"`
	Restrictions []skuRestriction `json:"restrictions"`
}

type skuLocation struct {
	Location    string          `json:"location"`
	Zones       []string        `json:"zones"`
	ZoneDetails []skuZoneDetail `json:"zoneDetails"`
}

type skuZoneDetail struct {
	Name         []string        `json:"Name"`
	Capabilities []skuCapability `json:"capabilities"`
}

type skuCapability struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type skuRestriction struct {
	Type            string             `json:"type"`
	Values          []string           `json:"values"`
	RestrictionInfo skuRestrictionInfo `json:"restrictionInfo"`
	ReasonCode      string             `json:"reasonCode"`
}

type skuRestrictionInfo struct {
	Locations []string `json:"locations"`
	Zones     []string `json:"zones,omitempty"`
}

var locationFilter = regexp.MustCompile(`(?i)^\s*location\s+eq\s+'([^']*)'\s*$`)

// listSizes lists the VM sizes, one entry for each size and location, as Compute does.
// Its only filter is by location; any other is ignored, as in Compute.
func listSizes(c *call) answer {
	wanted := ""
	if m := locationFilter.FindStringSubmatch(c.request.URL.Query().Get("$filter")); m != nil {
		wanted = m[1]
	}
	list := []skuBody{}
	for i := range c.catalog.world.Sizes {
		size := &c.catalog.world.Sizes[i]
		for j := range size.Offers {
			if wanted == "" || strings.EqualFold(size.Offers[j].Location, wanted) {
				list = append(list, size.body(&size.Offers[j]))
			}
		}
	}
	return fromARM(c, list)
}

// listPlainSizes is Compute's older list of the sizes of a region: their capacity,
// without their restrictions.
func listPlainSizes(c *call) answer {
	if c.catalog.location(c.path["location"]) == nil {
		return c.noLocation().answer()
	}
	list := []map[string]any{}
	for i := range c.catalog.world.Sizes {
		size := &c.catalog.world.Sizes[i]
		if size.in(c.path["location"]) == nil {
			continue
		}
		number := func(name string, unit float64) int64 {
			n, _ := strconv.ParseFloat(size.Capabilities[name], 64)
			return int64(n * unit)
		}
		list = append(list, map[string]any{
			"name": size.Name, "numberOfCores": number("vCPUs", 1), "memoryInMB": number("MemoryGB", 1024),
			"osDiskSizeInMB": number("OSVhdSizeMB", 1), "resourceDiskSizeInMB": number("MaxResourceVolumeMB", 1),
			"maxDataDiskCount": number("MaxDataDiskCount", 1),
		})
	}
	return fromFrontDoor(page[map[string]any]{Value: list})
}

func (s *Size) body(offer *Offer) skuBody {
	body := skuBody{
		ResourceType: "virtualMachines",
		Name:         s.Name,
		Tier:         "Standard",
		Size:         strings.TrimPrefix(s.Name, "Standard_"),
		Family:       s.Family,
		Locations:    []string{offer.Location},
		LocationInfo: []skuLocation{{Location: offer.Location, Zones: orEmpty(offer.Zones), ZoneDetails: []skuZoneDetail{}}},
		Capabilities: make([]skuCapability, 0, len(s.Capabilities)),
		Restrictions: []skuRestriction{},
	}
	for _, name := range sortedKeys(s.Capabilities) {
		// In a region with zones, ultra disks are a property of the zone.
		if name != "UltraSSDAvailable" || len(offer.Zones) == 0 {
			body.Capabilities = append(body.Capabilities, skuCapability{name, s.Capabilities[name]})
		}
	}
	if len(offer.UltraZones) > 0 {
		body.LocationInfo[0].ZoneDetails = append(body.LocationInfo[0].ZoneDetails, skuZoneDetail{
			Name: offer.UltraZones, Capabilities: []skuCapability{{"UltraSSDAvailable", "True"}},
		})
	}
	if offer.Restricted != "" {
		body.Restrictions = append(body.Restrictions, skuRestriction{
			Type: "Location", Values: []string{offer.Location}, ReasonCode: offer.Restricted,
			RestrictionInfo: skuRestrictionInfo{Locations: []string{offer.Location}},
		})
	}
	if len(offer.RestrictedZones) > 0 {
		body.Restrictions = append(body.Restrictions, skuRestriction{
			Type: "Zone", Values: []string{offer.Location}, ReasonCode: "NotAvailableForSubscription",
			RestrictionInfo: skuRestrictionInfo{Locations: []string{offer.Location}, Zones: offer.RestrictedZones},
		})
	}
	return body
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

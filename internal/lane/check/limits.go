package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Limits are a platform team's guardrails for every lane of a provider block. The
// zero value limits nothing.
type Limits struct {
	Labels []string         // keys of labels that a lane must have
	Tags   []string         // keys of tags, compared without case
	Sizes  []string         // patterns of VM sizes, `*` is any run of characters
	Nodes  int64            // maximum number of nodes of a lane; 0 = no limit
	Zones  map[string]int64 // minimum number of zones by purpose; AnyPurpose is for those that are not named
	Hourly float64          // maximum cost of a lane per hour, at its maximum number of nodes; 0 = no limit
	// Message is the text that the team adds to every refusal.
	Message string
}

// AnyPurpose represents every purpose in Limits.Zones.
const AnyPurpose = "*"

// limitChecks compare a lane with the limits of the provider block. Each limit is
// the attribute of `guardrails` that has the name of the check, with underscores.
var limitChecks = []Check{
	{
		ID: "required-labels", Level: Error, Needs: OfLimits,
		Title:  "Required label is missing",
		Text:   "Keys of labels that every lane must have.",
		Remedy: "Write them in the lane, in its preset, or in the provider block's defaults.",
		Find: func(f Facts, s Subject) []Finding {
			return missing(lane.Labels, "label", f.Limits.Labels, s)
		},
	},
	{
		ID: "required-tags", Level: Error, Needs: OfLimits,
		Title:  "Required tag is missing",
		Text:   "Keys of tags that every lane must have; case does not matter.",
		Remedy: "Write them in the lane, in its preset, or in the provider block's defaults.",
		Find: func(f Facts, s Subject) []Finding {
			return missing(lane.Tags, "tag", f.Limits.Tags, s)
		},
	},
	{
		ID: "allowed-vm-sizes", Level: Error, Needs: OfLimits,
		Title:  "VM size is not allowed",
		Text:   "Patterns of the VM sizes that a lane may have; `*` matches any characters.",
		Remedy: "Use a size that matches one of the patterns.",
		Find:   strangeSizes,
	},
	{
		ID: "max-nodes-per-lane", Level: Error, Needs: OfLimits,
		Title:  "Lane has too many nodes",
		Text:   "Maximum number of nodes that a lane may grow to.",
		Remedy: "Lower capacity, or share the work between lanes.",
		Find: func(f Facts, s Subject) []Finding {
			c, most := lane.CapacityOf(s.Pool), f.Limits.Nodes
			n, ok := c.Most()
			return at(ok && most > 0 && n > most, c.MostField(), "the lane may grow to %d nodes; at most %d are allowed", n, most)
		},
	},
	{
		ID: "min-zones", Level: Error, Needs: OfLimits,
		Title:  "Lane is in too few zones",
		Text:   "Minimum number of availability zones of a lane, by purpose; `*` is every other purpose. Zones chosen by AKS are always enough.",
		Remedy: "Write more zones, or use a VM size that is offered in more.",
		Find:   tooFewZones,
	},
	{
		ID: "max-hourly-cost", Level: Error, Needs: OfLimits,
		Title:  "Lane costs too much",
		Text:   "Maximum cost of a lane per hour at its maximum number of nodes, in the currency of `pricing`, which must be set. Unknown prices are not limited.",
		Remedy: "Lower capacity, or use a smaller VM size.",
		Find: func(f Facts, s Subject) []Finding {
			c, most := lane.CapacityOf(s.Pool), f.Limits.Hourly
			_, ok := c.Most()
			return at(ok && most > 0 && s.Hourly > most, c.MostField(), "the lane costs up to %.2f %s an hour; at most %.2f is allowed%s", s.Hourly, s.Currency, most, affordable(c, s.Hourly, most)).or(s.sizeField())
		},
	},
}

// affordable names the largest number of nodes that the limit pays for. It returns
// "" if the limit does not pay for even one node, and for a pool of several sizes,
// which have different prices.
func affordable(c lane.Capacity, hourly, limit float64) string {
	n, ok := c.Most()
	if !ok || n < 1 || c.PerSize() {
		return ""
	}
	fits := int64(limit / (hourly / float64(n)))
	if fits < 1 {
		return ""
	}
	return ". " + lane.Capital(nodes(fits)) + " would fit"
}

// Limit returns the attribute of `guardrails` that the check uses; "" if it uses
// none.
func (c Check) Limit() string {
	if c.Needs&OfLimits == 0 {
		return ""
	}
	return strings.ReplaceAll(c.ID, "-", "_")
}

// missing names the required keys that a lane lacks, all in one finding. It leaves
// out keys that the lane already lacked before the change.
func missing(field *lane.Field, kind string, keys []string, s Subject) []Finding {
	lacks := lacking(s.Pool.Get(field), field, keys)
	if s.Was != nil {
		was := lacking(s.Was.Pool.Get(field), field, keys)
		lacks = slices.DeleteFunc(lacks, func(k string) bool { return slices.Contains(was, k) })
	}
	switch len(lacks) {
	case 0:
		return nil
	case 1:
		return at(true, field, "every lane must have the %s %s; this one does not", kind, lacks[0])
	}
	return at(true, field, "every lane must have the %ss %s; this one does not", kind, lane.Enumerate(lacks))
}

func lacking(have lane.Value, field *lane.Field, keys []string) []string {
	if have.IsUnknown() {
		return nil
	}
	var out []string
	for _, key := range keys {
		has := false
		for k, v := range have.Map() {
			same := k == key || field.Fold && strings.EqualFold(k, key)
			has = has || same && (v.IsUnknown() || v.Text() != "")
		}
		if !has {
			out = append(out, key)
		}
	}
	return out
}

// allows reports whether a size is one of those that a lane may have.
func (f Facts) allows(size string) bool {
	covers := func(pattern string) bool { return lane.Matches(strings.ToLower(pattern), strings.ToLower(size)) }
	return len(f.Limits.Sizes) == 0 || slices.ContainsFunc(f.Limits.Sizes, covers)
}

func strangeSizes(f Facts, s Subject) []Finding {
	var strange []string
	for _, size := range sizesOf(s.Pool) {
		if !f.allows(size) {
			strange = append(strange, size)
		}
	}
	is := "is"
	if len(strange) > 1 {
		is = "are"
	}
	return at(len(strange) > 0, s.sizeField(), "%s %s not among the allowed VM sizes: %s", lane.Enumerate(strange), is, strings.Join(f.Limits.Sizes, ", "))
}

func tooFewZones(f Facts, s Subject) []Finding {
	fewest, named := f.Limits.Zones[s.Purpose]
	if !named {
		fewest = f.Limits.Zones[AnyPurpose]
	}
	zones := s.Pool.Get(lane.Zones)
	n := int64(len(zones.Set()))
	return at(!zones.IsUnknown() && !lane.ZonesByAKS(zones) && n < fewest, lane.Zones, "the lane is in %s; a lane of purpose %s must be in %d or more", zoneCount(n), s.Purpose, fewest).or(s.sizeField())
}

func zoneCount(n int64) string {
	switch n {
	case 0:
		return "no zone"
	case 1:
		return "1 zone"
	}
	return fmt.Sprintf("%d zones", n)
}

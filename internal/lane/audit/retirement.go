package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// retirement is an operating system that AKS lets go: known by its SKU, or by
// what the names of its node images begin with.
type retirement struct {
	name, sku, image string
	ends             time.Time // the day on which support ends
	removed          time.Time // images go; zero where AKS has not said when
}

// retirements are the dates that AKS has announced. Source: AKS documentation,
// upgrade-os-version and the retirement notes that it includes, August 2026.
var retirements = []retirement{
	{name: "Windows Server 2019", sku: "Windows2019", ends: day(2026, time.March, 1), removed: day(2027, time.April, 1)},
	{name: "Windows Server 2022", sku: "Windows2022", ends: day(2028, time.June, 30)},
	{name: "Windows Server Annual Channel", sku: "WindowsAnnual", ends: day(2026, time.May, 15), removed: day(2027, time.May, 15)},
	{name: "Ubuntu 20.04", image: "AKSUbuntu-2004", ends: day(2027, time.March, 17)},
	{name: "Ubuntu 22.04", sku: "Ubuntu2204", ends: day(2027, time.June, 30), removed: day(2028, time.April, 30)},
	{name: "Azure Linux 2.0", image: "AKSAzureLinux-V2", ends: day(2026, time.March, 31), removed: day(2026, time.March, 31)},
	{name: "Flatcar (preview)", sku: "Flatcar", ends: day(2026, time.June, 8), removed: day(2026, time.September, 8)},
}

// notice is how long before its end a retirement is worth a warning.
const notice = 365 * 24 * time.Hour

func (r retirement) of(p Pool) bool {
	return r.sku != "" && lane.OSSKU.Text(p.Set) == r.sku || r.image != "" && strings.HasPrefix(p.Status.Image, r.image)
}

const dayFormat = "2 January 2006"

func osRetired(v view, p Pool) string {
	for _, r := range retirements {
		if !r.of(p) || v.today.Before(r.ends) {
			continue
		}
		what := fmt.Sprintf("support of %s ended on %s", r.name, r.ends.Format(dayFormat))
		switch {
		case r.removed.IsZero():
		case v.today.Before(r.removed):
			what += " and its images go on " + r.removed.Format(dayFormat)
		default:
			what += " and its images went on " + r.removed.Format(dayFormat)
		}
		return what
	}
	return ""
}

func osRetiring(v view, p Pool) string {
	for _, r := range retirements {
		if r.of(p) && v.today.Before(r.ends) && v.today.Add(notice).After(r.ends) {
			return fmt.Sprintf("support of %s ends on %s", r.name, r.ends.Format(dayFormat))
		}
	}
	return ""
}

func osClosed(_ view, p Pool) string {
	if lane.OSSKU.Text(p.Set) != "CBLMariner" {
		return ""
	}
	return "os_sku is CBLMariner"
}

// supportEnds are the days until which AKS supports a minor version; AKS
// names the month. Source: AKS documentation, supported-kubernetes-versions,
// August 2026.
var supportEnds = struct{ community, lts map[int]time.Time }{
	community: map[int]time.Time{33: day(2026, time.July, 31), 34: day(2026, time.November, 30)},
	lts:       map[int]time.Time{31: day(2026, time.November, 30), 32: day(2027, time.March, 31)},
}

// ended says when the support of a minor version ended, if it has by today. What
// is older than the oldest that is told ended before it.
func ended(minor int, lts bool, today time.Time) (when string, over bool) {
	ends := supportEnds.community
	if lts {
		ends = supportEnds.lts
	}
	oldest := slices.Min(slices.Collect(maps.Keys(ends)))
	last, told := ends[minor]
	switch {
	case told:
		return "in " + last.Format("January 2006"), !today.Before(last)
	case minor > 0 && minor < oldest:
		return "before " + ends[oldest].Format("January 2006"), !today.Before(ends[oldest])
	}
	return "", false
}

func kubernetesEnded(v view) string {
	when, over := ended(lane.MinorOf(v.Version), v.LTS(), v.today)
	if !over {
		return ""
	}
	return fmt.Sprintf("support of Kubernetes %s ended %s", v.Version, when)
}

// availabilitySet is ARM's spelling of the pool type that no lane can have.
func availabilitySet(_ view, p Pool) string {
	if lane.PoolType.Text(p.Set) != "AvailabilitySet" {
		return ""
	}
	return "the nodes are in an availability set"
}

func loadBalancerBasic(v view) string {
	if !strings.EqualFold(v.Network.LoadBalancerSKU, "basic") {
		return ""
	}
	return "the cluster has a basic load balancer"
}

func kubenet(v view) string {
	if !strings.EqualFold(v.Network.Plugin, "kubenet") {
		return ""
	}
	return "the cluster's network plugin is kubenet"
}

func gpuDriverTag(_ view, p Pool) string {
	for key := range lane.Tags.In(p.Set).Map() {
		if strings.EqualFold(key, "SkipGPUDriverInstall") {
			return "the pool has the tag " + key
		}
	}
	return ""
}

package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// notice is how long before its end date a retirement is worth a warning.
const notice = 365 * 24 * time.Hour

// retiredSystems returns the retirements that apply to the operating system of a
// pool.
func retiredSystems(p Pool) []lane.Retirement {
	return slices.DeleteFunc(lane.Retirements(), func(r lane.Retirement) bool {
		return !r.System() || !r.Of(p.Set, p.Status.Image)
	})
}

func osRetired(v view, p Pool) string {
	for _, r := range retiredSystems(p) {
		if r.Ends.IsZero() || v.today.Before(r.Ends) {
			continue
		}
		what := fmt.Sprintf("support for %s ended on %s", r.Name, lane.Date(r.Ends))
		switch {
		case r.Removed.IsZero():
		case v.today.Before(r.Removed):
			what += " and its images are removed on " + lane.Date(r.Removed)
		default:
			what += " and its images were removed on " + lane.Date(r.Removed)
		}
		return what
	}
	return ""
}

func osRetiring(v view, p Pool) string {
	for _, r := range retiredSystems(p) {
		if v.today.Before(r.Ends) && v.today.Add(notice).After(r.Ends) {
			return fmt.Sprintf("support for %s ends on %s", r.Name, lane.Date(r.Ends))
		}
	}
	return ""
}

// osClosed is about operating systems for which AKS has not named an end date.
func osClosed(_ view, p Pool) string {
	for _, r := range retiredSystems(p) {
		if r.Refused && r.Ends.IsZero() {
			return "os_sku is " + lane.OSSKU.Text(p.Set)
		}
	}
	return ""
}

// settingRetired is about retired settings that are not an operating system and have
// no end date of their own.
func settingRetired(_ view, p Pool) string {
	for _, r := range lane.Retirements() {
		if r.Refused && !r.System() && r.Ends.IsZero() && r.Of(p.Set, p.Status.Image) {
			return fmt.Sprintf("AKS has created no such pools since %s: %s", lane.Date(r.Closed), r.Name)
		}
	}
	return ""
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// supportEnds are the last days on which AKS supports a minor version; AKS names
// only the month. Source: AKS documentation, supported-kubernetes-versions, August
// 2026.
var supportEnds = struct{ community, lts map[int]time.Time }{
	community: map[int]time.Time{33: day(2026, time.July, 31), 34: day(2026, time.November, 30)},
	lts:       map[int]time.Time{31: day(2026, time.November, 30), 32: day(2027, time.March, 31)},
}

// ended returns when the support of a minor version ends, and whether it has ended
// by today. Versions older than the oldest listed one ended before it.
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
	return fmt.Sprintf("support for Kubernetes %s ended %s", v.Version, when)
}

func availabilitySet(_ view, p Pool) string {
	for _, r := range lane.Retirements() {
		if r.Set != nil && r.Set[0].Field == lane.PoolType && r.Of(p.Set, p.Status.Image) {
			return "the nodes are in an availability set"
		}
	}
	return ""
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

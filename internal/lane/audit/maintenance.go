package audit

import (
	"fmt"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// oldImage is the age in days above which a node image is old: Linux images are
// released weekly, Windows images monthly.
const oldImage = 30

func imageOld(_ view, p Pool) string {
	if p.ImageAgeDays <= oldImage {
		return ""
	}
	return fmt.Sprintf("the node image is %d days old: %s", p.ImageAgeDays, p.Status.Image)
}

// behind returns how many minor versions the nodes are behind the control plane; 0
// if one of the two versions is not known.
func behind(v view, p Pool) int {
	plane, nodes := lane.MinorOf(v.Version), lane.MinorOf(p.Status.Version)
	if plane == 0 || nodes == 0 {
		return 0
	}
	return max(plane-nodes, 0)
}

// mostBehind is the largest skew that AKS accepts.
const mostBehind = 3

func versionBehind(v view, p Pool) string {
	if n := behind(v, p); n == 0 || n >= mostBehind {
		return ""
	}
	return fmt.Sprintf("the nodes run %s and the control plane %s", p.Status.Version, v.Version)
}

func versionSkew(v view, p Pool) string {
	n := behind(v, p)
	if n < mostBehind {
		return ""
	}
	return fmt.Sprintf("the nodes run %s, %d minor versions behind the control plane's %s", p.Status.Version, n, v.Version)
}

func zero(amount string) bool { return amount == "0" || amount == "0%" }

func surgeStalls(_ view, p Pool) string {
	gone := lane.Unavailable.In(p.Set)
	if spot(p) || !zero(lane.Surge.Text(p.Set)) || gone.IsUnknown() || !gone.IsNull() && !zero(gone.Text()) {
		return ""
	}
	return fmt.Sprintf("max_surge is %q and no node may be unavailable", lane.Surge.Text(p.Set))
}

func surgeQuota(_ view, p Pool) string {
	vcpus, known := p.hardware().VCPUs()
	nodes := lane.SurgeNodes(p.Set, p.Status.Nodes)
	if p.QuotaLeft == nil || !known || lane.Surge.In(p.Set).IsUnknown() || nodes*vcpus <= *p.QuotaLeft {
		return ""
	}
	return fmt.Sprintf("a surge of %s on %d nodes needs %d vCPUs and the quota has %d left", lane.SurgeOf(p.Set), p.Status.Nodes, nodes*vcpus, *p.QuotaLeft)
}

func poolFailed(_ view, p Pool) string {
	if p.Status.State != "Failed" && p.Status.State != "Canceled" {
		return ""
	}
	what := "the node pool is " + p.Status.State
	if p.Status.ErrorCode != "" {
		what += ": " + p.Status.ErrorCode
	}
	return what
}

func stoppedDisks(_ view, p Pool) string {
	if !stopped(p) || lane.DiskType.Text(p.Set) != "Managed" {
		return ""
	}
	return "the pool is stopped and its nodes have managed OS disks"
}

func unmanaged(v view, p Pool) string {
	if lane.Tags.In(p.Set).IsUnknown() || Managed(p.Set, v.ManagedBy) {
		return ""
	}
	return "no tag names what manages the pool"
}

// Managed reports whether a tag shows who manages a pool: a lane's own tag, or one
// with a key in marks. Keys are compared without regard to case. AKS manages its own
// pools.
func Managed(pool lane.Settings, marks []string) bool {
	if lane.OfAKS(pool) {
		return true
	}
	for have := range lane.Tags.In(pool).Map() {
		for _, mark := range append([]string{lane.TagName}, marks...) {
			if strings.EqualFold(have, mark) {
				return true
			}
		}
	}
	return false
}

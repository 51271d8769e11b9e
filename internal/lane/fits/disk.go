package fits

import (
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Bounds of ephemeral storage, in bytes and in shares of the disk. The kubelet
// offers nine tenths of the file system, which is a little smaller than the disk.
// The smallest OS disk has 30 GB, the largest 2,048 GB, and the smallest temporary
// disk 4 GB. Sources: Kubernetes' hard eviction thresholds, and AKS' documentation
// of os_disk.size_gb.
const (
	surelyOffered = 0.85
	mostOffered   = 0.9
	smallestDisk  = 30 << 30
	smallestTemp  = 4 << 30
	largestDisk   = 2048 << 30
)

// stores compares the requested ephemeral storage with the disk that the kubelet
// uses.
func (n node) stores(want corev1.ResourceList) verdict {
	q := want[corev1.ResourceEphemeralStorage]
	disk, temporary := n.place.Pool.Get(lane.DiskSize), n.place.Pool.Get(lane.KubeletDisk)
	gb, sized := lane.DiskSize.Int(n.place.Pool)
	sized = sized && gb > 0
	switch asked := q.AsApproximateFloat64(); {
	case asked <= surelyOffered*smallestTemp, asked <= surelyOffered*smallestDisk && temporary.Text() != "Temporary":
		return fine
	case disk.IsUnknown() || temporary.IsUnknown():
		return fine.with(unknown, Reason{Later, "the disks of the lane are not known yet"})
	case temporary.Text() == "Temporary":
		return fine.with(perhaps, Reason{Outside, fmt.Sprintf("a pod requests %s of ephemeral storage, which is on the temporary disk%s", q.String(), ofSize(n.size.Text()))})
	case sized && asked <= surelyOffered*float64(gb<<30):
		return fine
	case sized && asked >= mostOffered*float64(gb<<30):
		return fine.with(no, Reason{Disk, "a pod requests " + q.String() + " of ephemeral storage; os_disk.size_gb is " + strconv.FormatInt(gb, 10) + ", of which the kubelet reserves a tenth"})
	case asked >= mostOffered*largestDisk:
		return fine.with(no, Reason{Disk, "a pod requests " + q.String() + " of ephemeral storage; an OS disk has at most 2048 GB"})
	case sized:
		return fine.with(perhaps, Reason{Outside, "a pod requests " + q.String() + " of ephemeral storage, nearly all of a disk of " + strconv.FormatInt(gb, 10) + " GB"})
	case n.place.Partial:
		return fine.with(perhaps, Reason{Outside, "a pod requests " + q.String() + " of ephemeral storage, which depends on os_disk of the node pool, which is not given here"})
	}
	return fine.with(perhaps, Reason{Outside, "a pod requests " + q.String() + " of ephemeral storage; os_disk.size_gb is not set, and AKS chooses it"})
}

package fits

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	requests "k8s.io/component-helpers/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

func sortedKeys(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }

// roomy judges what one pod asks for against one empty node of the size. A node
// always offers less than its size has, since the kubelet and the system keep a
// part; how much is not known here, so that only a pod which asks for all of
// it, or more, is surely too large.
func (n node) roomy(w Workload) verdict {
	if n.size.IsUnknown() && asksMuch(w) {
		return fine.with(unknown, Reason{Later, "the VM size of the lane is not known yet"})
	}
	v, size, name := fine, n.facts(), n.size.Text()
	want := asked(w.Spec)
	if cpu := want[corev1.ResourceCPU]; size.VCPUs > 0 && cpu.Cmp(*resource.NewQuantity(size.VCPUs, resource.DecimalSI)) >= 0 {
		v = v.with(no, Reason{CPU, fmt.Sprintf("a pod asks for %s vCPUs; a node of %s has %d, a part of which the system keeps", cpu.String(), name, size.VCPUs)})
	}
	if mem := want[corev1.ResourceMemory]; size.MemoryGB > 0 && mem.AsApproximateFloat64() >= size.MemoryGB*(1<<30) {
		v = v.with(no, Reason{Mem, fmt.Sprintf("a pod asks for %s of memory; a node of %s has %gGi, a part of which the system keeps", mem.String(), name, size.MemoryGB)})
	}
	if slices.Contains(devices(w.Spec), "nvidia.com/gpu") && lane.Ordinary(name) {
		v = v.with(no, Reason{GPU, fmt.Sprintf("a pod asks for nvidia.com/gpu; %s has no GPU", name)})
	}
	return v
}

// asksMuch reports whether some size would be too small for the workload: it
// asks for a vCPU, 2 GB of memory (what the smallest size that AKS takes has)
// or a GPU.
func asksMuch(w Workload) bool {
	want := asked(w.Spec)
	cpu, mem := want[corev1.ResourceCPU], want[corev1.ResourceMemory]
	return cpu.Cmp(resource.MustParse("1")) >= 0 || mem.Cmp(resource.MustParse("2Gi")) >= 0 || slices.Contains(devices(w.Spec), "nvidia.com/gpu")
}

// asked is what the scheduler counts for one pod. A container that limits a
// resource and requests none of it requests the limit: the API server fills
// that in.
func asked(spec corev1.PodSpec) corev1.ResourceList {
	fill := func(containers []corev1.Container) []corev1.Container {
		out := slices.Clone(containers)
		for i := range out {
			list := maps.Clone(out[i].Resources.Requests)
			for name, q := range out[i].Resources.Limits {
				if _, ok := list[name]; !ok {
					if list == nil {
						list = corev1.ResourceList{}
					}
					list[name] = q
				}
			}
			out[i].Resources.Requests = list
		}
		return out
	}
	spec.Containers, spec.InitContainers = fill(spec.Containers), fill(spec.InitContainers)
	return requests.PodRequests(&corev1.Pod{Spec: spec}, requests.PodResourcesOptions{})
}

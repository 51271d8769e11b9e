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

// roomy judges what one pod asks for against one empty node of the size. A
// size of which nobody told something, and whose name does not tell it either,
// is not judged by that.
func (n node) roomy(w Workload) verdict {
	if n.size.IsUnknown() && asksMuch(w) {
		return fine.with(unknown, Reason{Later, "the VM size of the lane is not known yet"})
	}
	v, size, name := fine, n.facts(), n.size.Text()
	want := asked(w.Spec)
	// How many vCPUs the system keeps is not told here, so that only a pod which
	// asks for all of them, or more, is surely too large.
	if cpu := want[corev1.ResourceCPU]; size.VCPUs > 0 && cpu.Cmp(*resource.NewQuantity(size.VCPUs, resource.DecimalSI)) >= 0 {
		v = v.with(no, Reason{CPU, fmt.Sprintf("a pod asks for %s vCPUs; a node of %s has %d, a part of which the system keeps", cpu.String(), name, size.VCPUs)})
	}
	memory, why := n.holds(want[corev1.ResourceMemory], size)
	v = v.with(memory, why)
	gpus, why := n.drives(want[nvidia], size)
	return v.with(gpus, why)
}

// holds judges memory.
func (n node) holds(want resource.Quantity, size Size) (truth, Reason) {
	total := size.MemoryGB * (1 << 30)
	least, most := n.kept(total)
	switch asked := want.AsApproximateFloat64(); {
	case total == 0 || asked == 0 || asked <= total-most:
		return yes, Reason{}
	case asked <= total-least:
		return unknown, Reason{Later, "max_pods or the operating system of the lane, by which AKS keeps memory of a node, is not known yet"}
	}
	return no, Reason{Mem, fmt.Sprintf("a pod asks for %s of memory; a node of %s has %gGi, of which AKS keeps at least %dMi",
		want.String(), n.size.Text(), size.MemoryGB, int64(least)>>20)}
}

// kept is how much of a node's memory, in bytes, AKS keeps from pods: least is
// what it surely keeps, most what it may keep as far as settings are not known
// yet. What the machine and the kernel take comes on top, so that a pod may be
// too large all the same.
//
// Source: the AKS documentation, node-resource-reservations, from Kubernetes
// 1.29 on. On Linux an eviction threshold of 100 Mi, and 20 MB for each pod that
// the node may have and 50 MB, or a quarter of the memory if that is less. On
// Windows 2 GB for its own processes; whether the others hold there is not said.
func (n node) kept(total float64) (least, most float64) {
	linux := func(pods float64) float64 { return 100<<20 + min(20e6*pods+50e6, total/4) }
	const windows = 2e9
	pods := n.place.Pool.Get(lane.MaxPods)
	from, to := float64(fewestPods), float64(fewestPods)
	if set, ok := lane.MaxPods.Int(n.place.Pool); ok {
		from, to = float64(set), float64(set)
	} else if pods.IsUnknown() {
		to = mostPods
	}
	switch os := n.os(); {
	case os.IsUnknown():
		return min(linux(from), windows), max(linux(to), windows)
	case os.Text() == "Windows":
		return windows, windows
	}
	return linux(from), linux(to)
}

// The range of max_pods. Where nobody told it AKS chose by the network of the
// cluster, and no fewer than the first.
const fewestPods, mostPods = 10, 250

const nvidia corev1.ResourceName = "nvidia.com/gpu"

// drives judges NVIDIA GPUs. That a device plugin may be told to share a GPU is
// a matter of the cluster, and not looked at.
func (n node) drives(want resource.Quantity, size Size) (truth, Reason) {
	name, profile := n.size.Text(), n.place.Pool.Get(lane.GPUInstance)
	gpus := want.Value()
	switch {
	case gpus <= size.GPUs || gpus == 0:
		return yes, Reason{}
	case lane.Ordinary(name):
		return no, Reason{GPU, fmt.Sprintf("a pod asks for nvidia.com/gpu; %s has no GPU", name)}
	case size.GPUs == 0: // not told
		return yes, Reason{}
	case profile.IsUnknown() && gpus <= size.GPUs*lane.GPUInstances(anyProfile):
		return unknown, Reason{Later, "gpu.instance_profile of the lane is not known yet"}
	case gpus <= size.GPUs*lane.GPUInstances(profile.Text()):
		return yes, Reason{}
	case profile.Text() != "":
		return no, Reason{GPU, fmt.Sprintf("a pod asks for %d nvidia.com/gpu; a node of %s has %d in instances of %s",
			gpus, name, size.GPUs*lane.GPUInstances(profile.Text()), profile.Text())}
	}
	return no, Reason{GPU, fmt.Sprintf("a pod asks for %d nvidia.com/gpu; a node of %s has %d", gpus, name, size.GPUs)}
}

// anyProfile is the one that makes the most of a GPU.
const anyProfile = "MIG1g"

// asksMuch reports whether some size would be too small for the workload: it
// asks for a vCPU, 2 GB of memory (what the smallest size that AKS takes has)
// or a GPU.
func asksMuch(w Workload) bool {
	want := asked(w.Spec)
	cpu, mem := want[corev1.ResourceCPU], want[corev1.ResourceMemory]
	return cpu.Cmp(resource.MustParse("1")) >= 0 || mem.Cmp(resource.MustParse("2Gi")) >= 0 || slices.Contains(devices(w.Spec), string(nvidia))
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

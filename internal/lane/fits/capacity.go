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

// roomy compares what one pod asks for with one empty node of the size. If neither a
// fact nor the name of the size shows what it has, the answer is "perhaps", unless
// the pod asks for so little that every size has it.
func (n node) roomy(w Workload) verdict {
	if n.size.IsUnknown() && asksMuch(w) {
		return fine.with(unknown, Reason{Later, "the VM size of the lane is not known yet"})
	}
	v, size, name := fine, n.facts(), n.size.Text()
	want := asked(w.Spec)
	// How many vCPUs the system reserves is not known here, so only a pod that asks
	// for all of them, or more, is certainly too large.
	switch cpu := want[corev1.ResourceCPU]; {
	case size.VCPUs > 0 && cpu.Cmp(*resource.NewQuantity(size.VCPUs, resource.DecimalSI)) >= 0:
		v = v.with(no, Reason{CPU, fmt.Sprintf("a pod requests %s vCPUs; a node of %s has %d, some of them reserved for the system", cpu.String(), name, size.VCPUs)})
	case size.VCPUs == 0 && cpu.Cmp(oneVCPU) >= 0:
		v = v.with(perhaps, Reason{Outside, fmt.Sprintf("a pod requests %s vCPUs; how many a node%s has is not known here", cpu.String(), ofSize(name))})
	}
	memory, why := n.holds(want[corev1.ResourceMemory], size)
	v = v.with(memory, why)
	for _, device := range devices(w.Spec) {
		v = v.with(n.announces(device, want[corev1.ResourceName(device)], size))
	}
	if len(w.Spec.ResourceClaims) > 0 {
		v = v.with(perhaps, Reason{Outside, "resourceClaims are granted by the drivers of dynamic resources on the nodes"})
	}
	return v.and(n.stores(want)).and(n.pages(want, size))
}

// ofSize returns " of" and the name of a size; "" if the name is empty.
func ofSize(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

// holds judges memory.
func (n node) holds(want resource.Quantity, size Size) (truth, Reason) {
	total := size.MemoryGB * (1 << 30)
	least, most := n.kept(total)
	switch asked := want.AsApproximateFloat64(); {
	case total == 0 && want.Cmp(littleMemory) >= 0:
		return perhaps, Reason{Outside, fmt.Sprintf("a pod requests %s of memory; how much a node%s has is not known here", want.String(), ofSize(n.size.Text()))}
	case total == 0 || asked == 0 || asked <= total-most:
		return yes, Reason{}
	case asked <= total-least:
		return unknown, Reason{Later, "max_pods or the operating system of the lane, which decides how much memory AKS reserves, is not known yet"}
	}
	return no, Reason{Mem, fmt.Sprintf("a pod requests %s of memory; a node of %s has %gGi, of which AKS reserves at least %dMi",
		want.String(), n.size.Text(), size.MemoryGB, int64(least)>>20)}
}

// kept returns how much of a node's memory, in bytes, AKS reserves: least is what it
// certainly reserves, and most is what it may reserve while settings are not known
// yet. The machine and the kernel take memory in addition, so a pod may still be too
// large.
//
// Source: the AKS documentation, node-resource-reservations, from Kubernetes 1.29
// on. On Linux, AKS reserves an eviction threshold of 100 Mi, and 20 MB for each pod
// that the node may have plus 50 MB, or a quarter of the memory if that is less. On
// Windows, it reserves 2 GB for the system's own processes; the source does not
// state whether the other amounts apply there.
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

// The range of max_pods. If it is not given, AKS chose it by the network of the
// cluster, and not below the minimum.
const fewestPods, mostPods = 10, 250

const nvidia = "nvidia.com/gpu"

// drives judges NVIDIA GPUs for a size that certainly has some. Two settings of the
// cluster are not considered: a device plugin may be configured to share a GPU, and
// it has a strategy for announcing instances. AKS's instructions announce instances
// as GPUs.
func (n node) drives(gpus int64, size Size) (truth, Reason) {
	name, profile := n.size.Text(), n.place.Pool.Get(lane.GPUInstance)
	split := lane.HardwareOf(name, lane.Size{}).Partitionable()
	switch {
	case gpus <= size.GPUs:
		return yes, Reason{}
	case profile.IsUnknown() && gpus <= size.GPUs*lane.GPUInstances(anyProfile):
		return unknown, Reason{Later, "gpu.instance_profile of the lane is not known yet"}
	case profile.IsNull() && n.place.Partial && split && gpus <= size.GPUs*lane.GPUInstances(anyProfile):
		return perhaps, Reason{Outside, fmt.Sprintf("a pod requests %d nvidia.com/gpu, which depends on gpu.instance_profile of the node pool, which is not given here", gpus)}
	case gpus <= size.GPUs*lane.GPUInstances(profile.Text()):
		return yes, Reason{}
	case profile.Text() != "":
		return no, Reason{GPU, fmt.Sprintf("a pod requests %d nvidia.com/gpu; a node of %s has %d in instances of %s",
			gpus, name, size.GPUs*lane.GPUInstances(profile.Text()), profile.Text())}
	}
	return no, Reason{GPU, fmt.Sprintf("a pod requests %d nvidia.com/gpu; a node of %s has %d", gpus, name, size.GPUs)}
}

// anyProfile is the profile that splits a GPU into the most instances.
const anyProfile = "MIG1g"

// What the smallest size that AKS accepts has.
var (
	oneVCPU      = resource.MustParse("1")
	littleMemory = resource.MustParse("2Gi")
)

// asksMuch reports whether some size would be too small for the workload: it
// asks for a vCPU, 2 GB of memory, or a device.
func asksMuch(w Workload) bool {
	want := asked(w.Spec)
	cpu, mem := want[corev1.ResourceCPU], want[corev1.ResourceMemory]
	return cpu.Cmp(oneVCPU) >= 0 || mem.Cmp(littleMemory) >= 0 || len(devices(w.Spec)) > 0
}

// asked returns what the scheduler counts for one pod. A container that limits a
// resource without requesting it requests the limit: the API server fills that in.
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

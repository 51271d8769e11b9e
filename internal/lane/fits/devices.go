package fits

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// deviceKind are the extended resources of one kind of hardware.
type deviceKind struct {
	names *regexp.Regexp
	by    string // what announces it, if a node may have it
	// never returns why nodes certainly do not have it; "" if they may have it.
	never func(n node, name string) string
}

// deviceKinds determine by the VM size which nodes certainly lack a resource. The
// first entry with matching names counts; a node may have any other resource.
// node.drives counts NVIDIA's whole GPUs, and node.slices counts instances of them.
// Sources: the documentation of the device plugins, and Azure's of VM sizes.
var deviceKinds = []deviceKind{
	{regexp.MustCompile(`^nvidia\.com/(hostdev|.*rdma|.*hca|ib|mlnx|sriov)`), "NVIDIA's network operator", nowhereKnown},
	{regexp.MustCompile(`^nvidia\.com/`), "NVIDIA's device plugin", lacking(node.withoutNVIDIA, "NVIDIA GPU")},
	{regexp.MustCompile(`^amd\.com/gpu`), "AMD's device plugin, for which AKS installs no driver", lacking(node.withoutAMD, "AMD GPU")},
	{regexp.MustCompile(`^gpu\.intel\.com/`), "Intel's device plugin", lacking(node.withoutIntel, "Intel GPU")},
	{regexp.MustCompile(`^sgx\.intel\.com/`), "the SGX device plugin, an add-on of AKS", lacking(node.withoutSGX, "SGX")},
	{regexp.MustCompile(`^(google\.com/tpu|(.*\.)?amazonaws\.com/|aws\.amazon\.com/|habana\.ai/)`), "", func(node, string) string { return "no Azure VM size has it" }},
	{regexp.MustCompile(`(?i)gpu`), "a device plugin", lacking(func(n node) bool { return lane.Ordinary(n.size.Text()) }, "GPU")},
	{regexp.MustCompile(`^devices\.kubevirt\.io/`), "KubeVirt", func(n node, _ string) string {
		if n.windows() {
			return "KubeVirt runs on Linux nodes only"
		}
		return ""
	}},
	{regexp.MustCompile(`^rdma/`), "an RDMA device plugin", nowhereKnown},
	{regexp.MustCompile(``), "a device plugin", nowhereKnown},
}

func nowhereKnown(node, string) string { return "" }

// lacking builds the reason for a size that certainly lacks the hardware.
func lacking(lacks func(node) bool, what string) func(node, string) string {
	return func(n node, _ string) string {
		if lane.Ordinary(n.size.Text()) && strings.HasSuffix(what, "GPU") {
			return n.size.Text() + " has no GPU"
		}
		if lacks(n) {
			return n.size.Text() + " has no " + what
		}
		return ""
	}
}

// code returns the code of the reason if a pod asks for the resource and a node
// lacks it.
func (k deviceKind) code() Code {
	if strings.Contains(k.names.String(), "gpu") || k.names.MatchString(nvidia) {
		return GPU
	}
	return Device
}

// sgx matches the sizes with Intel SGX. Source: Azure's documentation of the DC
// series.
var sgx = regexp.MustCompile(`(?i)^Standard_DC\d+d?s(_v[23])?$`)

func (n node) withoutSGX() bool {
	name := n.size.Text()
	return lane.KnowsFamily(name) && !sgx.MatchString(name)
}

// announces judges an extended resource that a pod asks for.
func (n node) announces(name string, want resource.Quantity, size Size) (truth, Reason) {
	for _, k := range deviceKinds {
		if !k.names.MatchString(name) {
			continue
		}
		why := k.never(n, name)
		switch {
		case why != "":
			return no, Reason{k.code(), "a pod requests " + name + "; " + why}
		case name == nvidia && size.GPUs > 0:
			return n.drives(want.Value(), size)
		case strings.HasPrefix(name, "nvidia.com/mig-"):
			return n.slices(name, want.Value(), size)
		case name == nvidia:
			return perhaps, Reason{Outside, fmt.Sprintf("a pod requests %d %s; how many a node%s has is not known here", want.Value(), name, ofSize(n.size.Text()))}
		}
		return perhaps, Reason{Outside, "a pod requests " + name + ", which nodes have if " + k.by + " advertises it"}
	}
	return yes, Reason{}
}

var instance = regexp.MustCompile(`^nvidia\.com/mig-(\d+)(?:c\.\d+)?g\.`)

// slices judges GPU instances that have their own resource, as the device plugin
// announces them with the strategy "mixed". AKS partitions all GPUs of a pool in the
// same way, by the pool's profile.
func (n node) slices(name string, want int64, size Size) (truth, Reason) {
	profile, machine := n.place.Pool.Get(lane.GPUInstance), n.size.Text()
	m := instance.FindStringSubmatch(name)
	switch {
	case size.GPUs > 0 && !lane.HardwareOf(machine, lane.Size{}).Partitionable():
		return no, Reason{GPU, fmt.Sprintf("a pod requests %s; the GPUs of %s cannot be split into instances", name, machine)}
	case profile.IsUnknown():
		return unknown, Reason{Later, "gpu.instance_profile of the lane is not known yet"}
	case profile.IsNull() && n.place.Partial:
		return perhaps, Reason{Outside, "a pod requests " + name + ", which depends on gpu.instance_profile of the node pool, which is not given here"}
	case profile.IsNull():
		return no, Reason{GPU, "a pod requests " + name + "; the lane has no gpu.instance_profile"}
	case m != nil && profile.Text() != "MIG"+m[1]+"g":
		return no, Reason{GPU, fmt.Sprintf("a pod requests %s; the GPUs are split into instances of %s", name, profile.Text())}
	case size.GPUs > 0 && want > size.GPUs*lane.GPUInstances(profile.Text()):
		return no, Reason{GPU, fmt.Sprintf("a pod requests %d %s; a node of %s has at most %d", want, name, machine, size.GPUs*lane.GPUInstances(profile.Text()))}
	}
	return perhaps, Reason{Outside, "a pod requests " + name + `, which NVIDIA's device plugin advertises with the strategy "mixed" if the instances have this memory`}
}

// pages judges huge pages. The transparent huge pages of node_config are something
// else: a node has the huge pages that a pod requests only if something allocates
// them before the kubelet starts.
func (n node) pages(want corev1.ResourceList, size Size) verdict {
	v := fine
	for name, q := range want {
		if !strings.HasPrefix(string(name), corev1.ResourceHugePagesPrefix) || q.IsZero() {
			continue
		}
		switch {
		case n.windows():
			return fine.with(no, Reason{Device, fmt.Sprintf("a pod requests %s; Windows nodes have none", name)})
		case size.MemoryGB > 0 && q.AsApproximateFloat64() >= size.MemoryGB*(1<<30):
			return fine.with(no, Reason{Mem, fmt.Sprintf("a pod requests %s of %s; a node of %s has %gGi of memory", q.String(), name, n.size.Text(), size.MemoryGB)})
		}
		v = fine.with(perhaps, Reason{Outside, fmt.Sprintf("a pod requests %s, which no AKS setting allocates: an agent must do so on the nodes before the kubelet starts", name)})
	}
	return v
}

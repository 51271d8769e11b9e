package fits

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// classOf returns the value of `runtime` for which AKS itself provides a runtime
// class, based on how the name of the class begins; "" for any other class. Sources:
// the AKS documentation of pod sandboxing and of WASI node pools.
func classOf(class string) string {
	switch {
	case class == "kata-vm-isolation" || class == "kata-mshv-vm-isolation":
		return "KataVmIsolation"
	case strings.HasPrefix(class, "wasmtime-"):
		return "WasmWasi"
	}
	return ""
}

// handles judges the runtime class of a pod: AKS's own classes by `runtime`, and
// NVIDIA's by the size. Any other class may select any nodes, and needs its handler
// there.
func (n node) handles(w Workload) verdict {
	if w.Spec.RuntimeClassName == nil || *w.Spec.RuntimeClassName == "" {
		return fine
	}
	class := *w.Spec.RuntimeClassName
	runtime := filled(n, lane.Runtime)
	switch needs := classOf(class); {
	case needs == "" && strings.HasPrefix(class, "nvidia") && n.withoutNVIDIA():
		return fine.with(no, Reason{Class, "runtimeClassName is " + class + "; " + n.size.Text() + " has no NVIDIA GPU, and its nodes have no such runtime"})
	case needs == "" && n.size.IsUnknown() && strings.HasPrefix(class, "nvidia"):
		return fine.with(unknown, Reason{Later, "the VM size of the lane is not known yet"})
	case needs == "":
		return fine.with(perhaps, Reason{Outside, "runtimeClassName is " + class + ": the class selects the nodes, and they must have its runtime"})
	case runtime.IsUnknown():
		return fine.with(unknown, Reason{Later, "runtime of the lane is not known yet"})
	case runtime.IsNull():
		return fine.with(perhaps, Reason{Outside, "runtimeClassName is " + class + ", which depends on runtime of the node pool, which is not given here"})
	case runtime.Text() != needs:
		return fine.with(no, Reason{Class, "runtimeClassName is " + class + ", which needs runtime " + needs + "; the lane has " + runtime.Text()})
	}
	return fine
}

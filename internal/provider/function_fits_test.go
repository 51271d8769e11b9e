package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const nightly = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: pricing }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          nodeSelector: { workload-lane/name: pricing }
          tolerations: [{ key: workload, operator: Equal, value: batch, effect: NoSchedule }]
          containers: [{ name: main, image: pricing, resources: { requests: { cpu: "2" } } }]
`

func twoLanes(t *testing.T) object {
	t.Helper()
	return object{"pricing": expanded(t, "batch", object{"name": "pricing"}), "web": expanded(t, "general", object{"name": "web"})}
}

func TestFits(t *testing.T) {
	t.Parallel()
	returns(t, list{object{
		"kind": "CronJob", "namespace": "pricing", "name": "nightly", "part": nil,
		"answer": "yes", "lands": true, "lanes": list{"pricing"}, "also": list{},
		"why_not": object{"pricing": nil, "web": "nodeSelector requires workload-lane/name=pricing; the nodes have web"},
		"perhaps": object{"pricing": nil, "web": nil},
		"remarks": object{"pricing": nil, "web": nil},
		"summary": "CronJob pricing/nightly lands on pricing.",
	}}, "fits", nightly, twoLanes(t))
}

// The summary explains why a wrong manifest does not fit.
func TestFitsSaysWhy(t *testing.T) {
	t.Parallel()
	intolerant := strings.Replace(nightly, "value: batch", "value: bach", 1)
	out := call(t, "fits", intolerant, twoLanes(t))
	if lands, answer := part(out, 0, "lands"), part(out, 0, "answer"); lands != false || answer != "no" {
		t.Errorf("lands is %v, the answer %v", lands, answer)
	}
	summary, _ := part(out, 0, "summary").(string)
	for _, line := range []string{"CronJob pricing/nightly lands on no lane:", "pricing: ", "workload=batch:NoSchedule", "web: "} {
		if !strings.Contains(summary, line) {
			t.Errorf("the summary does not say %q:\n%s", line, summary)
		}
	}
}

// Several documents, a list of objects, and a list of lanes.
func TestFitsTakesWhatHCLMakes(t *testing.T) {
	t.Parallel()
	both := nightly + "\n---\n" + strings.Replace(nightly, "name: nightly", "name: weekly", 1)
	if got := call(t, "fits", both, twoLanes(t)); part(got, 0, "name") != "nightly" || part(got, 1, "name") != "weekly" {
		t.Errorf("documents: %v", got)
	}
	pod := object{"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": "p"}, "spec": object{"containers": list{object{"name": "c", "image": "i"}}}}
	if got := call(t, "fits", list{pod, pod}, twoLanes(t)); len(got.(list)) != 2 {
		t.Errorf("objects: %v", got)
	}
	lanes := list{expanded(t, "general", object{"name": "web"})}
	if got := call(t, "fits", pod, lanes); part(got, 0, "lanes", 0) != "web" {
		t.Errorf("a list of lanes: %v", got)
	}
}

// An unknown value makes an answer unknown only if it affects the answer.
func TestFitsUnknown(t *testing.T) {
	t.Parallel()
	lanes := twoLanes(t)
	lanes["pricing"] = expanded(t, "batch", object{"name": "pricing", "tags": later, "os_disk": object{"size_gb": later}})
	if got := call(t, "fits", nightly, lanes); part(got, 0, "lanes", 0) != "pricing" {
		t.Errorf("a disk of unknown size: %v", got)
	}

	lanes["pricing"] = expanded(t, "batch", object{"name": "pricing", "taints": later})
	got := call(t, "fits", nightly, lanes)
	want := object{"pricing": later, "web": "nodeSelector requires workload-lane/name=pricing; the nodes have web"}
	if diff := cmp.Diff(want, part(got, 0, "why_not")); diff != "" || part(got, 0, "lands") != later || part(got, 0, "name") != "nightly" {
		t.Errorf("unknown taints: %v\n%s", got, diff)
	}

	pod := func(image, selector any) object {
		return object{"apiVersion": "v1", "kind": "Pod", "metadata": object{"name": "p", "labels": later}, "spec": object{
			"nodeSelector": selector, "containers": list{object{"name": later, "image": image, "env": later}}}}
	}
	if got := call(t, "fits", pod(later, object{"workload-lane/name": "web"}), twoLanes(t)); part(got, 0, "lanes", 0) != "web" {
		t.Errorf("an unknown image: %v", got)
	}
	returns(t, later, "fits", pod("i", object{"workload-lane/name": later}), twoLanes(t))
	returns(t, later, "fits", later, twoLanes(t))
	if got := call(t, "fits", nightly, later); part(got, 0, "lands") != later || part(got, 0, "why_not") != later {
		t.Errorf("unknown lanes: %v", got)
	}
}

// Lanes without a memory size, such as resources and results of expand, are judged
// by the name of their VM size.
func TestFitsJudgesTheSize(t *testing.T) {
	t.Parallel()
	asks := func(name, value string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers: [{ name: c, image: i, resources: { requests: { " + name + ": " + value + " } } }]\n"
	}
	lanes := object{"web": expanded(t, "general", object{"name": "web"}), "gpu": expanded(t, "gpu", object{"name": "gpu"}), "odd": expanded(t, "general", object{"name": "odd", "vm_size": "Standard_M128s"})}
	for _, tt := range []struct {
		name, value string
		lanes       list
		lane, why   string
	}{
		{"memory", "31Gi", list{"web"}, "gpu", "no toleration for taint nvidia.com/gpu=present:NoSchedule; a pod requests 31Gi of memory; a node of Standard_NC4as_T4_v3 has 28Gi, of which AKS reserves at least 338Mi"},
		{"memory", "500Gi", list{}, "web", "a pod requests 500Gi of memory; a node of Standard_D8ds_v5 has 32Gi, of which AKS reserves at least 338Mi"},
		{"nvidia.com/gpu", "1", list{"gpu"}, "web", "a pod requests nvidia.com/gpu; Standard_D8ds_v5 has no GPU"},
		{"nvidia.com/gpu", "2", list{}, "gpu", "a pod requests 2 nvidia.com/gpu; a node of Standard_NC4as_T4_v3 has 1"},
	} {
		got := call(t, "fits", asks(tt.name, tt.value), lanes)
		if diff := cmp.Diff(tt.lanes, part(got, 0, "lanes")); diff != "" {
			t.Errorf("lanes of %s of %s (-want +got):\n%s", tt.value, tt.name, diff)
		}
		if odd := part(got, 0, "perhaps", "odd"); tt.name == "memory" && odd != "a pod requests "+tt.value+" of memory; how much a node of Standard_M128s has is not known here" {
			t.Errorf("%s of %s on a size that is not known: %v", tt.value, tt.name, odd)
		}
		if why := part(got, 0, "why_not", tt.lane); why != tt.why {
			t.Errorf("%s of %s on %s: %v", tt.value, tt.name, tt.lane, why)
		}
	}
	told := object{"odd": object{"pool": object{"vm_size": "Standard_M128s"}, "memory_gb": 2048}}
	if got := call(t, "fits", asks("memory", "3000Gi"), told); part(got, 0, "lands") != false {
		t.Errorf("memory that was told: %v", got)
	}
	fails(t, 0, []string{"line 1: spec.containers[0].resources.requests: cpu is -1; a quantity is 0 or more"}, "fits", asks("cpu", "-1"), lanes)
}

func TestFitsOfBadInput(t *testing.T) {
	t.Parallel()
	fails(t, 0, []string{"line 2", `kind "Deploymnt"`, "write Deployment"}, "fits", "\nkind: Deploymnt\napiVersion: apps/v1\n", object{})
	fails(t, 0, []string{"line 3"}, "fits", "kind: Pod\napiVersion: v1\nspec: [\n", object{})
	fails(t, 0, []string{"no workload"}, "fits", object{"kind": "Service", "apiVersion": "v1"}, object{})
	fails(t, 1, []string{"this is a string; write a map or a list of lanes"}, "fits", nightly, "web")
	fails(t, 1, []string{`["web"]`, "not a lane"}, "fits", nightly, object{"web": object{"x": 1}})
	fails(t, 1, []string{"this is one lane"}, "fits", nightly, expanded(t, "general", object{}))
}

// A plan can distinguish three answers, and distinguish each from an answer that is
// not known yet.
func TestFitsPerhaps(t *testing.T) {
	t.Parallel()
	const plugin = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: plugin }
spec:
  template:
    spec:
      priorityClassName: system-node-critical
      tolerations: [{ operator: Exists }]
      nodeSelector: { nvidia.com/gpu.present: "true" }
      containers: [{ name: c, image: i }]
---
apiVersion: example.com/v1
kind: Cache
metadata: { name: redis }
spec: { template: { spec: { containers: [{ name: c, image: i }] } } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: plugin }
`
	lanes := object{"web": expanded(t, "general", object{"name": "web"}), "gpu": expanded(t, "gpu", object{"name": "gpu"})}
	got := call(t, "fits", plugin, lanes)
	want := object{
		"kind": "DaemonSet", "namespace": nil, "name": "plugin", "part": nil,
		"answer": "perhaps", "lands": nil, "lanes": list{}, "also": list{},
		"why_not": object{"gpu": nil, "web": "nodeSelector requires nvidia.com/gpu.present=true; the nodes have no such label"},
		"perhaps": object{"gpu": "nodeSelector requires nvidia.com/gpu.present=true, which depends on NVIDIA's GPU feature discovery", "web": nil},
		"remarks": object{"gpu": "priority and preemption are not considered: priorityClassName is system-node-critical", "web": nil},
		"summary": "DaemonSet plugin may land:\ngpu: nodeSelector requires nvidia.com/gpu.present=true, which depends on NVIDIA's GPU feature discovery\nweb: nodeSelector requires nvidia.com/gpu.present=true; the nodes have no such label",
	}
	if diff := cmp.Diff(want, part(got, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.(list)) != 2 || part(got, 1, "answer") != "perhaps" || part(got, 1, "lands") != nil {
		t.Errorf("of a kind that is not known: %v", got)
	}
	lanes["gpu"] = expanded(t, "gpu", object{"name": "gpu", "vm_size": later})
	if got := call(t, "fits", plugin, lanes); part(got, 0, "answer") != later || part(got, 0, "lands") != later || part(got, 0, "perhaps", "gpu") != later || part(got, 0, "perhaps", "web") != nil {
		t.Errorf("of a size that is not known yet: %v", got)
	}
}

// For a pool without all settings, there is no certain answer that a missing
// setting could change.
func TestFitsOfListedPools(t *testing.T) {
	t.Parallel()
	const sandboxed = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { runtimeClassName: kata-vm-isolation, containers: [] }\n"
	listed := object{"web": object{"pool": object{"name": "web", "mode": "User", "vm_size": "Standard_D8ds_v5"}}}
	if got := call(t, "fits", sandboxed, listed); part(got, 0, "answer") != "perhaps" || part(got, 0, "perhaps", "web") != "runtimeClassName is kata-vm-isolation, which depends on runtime of the node pool, which is not given here" {
		t.Errorf("a listed pool: %v", got)
	}
	if got := call(t, "fits", sandboxed, object{"web": expanded(t, "general", object{"name": "web"})}); part(got, 0, "answer") != "no" {
		t.Errorf("a whole pool: %v", got)
	}
}

// An autoscaled pool without nodes, as the data sources report it.
func TestFitsOfAnEmptyPool(t *testing.T) {
	t.Parallel()
	pool := func(capacity object) object {
		return object{"pool": object{"name": "pricing", "mode": "User", "vm_size": "Standard_D8ds_v5", "capacity": capacity,
			"labels": object{"workload-lane/name": "pricing"}, "taints": list{"workload=batch:NoSchedule"}}}
	}
	for name, tt := range map[string]struct {
		capacity object
		answer   string
	}{
		"at 0 of 20":  {object{"nodes": 0, "min": 0, "max": 20}, "yes"},
		"fixed at 0":  {object{"nodes": 0, "min": nil, "max": nil}, "no"},
		"up to 0":     {object{"nodes": 0, "min": 0, "max": 0}, "no"},
		"not decided": {object{"nodes": nil, "min": nil, "max": nil}, "yes"},
	} {
		if got := call(t, "fits", nightly, object{"pricing": pool(tt.capacity)}); part(got, 0, "answer") != tt.answer {
			t.Errorf("%s: %v, want %s", name, got, tt.answer)
		}
	}
}

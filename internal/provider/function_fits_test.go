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
		"kind": "CronJob", "namespace": "pricing", "name": "nightly",
		"lands": true, "lanes": list{"pricing"}, "also": list{},
		"why_not": object{"pricing": nil, "web": "nodeSelector wants workload-lane/name=pricing; the nodes have web"},
		"remarks": object{"pricing": nil, "web": nil},
		"summary": "CronJob pricing/nightly lands on pricing.",
	}}, "fits", nightly, twoLanes(t))
}

// A wrong manifest is told why.
func TestFitsSaysWhy(t *testing.T) {
	t.Parallel()
	intolerant := strings.Replace(nightly, "value: batch", "value: bach", 1)
	out := call(t, "fits", intolerant, twoLanes(t))
	if got := part(out, 0, "lands"); got != false {
		t.Errorf("lands is %v", got)
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

// A value that is not known yet makes an answer unknown only where it matters.
func TestFitsUnknown(t *testing.T) {
	t.Parallel()
	lanes := twoLanes(t)
	lanes["pricing"] = expanded(t, "batch", object{"name": "pricing", "tags": later, "os_disk": object{"size_gb": later}})
	if got := call(t, "fits", nightly, lanes); part(got, 0, "lanes", 0) != "pricing" {
		t.Errorf("a disk of unknown size: %v", got)
	}

	lanes["pricing"] = expanded(t, "batch", object{"name": "pricing", "taints": later})
	got := call(t, "fits", nightly, lanes)
	want := object{"pricing": later, "web": "nodeSelector wants workload-lane/name=pricing; the nodes have web"}
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

// Lanes that tell no memory, as resources and expand do not, are judged by the
// name of their size.
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
		{"memory", "31Gi", list{"odd", "web"}, "gpu", "no toleration for taint nvidia.com/gpu=present:NoSchedule; a pod asks for 31Gi of memory; a node of Standard_NC4as_T4_v3 has 28Gi, of which AKS keeps at least 338Mi"},
		{"memory", "500Gi", list{"odd"}, "web", "a pod asks for 500Gi of memory; a node of Standard_D8ds_v5 has 32Gi, of which AKS keeps at least 338Mi"},
		{"nvidia.com/gpu", "1", list{"gpu"}, "web", "a pod asks for nvidia.com/gpu; Standard_D8ds_v5 has no GPU"},
		{"nvidia.com/gpu", "2", list{}, "gpu", "a pod asks for 2 nvidia.com/gpu; a node of Standard_NC4as_T4_v3 has 1"},
	} {
		got := call(t, "fits", asks(tt.name, tt.value), lanes)
		if diff := cmp.Diff(tt.lanes, part(got, 0, "lanes")); diff != "" {
			t.Errorf("lanes of %s of %s (-want +got):\n%s", tt.value, tt.name, diff)
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
	fails(t, 0, []string{"line 2", `kind "Deploymnt"`, "the kinds are Pod, Deployment"}, "fits", "\nkind: Deploymnt\napiVersion: apps/v1\n", object{})
	fails(t, 0, []string{"line 3"}, "fits", "kind: Pod\napiVersion: v1\nspec: [\n", object{})
	fails(t, 0, []string{"no workload"}, "fits", object{"kind": "Service", "apiVersion": "v1"}, object{})
	fails(t, 1, []string{"this is a text; write a map or a list of lanes"}, "fits", nightly, "web")
	fails(t, 1, []string{`["web"]`, "no lane"}, "fits", nightly, object{"web": object{"x": 1}})
	fails(t, 1, []string{"this is one lane"}, "fits", nightly, expanded(t, "general", object{}))
}

package fits

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	strict "sigs.k8s.io/json"
)

// customKind is a kind outside Kubernetes that creates pods, with the places of its
// pod templates. The version does not matter.
type customKind struct {
	name, group string
	parts       []customPart
}

// customPart is one template. A path is written with dots. "x[]" is each item of a
// list, and "x{}" is each entry of a map; each of them is then a separate part.
type customPart struct {
	name     string // of the part; "" if there is only one
	template string // path of the pod template
	named    string // field that names an item of a list
	pods     string // path, from the item or the object, of the number of pods; "" is 1
	beside   []string
	machine  bool // a KubeVirt machine rather than a pod template
	daemon   bool // a pod on every node
}

func one(template, pods string) []customPart {
	return []customPart{{template: template, pods: pods}}
}

func ray(at string) []customPart {
	return []customPart{
		{name: "head", template: at + ".headGroupSpec.template"},
		{name: "worker", template: at + ".workerGroupSpecs[].template", named: "groupName", pods: "replicas"},
	}
}

func kubeflow(at string) []customPart {
	return []customPart{{template: "spec." + at + "{}.template", pods: "replicas"}}
}

// knative lists the fields that Knative revisions have in addition to a pod spec.
// Source: the Knative Serving API.
var knative = []string{"containerConcurrency", "timeoutSeconds", "responseStartTimeoutSeconds", "idleTimeoutSeconds"}

// customKinds are the kinds that create pods and that charts commonly contain.
// Sources: the API references of the projects.
var customKinds = []customKind{
	{"Rollout", "argoproj.io", one("spec.template", "spec.replicas")},
	{"Service", "serving.knative.dev", []customPart{{template: "spec.template", beside: knative}}},
	{"Configuration", "serving.knative.dev", []customPart{{template: "spec.template", beside: knative}}},
	{"RayCluster", "ray.io", ray("spec")},
	{"RayJob", "ray.io", append(ray("spec.rayClusterSpec"), customPart{name: "submitter", template: "spec.submitterPodTemplate"})},
	{"RayService", "ray.io", ray("spec.rayClusterConfig")},
	{"ScaledJob", "keda.sh", one("spec.jobTargetRef.template", "spec.jobTargetRef.parallelism")},
	{"Job", "batch.volcano.sh", []customPart{{template: "spec.tasks[].template", named: "name", pods: "replicas"}}},
	{"JobSet", "jobset.x-k8s.io", []customPart{{template: "spec.replicatedJobs[].template.spec.template", named: "name", pods: "template.spec.parallelism"}}},
	{"LeaderWorkerSet", "leaderworkerset.x-k8s.io", []customPart{
		{name: "leader", template: "spec.leaderWorkerTemplate.leaderTemplate", pods: "spec.replicas"},
		{name: "worker", template: "spec.leaderWorkerTemplate.workerTemplate", pods: "spec.replicas"},
	}},
	{"VirtualMachine", "kubevirt.io", []customPart{{template: "spec.template", machine: true}}},
	{"VirtualMachineInstance", "kubevirt.io", []customPart{{template: "", machine: true}}},
	{"VirtualMachineInstanceReplicaSet", "kubevirt.io", []customPart{{template: "spec.template", pods: "spec.replicas", machine: true}}},
	{"VirtualMachinePool", "pool.kubevirt.io", []customPart{{template: "spec.virtualMachineTemplate.spec.template", pods: "spec.replicas", machine: true}}},
	{"PyTorchJob", "kubeflow.org", kubeflow("pytorchReplicaSpecs")},
	{"TFJob", "kubeflow.org", kubeflow("tfReplicaSpecs")},
	{"MPIJob", "kubeflow.org", kubeflow("mpiReplicaSpecs")},
	{"XGBoostJob", "kubeflow.org", kubeflow("xgbReplicaSpecs")},
	{"CloneSet", "apps.kruise.io", one("spec.template", "spec.replicas")},
	{"StatefulSet", "apps.kruise.io", one("spec.template", "spec.replicas")},
	{"DaemonSet", "apps.kruise.io", []customPart{{template: "spec.template", daemon: true}}},
}

// Kinds lists the kinds of objects that are known to create pods, Kubernetes' own
// first, others with their group: "Rollout (argoproj.io)".
func Kinds() []string {
	var out []string
	for _, k := range workloadKinds {
		out = append(out, k.name)
	}
	for _, k := range customKinds {
		out = append(out, k.name+" ("+k.group+")")
	}
	return out
}

func findCustom(group, name string) *customKind {
	for i, k := range customKinds {
		if k.name == name && k.group == group {
			return &customKinds[i]
		}
	}
	return nil
}

// at is a value in a decoded object, and its location.
type at struct {
	value any
	// item is the nearest list item or map entry that contains the value; key is the
	// key of the map entry.
	item any
	key  string
	path string
}

// lookup finds the values at a path in the form that customPart describes.
func lookup(object any, path string) []at {
	found := []at{{value: object}}
	if path == "" {
		return found
	}
	for _, step := range strings.Split(path, ".") {
		name := strings.TrimRight(step, "[]{}")
		var next []at
		for _, a := range found {
			m, _ := a.value.(map[string]any)
			v, ok := m[name]
			if !ok || v == nil {
				continue
			}
			a.value, a.path = v, strings.TrimPrefix(a.path+"."+name, ".")
			switch step[len(name):] {
			case "[]":
				list, _ := v.([]any)
				for i, item := range list {
					next = append(next, at{item, item, "", a.path + "[" + strconv.Itoa(i) + "]"})
				}
			case "{}":
				entries, _ := v.(map[string]any)
				for _, key := range slices.Sorted(maps.Keys(entries)) {
					next = append(next, at{entries[key], entries[key], key, a.path + "." + key})
				}
			default:
				next = append(next, a)
			}
		}
		found = next
	}
	return found
}

// decodeCustom reads the parts of a custom object whose kind is known.
func decodeCustom(object map[string]any, k *customKind) ([]Workload, error) {
	var out []Workload
	for _, part := range k.parts {
		for _, found := range lookup(object, part.template) {
			w, err := part.read(found)
			if err != nil {
				return nil, err
			}
			w.Kind, w.Daemon, w.Pods = k.name, part.daemon, part.count(object, found)
			if part.name != "" || part.named != "" || found.key != "" {
				w.Part = strings.TrimSpace(part.name + " " + textAt(found.item, part.named) + found.key)
			}
			out = append(out, w)
		}
	}
	return named(out, object), nil
}

func (p customPart) read(found at) (Workload, error) {
	if p.machine {
		return machineOf(found)
	}
	var t corev1.PodTemplateSpec
	if spec := lookup(found.value, "spec"); len(p.beside) > 0 && len(spec) == 1 {
		if fields, ok := spec[0].value.(map[string]any); ok {
			found.value = map[string]any{"metadata": fieldOf(found.value, "metadata"), "spec": without(fields, p.beside)}
		}
	}
	if err := into(found, &t); err != nil {
		return Workload{}, err
	}
	if err := validate(t.Spec, found.path+".spec"); err != nil {
		return Workload{}, err
	}
	return Workload{Spec: t.Spec, Labels: t.Labels}, nil
}

// fieldOf returns a field of a decoded object; nil for anything else.
func fieldOf(v any, name string) any {
	m, _ := v.(map[string]any)
	return m[name]
}

func without(fields map[string]any, names []string) map[string]any {
	out := maps.Clone(fields)
	for _, n := range names {
		delete(out, n)
	}
	return out
}

// into decodes a part of an object as strictly as whole objects of Kubernetes' own
// kinds.
func into(found at, target any) error {
	raw, err := json.Marshal(found.value)
	if err != nil {
		return err
	}
	unknown, err := strict.UnmarshalStrict(raw, target)
	switch {
	case err != nil:
		return &fieldError{found.path, strings.TrimPrefix(err.Error(), "json: ")}
	case len(unknown) > 0:
		err := strictness(unknown[0])
		if f := (*fieldError)(nil); errors.As(err, &f) {
			return &fieldError{strings.TrimPrefix(found.path+"."+f.path, "."), f.what}
		}
		return err
	}
	return nil
}

// count reads the number of pods of a part; 1 if it is not given.
func (p customPart) count(object map[string]any, found at) int64 {
	var from any = object
	if found.item != nil {
		from = found.item
	}
	if p.pods == "" {
		return 1
	}
	if n := lookup(from, p.pods); len(n) == 1 {
		if f, ok := n[0].value.(float64); ok {
			return int64(f)
		}
	}
	return 1
}

func textAt(v any, name string) string {
	m, _ := v.(map[string]any)
	s, _ := m[name].(string)
	return s
}

// named gives workloads the name and namespace of their object.
func named(found []Workload, object map[string]any) []Workload {
	meta := object["metadata"]
	for i := range found {
		found[i].Name, found[i].Namespace = textAt(meta, "name"), textAt(meta, "namespace")
		if found[i].Name == "" {
			found[i].Name = textAt(meta, "generateName")
		}
	}
	return found
}

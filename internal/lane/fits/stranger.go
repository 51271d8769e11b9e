package fits

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// policyGroups are groups with objects that contain patterns of pods, but create no
// pods.
var policyGroups = []string{"kyverno.io", "policies.kyverno.io", "constraints.gatekeeper.sh", "templates.gatekeeper.sh", "mutations.gatekeeper.sh"}

// decodeStranger looks for pod templates in an object of a kind that is not known
// here. A list of containers with names indicates a pod spec.
func decodeStranger(object map[string]any, apiVersion, name string) []Workload {
	group, _, _ := strings.Cut(apiVersion, "/")
	if slices.Contains(policyGroups, group) {
		return nil
	}
	var out []Workload
	search(object, nil, "", func(spec, parent map[string]any, path string) {
		raw, err := json.Marshal(spec)
		w := Workload{Kind: name, Pods: 1}
		if err != nil || json.Unmarshal(raw, &w.Spec) != nil || validate(w.Spec, path) != nil {
			return
		}
		w.Stranger = fmt.Sprintf("kind %s of %s is not known here; the answer depends on what its controller does with %s", name, apiVersion, path)
		if labels, ok := fieldOf(fieldOf(any(parent), "metadata"), "labels").(map[string]any); ok {
			w.Labels = map[string]string{}
			for k, v := range labels {
				w.Labels[k], _ = v.(string)
			}
		}
		w.Part = path
		out = append(out, w)
	})
	if len(out) == 1 {
		out[0].Part = ""
	}
	return named(out, object)
}

// search calls found for each pod spec below a value, in order.
func search(v any, parent map[string]any, path string, found func(spec, parent map[string]any, path string)) {
	switch v := v.(type) {
	case map[string]any:
		if spec := podSpec(v); spec != nil {
			found(spec, parent, path)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			search(v[key], v, strings.TrimPrefix(path+"."+key, "."), found)
		}
	case []any:
		for i, item := range v {
			search(item, nil, path+"["+strconv.Itoa(i)+"]", found)
		}
	}
}

// podSpec recognizes a pod spec: it has containers with names. A single container
// with an image, as in the steps of workflows, also counts as a pod spec.
func podSpec(v map[string]any) map[string]any {
	containers, ok := v["containers"].([]any)
	if ok && len(containers) > 0 && !slices.ContainsFunc(containers, func(c any) bool { return textAt(c, "name") == "" }) {
		return v
	}
	if c := v["container"]; textAt(c, "image") != "" {
		spec := without(v, []string{"container"})
		spec["containers"] = []any{c}
		return spec
	}
	return nil
}

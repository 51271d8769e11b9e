package shape

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// deciding are the parts of a pod spec that decide where pods may land, by
// their name in a manifest.
var deciding = []string{"nodeSelector", "affinity", "tolerations", "nodeName", "os", "resources", "overhead",
	"runtimeClassName", "topologySpreadConstraints", "resourceClaims", "hostPort", "hostNetwork", "replicas", "parallelism", "completions",
	"priorityClassName", "priority", "schedulerName", "schedulingGates", "guest"}

// leading are the parts of a manifest that lead to the deciding ones. If one of
// them is unknown, everything below it is unknown too, or the name of the object
// is.
var leading = []string{"apiVersion", "kind", "items", "metadata", "name", "namespace", "generateName", "spec", "jobTemplate", "template", "containers", "initContainers",
	"podTemplate", "jobTargetRef", "headGroupSpec", "workerGroupSpecs", "rayClusterSpec", "rayClusterConfig", "submitterPodTemplate", "tasks", "replicatedJobs",
	"leaderWorkerTemplate", "leaderTemplate", "workerTemplate", "virtualMachineTemplate", "pytorchReplicaSpecs", "tfReplicaSpecs", "mpiReplicaSpecs", "xgbReplicaSpecs"}

// ManifestArgument reads a dynamic argument that is a manifest: its text, or an
// object or a list as encoding/json would have decoded it. known is false if a part
// is unknown that may decide where pods land.
func ManifestArgument(ctx context.Context, arg types.Dynamic) (manifest any, known bool, err error) {
	v, err := arg.ToTerraformValue(ctx)
	if err != nil {
		return nil, false, err
	}
	manifest, known = decoded(v, nil)
	return manifest, known, nil
}

// decoded is a manifest as encoding/json would have decoded it. An unknown part is
// left out if it does not affect where pods land, such as an image or an
// environment variable. The result is false if an unknown part may affect that.
func decoded(v tftypes.Value, path []string) (any, bool) {
	if !v.IsKnown() {
		return nil, !decides(path)
	}
	if v.IsNull() {
		return nil, true
	}
	if byKey, ok := members(v); ok {
		out := map[string]any{}
		for k, e := range byKey {
			part, known := decoded(e, append(slices.Clone(path), k))
			if !known {
				return nil, false
			}
			if part != nil {
				out[k] = part
			}
		}
		return out, true
	}
	if list, ok := items(v); ok {
		out := []any{}
		for _, e := range list {
			part, known := decoded(e, path)
			if !known {
				return nil, false
			}
			out = append(out, part)
		}
		return out, true
	}
	text, _ := spelling(v)
	switch {
	case v.Type().Is(tftypes.Number):
		return json.Number(text), true
	case v.Type().Is(tftypes.Bool):
		return text == "true", true
	}
	return text, true
}

// decides reports whether an unknown value at the path could hide something that
// decides about scheduling.
func decides(path []string) bool {
	if slices.ContainsFunc(path, func(name string) bool { return slices.Contains(deciding, name) }) {
		return true
	}
	for i, name := range path {
		underMetadata := i > 0 && path[i-1] == "metadata"
		inContainer := i > 0 && (path[i-1] == "containers" || path[i-1] == "initContainers")
		if !slices.Contains(leading, name) || inContainer || name == "name" && !underMetadata {
			return false
		}
	}
	return true
}

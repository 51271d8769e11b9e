package fits

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
)

// validate finds what the API server would refuse in the parts of a pod spec that
// decide where it may run. Otherwise, a workload with a misspelled operator or
// effect would look like one that fits nowhere.
func validate(spec corev1.PodSpec, path string) error {
	for _, key := range slices.Sorted(maps.Keys(spec.NodeSelector)) {
		if len(content.IsLabelKey(key)) > 0 {
			return &fieldError{path + ".nodeSelector", fmt.Sprintf("%q is not a label key", key)}
		}
		if v := spec.NodeSelector[key]; len(content.IsLabelValue(v)) > 0 {
			return &fieldError{path + ".nodeSelector", fmt.Sprintf("%q is not a label value", v)}
		}
	}
	if err := validateResources(spec, path); err != nil {
		return err
	}
	for i, t := range spec.Tolerations {
		if what := wrongToleration(t); what != "" {
			return &fieldError{path + ".tolerations[" + strconv.Itoa(i) + "]", what}
		}
	}
	if spec.Affinity != nil && spec.Affinity.NodeAffinity != nil {
		return validateAffinity(spec.Affinity.NodeAffinity, path+".affinity.nodeAffinity")
	}
	return nil
}

// validateResources refuses negative quantities, which would make a pod look smaller
// than its other containers alone.
func validateResources(spec corev1.PodSpec, path string) error {
	lists := map[string]corev1.ResourceList{path + ".overhead": spec.Overhead}
	for field, containers := range map[string][]corev1.Container{".containers": spec.Containers, ".initContainers": spec.InitContainers} {
		for i, c := range containers {
			at := path + field + "[" + strconv.Itoa(i) + "].resources"
			lists[at+".requests"], lists[at+".limits"] = c.Resources.Requests, c.Resources.Limits
		}
	}
	if r := spec.Resources; r != nil {
		lists[path+".resources.requests"], lists[path+".resources.limits"] = r.Requests, r.Limits
	}
	for _, at := range slices.Sorted(maps.Keys(lists)) {
		for _, name := range slices.Sorted(maps.Keys(lists[at])) {
			if q := lists[at][name]; q.Sign() < 0 {
				return &fieldError{at, fmt.Sprintf("%s is %s; a quantity is 0 or more", name, q.String())}
			}
		}
	}
	return nil
}

func validateAffinity(a *corev1.NodeAffinity, path string) error {
	if required := a.RequiredDuringSchedulingIgnoredDuringExecution; required != nil {
		at := path + ".requiredDuringSchedulingIgnoredDuringExecution"
		if len(required.NodeSelectorTerms) == 0 {
			return &fieldError{at, "it has no term and would match no node"}
		}
		if _, err := nodeaffinity.NewNodeSelector(required, field.WithPath(field.NewPath(at))); err != nil {
			return affinityError(at, err)
		}
	}
	at := path + ".preferredDuringSchedulingIgnoredDuringExecution"
	if _, err := nodeaffinity.NewPreferredSchedulingTerms(a.PreferredDuringSchedulingIgnoredDuringExecution, field.WithPath(field.NewPath(at))); err != nil {
		return affinityError(at, err)
	}
	return nil
}

// affinityError uses the path at the beginning of the scheduler's own error.
func affinityError(at string, err error) error {
	text := err.Error()
	text = strings.TrimPrefix(text, "[")
	if path, what, ok := strings.Cut(text, ": "); ok && strings.HasPrefix(path, at) {
		return &fieldError{path, strings.TrimSuffix(what, "]")}
	}
	return &fieldError{at, text}
}

func wrongToleration(t corev1.Toleration) string {
	switch {
	case t.Key != "" && len(content.IsLabelKey(t.Key)) > 0:
		return fmt.Sprintf("%q is not a taint key", t.Key)
	case t.Key == "" && t.Operator != corev1.TolerationOpExists:
		return "a toleration without a key needs the operator Exists"
	case t.TolerationSeconds != nil && t.Effect != corev1.TaintEffectNoExecute:
		return "tolerationSeconds needs the effect NoExecute"
	case t.Effect != "" && !slices.Contains([]corev1.TaintEffect{corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute}, t.Effect):
		return fmt.Sprintf("the effect %q is not one of NoSchedule, PreferNoSchedule and NoExecute", t.Effect)
	}
	switch t.Operator {
	case "", corev1.TolerationOpEqual:
		if len(content.IsLabelValue(t.Value)) > 0 {
			return fmt.Sprintf("%q is not a taint value", t.Value)
		}
	case corev1.TolerationOpExists:
		if t.Value != "" {
			return fmt.Sprintf("the operator Exists takes no value, but the value is %q", t.Value)
		}
	case corev1.TolerationOpGt, corev1.TolerationOpLt:
		if _, err := strconv.ParseInt(t.Value, 10, 64); err != nil {
			return fmt.Sprintf("the operator %s compares whole numbers, and the value is %q", t.Operator, t.Value)
		}
	default:
		return fmt.Sprintf("the operator %q is not one of Equal, Exists, Gt and Lt", t.Operator)
	}
	return ""
}

package lane

import "encoding/json"

// The annotations of the admission plugins PodNodeSelector and
// PodTolerationRestriction, which AKS runs. Source: the Kubernetes documentation,
// admission controllers.
const (
	annotationSelector    = "scheduler.alpha.kubernetes.io/node-selector"
	annotationTolerations = "scheduler.alpha.kubernetes.io/defaultTolerations"
)

// NamespaceAnnotations send every pod of a namespace to the lanes. They are nil if one
// label is not enough, because a namespace's selector accepts only one value per key.
// An unknown part makes its annotation unknown.
func (u Union) NamespaceAnnotations() map[string]Value {
	if u.NodeSelector == nil {
		return nil
	}
	out := map[string]Value{}
	for k, v := range u.NodeSelector {
		out[annotationSelector] = Unknown
		if !v.IsUnknown() {
			out[annotationSelector] = Known(k + "=" + v.Text())
		}
	}
	switch {
	case u.TolerationsUnknown:
		out[annotationTolerations] = Unknown
	case len(u.Tolerations) > 0:
		if raw, err := json.Marshal(u.Tolerations); err == nil {
			out[annotationTolerations] = Known(string(raw))
		}
	}
	return out
}

package admission

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// Name is the name of the policy and of its binding.
const Name = "workload-lanes"

// exempt are namespaces of AKS and its add-ons. The authors of workloads do not control
// the pods there.
var exempt = []string{"aks-command", "aks-istio-egress", "aks-istio-ingress", "aks-istio-system", "app-routing-system", "calico-system",
	"gatekeeper-system", "kube-node-lease", "kube-public", "kube-system", "tigera-operator"}

// Lane is a lane as pods see it.
type Lane struct {
	PoolName string
	Pool     lane.Settings
}

// Undecided is a setting that is not known and without which the policy is not known;
// nil if everything is known.
func (l Lane) Undecided() *lane.Field {
	for _, f := range []*lane.Field{lane.Labels, lane.Taints, lane.Priority, lane.OSType, lane.VMSize, lane.VirtualMachines} {
		if !f.In(l.Pool).IsWhollyKnown() {
			return f
		}
	}
	return nil
}

func (l Lane) windows() bool { return lane.OSType.Text(l.Pool) == "Windows" }

func (l Lane) gpu() bool {
	h := lane.HardwareOf(lane.SizeOf(l.Pool), lane.Size{})
	return h.Accelerated() && !h.AMDGPU()
}

// labels are the labels by which pods choose a lane.
func (l Lane) labels() map[string]string {
	out := map[string]string{corev1.LabelOSStable: "linux"}
	if l.windows() {
		out[corev1.LabelOSStable] = "windows"
	}
	have := lane.Labels.In(l.Pool).Map()
	for _, key := range []string{lane.LabelName, lane.LabelPurpose} {
		if v, ok := have[key]; ok {
			out[key] = v.Text()
		}
	}
	if _, ok := out[lane.LabelName]; !ok {
		out["kubernetes.azure.com/agentpool"] = l.PoolName
	}
	return out
}

// Policy returns the policy and its binding as YAML manifests.
func Policy(lanes []Lane) (string, error) {
	policy, err := yaml.Marshal(manifest("ValidatingAdmissionPolicy", map[string]any{
		"failurePolicy":    "Fail",
		"matchConstraints": constraints(),
		"matchConditions":  []any{map[string]any{"name": "pods-change", "expression": changed}},
		"variables":        variables(lanes),
		"validations":      validations(lanes),
	}))
	if err != nil {
		return "", err
	}
	binding, err := yaml.Marshal(manifest("ValidatingAdmissionPolicyBinding", map[string]any{
		"policyName":        Name,
		"validationActions": []any{"Deny"},
		"matchResources": map[string]any{"namespaceSelector": map[string]any{"matchExpressions": []any{
			map[string]any{"key": corev1.LabelMetadataName, "operator": "NotIn", "values": exempt}}}},
	}))
	return string(policy) + "---\n" + string(binding), err
}

func manifest(kind string, spec map[string]any) map[string]any {
	return map[string]any{"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": map[string]any{"name": Name}, "spec": spec}
}

// constraints are the kinds of objects that create pods. Pods themselves are checked
// only once: the fields that the policy checks cannot change afterwards.
func constraints() map[string]any {
	rule := func(group string, operations []any, resources ...any) any {
		return map[string]any{"apiGroups": []any{group}, "apiVersions": []any{"v1"}, "operations": operations, "resources": resources}
	}
	create, both := []any{"CREATE"}, []any{"CREATE", "UPDATE"}
	return map[string]any{"resourceRules": []any{
		rule("", create, "pods"),
		rule("", both, "replicationcontrollers"),
		rule("apps", both, "deployments", "statefulsets", "daemonsets", "replicasets"),
		rule("batch", both, "jobs", "cronjobs"),
	}}
}

func variables(lanes []Lane) []any {
	var out []any
	for _, v := range [][2]string{
		{"lanes", literal(lanes)}, {"keys", keys(lanes)}, {"pod", podSpec}, {"selector", selector}, {"tolerations", tolerations}, {"terms", terms},
		{"containers", containers}, {"windows", windows}, {"linux", linux}, {"gpu", gpu}, {"named", named}, {"elsewhere", elsewhere}, {"chosen", chosen}, {"landing", landing},
	} {
		out = append(out, map[string]any{"name": v[0], "expression": v[1]})
	}
	return out
}

// validations are the checks that apply to these lanes: if no lane runs Windows, the
// policy does not know where Windows pods belong.
func validations(lanes []Lane) []any {
	rule := func(expression, message string) map[string]any {
		return map[string]any{"expression": expression, "message": message, "reason": "Invalid"}
	}
	missing := rule(laneExists, "no lane of the cluster has the labels that the pods select")
	missing["messageExpression"] = missingLane
	out := []any{missing, rule(laneTolerated, "the pods select a lane and do not tolerate its taints; use the tolerations of the lane's scheduling contract")}
	if example := taintsOf(lanes, Lane.windows); slices.ContainsFunc(lanes, Lane.windows) {
		out = append(out,
			rule(windowsSelected, `the pods are for Windows and do not select Windows nodes; write nodeSelector: {kubernetes.io/os: windows}, or select a Windows lane`),
			rule(windowsTolerated, "the pods are for Windows and do not tolerate the taints of any Windows lane"+example),
			rule(linuxSelected, "the pods are for Linux and select a Windows lane"))
	}
	if example := taintsOf(lanes, Lane.gpu); slices.ContainsFunc(lanes, Lane.gpu) {
		out = append(out, rule(gpuTolerated, "the pods request a GPU and cannot land on any GPU lane: check their selector and the lanes' taints"+example))
	}
	return out
}

// taintsOf lists the taints of some lanes for a message; "" if there are none.
func taintsOf(lanes []Lane, which func(Lane) bool) string {
	var all []string
	for _, l := range lanes {
		taints, _ := lane.NodeTaints(l.Pool)
		for _, t := range lane.Lasting(taints) {
			if which(l) && !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	return ": " + strings.Join(all, ", ")
}

// literal writes the lanes in CEL. dyn is needed because Kubernetes requires that all
// values of one map have the same type.
func literal(lanes []Lane) string {
	var out []string
	for _, l := range lanes {
		one := fmt.Sprintf("{%q: dyn(%s), %q: dyn(%s), %q: dyn(%q), %q: dyn(%q)}", "labels", labelLiteral(l.labels()), "taints", taintLiteral(l.Pool),
			"windows", strconv.FormatBool(l.windows()), "gpu", strconv.FormatBool(l.gpu()))
		if !slices.Contains(out, one) { // the zones of a group look the same to pods
			out = append(out, one)
		}
	}
	return "[" + strings.Join(out, ",\n") + "]"
}

func labelLiteral(labels map[string]string) string {
	var parts []string
	for _, key := range []string{lane.LabelName, lane.LabelPurpose, "kubernetes.azure.com/agentpool", corev1.LabelOSStable} {
		if v, ok := labels[key]; ok {
			parts = append(parts, fmt.Sprintf("%q: %q", key, v))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// taintLiteral leaves out taints that keep no pods away, and taints that agents remove.
func taintLiteral(pool lane.Settings) string {
	taints, _ := lane.NodeTaints(pool)
	var parts []string
	for _, text := range lane.Lasting(taints) {
		t, err := lane.ParseTaint(text)
		if err != nil || t.Effect == corev1.TaintEffectPreferNoSchedule {
			continue
		}
		parts = append(parts, fmt.Sprintf("{%q: %q, %q: %q, %q: %q}", "key", t.Key, "value", t.Value, "effect", string(t.Effect)))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// keys are the labels that the policy knows for the nodes of the lanes.
func keys(lanes []Lane) string {
	known := map[string]bool{}
	for _, l := range lanes {
		for key := range l.labels() {
			known[key] = true
		}
	}
	var out []string
	for _, key := range []string{lane.LabelName, lane.LabelPurpose, "kubernetes.azure.com/agentpool", corev1.LabelOSStable} {
		if known[key] {
			out = append(out, strconv.Quote(key))
		}
	}
	return "[" + strings.Join(out, ", ") + "]"
}

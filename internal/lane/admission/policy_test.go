package admission

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// expanded returns a lane of a purpose.
func expanded(t testing.TB, purpose, name string, change ...lane.Setting) Lane {
	t.Helper()
	in := lane.Intent{Purpose: purpose, Name: name, Revision: 1, Set: lane.Of(change...)}
	ex, err := lane.Expand(in, lane.Facts{Zones: lane.FixedZones(lane.Known([]string{"1"})), Minor: lane.FixedMinor(35)})
	if err != nil {
		t.Fatal(err)
	}
	return Lane{PoolName: name, Pool: ex.Pool}
}

// inGroup returns a lane of a group.
func inGroup(t testing.TB, group, purpose, name string) Lane {
	t.Helper()
	l := expanded(t, purpose, name)
	labels := l.Pool.Get(lane.Labels).Map()
	labels[lane.LabelName] = lane.Known(group)
	l.Pool = l.Pool.Put(lane.Labels, lane.Known(labels))
	return l
}

// mixed is a cluster with lanes of all kinds.
func mixed(t testing.TB) []Lane {
	t.Helper()
	adopted := Lane{PoolName: "oldpool", Pool: lane.Of(lane.OSType.Is("Linux"), lane.VMSize.Is("Standard_D4ds_v5"), lane.Taints.Is([]string{"team=old:NoSchedule"}))}
	return []Lane{expanded(t, lane.General, "apis"), expanded(t, lane.Batch, "pricing"), expanded(t, lane.Windows, "legacy"), expanded(t, lane.GPU, "gpu"),
		inGroup(t, "ingest", lane.Memory, "ingest1"), inGroup(t, "ingest", lane.Spot, "ingests1"), expanded(t, lane.System, "sys"), adopted}
}

func policyOf(t testing.TB, lanes []Lane) *judge {
	t.Helper()
	text, err := Policy(lanes)
	if err != nil {
		t.Fatal(err)
	}
	policy, binding, two := strings.Cut(text, "---\n")
	if !two || !strings.Contains(binding, "kind: ValidatingAdmissionPolicyBinding") || !strings.Contains(binding, "policyName: workload-lanes") {
		t.Fatalf("this is no policy with its binding:\n%s", text)
	}
	return judgeOf(t, policy)
}

func read(t testing.TB, text string) map[string]any {
	t.Helper()
	var out map[string]any
	if err := yaml.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

const (
	windowsTaint = "tolerations: [{ key: os, operator: Equal, value: windows, effect: NoSchedule }]"
	batchTaint   = "tolerations: [{ key: workload, operator: Equal, value: batch, effect: NoSchedule }]"
	oneContainer = "containers: [{ name: a, image: example.azurecr.io/a:1 }]"
	oneGPU       = `containers: [{ name: a, image: "example.azurecr.io/a:1", resources: { limits: { nvidia.com/gpu: 1 } } }]`
)

// Each pod is checked alone, and as the template of a Deployment and of a CronJob.
func TestPolicy(t *testing.T) {
	t.Parallel()
	j := policyOf(t, mixed(t))
	affinity := func(key string, values string) string {
		return "affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: " + key + ", operator: In, values: [" + values + "] }] }] } } }"
	}
	for name, tc := range map[string]struct {
		spec []string
		says string // "" = admitted
	}{
		"nothing named":                         {[]string{oneContainer}, ""},
		"every taint tolerated":                 {[]string{oneContainer, "tolerations: [{ operator: Exists }]"}, ""},
		"Linux by its label":                    {[]string{oneContainer, "nodeSelector: { kubernetes.io/os: linux }"}, ""},
		"a lane without taints":                 {[]string{oneContainer, "nodeSelector: { workload-lane/name: apis }"}, ""},
		"a lane, tolerated":                     {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }", batchTaint}, ""},
		"a lane, tolerated by Exists":           {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }", "tolerations: [{ key: workload, operator: Exists }]"}, ""},
		"a lane, tolerated without an operator": {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }", "tolerations: [{ key: workload, value: batch }]"}, ""},
		"a lane, not tolerated":                 {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }"}, "do not tolerate its taints"},
		"a lane, another value tolerated":       {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }", strings.Replace(batchTaint, "batch", "bach", 1)}, "do not tolerate its taints"},
		"a lane, another effect tolerated":      {[]string{oneContainer, "nodeSelector: { workload-lane/name: pricing }", strings.Replace(batchTaint, "NoSchedule", "NoExecute", 1)}, "do not tolerate its taints"},
		"a lane that does not exist":            {[]string{oneContainer, "nodeSelector: { workload-lane/name: prices }"}, "no lane of the cluster has the labels that the pods select: workload-lane/name=prices"},
		"a purpose":                             {[]string{oneContainer, affinity("workload-lane/purpose", "general")}, ""},
		"a purpose, not tolerated":              {[]string{oneContainer, affinity("workload-lane/purpose", "batch")}, "do not tolerate its taints"},
		"one of two lanes, one tolerated":       {[]string{oneContainer, affinity("workload-lane/name", "pricing, apis")}, ""},
		"lanes that do not exist":               {[]string{oneContainer, affinity("workload-lane/name", "a, b")}, "see the node affinity"},
		"another label":                         {[]string{oneContainer, affinity("topology.kubernetes.io/zone", "westeurope-1")}, ""},
		"a group, by its spot lane":             {[]string{oneContainer, "nodeSelector: { workload-lane/name: ingest }", "tolerations: [{ key: kubernetes.azure.com/scalesetpriority, operator: Equal, value: spot, effect: NoSchedule }]"}, ""},
		"a group, not tolerated":                {[]string{oneContainer, "nodeSelector: { workload-lane/name: ingest }"}, "do not tolerate its taints"},
		"an adopted lane, not tolerated":        {[]string{oneContainer, "nodeSelector: { kubernetes.azure.com/agentpool: oldpool }"}, "do not tolerate its taints"},
		"a node pool of no lane":                {[]string{oneGPU, "nodeSelector: { kubernetes.azure.com/agentpool: foreign }", "os: { name: windows }"}, ""},

		"Windows":                       {[]string{oneContainer, "os: { name: windows }", "nodeSelector: { kubernetes.io/os: windows }", windowsTaint}, ""},
		"Windows by its lane":           {[]string{oneContainer, "os: { name: windows }", "nodeSelector: { workload-lane/name: legacy }", windowsTaint}, ""},
		"Windows without a selector":    {[]string{oneContainer, "os: { name: windows }", windowsTaint}, "do not select Windows nodes"},
		"Windows without a toleration":  {[]string{oneContainer, "nodeSelector: { kubernetes.io/os: windows }"}, "do not tolerate the taints of any Windows lane: os=windows:NoSchedule"},
		"Windows on a Linux lane":       {[]string{oneContainer, "os: { name: windows }", "nodeSelector: { workload-lane/name: apis }"}, "do not select Windows nodes"},
		"Windows by its options":        {[]string{oneContainer, "securityContext: { windowsOptions: { runAsUserName: ContainerUser } }"}, "do not select Windows nodes"},
		"Windows by its image":          {[]string{`containers: [{ name: a, image: "mcr.microsoft.com/windows/servercore:ltsc2022" }]`}, "do not select Windows nodes"},
		"Linux on a Windows lane":       {[]string{oneContainer, "os: { name: linux }", "nodeSelector: { workload-lane/name: legacy }", windowsTaint}, "are for Linux and select a Windows lane"},
		"a GPU":                         {[]string{oneGPU}, ""},
		"a GPU, by its lane":            {[]string{oneGPU, "nodeSelector: { workload-lane/name: gpu }"}, ""},
		"a GPU, on a lane without":      {[]string{oneGPU, "nodeSelector: { workload-lane/name: apis }"}, "cannot land on any GPU lane"},
		"no GPU, on the lane with some": {[]string{oneContainer, "nodeSelector: { workload-lane/name: gpu }"}, "do not tolerate its taints"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pod := read(t, strings.Join(tc.spec, "\n"))
			template := map[string]any{"spec": pod}
			for kind, spec := range map[string]any{"Pod": pod, "Deployment": map[string]any{"template": template},
				"CronJob": map[string]any{"jobTemplate": map[string]any{"spec": map[string]any{"template": template}}}} {
				object := map[string]any{"kind": kind, "spec": spec}
				said, _ := j.verdict(object, nil)
				if all := strings.Join(said, "; "); tc.says == "" && all != "" || !strings.Contains(all, tc.says) {
					t.Errorf("of a %s the policy says %q, want %q", kind, all, tc.says)
				}
				if said, _ := j.verdict(object, object); len(said) > 0 {
					t.Errorf("a %s that stays as it is is refused: %q", kind, said)
				}
			}
		})
	}
}

// A change of the pods is checked, a change of their number is not.
func TestUpdates(t *testing.T) {
	t.Parallel()
	j := policyOf(t, mixed(t))
	deployment := func(replicas int, lane string) map[string]any {
		return read(t, fmt.Sprintf("spec: { replicas: %d, template: { spec: { nodeSelector: { workload-lane/name: %s }, %s } } }", replicas, lane, oneContainer))
	}
	if said, _ := j.verdict(deployment(3, "pricing"), deployment(1, "pricing")); len(said) > 0 {
		t.Errorf("more of the same is refused: %q", said)
	}
	if said, _ := j.verdict(deployment(1, "pricing"), deployment(1, "apis")); len(said) != 1 {
		t.Errorf("pods that move to a lane that they do not tolerate: %q", said)
	}
}

// If no lane has what a pod names, the policy does not know where the pod belongs.
func TestKindsWithoutALane(t *testing.T) {
	t.Parallel()
	j := policyOf(t, []Lane{expanded(t, lane.General, "apis")})
	for _, spec := range []string{oneGPU, oneContainer + "\nos: { name: windows }\nnodeSelector: { kubernetes.io/os: windows }"} {
		if said, _ := j.verdict(map[string]any{"spec": read(t, spec)}, nil); len(said) > 0 {
			t.Errorf("refused: %q", said)
		}
	}
	if said, _ := policyOf(t, nil).verdict(map[string]any{"spec": read(t, oneContainer)}, nil); len(said) > 0 {
		t.Errorf("without lanes an ordinary pod is refused: %q", said)
	}
}

// The manifests of the scenarios: correct ones pass, wrong ones are refused, each for
// its own reason. The streaming broker requests more than a node has, which no selector
// shows: package fits checks that.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for scenario, tc := range map[string]struct {
		lanes []Lane
		wrong string
	}{
		"mixed-os":   {[]Lane{expanded(t, lane.General, "linux"), expanded(t, lane.Windows, "win")}, "do not select Windows nodes"},
		"storefront": {[]Lane{expanded(t, lane.General, "apis"), expanded(t, lane.Batch, "pricing")}, "do not tolerate its taints"},
		"streaming":  {[]Lane{inGroup(t, "ingest", lane.Memory, "ingest1"), expanded(t, lane.General, "apis")}, ""},
	} {
		t.Run(scenario, func(t *testing.T) {
			t.Parallel()
			j := policyOf(t, tc.lanes)
			documents := func(file string) []string {
				raw, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "scenarios", scenario, file))
				if err != nil {
					t.Fatal(err)
				}
				return strings.Split(string(raw), "\n---\n")
			}
			for _, text := range documents("workloads.yaml") {
				if said, _ := j.verdict(read(t, text), nil); len(said) > 0 {
					t.Errorf("a right one is refused: %q\n%s", said, text)
				}
			}
			said, _ := j.verdict(read(t, documents("wrong.yaml")[0]), nil)
			if all := strings.Join(said, "; "); (tc.wrong == "") != (all == "") || !strings.Contains(all, tc.wrong) {
				t.Errorf("of the wrong one the policy says %q, want %q", all, tc.wrong)
			}
		})
	}
}

// Even a large cluster and a pod with many fields stay far below Kubernetes' cost
// limits.
func TestCost(t *testing.T) {
	t.Parallel()
	var lanes []Lane
	for i := range 100 {
		lanes = append(lanes, expanded(t, lane.Batch, fmt.Sprintf("lane%d", i), lane.Taints.Is([]string{"a=b:NoSchedule", "c=d:NoSchedule"})))
	}
	var pod strings.Builder
	pod.WriteString(oneContainer + "\nnodeSelector: { workload-lane/purpose: batch }\ntolerations:\n")
	for i := range 30 {
		fmt.Fprintf(&pod, "- { key: k%d, operator: Equal, value: v, effect: NoSchedule }\n", i)
	}
	said, cost := policyOf(t, lanes).verdict(map[string]any{"spec": read(t, pod.String())}, nil)
	if len(said) != 1 || cost == 0 || cost > perPolicy/5 {
		t.Errorf("the policy says %q at a cost of %d", said, cost)
	}
	t.Logf("cost %d of %d", cost, perPolicy)
}

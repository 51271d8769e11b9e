package fits

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	scheduling "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// liveNode returns a node of a lane as it is in a cluster, modelled on recorded
// nodes: it carries what follows from the lane, and what agents happen to have
// written.
func liveNode(place string, p Place, zone string, written map[string]string) *corev1.Node {
	size, windows := p.Pool.Get(lane.VMSize).Text(), place == "win"
	labels := map[string]string{
		"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "node.kubernetes.io/instance-type": size,
		"topology.kubernetes.io/region": "westeurope", "kubernetes.azure.com/agentpool": p.Name.Text(), "kubernetes.azure.com/mode": "user",
		"kubernetes.azure.com/cluster": "MC_rg_aks", "topology.disk.csi.azure.com/zone": "", "topology.kubernetes.io/zone": written["fault domain"],
		"kubernetes.io/hostname": "aks-" + p.Name.Text() + "-12345678-vmss00000" + written["fault domain"],
	}
	if zone != "" {
		labels["topology.kubernetes.io/zone"], labels["topology.disk.csi.azure.com/zone"] = "westeurope-"+zone, "westeurope-"+zone
	}
	if windows {
		labels["kubernetes.io/os"], labels["node.kubernetes.io/windows-build"] = "windows", "10.0.20348"
	}
	if place == "arm" {
		labels["kubernetes.io/arch"] = "arm64"
	}
	for k, v := range p.Pool.Get(lane.Labels).Map() {
		labels[k] = v.Text()
	}
	for _, key := range []string{"feature.node.kubernetes.io/cpu-model.family", "nvidia.com/gpu.product", "topology.rook.io/rack"} {
		if v := written[key]; v != "" && (key != "nvidia.com/gpu.product" || place == "gpu") {
			labels[key] = v
		}
	}
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Labels: labels}}
	taints, _ := lane.NodeTaints(p.Pool)
	for _, text := range taints {
		if taint, err := lane.ParseTaint(text); err == nil {
			node.Spec.Taints = append(node.Spec.Taints, taint)
		}
	}
	return node
}

// schedulerTakes asks the scheduler's own predicates.
func schedulerTakes(spec corev1.PodSpec, node *corev1.Node) bool {
	matches, err := nodeaffinity.GetRequiredNodeAffinity(&corev1.Pod{Spec: spec}).Match(node)
	_, untolerated := scheduling.FindMatchingUntoleratedTaint(klog.Logger{}, node.Spec.Taints, spec.Tolerations,
		func(t *corev1.Taint) bool { return t.Effect != corev1.TaintEffectPreferNoSchedule }, true)
	return matches && err == nil && !untolerated
}

// labelValues are values by key: some that nodes have, and one that no node has.
var labelValues = map[string][]string{
	"kubernetes.io/os":                            {"linux", "windows"},
	"kubernetes.io/arch":                          {"amd64", "arm64"},
	"node.kubernetes.io/instance-type":            {"Standard_D8ds_v5", "Standard_NC4as_T4_v3", "Standard_D2ds_v5"},
	"topology.kubernetes.io/region":               {"westeurope", "eastus"},
	"topology.kubernetes.io/zone":                 {"westeurope-1", "westeurope-2", "0", "1", "eastus-1"},
	"topology.disk.csi.azure.com/zone":            {"westeurope-1", "westeurope-3", ""},
	"kubernetes.azure.com/agentpool":              {"web", "gpu", "none"},
	"kubernetes.azure.com/mode":                   {"user", "system"},
	"kubernetes.azure.com/cluster":                {"MC_rg_aks", "other"},
	"kubernetes.io/hostname":                      {"aks-web-12345678-vmss000000", "aks-gpu-12345678-vmss000001", "laptop"},
	"node.kubernetes.io/windows-build":            {"10.0.20348", "10.0.17763"},
	"workload-lane/purpose":                       {"general", "gpu", "batch"},
	"workload-lane/name":                          {"web", "win", "arm"},
	"team":                                        {"data", "a"},
	"feature.node.kubernetes.io/cpu-model.family": {"6", "25"},
	"nvidia.com/gpu.product":                      {"Tesla-T4", "A100"},
	"topology.rook.io/rack":                       {"r1", "r2"},
}

var anyRequirement = rapid.Custom(func(t *rapid.T) corev1.NodeSelectorRequirement {
	r := corev1.NodeSelectorRequirement{Key: rapid.SampledFrom(slices.Sorted(maps.Keys(labelValues))).Draw(t, "key")}
	r.Operator = rapid.SampledFrom([]corev1.NodeSelectorOperator{corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn, corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpGt}).Draw(t, "operator")
	switch r.Operator {
	case corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn:
		r.Values = rapid.SliceOfNDistinct(rapid.SampledFrom(labelValues[r.Key]), 1, 2, rapid.ID).Draw(t, "values")
	case corev1.NodeSelectorOpGt:
		r.Values = []string{rapid.SampledFrom([]string{"0", "5", "10"}).Draw(t, "value")}
	case corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpLt:
	}
	return r
})

var anyPod = rapid.Custom(func(t *rapid.T) corev1.PodSpec {
	spec := corev1.PodSpec{NodeSelector: map[string]string{}}
	for range rapid.IntRange(0, 2).Draw(t, "selectors") {
		key := rapid.SampledFrom(slices.Sorted(maps.Keys(labelValues))).Draw(t, "key")
		spec.NodeSelector[key] = rapid.SampledFrom(labelValues[key]).Draw(t, "value")
	}
	spec.Tolerations = rapid.SampledFrom([][]corev1.Toleration{nil, {{Operator: corev1.TolerationOpExists}}, {{Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule}},
		{{Key: "nvidia.com/gpu", Operator: corev1.TolerationOpExists}, {Key: "os", Value: "windows"}}, {{Key: "arch", Value: "amd64"}, {Key: "team", Value: "data", Effect: corev1.TaintEffectNoExecute}}}).Draw(t, "tolerations")
	if n := rapid.IntRange(0, 2).Draw(t, "terms"); n > 0 {
		required := &corev1.NodeSelector{}
		for range n {
			required.NodeSelectorTerms = append(required.NodeSelectorTerms, corev1.NodeSelectorTerm{MatchExpressions: rapid.SliceOfN(anyRequirement, 0, 2).Draw(t, "term")})
		}
		spec.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: required}}
	}
	return spec
})

// TestSureAnswersHold: if the answer is yes or no, the scheduler gives the same
// answer on the nodes of a lane, whatever agents have written there. If nothing
// depends on agents, the answer is one of the two.
func TestSureAnswersHold(t *testing.T) {
	t.Parallel()
	lanes := chartLanes(t)
	rapid.Check(t, func(t *rapid.T) {
		spec := anyPod.Draw(t, "pod")
		name := rapid.SampledFrom([]string{"web", "gpu", "win", "arm", "one"}).Draw(t, "lane")
		place := lanes[name]
		v, _ := judge(Workload{Kind: "Pod", Spec: spec}, place)
		seen := map[bool]bool{}
		for range 8 {
			written := map[string]string{"fault domain": rapid.SampledFrom([]string{"0", "1"}).Draw(t, "fault domain")}
			for _, key := range []string{"feature.node.kubernetes.io/cpu-model.family", "nvidia.com/gpu.product", "topology.rook.io/rack"} {
				written[key] = rapid.SampledFrom(append([]string{""}, labelValues[key]...)).Draw(t, key)
			}
			zones := place.Pool.Get(lane.Zones).Set()
			if len(zones) == 0 {
				zones = []string{""}
			}
			seen[slices.ContainsFunc(zones, func(zone string) bool { return schedulerTakes(spec, liveNode(name, place, zone, written)) })] = true
		}
		if v.fits == yes && seen[false] || v.fits == no && seen[true] {
			t.Errorf("fits %d because of %v; the scheduler says otherwise", v.fits, v.reasons)
		}
		if len(seen) == 2 && v.fits != perhaps {
			t.Errorf("fits %d because of %v, and it depends", v.fits, v.reasons)
		}
		if (v.fits == yes) != (len(v.reasons) == 0) {
			t.Errorf("fits %d with the reasons %v", v.fits, v.reasons)
		}
	})
}

// yard is a small cluster in which every lane has all the nodes that it may have.
type yard struct {
	places map[string]Place
	nodes  []yardNode
}

type yardNode struct{ host, zone, lane string }

var someYard = rapid.Custom(func(t *rapid.T) yard {
	y := yard{places: map[string]Place{}}
	for i := range rapid.IntRange(1, 3).Draw(t, "lanes") {
		name := fmt.Sprintf("l%d", i)
		zones := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), 1, 3, rapid.ID).Draw(t, "zones")
		nodes := rapid.IntRange(len(zones), len(zones)+2).Draw(t, "nodes")
		set := []lane.Setting{lane.Mode.Is("User"), lane.Nodes.Is(nodes), lane.Zones.Is(zones), lane.Taints.Is([]string{}), lane.Priority.Is("Regular"), lane.VMSize.Is("Standard_D8ds_v5")}
		if rapid.Bool().Draw(t, "tainted") {
			set = append(set, lane.Taints.Is([]string{"team=a:NoSchedule"}))
		}
		y.places[name] = Place{Pool: lane.Of(set...), Name: lane.Known(name), Region: "westeurope"}
		for n := range nodes {
			y.nodes = append(y.nodes, yardNode{fmt.Sprintf("%s-%d", name, n), zones[n%len(zones)], name})
		}
	}
	return y
})

// fill places pods one after another, each where the fewest pods are, and counts
// those that land. It follows the rules of the scheduler's filters for pods that
// stay apart and for topology spread.
func (y yard) fill(pods int, apartBy, spreadBy string, skew int, tolerant bool) int {
	domain := func(n yardNode, key string) string {
		if key == corev1.LabelHostname {
			return n.host
		}
		return n.zone
	}
	takes := func(n yardNode) bool {
		return tolerant || len(y.places[n.lane].Pool.Get(lane.Taints).Set()) == 0
	}
	apartCount, spreadCount := map[string]int{}, map[string]int{}
	for _, n := range y.nodes {
		spreadCount[domain(n, spreadBy)] += 0
	}
	for placed := range pods {
		var best *yardNode
		least := slices.Min(slices.Collect(maps.Values(spreadCount)))
		for _, n := range y.nodes {
			if !takes(n) || apartBy != "" && apartCount[domain(n, apartBy)] > 0 || spreadBy != "" && spreadCount[domain(n, spreadBy)]+1-least > skew {
				continue
			}
			if best == nil || spreadCount[domain(n, spreadBy)] < spreadCount[domain(*best, spreadBy)] {
				best = &n
			}
		}
		if best == nil {
			return placed
		}
		apartCount[domain(*best, apartBy)]++
		spreadCount[domain(*best, spreadBy)]++
	}
	return pods
}

// TestApartAsTheSchedulerFills: for pods that stay apart, or spread, the answer is
// yes if and only if all of them land on the existing nodes.
func TestApartAsTheSchedulerFills(t *testing.T) {
	t.Parallel()
	keys := rapid.SampledFrom([]string{corev1.LabelHostname, corev1.LabelTopologyZone})
	rapid.Check(t, func(t *rapid.T) {
		y := someYard.Draw(t, "cluster")
		pods, tolerant := rapid.IntRange(1, 12).Draw(t, "pods"), rapid.Bool().Draw(t, "tolerant")
		w := Workload{Kind: "Deployment", Labels: map[string]string{"app": "a"}, Pods: int64(pods)}
		if tolerant {
			w.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
		}
		own := &metav1.LabelSelector{MatchLabels: w.Labels}
		apartBy, spreadBy, skew := "", "", 0
		if rapid.Bool().Draw(t, "apart") {
			apartBy = keys.Draw(t, "apart by")
			w.Spec.Affinity = &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []corev1.PodAffinityTerm{{TopologyKey: apartBy, LabelSelector: own}}}}
		} else {
			spreadBy, skew = keys.Draw(t, "spread over"), rapid.IntRange(1, 3).Draw(t, "skew")
			w.Spec.TopologySpreadConstraints = []corev1.TopologySpreadConstraint{{TopologyKey: spreadBy, MaxSkew: int32(skew), WhenUnsatisfiable: corev1.DoNotSchedule, LabelSelector: own}}
		}
		landed := y.fill(pods, apartBy, spreadBy, skew, tolerant)
		a := check(w, y.places)
		word, _ := a.Word()
		if all := landed == pods; all != (word == "yes") {
			t.Errorf("%d of %d pods land; the answer is %s: %s", landed, pods, word, a.Why())
		}
	})
}

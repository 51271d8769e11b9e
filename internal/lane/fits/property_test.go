package fits

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	scheduling "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var (
	someKey   = rapid.SampledFrom([]string{"team", "tier", "rank"})
	someValue = rapid.SampledFrom([]string{"a", "b", "1", "2", "3"})
	someTaint = rapid.SampledFrom([]string{"team=a:NoSchedule", "team=b:NoExecute", "tier:NoSchedule", "rank=2:PreferNoSchedule", "rank=3:NoSchedule"})
)

var someRequirement = rapid.Custom(func(t *rapid.T) corev1.NodeSelectorRequirement {
	r := corev1.NodeSelectorRequirement{Key: someKey.Draw(t, "key")}
	r.Operator = rapid.SampledFrom([]corev1.NodeSelectorOperator{corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn, corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt}).Draw(t, "operator")
	switch r.Operator {
	case corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn:
		r.Values = rapid.SliceOfN(someValue, 1, 3).Draw(t, "values")
	case corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt:
		r.Values = []string{rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "value")}
	case corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist:
	}
	return r
})

var someToleration = rapid.Custom(func(t *rapid.T) corev1.Toleration {
	out := corev1.Toleration{Effect: rapid.SampledFrom([]corev1.TaintEffect{"", corev1.TaintEffectNoSchedule, corev1.TaintEffectNoExecute}).Draw(t, "effect")}
	if rapid.Bool().Draw(t, "exists") {
		out.Operator, out.Key = corev1.TolerationOpExists, rapid.SampledFrom([]string{"", "team", "tier", "rank"}).Draw(t, "key")
		return out
	}
	out.Key, out.Value = someKey.Draw(t, "key"), someValue.Draw(t, "value")
	return out
})

var somePod = rapid.Custom(func(t *rapid.T) corev1.PodSpec {
	spec := corev1.PodSpec{
		NodeSelector: rapid.MapOfN(someKey, someValue, 0, 2).Draw(t, "selector"),
		Tolerations:  rapid.SliceOfN(someToleration, 0, 3).Draw(t, "tolerations"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "terms") {
		if spec.Affinity == nil {
			spec.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{}}}
		}
		required := spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution
		required.NodeSelectorTerms = append(required.NodeSelectorTerms, corev1.NodeSelectorTerm{MatchExpressions: rapid.SliceOfN(someRequirement, 0, 3).Draw(t, "term")})
	}
	return spec
})

// TestAgreesWithTheScheduler: if everything about a pool is known, the answer is
// that of the scheduler's own filters, for any pod.
func TestAgreesWithTheScheduler(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.MapOfN(someKey, someValue, 0, 3).Draw(t, "labels")
		taints := rapid.SliceOfNDistinct(someTaint, 0, 3, rapid.ID).Draw(t, "taints")
		spec := somePod.Draw(t, "pod")

		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Labels: labels}}
		for _, text := range taints {
			taint, err := lane.ParseTaint(text)
			if err != nil {
				t.Fatal(err)
			}
			node.Spec.Taints = append(node.Spec.Taints, taint)
		}
		matches, _ := nodeaffinity.GetRequiredNodeAffinity(&corev1.Pod{Spec: spec}).Match(node)
		_, untolerated := scheduling.FindMatchingUntoleratedTaint(klog.Logger{}, node.Spec.Taints, spec.Tolerations,
			func(t *corev1.Taint) bool { return t.Effect != corev1.TaintEffectPreferNoSchedule }, true)

		place := Place{Pool: lane.Of(lane.Labels.Is(lane.Texts(labels)), lane.Taints.Is(taints), lane.Priority.Is("Regular"))}
		v, _ := judge(Workload{Kind: "Pod", Spec: spec}, place)
		if want := truthOf(matches && !untolerated); v.fits != want {
			t.Errorf("fits %d, the scheduler says %d: %v", v.fits, want, v.reasons)
		}
		if (v.fits == yes) != (len(v.reasons) == 0) {
			t.Errorf("fits %d with the reasons %v", v.fits, v.reasons)
		}
	})
}

// TestUnknownIsHonest: an answer that is given although something is unknown stays
// the same, whatever the unknown value turns out to be.
func TestUnknownIsHonest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := Workload{Kind: "Pod", Spec: somePod.Draw(t, "pod")}
		whole := lane.Of(
			lane.Labels.Is(lane.Texts(rapid.MapOfN(someKey, someValue, 0, 3).Draw(t, "labels"))),
			lane.Taints.Is(rapid.SliceOfNDistinct(someTaint, 0, 3, rapid.ID).Draw(t, "taints")),
			lane.Priority.Is(rapid.SampledFrom([]string{"Regular", "Spot"}).Draw(t, "priority")))
		part := whole
		for _, f := range []*lane.Field{lane.Labels, lane.Taints, lane.Priority} {
			if rapid.Bool().Draw(t, "unknown "+f.Path) {
				part = part.Put(f, lane.Unknown)
			}
		}
		early, _ := judge(w, Place{Pool: part})
		late, _ := judge(w, Place{Pool: whole})
		if early.fits != unknown && early.fits != late.fits {
			t.Errorf("fits %d before it is known, %d after", early.fits, late.fits)
		}
		if early.fits == unknown && len(early.reasons) == 0 {
			t.Error("nothing says what is not known")
		}
	})
}

package lane

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

func TestContractForSeveralLanes(t *testing.T) {
	t.Parallel()
	inGroup := func(group Value) func(*Intent) { return func(in *Intent) { in.Group = group } }
	named := func(name string) func(*Intent) { return func(in *Intent) { in.Name = name } }
	ingest := inGroup(Known("ingest"))
	batch := corev1.Toleration{Key: "workload", Operator: corev1.TolerationOpEqual, Value: "batch", Effect: corev1.TaintEffectNoSchedule}
	spot := corev1.Toleration{Key: labelSpot, Operator: corev1.TolerationOpEqual, Value: "spot", Effect: corev1.TaintEffectNoSchedule}
	anyTeam := corev1.Toleration{Key: "team", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule}
	member := func(pool Settings) Member { return Member{Pool: pool, PoolName: pool.Get(Name)} }
	adoptedPool := Of(Name.Is("old"), Mode.Is("User"), Priority.Is("Regular"))
	preferSpot := []Requirement{{labelSpot, []Value{Known("spot")}}}

	for name, tt := range map[string]struct {
		members []Member
		want    Union
	}{
		"none": {nil, Union{}},
		"one lane needs its selector only": {
			[]Member{member(fresh(t, Batch))},
			Union{NodeSelector: map[string]Value{LabelName: Known("pool1")}, Tolerations: []corev1.Toleration{batch}},
		},
		"one lane of an unknown group": {
			[]Member{member(fresh(t, General, inGroup(Unknown)))},
			Union{NodeSelector: map[string]Value{LabelName: Unknown}, Tolerations: []corev1.Toleration{}},
		},
		"zones of one group": {
			[]Member{member(fresh(t, Batch, ingest, named("zone1"))), member(fresh(t, Batch, ingest, named("zone2")))},
			Union{NodeSelector: map[string]Value{LabelName: Known("ingest")}, Tolerations: []corev1.Toleration{batch}},
		},
		"lanes of two names": {
			[]Member{member(fresh(t, General, named("web"))), member(fresh(t, Batch, named("jobs")))},
			Union{Required: []Requirement{{LabelName, []Value{Known("web"), Known("jobs")}}}, Tolerations: []corev1.Toleration{batch}},
		},
		"spot beside on-demand in one group": {
			[]Member{member(fresh(t, Batch, ingest)), member(fresh(t, Spot, ingest))},
			Union{NodeSelector: map[string]Value{LabelName: Known("ingest")}, Preferred: preferSpot, Tolerations: []corev1.Toleration{batch, spot}},
		},
		"spot alone is no preference": {
			[]Member{member(fresh(t, Spot, named("spot1"))), member(fresh(t, Spot, named("spot2")))},
			Union{Required: []Requirement{{LabelName, []Value{Known("spot1"), Known("spot2")}}}, Tolerations: []corev1.Toleration{spot}},
		},
		"a lane beside a pool without the label": {
			[]Member{member(adoptedPool), member(fresh(t, General, named("web")))},
			Union{Required: []Requirement{{LabelName, []Value{Known("web")}}, {labelPool, []Value{Known("old")}}}, Tolerations: []corev1.Toleration{}},
		},
		"one pool twice": {
			[]Member{member(adoptedPool), member(adoptedPool)},
			Union{NodeSelector: map[string]Value{labelPool: Known("old")}, Tolerations: []corev1.Toleration{}},
		},
		"two unknown groups may be one": {
			[]Member{member(fresh(t, General, inGroup(Unknown))), member(fresh(t, General, inGroup(Unknown)))},
			Union{SelectionUnknown: true, Tolerations: []corev1.Toleration{}},
		},
		"unknown taints of one lane": {
			[]Member{member(fresh(t, General, ingest)), member(fresh(t, Batch, ingest, func(in *Intent) { in.Set = Of(Taints.Is(Unknown)) }))},
			Union{NodeSelector: map[string]Value{LabelName: Known("ingest")}, TolerationsUnknown: true},
		},
		"unknown priority of one lane": {
			[]Member{member(fresh(t, General, ingest)), member(fresh(t, General, ingest).Put(Priority, Unknown))},
			Union{NodeSelector: map[string]Value{LabelName: Known("ingest")}, PreferredUnknown: true, TolerationsUnknown: true},
		},
		"a wider toleration covers the narrow one": {
			[]Member{member(fresh(t, General, ingest, wrote(taints("team=a:NoSchedule")))), member(fresh(t, General, ingest, wrote(taints("team:NoSchedule"))))},
			Union{NodeSelector: map[string]Value{LabelName: Known("ingest")}, Tolerations: []corev1.Toleration{anyTeam}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, ContractFor(tt.members...)); diff != "" {
				t.Errorf("union (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnionAsAffinity(t *testing.T) {
	t.Parallel()
	in := func(key string, values ...string) corev1.NodeSelectorTerm {
		return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{Key: key, Operator: corev1.NodeSelectorOpIn, Values: values}}}
	}
	web := Member{Pool: fresh(t, General, func(in *Intent) { in.Name = "web" })}
	spot := Member{Pool: fresh(t, Spot, func(in *Intent) { in.Name = "spot1" })}

	got, known := ContractFor(web, spot).NodeAffinity()
	want := &corev1.NodeAffinity{
		RequiredDuringSchedulingIgnoredDuringExecution:  &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{in(LabelName, "web", "spot1")}},
		PreferredDuringSchedulingIgnoredDuringExecution: []corev1.PreferredSchedulingTerm{{Weight: 100, Preference: in(labelSpot, "spot")}},
	}
	if diff := cmp.Diff(want, got); diff != "" || !known {
		t.Errorf("affinity, known %v (-want +got):\n%s", known, diff)
	}
	if got, known := ContractFor(web).NodeAffinity(); got != nil || !known {
		t.Errorf("one lane has the affinity %v, known %v", got, known)
	}
	unsure := Member{Pool: web.Pool.Put(Priority, Unknown)}
	if _, known := ContractFor(web, unsure).NodeAffinity(); known {
		t.Error("an unknown priority leaves the affinity known")
	}
}

func TestTolerations(t *testing.T) {
	t.Parallel()
	got, err := Tolerations([]string{"team=a:NoSchedule", "lonely:NoExecute"})
	want := []corev1.Toleration{
		{Key: "team", Operator: corev1.TolerationOpEqual, Value: "a", Effect: corev1.TaintEffectNoSchedule},
		{Key: "lonely", Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	for taint, want := range map[string]string{
		"team":                    `taint "team" is not in the form key=value:Effect or key:Effect`,
		"a b:NoSchedule":          `taint "a b:NoSchedule" is not in the form key=value:Effect or key:Effect`,
		"team=a:noschedule":       `taint "team=a:noschedule" has the effect "noschedule"; it is one of NoSchedule, PreferNoSchedule, NoExecute`,
		"team=a=b:NoSchedule":     `taint "team=a=b:NoSchedule" is not in the form key=value:Effect or key:Effect`,
		"team=a:NoSchedule:extra": `taint "team=a:NoSchedule:extra" has the effect "NoSchedule:extra"; it is one of NoSchedule, PreferNoSchedule, NoExecute`,
	} {
		if _, err := Tolerations([]string{taint}); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		pool Settings
		want bool
	}{
		"no taint":         {fresh(t, General), true},
		"NoSchedule":       {fresh(t, Batch), false},
		"NoExecute":        {fresh(t, General, wrote(taints("team:NoExecute"))), false},
		"PreferNoSchedule": {fresh(t, General, wrote(taints("team=a:PreferNoSchedule"))), true},
		"AKS's own taint":  {fresh(t, Spot), false},
		"not known yet":    {fresh(t, General, wrote(Taints.Is(Unknown))), false},
	} {
		if got := Open(tt.pool); got != tt.want {
			t.Errorf("%s: open is %v", name, got)
		}
	}
}

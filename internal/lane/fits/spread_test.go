package fits

import (
	"fmt"
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// replicas writes a Deployment of pods that carry the label app=a.
func replicas(t *testing.T, n int, spec string) Workload {
	t.Helper()
	return workload(t, fmt.Sprintf("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: shop}\nspec:\n  replicas: %d\n  template:\n    metadata: {labels: {app: a}}\n    spec:\n%s", n, indent(spec, "      ")))
}

func keptApart(key, rest string) string {
	return "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: " + key + ", " + rest + "}]}}"
}

func spreadOver(key, rest string) string {
	return "topologySpreadConstraints: [{topologyKey: " + key + ", maxSkew: 1, labelSelector: {matchLabels: {app: a}}" + rest + "}]"
}

// TestApart: how many pods of a workload the lanes' nodes and zones hold if the
// workload keeps them apart.
func TestApart(t *testing.T) {
	t.Parallel()
	const host, zoneKey, own, strict = "kubernetes.io/hostname", "topology.kubernetes.io/zone", "labelSelector: {matchLabels: {app: a}}", ", whenUnsatisfiable: DoNotSchedule"
	three := made(t, lane.General, "three", lane.Nodes.Is(3))
	ten := made(t, lane.General, "ten", lane.Min.Is(0), lane.Max.Is(10))
	second := made(t, lane.General, "second", lane.Nodes.Is(3), lane.Zones.Is([]string{"1"}))
	regional := made(t, lane.General, "plain", lane.Nodes.Is(3), lane.Zones.Is([]string{}))
	open := Place{Pool: lane.Of(lane.Mode.Is("User")), Name: lane.Known("open")}
	guarded := made(t, lane.General, "guarded", lane.Nodes.Is(3), tainted("team=a:NoSchedule"), lane.Zones.Is([]string{"1", "2", "3"}))
	waiting := made(t, lane.General, "waiting", lane.Nodes.Is(lane.Unknown))

	for name, tt := range map[string]struct {
		w      Workload
		places map[string]Place
		word   string // "later" if it is not known
		why    string
	}{
		"as many pods as nodes":              {replicas(t, 3, keptApart(host, own)), map[string]Place{"a": three}, "yes", ""},
		"more pods than nodes":               {replicas(t, 4, keptApart(host, own)), map[string]Place{"a": three}, "no", "a: only 3 of 4 pods land: required podAntiAffinity by kubernetes.io/hostname, and the lanes that take them have at most 3 nodes"},
		"nodes of two lanes":                 {replicas(t, 6, keptApart(host, own)), map[string]Place{"a": three, "b": second}, "yes", ""},
		"more pods than nodes of two lanes":  {replicas(t, 7, keptApart(host, own)), map[string]Place{"a": three, "b": second}, "no", "at most 6 nodes"},
		"nodes of a lane that has a taint":   {replicas(t, 4, keptApart(host, own)), map[string]Place{"a": three, "b": guarded}, "no", "at most 3 nodes"},
		"as far as the autoscaler goes":      {replicas(t, 10, keptApart(host, own)), map[string]Place{"a": ten}, "yes", ""},
		"a pool of which nobody told":        {replicas(t, 99, keptApart(host, own)), map[string]Place{"a": open}, "yes", ""},
		"nodes that are not known yet":       {replicas(t, 4, keptApart(host, own)), map[string]Place{"a": waiting}, "later", "how many nodes the lanes may have"},
		"one pod, whatever comes":            {replicas(t, 1, keptApart(host, own)), map[string]Place{"a": three}, "yes", ""},
		"enough beside what is not known":    {replicas(t, 3, keptApart(host, own)), map[string]Place{"a": waiting, "b": three}, "yes", ""},
		"another workload's pods":            {replicas(t, 9, keptApart(host, "labelSelector: {matchLabels: {app: b}}")), map[string]Place{"a": three}, "yes", ""},
		"pods of another namespace":          {replicas(t, 9, keptApart(host, own+", namespaces: [x]")), map[string]Place{"a": three}, "yes", ""},
		"pods of this namespace":             {replicas(t, 9, keptApart(host, own+", namespaces: [shop]")), map[string]Place{"a": three}, "no", "only 3 of 9"},
		"no selector is no pod":              {replicas(t, 9, keptApart(host, "namespaceSelector: {}")), map[string]Place{"a": three}, "yes", ""},
		"zones":                              {replicas(t, 3, keptApart(zoneKey, own)), map[string]Place{"a": ten}, "yes", ""},
		"more pods than zones":               {replicas(t, 4, keptApart(zoneKey, own)), map[string]Place{"a": ten}, "no", "the lanes have 3 values: westeurope-1, westeurope-2, westeurope-3"},
		"zones of two lanes are the same":    {replicas(t, 4, keptApart(zoneKey, own)), map[string]Place{"a": ten, "b": second}, "no", "only 3 of 4"},
		"zones of one zone":                  {replicas(t, 2, keptApart(zoneKey, own)), map[string]Place{"a": second}, "no", "the lanes have 1 value: westeurope-1"},
		"one zone is selected":               {replicas(t, 2, selector(zoneKey+": westeurope-1")+"\n"+keptApart(zoneKey, own)), map[string]Place{"a": ten}, "no", "only 1 of 2 pods"},
		"fault domains":                      {replicas(t, 3, keptApart(zoneKey, own)), map[string]Place{"a": regional}, "yes", ""},
		"fault domains of too few nodes":     {replicas(t, 4, keptApart(zoneKey, own)), map[string]Place{"a": regional}, "no", "at most 3 nodes"},
		"a label that no node has is free":   {replicas(t, 9, keptApart("rack", own)), map[string]Place{"a": three}, "yes", ""},
		"the lane itself":                    {replicas(t, 2, keptApart("workload-lane/name", own)), map[string]Place{"a": ten}, "no", "the lanes have 1 value: ten"},
		"a preference keeps none away":       {replicas(t, 9, "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: "+host+", "+own+"}}]}}"), map[string]Place{"a": three}, "yes", ""},
		"host ports":                         {replicas(t, 4, "containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]"), map[string]Place{"a": three}, "no", "only 3 of 4 pods land: host port 80"},
		"ports of the host's network":        {replicas(t, 4, "hostNetwork: true\ncontainers: [{name: c, ports: [{containerPort: 9100}]}]"), map[string]Place{"a": three}, "no", "host port 9100"},
		"ports of pods":                      {replicas(t, 4, "containers: [{name: c, ports: [{containerPort: 80}]}]"), map[string]Place{"a": three}, "yes", ""},
		"spread over zones":                  {replicas(t, 30, spreadOver(zoneKey, strict)), map[string]Place{"a": ten}, "yes", ""},
		"spread over a label that is absent": {replicas(t, 2, spreadOver("rack", strict)), map[string]Place{"a": ten}, "no", "topologySpreadConstraints requires a label rack; the nodes have no such label"},
		"spread if it can be":                {replicas(t, 2, spreadOver("rack", ", whenUnsatisfiable: ScheduleAnyway")), map[string]Place{"a": ten}, "yes", ""},
		"spread over an agent's label":       {replicas(t, 2, spreadOver("topology.rook.io/rack", strict)), map[string]Place{"a": ten}, "perhaps", "a storage driver"},
		"zones that do not take the pods":    {replicas(t, 2, spreadOver(zoneKey, strict)), map[string]Place{"a": second, "b": guarded}, "perhaps", "only 1 of 2 pods land while nodes that do not take them exist in another topology.kubernetes.io/zone: westeurope-2, westeurope-3"},
		"taints count where they are heeded": {replicas(t, 2, spreadOver(zoneKey, strict+", nodeTaintsPolicy: Honor")), map[string]Place{"a": second, "b": guarded}, "yes", ""},
		"a selector leaves others out":       {replicas(t, 2, selector("workload-lane/name: second")+"\n"+spreadOver(zoneKey, strict)), map[string]Place{"a": second, "b": guarded}, "yes", ""},
		"unless it is not heeded":            {replicas(t, 2, selector("workload-lane/name: second")+"\n"+spreadOver(zoneKey, strict+", nodeAffinityPolicy: Ignore")), map[string]Place{"a": second, "b": guarded}, "perhaps", "only 1 of 2"},
		"fewer zones than minDomains":        {replicas(t, 2, spreadOver(zoneKey, strict+", minDomains: 3")), map[string]Place{"a": second}, "perhaps", "minDomains is 3, and the lanes have 1 value: westeurope-1"},
		"as many zones as minDomains":        {replicas(t, 20, spreadOver(zoneKey, strict+", minDomains: 3")), map[string]Place{"a": ten}, "yes", ""},
		"with its own pods":                  {replicas(t, 9, "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "+zoneKey+", "+own+"}]}}"), map[string]Place{"a": ten}, "yes", ""},
		"with other pods":                    {replicas(t, 9, "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "+zoneKey+", labelSelector: {matchLabels: {app: cache}}}]}}"), map[string]Place{"a": ten}, "perhaps", "podAffinity requires another pod in the same topology.kubernetes.io/zone: app=cache"},
		"with other pods of a missing label": {replicas(t, 9, "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: rack, labelSelector: {matchLabels: {app: cache}}}]}}"), map[string]Place{"a": ten}, "no", "podAffinity requires a label rack"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := check(tt.w, tt.places)
			word, known := a.Word()
			if !known {
				word = "later"
			}
			if word != tt.word || !strings.Contains(a.Why(), tt.why) {
				t.Errorf("%s because of %q, want %s because of %q", word, a.Why(), tt.word, tt.why)
			}
		})
	}
}

// TestLeftOut: what does not affect the answer is named.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"priorityClassName: high":                      "priority and preemption are not considered: priorityClassName is high",
		"priority: 1000":                               "priority and preemption are not considered: priority is 1000",
		"schedulerName: volcano":                       "the rules are those of the default scheduler: schedulerName is volcano",
		"schedulingGates: [{name: example.com/quota}]": "pods wait until the scheduling gate example.com/quota is removed",
		keptApart("kubernetes.io/hostname", "labelSelector: {matchLabels: {app: b}}"): "pods that it must be apart from are not considered: podAntiAffinity by kubernetes.io/hostname",
		"schedulerName: default-scheduler":                                            "",
	} {
		if got := strings.Join(check(deployment(t, spec), theCluster(t)).Remarks["general"], "; "); got != want {
			t.Errorf("%s: %q, want %q", spec, got, want)
		}
	}
}

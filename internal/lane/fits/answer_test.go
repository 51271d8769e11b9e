package fits

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// deployment writes a Deployment around a pod spec.
func deployment(t *testing.T, spec string) Workload {
	t.Helper()
	return workload(t, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  template:\n    spec:\n"+indent(spec, "      "))
}

// TestWhereItLands distinguishes the lanes that a workload is meant for from those
// that merely do not keep it away.
func TestWhereItLands(t *testing.T) {
	t.Parallel()
	cluster := theCluster(t)
	open := theCluster(t)
	open["system"] = Place{Pool: cluster["system"].Pool.Put(lane.Taints, lane.Known([]string{})), Name: cluster["system"].Name, Region: "westeurope"}
	onlySystem := map[string]Place{"system": open["system"]}
	batch := tolerate("key: workload, value: batch, effect: NoSchedule")

	for name, tt := range map[string]struct {
		spec        string
		places      map[string]Place
		lanes, also []string
	}{
		"an ordinary one":                         {"{}", cluster, []string{"general"}, nil},
		"an ordinary one beside an open system":   {"{}", open, []string{"general"}, []string{"system"}},
		"an ordinary one where there is no other": {"{}", onlySystem, []string{"system"}, nil},
		"by selector and toleration":              {selector("workload-lane/name: batch") + "\n" + batch, cluster, []string{"batch"}, nil},
		"toleration alone lets it land elsewhere": {batch, open, []string{"batch"}, []string{"general", "system"}},
		"selector alone is not enough":            {selector("workload-lane/name: batch"), cluster, nil, nil},
		"what a node is made of means no lane":    {selector("kubernetes.io/os: linux"), open, []string{"general"}, []string{"system"}},
		"Windows":                                 {selector("kubernetes.io/os: windows") + "\n" + tolerate("key: os, value: windows"), cluster, []string{"windows"}, nil},
		"a GPU":                                   {asks("nvidia.com/gpu: 1"), cluster, []string{"gpu"}, nil},
		"every taint means no lane":               {tolerate("operator: Exists"), open, []string{"batch", "confidential", "general", "gpu", "memory", "spot", "windows"}, []string{"system"}},
		"a preference is a wish":                  {preferred(expression("workload-lane/purpose", "In", "memory")) + "\n" + tolerate("key: workload, operator: Exists"), cluster, []string{"batch", "memory"}, []string{"general"}},
		"a preference for an open lane":           {preferred(expression("workload-lane/purpose", "In", "general")), open, []string{"general"}, []string{"system"}},
		"away from a lane is towards none":        {required(expression("workload-lane/purpose", "NotIn", "batch")), open, []string{"general"}, []string{"system"}},
		"the union of two lanes":                  {required(expression("workload-lane/name", "In", "batch", "spot")) + "\ntolerations: [{key: workload, value: batch}, {key: kubernetes.azure.com/scalesetpriority, value: spot}]", cluster, []string{"batch", "spot"}, nil},
		"a gateway pool is for nobody's pods":     {"{}", map[string]Place{"edge": made(t, lane.General, "edge", lane.Mode.Is("Gateway"), lane.Nodes.Is(2)), "web": cluster["general"]}, []string{"web"}, []string{"edge"}},
		"a startup taint keeps nobody away":       {"{}", map[string]Place{"web": made(t, lane.General, "web", lane.Taints.Is([]string{"node.cilium.io/agent-not-ready=true:NoExecute"}))}, []string{"web"}, nil},
		"cluster services":                        {tolerate("key: CriticalAddonsOnly, operator: Exists"), cluster, []string{"system"}, []string{"general"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := Check([]Workload{deployment(t, tt.spec)}, tt.places)[0]
			if diff := cmp.Diff([][]string{tt.lanes, tt.also}, [][]string{a.Lanes, a.Also}); diff != "" {
				t.Errorf("lanes and others (-want +got):\n%s\n%s", diff, a.Why())
			}
			if !a.Known() || len(a.Lanes)+len(a.Also)+len(a.Refused) != len(tt.places) || a.Lands() != (tt.lanes != nil) {
				t.Errorf("the answer misses a lane or is unsure: %+v", a)
			}
		})
	}
}

func TestDaemonSet(t *testing.T) {
	t.Parallel()
	daemon := func(spec string) Workload {
		return workload(t, "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec: {template: {spec: {"+spec+"}}}")
	}
	cluster := theCluster(t)
	a := check(daemon(tolerate("operator: Exists")), cluster)
	if len(a.Lanes) != len(cluster) || len(a.Also) != 0 {
		t.Errorf("an agent of every node runs on %v and %v", a.Lanes, a.Also)
	}
	pressed := map[string]Place{"pressed": made(t, lane.General, "pool1", tainted("node.kubernetes.io/disk-pressure:NoSchedule")),
		"offline": made(t, lane.General, "pool2", tainted("node.kubernetes.io/network-unavailable:NoSchedule"))}
	for spec, want := range map[string][]string{"hostNetwork: false": {"pressed"}, "hostNetwork: true": {"offline", "pressed"}} {
		if got := check(daemon(spec), pressed).Lanes; !cmp.Equal(want, got) {
			t.Errorf("with %s it runs on %v, want %v", spec, got, want)
		}
	}
}

// TestWhy: the reasons read as a person would give them.
func TestWhy(t *testing.T) {
	t.Parallel()
	places := theCluster(t)
	a := check(deployment(t, selector("workload-lane/name: batch, kubernetes.io/os: windows")+"\n"+asks("cpu: 64")),
		map[string]Place{"batch": places["batch"], "windows": places["windows"]})
	want := `batch: no toleration for taint workload=batch:NoSchedule; nodeSelector requires kubernetes.io/os=windows; the nodes have linux; a pod requests 64 vCPUs; a node of Standard_D8ds_v5 has 8, some of them reserved for the system
windows: no toleration for taint os=windows:NoSchedule; nodeSelector requires workload-lane/name=batch; the nodes have window; a pod requests 64 vCPUs; a node of Standard_D4ds_v5 has 4, some of them reserved for the system`
	if diff := cmp.Diff(want, a.Why()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var codes []Code
	for _, r := range a.Refused["batch"] {
		codes = append(codes, r.Code)
	}
	if diff := cmp.Diff([]Code{Taint, OS, CPU}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestRemarks(t *testing.T) {
	t.Parallel()
	places := map[string]Place{"shy": made(t, lane.General, "shy", tainted("team=a:PreferNoSchedule", "drill=on:NoExecute"))}
	for spec, want := range map[string][]string{
		tolerate("key: drill, operator: Exists, effect: NoExecute, tolerationSeconds: 90"): {
			"pods are evicted after 90 seconds because of taint drill=on:NoExecute", "the scheduler prefers other nodes because of taint team=a:PreferNoSchedule"},
		"tolerations: [{key: drill, operator: Exists, effect: NoExecute, tolerationSeconds: 90}, {key: drill, value: \"on\", effect: NoExecute, tolerationSeconds: -1}]": {
			"pods are evicted after 0 seconds because of taint drill=on:NoExecute", "the scheduler prefers other nodes because of taint team=a:PreferNoSchedule"},
		tolerate("operator: Exists"): nil,
	} {
		if got := check(deployment(t, spec), places).Remarks["shy"]; !cmp.Equal(want, got) {
			t.Errorf("remarks %q, want %q", got, want)
		}
	}
}

// TestUnknown: a value that Terraform does not know yet leaves the answer open only
// if it could change the answer.
func TestUnknown(t *testing.T) {
	t.Parallel()
	u := lane.Unknown
	batch := tolerate("key: workload, value: batch")
	for name, tt := range map[string]struct {
		spec  string
		place Place
		want  truth
		why   string
	}{
		"taints, of a pod that tolerates none":      {"{}", made(t, lane.General, "p", lane.Taints.Is(u)), unknown, "the taints of the lane are not known yet"},
		"taints, of a pod that tolerates all":       {tolerate("operator: Exists"), made(t, lane.General, "p", lane.Taints.Is(u)), yes, ""},
		"taints, and the selector fails anyway":     {selector("tier: web"), made(t, lane.General, "p", lane.Taints.Is(u)), no, "no such label"},
		"taints, and spot keeps it away anyway":     {batch, made(t, lane.Spot, "p", lane.Taints.Is(u)), no, "scalesetpriority=spot"},
		"priority, of a pod that tolerates no spot": {batch, made(t, lane.Batch, "p", lane.Priority.Is(u)), unknown, "whether the lane is Spot"},
		"priority, of a pod that tolerates spot":    {"tolerations: [{key: workload, operator: Exists}, {key: kubernetes.azure.com/scalesetpriority, operator: Exists}]", made(t, lane.Batch, "p", lane.Priority.Is(u)), yes, ""},
		"priority, and another taint decides":       {"{}", made(t, lane.Batch, "p", lane.Priority.Is(u)), no, "workload=batch"},
		"labels, of a pod that selects nothing":     {"{}", made(t, lane.General, "p", lane.Labels.Is(u)), yes, ""},
		"labels, of a pod that selects":             {selector("team: a"), made(t, lane.General, "p", lane.Labels.Is(u)), unknown, "nodeSelector requires team=a, and label team is not known yet"},
		"labels, of a pod that selects on AKS's":    {selector("kubernetes.azure.com/mode: user"), made(t, lane.General, "p", lane.Labels.Is(u)), yes, ""},
		"one label, another is selected":            {selector("team: a"), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"team": lane.Known("a"), "x": u}))), yes, ""},
		"one label, that is selected":               {selector("x: a"), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"x": u}))), unknown, "label x"},
		"one label may yet be left out":             {required(expression("x", "Exists")), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"x": u}))), unknown, "label x"},
		"the name of the lane is always there":      {required(expression("workload-lane/name", "Exists")), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"workload-lane/name": u}))), yes, ""},
		"one of two terms":                          {required(expression("x", "In", "a"), expression("workload-lane/purpose", "In", "general")), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"x": u}))), yes, ""},
		"one of two terms, the other fails":         {required(expression("x", "In", "a"), expression("workload-lane/purpose", "In", "batch")), made(t, lane.General, "p", lane.Labels.Is(lane.Known(map[string]lane.Value{"x": u}))), unknown, "node affinity requires x=a"},
		"zones, of a pod of any zone":               {"{}", made(t, lane.General, "p", lane.Zones.Is(u)), yes, ""},
		"zones, of a pod of one":                    {selector("topology.kubernetes.io/zone: westeurope-1"), made(t, lane.General, "p", lane.Zones.Is(u)), unknown, "topology.kubernetes.io/zone is not known yet"},
		"zones, and a zone it must have":            {required(expression("topology.kubernetes.io/zone", "Exists")), made(t, lane.General, "p", lane.Zones.Is(u)), yes, ""},
		"size, of a small pod":                      {asks("cpu: 100m"), made(t, lane.General, "p", lane.VMSize.Is(u)), yes, ""},
		"size, of a large pod":                      {asks("cpu: 16"), made(t, lane.General, "p", lane.VMSize.Is(u)), unknown, "the VM size of the lane is not known yet"},
		"size, of a pod that asks for a GPU":        {asks("nvidia.com/gpu: 1") + "\n" + tolerate("operator: Exists"), made(t, lane.GPU, "p", lane.VMSize.Is(u)), unknown, "the VM size of the lane is not known yet"},
		"max_pods, of a pod far from the limit":     {asks("memory: 26Gi"), made(t, lane.General, "p", lane.MaxPods.Is(u)), yes, ""},
		"max_pods, of a pod near the limit":         {asks("memory: 28Gi"), made(t, lane.General, "p", lane.MaxPods.Is(u)), unknown, "max_pods or the operating system of the lane"},
		"max_pods, of a pod beyond the limit":       {asks("memory: 32Gi"), made(t, lane.General, "p", lane.MaxPods.Is(u)), no, "of which AKS reserves at least 338Mi"},
		"os_sku, of a pod near the limit":           {asks("memory: 31Gi"), made(t, lane.General, "p", lane.OSSKU.Is(u)), unknown, "the operating system of the lane"},
		"instances of a GPU, of a pod that has one": {asks("nvidia.com/gpu: 1"), made(t, lane.GPU, "p", lane.VMSize.Is("Standard_NC24ads_A100_v4"), lane.GPUInstance.Is(u)), yes, ""},
		"instances of a GPU, of a pod that has two": {asks("nvidia.com/gpu: 2"), made(t, lane.GPU, "p", lane.VMSize.Is("Standard_NC24ads_A100_v4"), lane.GPUInstance.Is(u)), unknown, "gpu.instance_profile"},
		"instances of a GPU, of a pod that has 8":   {asks("nvidia.com/gpu: 8"), made(t, lane.GPU, "p", lane.VMSize.Is("Standard_NC24ads_A100_v4"), lane.GPUInstance.Is(u)), no, "requests 8 nvidia.com/gpu"},
		"size, and the architecture is selected":    {selector("kubernetes.io/arch: arm64"), made(t, lane.General, "p", lane.VMSize.Is(u)), unknown, "kubernetes.io/arch"},
		"size, and GPUs are selected":               {selector("accelerator: nvidia"), made(t, lane.General, "p", lane.VMSize.Is(u)), unknown, "accelerator"},
		"sizes of a VirtualMachines pool":           {asks("cpu: 16"), made(t, lane.General, "p", lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(u)), unknown, "VM size"},
		"os_sku, of a pod that says no system":      {"{}", made(t, lane.General, "p", lane.OSSKU.Is(u)), yes, ""},
		"os_sku, of a pod that says one":            {"os: {name: windows}", made(t, lane.General, "p", lane.OSSKU.Is(u)), unknown, "the operating system of the lane is not known yet"},
		"the name, of a pod on one node":            {"nodeName: aks-p-12345678-vmss000000", Place{Name: u}, unknown, "the name of the pool is not known yet"},
		"the name, of a node that is none of AKS's": {"nodeName: laptop", Place{Name: lane.Known("p")}, no, "not a node of this pool"},
		"capacity": {"{}", made(t, lane.General, "p", lane.Nodes.Is(u)), yes, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := check(pod(t, tt.spec), map[string]Place{"it": tt.place})
			got := no
			switch {
			case a.Lands():
				got = yes
			case !a.Known():
				got = unknown
			}
			if got != tt.want || !strings.Contains(a.Why(), tt.why) {
				t.Errorf("fits %d, want %d: %q, want %q", got, tt.want, a.Why(), tt.why)
			}
			for _, r := range a.Unsure["it"] {
				if r.Code != Later {
					t.Errorf("what is not known has the reason %q of code %s", r.Text, r.Code)
				}
			}
		})
	}
}

// TestContractFits: pods that follow a lane's contract land on that lane, and
// nowhere else in the cluster.
func TestContractFits(t *testing.T) {
	t.Parallel()
	cluster := theCluster(t)
	for name, p := range cluster {
		c := lane.ContractOf(p.Pool, p.Name)
		w := deployment(t, "{}")
		w.Spec.Tolerations, w.Spec.NodeSelector = c.Tolerations, map[string]string{}
		for k, v := range c.NodeSelector {
			w.Spec.NodeSelector[k] = v.Text()
		}
		if a := check(w, cluster); !cmp.Equal([]string{name}, a.Lanes) || len(a.Also) > 0 {
			t.Errorf("by the contract of %s it lands on %v and %v:\n%s", name, a.Lanes, a.Also, a.Why())
		}
	}
}

// TestUnionFits: pods that follow the contract of two lanes land on both, and
// nowhere else.
func TestUnionFits(t *testing.T) {
	t.Parallel()
	cluster := theCluster(t)
	for first, a := range cluster {
		for second, b := range cluster {
			if first >= second {
				continue
			}
			u := lane.ContractFor(lane.Member{Pool: a.Pool, PoolName: a.Name}, lane.Member{Pool: b.Pool, PoolName: b.Name})
			affinity, known := u.NodeAffinity()
			w := deployment(t, "{}")
			w.Spec.Tolerations, w.Spec.Affinity = u.Tolerations, &corev1.Affinity{NodeAffinity: affinity}
			if got := check(w, cluster); !known || !cmp.Equal([]string{first, second}, got.Lanes) || len(got.Also) > 0 {
				t.Errorf("by the contract of %s and %s it lands on %v and %v", first, second, got.Lanes, got.Also)
			}
		}
	}
}

package fits

import (
	"strings"
	"testing"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// How the cases write their pods.
func selector(kv string) string { return "nodeSelector: {" + kv + "}" }

func tolerate(fields string) string { return "tolerations: [{" + fields + "}]" }

func required(expressions ...string) string {
	return "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [" + terms(expressions) + "]}}}"
}

func preferred(expression string) string {
	return "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [" + expression + "]}}]}}"
}

func terms(expressions []string) string {
	out := make([]string, len(expressions))
	for i, e := range expressions {
		out[i] = "{matchExpressions: [" + e + "]}"
	}
	return strings.Join(out, ", ")
}

func expression(key, operator string, values ...string) string {
	e := "{key: " + key + ", operator: " + operator
	if len(values) > 0 {
		e += `, values: ["` + strings.Join(values, `", "`) + `"]`
	}
	return e + "}"
}

func asks(resources string) string {
	return "containers: [{name: c, image: i, resources: {requests: {" + resources + "}}}]"
}

// TestOneNode tests the scheduler's rules, one case each, on one lane.
func TestOneNode(t *testing.T) {
	t.Parallel()
	team := made(t, lane.General, "team1", labelled("team", "a", "rank", "7", "empty", ""))
	regional := made(t, lane.General, "plain", lane.Zones.Is([]string{}))
	guarded := func(taints ...string) Place { return made(t, lane.General, "pool1", tainted(taints...)) }
	spotty := made(t, lane.Spot, "spot1")
	win := made(t, lane.Windows, "win1")
	gpu := made(t, lane.GPU, "gpu1")
	arm := made(t, lane.General, "arm1", lane.VMSize.Is("Standard_D8pds_v5"))
	mixed := made(t, lane.General, "mixed", lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(lane.Known([]lane.Settings{
		lane.Of(lane.MachineSize.Is("Standard_D4ds_v5"), lane.MachineNodes.Is(2)), lane.Of(lane.MachineSize.Is("Standard_D16ds_v5"), lane.MachineNodes.Is(2))})))
	mixed.Pool = mixed.Pool.Without(lane.VMSize)
	nowhere := team
	nowhere.Region = ""
	adopted := Place{Pool: lane.Of(lane.Mode.Is("User")), Name: lane.Known("old")}
	scaledToZero := Place{Pool: lane.Of(lane.Mode.Is("User"), lane.Nodes.Is(0), lane.Min.Is(0), lane.Max.Is(20)), Name: lane.Known("idle")}
	const zoneKey, mode, priority = "topology.kubernetes.io/zone", "kubernetes.azure.com/mode", "kubernetes.azure.com/scalesetpriority"

	for name, tt := range map[string]struct {
		spec  string
		place Place
		why   string // "" if the pod lands; else a part of the reason, after "perhaps: " if it may land
	}{
		"a pod that asks for nothing": {"{}", team, ""},

		"selector on the lane":                    {selector("workload-lane/name: team1"), team, ""},
		"selector on another lane":                {selector("workload-lane/name: other"), team, "nodeSelector requires workload-lane/name=other; the nodes have team1"},
		"selector of two labels":                  {selector("team: a, workload-lane/purpose: general"), team, ""},
		"selector of two labels, one is wrong":    {selector("team: a, workload-lane/purpose: batch"), team, "workload-lane/purpose=batch"},
		"selector on a label that is not there":   {selector("tier: web"), team, "the nodes have no such label"},
		"selector on an empty value":              {selector(`empty: ""`), team, ""},
		"selector on an empty value, not there":   {selector(`nothing: ""`), team, "no such label"},
		"selector compares with regard to case":   {selector("team: A"), team, "team=A"},
		"selector on the pool":                    {selector("kubernetes.azure.com/agentpool: team1"), team, ""},
		"selector on the pool, the legacy label":  {selector("agentpool: team2"), team, "agentpool=team2"},
		"selector on the mode":                    {selector(mode + ": user"), team, ""},
		"selector on the mode, wrong":             {selector(mode + ": system"), team, "the nodes have user"},
		"selector on the size, another casing":    {selector("node.kubernetes.io/instance-type: standard_D8ds_v5"), team, ""},
		"selector on the size, another":           {selector("node.kubernetes.io/instance-type: Standard_D4ds_v5"), team, "the nodes have Standard_D8ds_v5"},
		"selector on the region":                  {selector("topology.kubernetes.io/region: westeurope"), team, ""},
		"selector on another region":              {selector("topology.kubernetes.io/region: eastus"), team, "the nodes have westeurope"},
		"selector on the region, nobody told it":  {selector("topology.kubernetes.io/region: eastus"), nowhere, "perhaps: the region of the cluster, which is not given here"},
		"selector on the architecture":            {selector("kubernetes.io/arch: arm64"), arm, ""},
		"selector on another architecture":        {selector("kubernetes.io/arch: amd64"), arm, "the nodes have arm64"},
		"selector on the vCPUs":                   {selector(`kubernetes.azure.com/sku-cpu: "8"`), team, ""},
		"selector on GPUs":                        {selector("kubernetes.azure.com/accelerator: nvidia"), gpu, "no toleration for taint nvidia.com/gpu=present:NoSchedule"},
		"selector on GPUs, there are none":        {selector("accelerator: nvidia"), team, "no such label"},
		"selector on a host, nobody told it":      {selector("kubernetes.io/hostname: aks-team1-1-vmss000000"), team, "perhaps: which nodes exist when the pod is scheduled"},
		"selector on a label of an agent":         {selector("feature.node.kubernetes.io/cpu-model.vendor_id: AMD"), team, "perhaps: which depends on node feature discovery"},
		"selector on another host":                {selector("kubernetes.io/hostname: aks-other-1-vmss000000"), team, "names that AKS gives"},
		"selector on a GPU, there is none":        {selector("nvidia.com/gpu.product: Tesla-T4"), team, "no such label"},
		"selector on a GPU":                       {selector("nvidia.com/gpu.product: Tesla-T4") + "\n" + tolerate("operator: Exists"), gpu, "perhaps: nodeSelector requires nvidia.com/gpu.product=Tesla-T4, which depends on NVIDIA's GPU feature discovery"},
		"selector on a PCI device of NVIDIA":      {required(expression("feature.node.kubernetes.io/pci-10de.present", "In", "true")), team, "no such label"},
		"selector on an AMD GPU":                  {selector("amd.com/gpu.family: AI") + "\n" + tolerate("operator: Exists"), gpu, "no such label"},
		"selector on a build of Windows":          {selector("node.kubernetes.io/windows-build: 10.0.20348") + "\n" + tolerate("operator: Exists"), win, ""},
		"selector on another build of Windows":    {selector("node.kubernetes.io/windows-build: 10.0.26100") + "\n" + tolerate("operator: Exists"), win, "the nodes have 10.0.20348"},
		"selector on a build, on Linux":           {selector("node.kubernetes.io/windows-build: 10.0.20348"), team, "no such label"},
		"selector on a zone of disks":             {selector("topology.disk.csi.azure.com/zone: westeurope-2"), team, ""},
		"selector on a zone of disks, regional":   {selector("topology.disk.csi.azure.com/zone: \"\""), regional, ""},
		"selector on a zone of disks, another":    {selector("topology.disk.csi.azure.com/zone: westeurope-4"), team, "westeurope-3"},
		"selector on another driver's topology":   {selector("topology.rook.io/rack: r1"), team, "perhaps: a storage driver"},
		"selector on FIPS":                        {selector("kubernetes.azure.com/fips_enabled: \"true\""), made(t, lane.General, "fips", lane.FIPS.Is(true)), ""},
		"selector on FIPS, there is none":         {selector("kubernetes.azure.com/fips_enabled: \"true\""), team, "no such label"},
		"selector on another cloud's label":       {selector("eks.amazonaws.com/nodegroup: x"), team, "no such label"},
		"selector on the control plane":           {selector("node-role.kubernetes.io/control-plane: \"\""), team, "no such label"},
		"NotIn of the size":                       {required(expression("node.kubernetes.io/instance-type", "NotIn", "Standard_D8ds_v5")), team, "the nodes have Standard_D8ds_v5"},
		"NotIn of another size":                   {required(expression("node.kubernetes.io/instance-type", "NotIn", "Standard_D2ds_v5")), team, ""},
		"Exists, the cluster's label":             {required(expression("kubernetes.azure.com/cluster", "Exists")), team, ""},
		"selector on spot":                        {selector(priority + ": spot"), team, "no such label"},
		"selector on the OS":                      {selector("kubernetes.io/os: linux"), team, ""},
		"selector on the other OS":                {selector("kubernetes.io/os: windows"), team, "kubernetes.io/os=windows; the nodes have linux"},
		"selector on Windows":                     {selector("kubernetes.io/os: windows") + "\n" + tolerate("key: os, operator: Exists"), win, ""},
		"selector on a zone of the lane":          {selector(zoneKey + ": westeurope-2"), team, ""},
		"selector on a zone that it has not":      {selector(zoneKey + ": westeurope-4"), team, "the nodes have westeurope-1, westeurope-2, westeurope-3"},
		"selector on a zone of a regional lane":   {selector(zoneKey + ": westeurope-1"), regional, "the nodes have no zone"},
		"selector on a fault domain":              {selector(zoneKey + `: "0"`), regional, "perhaps: the fault domain"},
		"selector on a zone, the region untold":   {selector(zoneKey + ": eastus-3"), nowhere, "perhaps: the region of the cluster"},
		"selector on no zone, the region untold":  {selector(zoneKey + ": eastus-4"), nowhere, "the nodes have zone 1, zone 2, zone 3"},
		"selector on a pool that tells little":    {selector("node.kubernetes.io/instance-type: Standard_D8ds_v5, kubernetes.io/arch: arm64"), adopted, "perhaps: which depends on a setting of the node pool that is not given here"},
		"selector on a size of several":           {selector("node.kubernetes.io/instance-type: Standard_D16ds_v5"), mixed, ""},
		"selector on a size that is not of those": {selector("node.kubernetes.io/instance-type: Standard_D2ds_v5"), mixed, "the nodes have Standard_D16ds_v5, Standard_D4ds_v5"},

		"In":                                {required(expression("team", "In", "a", "b")), team, ""},
		"In, none of them":                  {required(expression("team", "In", "b", "c")), team, "node affinity requires team in b, c; the nodes have a"},
		"In, not there":                     {required(expression("tier", "In", "web")), team, "tier=web"},
		"NotIn":                             {required(expression("team", "NotIn", "b")), team, ""},
		"NotIn, it is one":                  {required(expression("team", "NotIn", "a", "b")), team, "team not in a, b"},
		"NotIn, not there":                  {required(expression("tier", "NotIn", "web")), team, ""},
		"NotIn of a fact that nobody told":  {required(expression("kubernetes.azure.com/cluster", "NotIn", "MC_x")), team, "perhaps: depends on AKS"},
		"NotIn keeps away from spot":        {required(expression(priority, "NotIn", "spot")), team, ""},
		"Exists":                            {required(expression("team", "Exists")), team, ""},
		"Exists, not there":                 {required(expression("tier", "Exists")), team, "requires a label tier; the nodes have no such label"},
		"Exists with an empty value":        {required(expression("empty", "Exists")), team, ""},
		"Exists, spot":                      {required(expression(priority, "Exists")), team, "no such label"},
		"Exists, a label that AKS sets":     {required(expression(zoneKey, "Exists")), regional, ""},
		"DoesNotExist":                      {required(expression("tier", "DoesNotExist")), team, ""},
		"DoesNotExist, it is there":         {required(expression("team", "DoesNotExist")), team, "requires no label team; the nodes have a"},
		"DoesNotExist, of AKS's own":        {required(expression("kubernetes.azure.com/agentpool", "DoesNotExist")), adopted, "the nodes have old"},
		"DoesNotExist keeps away from spot": {required(expression(priority, "DoesNotExist")) + "\n" + tolerate("operator: Exists"), spotty, "requires no label " + priority},
		"Gt":                                {required(expression("rank", "Gt", "6")), team, ""},
		"Gt, equal":                         {required(expression("rank", "Gt", "7")), team, "rank above 7; the nodes have 7"},
		"Gt, no number":                     {required(expression("team", "Gt", "6")), team, "team above 6"},
		"Gt, not there":                     {required(expression("tier", "Gt", "6")), team, "no such label"},
		"Lt":                                {required(expression("rank", "Lt", "8")), team, ""},
		"Lt, equal":                         {required(expression("rank", "Lt", "7")), team, "rank below 7"},
		"Gt on the vCPUs that AKS writes":   {required(expression("kubernetes.azure.com/sku-cpu", "Gt", "4")), team, ""},

		"two expressions of a term":           {required(expression("team", "In", "a") + ", " + expression("rank", "Gt", "1")), team, ""},
		"two expressions, one fails":          {required(expression("team", "In", "a") + ", " + expression("rank", "Gt", "9")), team, "rank above 9"},
		"two terms, one holds":                {required(expression("team", "In", "b"), expression("rank", "Lt", "9")), team, ""},
		"two terms, none holds":               {required(expression("team", "In", "b")+", "+expression("tier", "Exists"), expression("rank", "Gt", "9")), team, "rank above 9"},
		"an empty term matches nothing":       {"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{}]}}}", team, "an empty term, which matches no node"},
		"selector and affinity both count":    {selector("team: a") + "\n" + required(expression("rank", "Gt", "9")), team, "rank above 9"},
		"preferred affinity keeps none away":  {preferred(expression("tier", "In", "web")), team, ""},
		"affinity to a node of the pool":      {"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [aks-team1-12345678-vmss000003]}]}]}}}", team, "perhaps: may or may not have"},
		"affinity to a node of another pool":  {"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [aks-other-12345678-vmss000003]}]}]}}}", team, "which is not a node of this pool"},
		"affinity away from a node":           {"affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: NotIn, values: [aks-team1-12345678-vmss000003]}]}]}}}", team, ""},
		"one zone of three meets a NotIn":     {required(expression(zoneKey, "NotIn", "westeurope-1", "westeurope-2")), team, ""},
		"every zone is shut out":              {required(expression(zoneKey, "NotIn", "westeurope-1", "westeurope-2", "westeurope-3")), team, "not in westeurope-1"},
		"size and zone need not meet in one":  {required(expression(zoneKey, "In", "westeurope-1") + ", " + expression(zoneKey, "In", "westeurope-2")), team, "node affinity requires"},
		"zone of several sizes without zones": {selector(zoneKey + ": westeurope-1"), mixed, "no zone"},

		"NoSchedule":                             {"{}", guarded("team=a:NoSchedule"), "no toleration for taint team=a:NoSchedule"},
		"NoExecute":                              {"{}", guarded("team=a:NoExecute"), "no toleration for taint team=a:NoExecute"},
		"PreferNoSchedule keeps none away":       {"{}", guarded("team=a:PreferNoSchedule"), ""},
		"key, value and effect":                  {tolerate("key: team, operator: Equal, value: a, effect: NoSchedule"), guarded("team=a:NoSchedule"), ""},
		"no operator is Equal":                   {tolerate("key: team, value: a, effect: NoSchedule"), guarded("team=a:NoSchedule"), ""},
		"another value":                          {tolerate("key: team, value: b, effect: NoSchedule"), guarded("team=a:NoSchedule"), "team=a"},
		"another key":                            {tolerate("key: tier, value: a, effect: NoSchedule"), guarded("team=a:NoSchedule"), "team=a"},
		"another effect":                         {tolerate("key: team, value: a, effect: NoExecute"), guarded("team=a:NoSchedule"), "team=a"},
		"no effect is every effect":              {tolerate("key: team, value: a"), guarded("team=a:NoSchedule", "team=a:NoExecute"), ""},
		"Exists needs no value":                  {tolerate("key: team, operator: Exists, effect: NoSchedule"), guarded("team=a:NoSchedule"), ""},
		"Exists of the key only":                 {tolerate("key: team, operator: Exists"), guarded("team=a:NoExecute"), ""},
		"Exists without a key is every taint":    {tolerate("operator: Exists"), guarded("team=a:NoSchedule", "tier=b:NoExecute"), ""},
		"every key of one effect":                {tolerate("operator: Exists, effect: NoSchedule"), guarded("team=a:NoSchedule", "tier=b:NoSchedule"), ""},
		"every key of one effect, another taint": {tolerate("operator: Exists, effect: NoSchedule"), guarded("tier=b:NoExecute"), "tier=b:NoExecute"},
		"a taint without a value":                {tolerate("key: lonely, effect: NoSchedule"), guarded("lonely:NoSchedule"), ""},
		"a taint without a value, wrong value":   {tolerate("key: lonely, value: x, effect: NoSchedule"), guarded("lonely:NoSchedule"), "lonely"},
		"one of two taints":                      {tolerate("key: team, operator: Exists"), guarded("team=a:NoSchedule", "tier=b:NoSchedule"), "no toleration for taint tier=b:NoSchedule"},
		"seconds let it land for a while":        {tolerate("key: team, operator: Exists, effect: NoExecute, tolerationSeconds: 60"), guarded("team=a:NoExecute"), ""},
		"Gt by number":                           {tolerate(`key: sla, operator: Gt, value: "900", effect: NoSchedule`), guarded("sla=950:NoSchedule"), ""},
		"Gt by number, too low":                  {tolerate(`key: sla, operator: Gt, value: "950", effect: NoSchedule`), guarded("sla=950:NoSchedule"), "sla=950"},
		"Lt by number":                           {tolerate(`key: sla, operator: Lt, value: "951", effect: NoSchedule`), guarded("sla=950:NoSchedule"), ""},
		"AKS's own taint of spot":                {"{}", spotty, "no toleration for taint kubernetes.azure.com/scalesetpriority=spot:NoSchedule"},
		"spot, tolerated":                        {tolerate("key: " + priority + ", value: spot, effect: NoSchedule"), spotty, ""},

		"nodeName of the pool":                    {"nodeName: aks-team1-12345678-vmss00000a", team, "perhaps: aks-team1-12345678-vmss00000a"},
		"nodeName of another pool":                {"nodeName: aks-team12-12345678-vmss00000a", team, "nodeName is aks-team12-12345678-vmss00000a, which is not a node of this pool"},
		"nodeName that AKS does not make":         {"nodeName: virtual-node", team, "not a node of this pool"},
		"nodeName of a Windows node":              {"nodeName: akswin100000a", win, "perhaps: the pod names node akswin100000a, which the node pool may or may not have"},
		"nodeName of a VirtualMachines pool":      {"nodeName: aks-mixed-12345678-vm0", mixed, "perhaps: may or may not have"},
		"nodeName passes by NoSchedule":           {"nodeName: aks-pool1-12345678-vmss000000", guarded("team=a:NoSchedule"), "perhaps: may or may not have"},
		"nodeName does not pass by NoExecute":     {"nodeName: aks-pool1-12345678-vmss000000", guarded("team=a:NoExecute"), "team=a:NoExecute"},
		"nodeName does not pass by the selectors": {"nodeName: aks-team1-12345678-vmss000000\n" + selector("team: b"), team, "team=b"},

		"os.name":                             {"os: {name: linux}", team, ""},
		"os.name is another":                  {"os: {name: windows}", team, "os.name is windows; the nodes run Linux"},
		"a request that fits":                 {asks("cpu: 7500m, memory: 30Gi"), team, ""},
		"all vCPUs of a node":                 {asks("cpu: 8"), team, "a pod requests 8 vCPUs; a node of Standard_D8ds_v5 has 8, some of them reserved for the system"},
		"containers add up":                   {"containers: [{name: a, resources: {requests: {cpu: 5}}}, {name: b, resources: {requests: {cpu: 4}}}]", team, "requests 9 vCPUs"},
		"init containers do not":              {"initContainers: [{name: a, resources: {requests: {cpu: 5}}}]\ncontainers: [{name: b, resources: {requests: {cpu: 4}}}]", team, ""},
		"sidecars do":                         {"initContainers: [{name: a, restartPolicy: Always, resources: {requests: {cpu: 5}}}]\ncontainers: [{name: b, resources: {requests: {cpu: 4}}}]", team, "requests 9 vCPUs"},
		"a limit alone is a request":          {"containers: [{name: a, resources: {limits: {cpu: 12}}}]", team, "requests 12 vCPUs"},
		"overhead counts":                     {"overhead: {cpu: 1}\n" + asks("cpu: 7"), team, "requests 8 vCPUs"},
		"of several sizes the largest":        {asks("cpu: 10"), mixed, ""},
		"a size that nobody told":             {asks("cpu: 400"), adopted, "perhaps: a pod requests 400 vCPUs; how many a node has is not known here"},
		"a GPU tolerates its taint by itself": {asks("nvidia.com/gpu: 1"), gpu, ""},
		"a stopped pool":                      {"{}", made(t, lane.General, "off", lane.Power.Is("Stopped")), "the node pool is stopped"},
		"a pool fixed at none":                {"{}", made(t, lane.General, "none", lane.Nodes.Is(0)), "capacity.nodes is 0"},
		"a pool that may grow to none":        {"{}", made(t, lane.General, "never", lane.Min.Is(0), lane.Max.Is(0)), "capacity.max is 0"},
		"a found pool scaled to zero":         {"{}", scaledToZero, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := pod(t, tt.spec)
			v, _ := judge(w, tt.place)
			var texts []string
			for _, r := range v.reasons {
				texts = append(texts, r.Text)
			}
			got := strings.Join(texts, "; ")
			want, why := expected(tt.why)
			if v.fits != want || !strings.Contains(got, why) || v.fits == yes && got != "" {
				t.Errorf("fits %d because of %q, want %d because of %q", v.fits, got, want, why)
			}
		})
	}
}

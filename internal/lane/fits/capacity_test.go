package fits

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// TestRoom: what one pod asks for, compared with one node of the lane's size, as far
// as its name shows what it has. A size that is not known does not keep a pod away.
func TestRoom(t *testing.T) {
	t.Parallel()
	of := func(size string, set ...lane.Setting) Place {
		return made(t, lane.General, "pool1", append(set, lane.VMSize.Is(size))...)
	}
	gpu := func(size string, set ...lane.Setting) Place {
		return made(t, lane.GPU, "gpu1", append(set, lane.VMSize.Is(size))...)
	}
	machines := func(sizes ...string) Place {
		var list []lane.Settings
		for _, size := range sizes {
			list = append(list, lane.Of(lane.MachineSize.Is(size), lane.MachineNodes.Is(2)))
		}
		return made(t, lane.General, "mixed", lane.PoolType.Is("VirtualMachines"), lane.VirtualMachines.Is(lane.Known(list)))
	}
	windows := made(t, lane.Windows, "win1", lane.VMSize.Is("Standard_D8ds_v5"))
	told := of("Standard_M128s")
	told.Sizes = map[string]Size{"standard_m128s": {MemoryGB: 2048}}
	a100, h100 := "Standard_NC48ads_A100_v4", "Standard_ND96isr_H100_v5"

	for name, tt := range map[string]struct {
		spec  string
		place Place
		why   string // "" if the pod lands; else a part of the reason, after "perhaps: " if it may land
	}{
		"memory that a node has":                {asks("memory: 31Gi"), of("Standard_D8ds_v5"), ""},
		"more memory than a node":               {asks("memory: 500Gi"), of("Standard_D8ds_v5"), "a pod requests 500Gi of memory; a node of Standard_D8ds_v5 has 32Gi, of which AKS reserves at least 338Mi"},
		"all memory of a node":                  {asks("memory: 32Gi"), of("Standard_D8ds_v5"), "has 32Gi"},
		"the memory that AKS keeps":             {asks("memory: 32400Mi"), of("Standard_D8ds_v5", lane.MaxPods.Is(30)), "AKS reserves at least 719Mi"},
		"with few pods it keeps less":           {asks("memory: 32400Mi"), of("Standard_D8ds_v5", lane.MaxPods.Is(10)), ""},
		"with many pods it keeps more":          {asks("memory: 27Gi"), of("Standard_D8ds_v5", lane.MaxPods.Is(250)), ""},
		"with many pods it keeps too much":      {asks("memory: 28Gi"), of("Standard_D8ds_v5", lane.MaxPods.Is(250)), "AKS reserves at least 4916Mi"},
		"a quarter at most":                     {asks("memory: 3Gi"), of("Standard_F2s_v2", lane.MaxPods.Is(250)), "AKS reserves at least 1124Mi"},
		"a quarter at most leaves the rest":     {asks("memory: 2900Mi"), of("Standard_F2s_v2", lane.MaxPods.Is(250)), ""},
		"Windows keeps 2 GB":                    {asks("memory: 31Gi") + "\n" + tolerate("operator: Exists"), windows, "AKS reserves at least 1907Mi"},
		"Windows keeps no more":                 {asks("memory: 30Gi") + "\n" + tolerate("operator: Exists"), windows, ""},
		"memory of a limit":                     {"containers: [{name: a, resources: {limits: {memory: 64Gi}}}]", of("Standard_D8ds_v5"), "requests 64Gi"},
		"memory of several containers":          {"containers: [{name: a, resources: {requests: {memory: 20Gi}}}, {name: b, resources: {requests: {memory: 20Gi}}}]", of("Standard_D8ds_v5"), "requests 40Gi"},
		"memory by the family":                  {asks("memory: 40Gi"), of("Standard_E8ds_v5"), ""},
		"memory of a size that is not known":    {asks("memory: 9000Gi"), of("Standard_M128s"), "perhaps: how much a node of Standard_M128s has is not known here"},
		"memory of such a size that was told":   {asks("memory: 9000Gi"), told, "has 2048Gi"},
		"a pod that asks for no memory":         {asks("cpu: 1"), of("Standard_D8ds_v5"), ""},
		"of several machines the largest":       {asks("memory: 40Gi"), machines("Standard_D4ds_v5", "Standard_D16ds_v5"), ""},
		"of several machines none":              {asks("memory: 80Gi"), machines("Standard_D4ds_v5", "Standard_D16ds_v5"), "a node of Standard_D16ds_v5 has 64Gi"},
		"of several machines one is not known":  {asks("memory: 80Gi"), machines("Standard_D4ds_v5", "Standard_M128s"), "perhaps: is not known here"},
		"one GPU":                               {asks("nvidia.com/gpu: 1"), gpu("Standard_NC4as_T4_v3"), ""},
		"more GPUs than a node":                 {asks("nvidia.com/gpu: 2"), gpu("Standard_NC4as_T4_v3"), "a pod requests 2 nvidia.com/gpu; a node of Standard_NC4as_T4_v3 has 1"},
		"GPUs as a limit":                       {"containers: [{name: a, resources: {limits: {nvidia.com/gpu: 8}}}]", gpu("Standard_NC64as_T4_v3"), "requests 8 nvidia.com/gpu"},
		"all GPUs of a node":                    {asks("nvidia.com/gpu: 8"), gpu(h100), ""},
		"a part of a GPU counts as one":         {asks("nvidia.com/gpu: 1"), gpu("Standard_NV6ads_A10_v5"), ""},
		"GPUs of a size that is not known":      {asks("nvidia.com/gpu: 16"), gpu("Standard_ND128isr_NDR_GB200_v6"), "perhaps: a pod requests 16 nvidia.com/gpu; how many a node"},
		"a GPU where there is none":             {asks("nvidia.com/gpu: 1"), of("Standard_D8ds_v5"), "a pod requests nvidia.com/gpu; Standard_D8ds_v5 has no GPU"},
		"no GPU at all":                         {asks(`nvidia.com/gpu: "0"`), of("Standard_D8ds_v5"), ""},
		"instances of a GPU":                    {asks("nvidia.com/gpu: 14"), gpu(a100, lane.GPUInstance.Is("MIG1g")), ""},
		"more instances than there are":         {asks("nvidia.com/gpu: 5"), gpu(a100, lane.GPUInstance.Is("MIG3g")), "a pod requests 5 nvidia.com/gpu; a node of Standard_NC48ads_A100_v4 has 4 in instances of MIG3g"},
		"another manufacturer's":                {asks("amd.com/gpu: 4"), of("Standard_D8ds_v5"), "a pod requests amd.com/gpu; Standard_D8ds_v5 has no GPU"},
		"another manufacturer's on NVIDIA's":    {asks("amd.com/gpu: 1"), gpu("Standard_NC4as_T4_v3"), "Standard_NC4as_T4_v3 has no AMD GPU"},
		"AMD's own":                             {asks("amd.com/gpu: 8"), of("Standard_ND96isr_MI300X_v5"), "perhaps: AMD's device plugin, for which AKS installs no driver"},
		"NVIDIA's on AMD's":                     {asks("nvidia.com/gpu: 1"), of("Standard_ND96isr_MI300X_v5"), "has no NVIDIA GPU"},
		"an instance without a profile":         {asks("nvidia.com/mig-1g.10gb: 1"), of(a100), "the lane has no gpu.instance_profile"},
		"an instance of the profile":            {asks("nvidia.com/mig-1g.10gb: 14"), of(a100, lane.GPUInstance.Is("MIG1g")), `perhaps: advertises with the strategy "mixed"`},
		"an instance of another profile":        {asks("nvidia.com/mig-3g.40gb: 1"), of(a100, lane.GPUInstance.Is("MIG1g")), "split into instances of MIG1g"},
		"more such instances than there are":    {asks("nvidia.com/mig-1g.10gb: 15"), of(a100, lane.GPUInstance.Is("MIG1g")), "has at most 14"},
		"an instance of a GPU that has none":    {asks("nvidia.com/mig-1g.10gb: 1"), gpu("Standard_NC4as_T4_v3"), "cannot be split into instances"},
		"an instance where there is no GPU":     {asks("nvidia.com/mig-1g.10gb: 1"), of("Standard_D8ds_v5"), "Standard_D8ds_v5 has no GPU"},
		"a shared GPU where there is none":      {asks("nvidia.com/gpu.shared: 1"), of("Standard_D8ds_v5"), "has no GPU"},
		"somebody's GPU where there is none":    {asks("example.com/vgpu: 1"), of("Standard_D8ds_v5"), "has no GPU"},
		"a TPU":                                 {asks("google.com/tpu: 4"), of("Standard_D8ds_v5"), "no Azure VM size has it"},
		"SGX":                                   {asks("sgx.intel.com/epc: 10Mi"), of("Standard_DC4s_v3"), "perhaps: the SGX device plugin, an add-on of AKS"},
		"SGX where there is none":               {asks("sgx.intel.com/epc: 10Mi"), of("Standard_D8ds_v5"), "Standard_D8ds_v5 has no SGX"},
		"RDMA":                                  {asks("rdma/hca: 1"), of("Standard_D8ds_v5"), "perhaps: an RDMA device plugin advertises it"},
		"any other device":                      {asks("smarter-devices/fuse: 1"), of("Standard_D8ds_v5"), "perhaps: a device plugin advertises it"},
		"huge pages":                            {asks("hugepages-2Mi: 1Gi, memory: 1Gi"), of("Standard_D8ds_v5"), "perhaps: which no AKS setting allocates"},
		"huge pages beyond the memory":          {asks("hugepages-1Gi: 64Gi, memory: 1Gi"), of("Standard_D8ds_v5"), "a node of Standard_D8ds_v5 has 32Gi of memory"},
		"huge pages on Windows":                 {asks("hugepages-2Mi: 1Gi, memory: 1Gi") + "\n" + tolerate("operator: Exists"), windows, "Windows nodes have none"},
		"little ephemeral storage":              {asks("ephemeral-storage: 20Gi"), of("Standard_D8ds_v5"), ""},
		"much ephemeral storage":                {asks("ephemeral-storage: 100Gi"), of("Standard_D8ds_v5"), "perhaps: os_disk.size_gb is not set, and AKS chooses it"},
		"more ephemeral storage than any disk":  {asks("ephemeral-storage: 5Ti"), of("Standard_D8ds_v5"), "an OS disk has at most 2048 GB"},
		"ephemeral storage of the disk":         {asks("ephemeral-storage: 100Gi"), of("Standard_D8ds_v5", lane.DiskSize.Is(128)), ""},
		"nearly all of the disk":                {asks("ephemeral-storage: 110Gi"), of("Standard_D8ds_v5", lane.DiskSize.Is(128)), "perhaps: nearly all of a disk of 128 GB"},
		"more than the disk":                    {asks("ephemeral-storage: 116Gi"), of("Standard_D8ds_v5", lane.DiskSize.Is(128)), "os_disk.size_gb is 128, of which the kubelet reserves a tenth"},
		"on the temporary disk":                 {asks("ephemeral-storage: 20Gi"), of("Standard_D8ds_v5", lane.KubeletDisk.Is("Temporary")), "perhaps: the temporary disk of Standard_D8ds_v5"},
		"a sandboxed pod":                       {"runtimeClassName: kata-vm-isolation", of("Standard_D8ds_v5", lane.OSSKU.Is("AzureLinux"), lane.Runtime.Is("KataVmIsolation")), ""},
		"a sandboxed pod without a sandbox":     {"runtimeClassName: kata-vm-isolation", of("Standard_D8ds_v5"), "needs runtime KataVmIsolation; the lane has OCIContainer"},
		"NVIDIA's runtime":                      {"runtimeClassName: nvidia\n" + tolerate("operator: Exists"), gpu("Standard_NC4as_T4_v3"), "perhaps: they must have its runtime"},
		"NVIDIA's runtime without a GPU":        {"runtimeClassName: nvidia", of("Standard_D8ds_v5"), "has no NVIDIA GPU, and its nodes have no such runtime"},
		"somebody's runtime":                    {"runtimeClassName: gvisor", of("Standard_D8ds_v5"), "perhaps: the class selects the nodes"},
		"dynamic resources":                     {"resourceClaims: [{name: g, resourceClaimTemplateName: g}]", of("Standard_D8ds_v5"), "perhaps: the drivers of dynamic resources"},
		"what is wrong is told together":        {asks("cpu: 64, memory: 500Gi"), of("Standard_D8ds_v5"), "some of them reserved for the system; a pod requests 500Gi of memory"},
		"of several machines one that has both": {asks("cpu: 12, memory: 200Gi"), machines("Standard_E32ds_v5", "Standard_D16ds_v5"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, _ := judge(pod(t, tt.spec), tt.place)
			var texts []string
			for _, r := range v.reasons {
				texts = append(texts, r.Text)
			}
			got := strings.Join(texts, "; ")
			if want, why := expected(tt.why); v.fits != want || !strings.Contains(got, why) {
				t.Errorf("fits %d because of %q, want %d because of %q", v.fits, got, want, why)
			}
		})
	}
}

// TestRoomIsHonest: an answer that is given before settings are known stays the
// same, whatever they turn out to be.
func TestRoomIsHonest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := lane.Of(
			lane.VMSize.Is(rapid.SampledFrom([]string{"Standard_D8ds_v5", "Standard_B2s", "Standard_NC24ads_A100_v4"}).Draw(t, "size")),
			lane.MaxPods.Is(rapid.IntRange(10, 250).Draw(t, "max_pods")),
			lane.OSSKU.Is(rapid.SampledFrom([]string{"Ubuntu", "Windows2022"}).Draw(t, "os_sku")),
			lane.GPUInstance.Is(rapid.SampledFrom([]string{"MIG1g", "MIG2g", "MIG7g"}).Draw(t, "profile")))
		part := whole
		for _, f := range []*lane.Field{lane.VMSize, lane.MaxPods, lane.OSSKU, lane.GPUInstance} {
			if rapid.Bool().Draw(t, "unknown "+f.Path) {
				part = part.Put(f, lane.Unknown)
			}
		}
		w := Workload{Kind: "Pod"}
		if found, err := Text("apiVersion: v1\nkind: Pod\nspec:\n  " + asks(
			"memory: "+rapid.SampledFrom([]string{"0", "1Gi", "2800Mi", "27Gi", "31Gi", "300Gi"}).Draw(t, "memory")+
				", nvidia.com/gpu: "+rapid.SampledFrom([]string{"0", "1", "3", "8"}).Draw(t, "gpus"))); err == nil {
			w = found[0]
		} else {
			t.Fatal(err)
		}
		early, _ := judge(w, Place{Pool: part})
		late, _ := judge(w, Place{Pool: whole})
		if early.fits != unknown && early.fits != late.fits {
			t.Errorf("fits %d before it is known, %d after: %v, %v", early.fits, late.fits, early.reasons, late.reasons)
		}
		if (early.fits == yes) != (len(early.reasons) == 0) {
			t.Errorf("fits %d with the reasons %v", early.fits, early.reasons)
		}
	})
}

// TestNegativeQuantities: the API server refuses them.
func TestNegativeQuantities(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		asks("cpu: -1"): "spec.containers[0].resources.requests: cpu is -1; a quantity is 0 or more",
		"containers: [{name: a}, {name: b, resources: {limits: {memory: -2Gi}}}]":  "spec.containers[1].resources.limits: memory is -2Gi",
		"initContainers: [{name: a, resources: {requests: {nvidia.com/gpu: -1}}}]": "spec.initContainers[0].resources.requests: nvidia.com/gpu is -1",
		"overhead: {cpu: -100m}":                "spec.overhead: cpu is -100m",
		"resources: {requests: {memory: -1Gi}}": "spec.resources.requests: memory is -1Gi",
	} {
		_, err := Text("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n" + indent(spec, "  "))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%s: %v, want %q at its line", spec, err, want)
		}
	}
	if _, err := Text("apiVersion: v1\nkind: Pod\nspec:\n  " + asks(`cpu: "0", memory: 0`)); err != nil {
		t.Errorf("nothing is no quantity: %v", err)
	}
}

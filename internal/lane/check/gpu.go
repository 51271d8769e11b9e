package check

import (
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

var gpuChecks = []Check{
	{
		ID: "gpu-amd", Level: Error, Source: docs("use-nvidia-gpu"),
		Text:   "AKS has no drivers for the AMD GPUs of the NVv4 series.",
		Remedy: `Use an NVIDIA size, for example "Standard_NC4as_T4_v3".`,
		Find: func(f Facts, s Subject) []Finding {
			return at(f.hardwareOf(s).AMDGPU(), s.sizeField(), "%s is a size of the NVv4 series", s.size())
		},
	},
	{
		ID: "gpu-secure-boot", Level: Error, Source: docs("use-trusted-launch"),
		Text:   "With secure boot, AKS cannot install the GPU driver on Ubuntu.",
		Remedy: `Add gpu = { driver = "None" } and install a signed driver, or leave secure_boot out.`,
		Find: func(f Facts, s Subject) []Finding {
			driver := s.settled(lane.GPUDriver) && !s.is(lane.GPUDriver, "None")
			return at(s.yes(lane.SecureBoot) && f.hardwareOf(s).Accelerated() && strings.HasPrefix(s.text(lane.OSSKU), "Ubuntu") && driver,
				lane.SecureBoot, "secure_boot is on and AKS would install the GPU driver").or(lane.GPUDriver, s.sizeField(), lane.OSSKU)
		},
	},
	{
		ID: "gpu-instance-size", Level: Error, Code: "VMSizeDoesNotSupportMIG", Source: docs("gpu-multi-instance"),
		Text:   "Only A100, H100 and H200 GPUs can be partitioned.",
		Remedy: `Use a size such as "Standard_NC24ads_A100_v4", or leave gpu.instance_profile out.`,
		Find: func(f Facts, s Subject) []Finding {
			h := f.hardwareOf(s)
			return at(s.known(lane.GPUInstance) && h.Name != "" && !h.Partitionable(), lane.GPUInstance, "instance_profile is %s and the size is %s", s.text(lane.GPUInstance), h.Name).or(s.sizeField())
		},
	},
	{
		ID: "gpu-instance-autoscaler", Level: Warn, Hint: true, Code: Accepted, Source: docs("gpu-multi-instance"),
		Text:   "AKS documents multi-instance GPUs without the cluster autoscaler. It does not know GPU instances: for pods that request one, it may add no node.",
		Remedy: "Write capacity = { nodes = … }, or leave gpu.instance_profile out.",
		Find: func(_ Facts, s Subject) []Finding {
			c := lane.CapacityOf(s.Pool)
			return at(s.known(lane.GPUInstance) && c.Scales() && c.Known(), lane.GPUInstance, "instance_profile is %s and the autoscaler is on", s.text(lane.GPUInstance)).or(c.MostField())
		},
	},
	{
		ID: "gpu-driver", Level: Error, Code: "InvalidParameter", Source: srcAPI,
		Title:  "VM size has no GPU",
		Text:   "The setting applies only to sizes with a GPU.",
		Remedy: `Leave gpu.driver out, or use a size with a GPU: Standard_NC4as_T4_v3 is the smallest that AKS has a driver for.`,
		Uses:   OfCluster | OfSizes, On: made, Find: gpuDriver,
	},
	{
		ID: "gpu-size", Level: Warn, Source: srcOwn,
		Text:   "Pods that request a GPU stay pending if the nodes have none.",
		Remedy: `Use a size such as "Standard_NC4as_T4_v3", or another purpose.`,
		Find: func(f Facts, s Subject) []Finding {
			return at(s.Purpose == lane.GPU && f.hardwareOf(s).WithoutGPU(), s.sizeField(), "the purpose is gpu and %s has no GPU", s.size())
		},
	},
}

// gpuDriver only warns if nothing but the name of the size is known.
func gpuDriver(f Facts, s Subject) []Finding {
	h := f.hardwareOf(s)
	out := at(s.known(lane.GPUDriver) && h.WithoutGPU(), lane.GPUDriver, "%s has no GPU, and the lane sets gpu.driver to %s", h.Name, s.text(lane.GPUDriver)).or(s.sizeField())
	for i := range out {
		out[i].Soft = !h.Read()
	}
	return out
}

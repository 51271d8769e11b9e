package lane

import "strings"

var gpuRules = []Rule{
	{
		ID: "gpu-amd", Source: docs("use-nvidia-gpu"),
		Text:   "AKS has no drivers for the AMD GPUs of the NVv4 series.",
		Remedy: `Use an NVIDIA size, for example "Standard_NC4as_T4_v3".`,
		Check: func(s Subject) []Finding {
			return at(amdGPU.MatchString(s.size()), s.sizeField(), "%s is a size of the NVv4 series", s.size())
		},
	},
	{
		ID: "gpu-secure-boot", Source: docs("use-trusted-launch"),
		Text:   "With secure boot, AKS cannot install the GPU driver on Ubuntu.",
		Remedy: `Add gpu = { driver = "None" } and install a signed driver, or leave secure_boot out.`,
		Check: func(s Subject) []Finding {
			driver := s.settled(GPUDriver) && !s.is(GPUDriver, "None")
			return at(s.yes(SecureBoot) && Accelerated(s.size()) && strings.HasPrefix(s.text(OSSKU), "Ubuntu") && driver, SecureBoot, "secure_boot is on and AKS is to install the GPU driver")
		},
	},
	{
		ID: "gpu-instance-size", Source: docs("gpu-multi-instance"),
		Text:   "Only A100, H100 and H200 GPUs can be partitioned (VMSizeDoesNotSupportMIG).",
		Remedy: `Use a size such as "Standard_ND96asr_v4", or leave gpu.instance_profile out.`,
		Check: func(s Subject) []Finding {
			return at(s.known(GPUInstance) && s.size() != "" && !partitioned.MatchString(s.size()), GPUInstance, "instance_profile is %s and the size is %s", s.text(GPUInstance), s.size())
		},
	},
	{
		ID: "gpu-driver-size", Severity: Advise, Source: srcAPI,
		Text:   "Only sizes with a GPU have a driver to install; AKS may refuse the setting elsewhere.",
		Remedy: `Leave gpu.driver out, or use a size such as "Standard_NC4as_T4_v3".`,
		Check: func(s Subject) []Finding {
			n, hasVCPUs := VCPUs(s.size())
			return at(s.known(GPUDriver) && hasVCPUs && n > 0 && !strings.HasPrefix(strings.ToLower(s.size()), "standard_n"), GPUDriver, "gpu.driver is %s and %s has no GPU", s.text(GPUDriver), s.size())
		},
	},
	{
		ID: "gpu-size", Severity: Advise, Source: srcOwn,
		Text:   "Pods that ask for a GPU stay pending on nodes that have none.",
		Remedy: `Use a size such as "Standard_NC4as_T4_v3", or another purpose.`,
		Check: func(s Subject) []Finding {
			n, hasVCPUs := VCPUs(s.size())
			return at(s.Purpose == GPU && hasVCPUs && n > 0 && !strings.HasPrefix(strings.ToLower(s.size()), "standard_n"), s.sizeField(), "the purpose is gpu and %s has no GPU", s.size())
		},
	},
}

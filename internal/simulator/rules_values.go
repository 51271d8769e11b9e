package simulator

import (
	"fmt"
	"strings"
)

// valueRules: properties that take one of a few words (facts: 1.4).
func valueRules() []rule {
	return []rule{
		word("mode", func(p *AgentPoolProperties) *string { return p.Mode }, "System", "User", "Gateway"),
		word("osType", func(p *AgentPoolProperties) *string { return p.OSType }, "Linux", "Windows"),
		word("osDiskType", func(p *AgentPoolProperties) *string { return p.OSDiskType }, "Managed", "Ephemeral"),
		word("kubeletDiskType", func(p *AgentPoolProperties) *string { return p.KubeletDiskType }, "OS", "Temporary"),
		word("workloadRuntime", func(p *AgentPoolProperties) *string { return p.WorkloadRuntime }, "OCIContainer", "KataVmIsolation", "WasmWasi"),
		word("podIPAllocationMode", func(p *AgentPoolProperties) *string { return p.PodIPAllocationMode }, "DynamicIndividual", "StaticBlock"),
		word("scaleDownMode", func(p *AgentPoolProperties) *string { return p.ScaleDownMode }, "Delete", "Deallocate"),
		word("type", func(p *AgentPoolProperties) *string { return p.Type }, "VirtualMachineScaleSets", "VirtualMachines"),
		word("powerState.code", func(p *AgentPoolProperties) *string { return value(p.PowerState).Code }, "Running", "Stopped"),
		word("scaleSetPriority", func(p *AgentPoolProperties) *string { return p.ScaleSetPriority }, "Regular", "Spot"),
		word("scaleSetEvictionPolicy", func(p *AgentPoolProperties) *string { return p.ScaleSetEvictionPolicy }, "Delete", "Deallocate"),
		word("gpuProfile.driver", func(p *AgentPoolProperties) *string { return value(p.GPUProfile).Driver }, "Install", "None"),
		word("securityProfile.sshAccess", func(p *AgentPoolProperties) *string { return value(p.SecurityProfile).SSHAccess }, "LocalUser", "Disabled"),
		word("localDNSProfile.mode", func(p *AgentPoolProperties) *string { return value(p.LocalDNSProfile).Mode }, "Preferred", "Required", "Disabled"),
		word("upgradeSettings.undrainableNodeBehavior", func(p *AgentPoolProperties) *string { return value(p.UpgradeSettings).UndrainableNodeBehavior }, "Schedule", "Cordon"),
		{"value-gpuInstanceProfile", always, "UnsupportedGPUInstanceProfile", "agentPoolProfile.gpuInstanceProfile", invalidParameter, migUnknown},
	}
}

// word checks what was sent, not what the pool becomes: a value that AKS has
// stored is not judged again, and fillSpot takes a wrong priority out.
func word(field string, get func(*AgentPoolProperties) *string, allowed ...string) rule {
	return rule{
		id: "value-" + field, code: "InvalidParameter", target: "agentPoolProfile." + field, text: invalidParameter,
		check: func(p *proposal) string {
			sent := value(get(p.sent))
			if sent == "" || oneOf(sent, allowed...) {
				return ""
			}
			return fmt.Sprintf("'%s' is not one of the allowed values '%s'", sent, strings.Join(allowed, ","))
		},
	}
}

func migUnknown(p *proposal) string {
	sent := value(p.sent.GPUInstanceProfile)
	if sent == "" || oneOf(sent, "MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g") {
		return ""
	}
	return fmt.Sprintf("GPU instance profile '%s' is not supported", sent)
}

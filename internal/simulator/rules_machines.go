package simulator

import "fmt"

// machineRules: pools of type VirtualMachines, whose nodes are in scale profiles
// and not in count (facts: 3.4, 3.9). The first of them come before the rules
// that look at sizes: what they say must not be about a size without a name.
func machineRules() []rule {
	const profile = "agentPoolProfile.virtualMachinesProfile"
	return []rule{
		{"machines-profile", always, "InvalidParameter", profile, invalidParameter, machinesProfile},
		{"machines-count", always, "InvalidParameter", profile + ".scale.manual.count", invalidParameter, machinesCount},
		{"machines-range", always, "InvalidParameter", profile + ".scale.autoscale", invalidParameter, machinesRange},
	}
}

// scaleProfiles are a pool's own, empty where it has none.
func (p *AgentPoolProperties) scaleProfiles() ScaleProfile {
	return value(value(p.VirtualMachinesProfile).Scale)
}

func machinesProfile(p *proposal) string {
	if !p.wants.virtualMachines() {
		return ""
	}
	if n := len(p.wants.nodesBySize()); p.wants.VirtualMachinesProfile == nil && value(p.wants.VMSize) == "" || n > 5 {
		return "an agent pool of type VirtualMachines has between 1 and 5 scale profiles"
	}
	return ""
}

func machinesCount(p *proposal) string {
	for _, manual := range p.wants.scaleProfiles().Manual {
		if finding := rangeOutside("count of size "+value(manual.Size), manual.Count, 0); finding != "" {
			return finding
		}
	}
	return ""
}

func machinesRange(p *proposal) string {
	for _, auto := range p.wants.scaleProfiles().Autoscale {
		of := " of size " + value(auto.Size)
		if finding := orText(rangeOutside("minCount"+of, auto.MinCount, 0), rangeOutside("maxCount"+of, auto.MaxCount, 0)); finding != "" {
			return finding
		}
		if value(auto.MinCount) > value(auto.MaxCount) {
			return fmt.Sprintf("minCount %d%s is greater than maxCount %d", value(auto.MinCount), of, value(auto.MaxCount))
		}
	}
	return ""
}

package simulator

import (
	"fmt"
	"slices"
)

// machineRules: pools of type VirtualMachines, whose nodes are counted in scale
// profiles and not in count (facts: 3.4, 3.9). The first of them come before the rules
// about sizes, which would otherwise report a size without a name.
func machineRules() []rule {
	const profile = "agentPoolProfile.virtualMachinesProfile"
	return []rule{
		{"machines-profile", always, "InvalidParameter", profile, invalidParameter, machinesProfile},
		{"machines-count", always, "InvalidParameter", profile + ".scale.manual.count", invalidParameter, machinesCount},
		{"machines-range", always, "InvalidParameter", profile + ".scale.autoscale", invalidParameter, machinesRange},
	}
}

// machinesProfile: a pool may be created by size and count alone, but a profile that is
// sent must not be empty.
func machinesProfile(p *proposal) string {
	scale := p.wants.scaleProfiles()
	profiles := len(scale.Manual) + len(scale.Autoscale)
	switch {
	case !p.wants.virtualMachines():
		return ""
	case profiles > 5, profiles == 0 && (p.sent.VirtualMachinesProfile != nil || value(p.wants.VMSize) == ""):
		return fmt.Sprintf("an agent pool of type VirtualMachines has between 1 and 5 scale profiles, this one has %d", profiles)
	case profiles > 0 && slices.Contains(p.wants.sizes(), ""):
		return "a scale profile has to name its VM size"
	default:
		return ""
	}
}

// machinesCount also checks the pool's own count, which such a pool may have if it has
// no profile.
func machinesCount(p *proposal) string {
	if finding := rangeOutside("count", p.wants.Count, 0); p.wants.virtualMachines() && finding != "" {
		return finding
	}
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

package simulator

// retirementRules: features that no agent pool can start to use any more. A pool that
// already has one keeps it, and its other properties may change (facts: adoption D2).
// AKS's texts are not known. Operating systems have their own rule, os-sku-retired.
func retirementRules() []rule {
	const kind, runtime, fips = "agentPoolProfile.type", "agentPoolProfile.workloadRuntime", "agentPoolProfile.enableFIPS"
	return []rule{
		{"retired-availability-set", onCreate, "InvalidParameter", kind, invalidParameter, availabilitySetRetired},
		{"retired-wasi", always, "InvalidWorkloadRuntimeSettingError", runtime, verbatim, wasiRetired},
		{"fips-kata", always, "InvalidParameter", fips, invalidParameter, fipsWithKata},
	}
}

// availabilitySetRetired: since 2025-09-30.
func availabilitySetRetired(p *proposal) string {
	if oneOf(value(p.wants.Type), "AvailabilitySet") {
		return "agent pools of type AvailabilitySet are retired, use VirtualMachineScaleSets or VirtualMachines"
	}
	return ""
}

func (p *AgentPoolProperties) wasi() bool { return oneOf(value(p.WorkloadRuntime), "WasmWasi") }

// wasiRetired: since 2025-05-05.
func wasiRetired(p *proposal) string {
	if p.wants.wasi() && (p.creates() || !p.before.wasi()) {
		return "Workload runtime WasmWasi is retired, no agent pool can begin to use it."
	}
	return ""
}

// fipsWithKata: refused since the release of 2026-06-19.
func fipsWithKata(p *proposal) string {
	both := func(properties *AgentPoolProperties) bool {
		return value(properties.EnableFIPS) && oneOf(value(properties.WorkloadRuntime), "KataVmIsolation")
	}
	if both(p.wants) && (p.creates() || !both(p.before)) {
		return "FIPS is not supported with workload runtime KataVmIsolation"
	}
	return ""
}

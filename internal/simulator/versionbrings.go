package simulator

// What a minor version of Kubernetes 1.x brings to a pool by itself (facts: 3.7,
// 3.8, 3.9, adoption D2; release notes of 2026-10-25 for Ubuntu 26.04).
const (
	// surgeFallsBackFrom: an upgrade that finds no room for its surge goes on with
	// one surge node.
	surgeFallsBackFrom = 35
	// windows2025From: the Windows of a pool that names none.
	windows2025From = 36
	// localDNSFrom: LocalDNS is on where nothing else is said.
	localDNSFrom = 36
)

// ubuntuRelease is the Ubuntu behind OSSKU Ubuntu. Its FIPS images are those of
// Ubuntu 22.04, whatever the version.
func ubuntuRelease(kubernetes string, fips bool) string {
	switch {
	case fips:
		return "2204"
	case atLeast(kubernetes, 38):
		return "2604"
	case atLeast(kubernetes, 35):
		return "2404"
	default:
		return "2204"
	}
}

// fillLocalDNS turns LocalDNS on where the version does it by itself, and says
// whether it is on. Preferred means on where version and cluster allow it.
func fillLocalDNS(cl *cluster, properties *AgentPoolProperties) {
	allowed := localDNSAllowed(cl, properties)
	profile := LocalDNSProfile{}
	switch {
	case properties.LocalDNSProfile != nil:
		profile = *properties.LocalDNSProfile
	case allowed && oneOf(cl.text("sku", "name"), "Automatic"):
		profile.Mode = ref("Required")
	case allowed:
		profile.Mode = ref("Preferred")
	default:
		return
	}
	switch {
	case profile.Mode == nil:
	case oneOf(*profile.Mode, "Required"), oneOf(*profile.Mode, "Preferred") && allowed:
		profile.State = ref("Enabled")
	default:
		profile.State = ref("Disabled")
	}
	properties.LocalDNSProfile = &profile
}

// localDNSAllowed: not on Windows, not with a network plugin of one's own, and not
// with the network policies of Cilium or Calico.
func localDNSAllowed(cl *cluster, properties *AgentPoolProperties) bool {
	network := func(key string) string { return cl.text("properties", "networkProfile", key) }
	return atLeast(value(properties.CurrentOrchestratorVersion), localDNSFrom) && !properties.windows() &&
		!oneOf(network("networkPlugin"), "none") && !oneOf(network("networkPolicy"), "cilium", "calico")
}

// surge is how many nodes the proposal adds for a while, where it replaces nodes:
// as the pool says, or one where there is no room for them (facts: 3.9). What AKS
// counts then is not known; here it is the quotas and the stock.
func (p *proposal) surge() int32 {
	full := p.wants.surge()
	if full <= 1 || p.creates() || !atLeast(p.kubernetes(), surgeFallsBackFrom) || p.hasRoom(p.addedWith(full)) {
		return full
	}
	return 1
}

// upgradeSettings are the pool's, with the surge that there is room for.
func (p *proposal) upgradeSettings() *AgentPoolUpgradeSettings {
	if p.surge() == p.wants.surge() {
		return p.wants.UpgradeSettings
	}
	fallen := p.settings()
	fallen.MaxSurge = ref("1")
	return &fallen
}

// hasRoom reports whether quotas and stock allow nodes by size.
func (p *proposal) hasRoom(added map[string]int64) bool {
	total, byFamily := p.coresOf(added)
	if total > 0 && total > p.left(regionalCores) {
		return false
	}
	for family, cores := range byFamily {
		if cores > 0 && cores > p.left(family) {
			return false
		}
	}
	for name, more := range added {
		if p.soldOut(name, more) != nil {
			return false
		}
	}
	return true
}

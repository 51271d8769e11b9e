package simulator

// What a minor version of Kubernetes 1.x changes in a pool by default (facts: 3.7, 3.8,
// 3.9, adoption D2; release notes of 2026-10-25 for Ubuntu 26.04).
const (
	// surgeFallsBackFrom: an upgrade without enough room for its surge continues with
	// one surge node.
	surgeFallsBackFrom = 35
	// windows2025From: the default Windows version of a pool.
	windows2025From = 36
	// localDNSFrom: LocalDNS is on by default.
	localDNSFrom = 36
)

// ubuntuRelease is the Ubuntu release behind OSSKU Ubuntu. Its FIPS images are those of
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

// fillLocalDNS turns LocalDNS on if that is the version's default, and sets the state
// that shows whether it is on. Preferred means on if the version and the cluster allow
// it.
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

// localDNSAllowed: not on Windows, not with a custom network plugin, and not with the
// network policies of Cilium or Calico.
func localDNSAllowed(cl *cluster, properties *AgentPoolProperties) bool {
	network := func(key string) string { return cl.text("properties", "networkProfile", key) }
	return atLeast(value(properties.CurrentOrchestratorVersion), localDNSFrom) && !properties.windows() &&
		!oneOf(network("networkPlugin"), "none") && !oneOf(network("networkPolicy"), "cilium", "calico")
}

// surge is how many nodes the proposal adds temporarily if it replaces nodes: as many
// as the pool sets, or one if there is no room for that many (facts: 3.9). It is not
// known what AKS counts as room; here it is the quotas and the stock.
func (p *proposal) surge() int32 {
	full := p.wants.surge()
	if full <= 1 || p.creates() || !atLeast(p.kubernetes(), surgeFallsBackFrom) || p.hasRoom(p.addedWith(full)) {
		return full
	}
	return 1
}

// upgradeSettings are the pool's upgrade settings, with the surge reduced to the
// available room.
func (p *proposal) upgradeSettings() *AgentPoolUpgradeSettings {
	if p.surge() == p.wants.surge() {
		return p.wants.UpgradeSettings
	}
	fallen := p.settings()
	fallen.MaxSurge = ref("1")
	return &fallen
}

// hasRoom reports whether quotas and stock allow the added nodes, counted by size.
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

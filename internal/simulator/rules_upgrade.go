package simulator

import (
	"fmt"
	"slices"
	"strings"
)

// upgradeRules: how nodes are replaced (facts: 1.4, 3.9), and by which version
// (facts: 3.2).
func upgradeRules() []rule {
	const settings = "agentPoolProfile.upgradeSettings."
	return []rule{
		{"surge-syntax", always, "InvalidParameter", settings + "maxSurge", invalidParameter, surgeMalformed},
		{"unavailable-syntax", always, "InvalidParameter", settings + "maxUnavailable", invalidParameter, unavailableMalformed},
		{"surge-or-unavailable", always, "InvalidParameter", settings + "maxSurge", invalidParameter, neitherSurgeNorUnavailable},
		{"surge-and-unavailable", always, "InvalidParameter", settings + "maxUnavailable", invalidParameter, surgeAndUnavailable},
		{"drain-timeout", always, "InvalidParameter", settings + "drainTimeoutInMinutes", invalidParameter, drainOutside},
		{"node-soak", always, "InvalidParameter", settings + "nodeSoakDurationInMinutes", invalidParameter, soakOutside},
		{"version-malformed", always, "InvalidAgentPoolOrchestratorVersion", "properties.orchestratorVersion", verbatim, versionMalformed},
		{"version-not-offered", always, "AgentPoolK8sVersionNotSupported", "properties.orchestratorVersion", verbatim, versionNotOffered},
		{"version-above-control-plane", always, "NodePoolMcVersionIncompatible", "properties.orchestratorVersion", verbatim, versionAboveControlPlane},
		{"version-too-old", always, "NodePoolMcVersionIncompatible", "properties.orchestratorVersion", verbatim, versionTooOld},
		{"version-downgrade", onUpdate, "OperationNotAllowed", "", verbatim, versionDowngrade},
		{"version-skips-minor", onUpdate, "OperationNotAllowed", "", verbatim, versionSkips},
	}
}

func (p *proposal) settings() AgentPoolUpgradeSettings { return value(p.wants.UpgradeSettings) }

func surgeMalformed(p *proposal) string { return malformed("maxSurge", p.settings().MaxSurge) }
func unavailableMalformed(p *proposal) string {
	return malformed("maxUnavailable", p.settings().MaxUnavailable)
}

func malformed(field string, text *string) string {
	n, percent, ok := amount(value(text))
	if text == nil || ok && (!percent || n <= 100) {
		return ""
	}
	return fmt.Sprintf("%s '%s' is neither a number of nodes nor a percentage up to 100%%", field, *text)
}

func neitherSurgeNorUnavailable(p *proposal) string {
	s := p.settings()
	if s.MaxSurge == nil || positive(*s.MaxSurge) || positive(value(s.MaxUnavailable)) {
		return ""
	}
	return "maxSurge and maxUnavailable cannot both be 0"
}

func surgeAndUnavailable(p *proposal) string {
	s := p.settings()
	if !positive(value(s.MaxSurge)) || !positive(value(s.MaxUnavailable)) {
		return ""
	}
	return "maxSurge and maxUnavailable cannot both be greater than 0"
}

func drainOutside(p *proposal) string {
	n := p.settings().DrainTimeoutInMinutes
	if n == nil || *n >= 1 && *n <= 1440 {
		return ""
	}
	return fmt.Sprintf("drainTimeoutInMinutes was %d, it must be between 1 and 1440", *n)
}

func soakOutside(p *proposal) string {
	n := p.settings().NodeSoakDurationInMinutes
	if n == nil || *n >= 0 && *n <= 30 {
		return ""
	}
	return fmt.Sprintf("nodeSoakDurationInMinutes was %d, it must be between 0 and 30", *n)
}

// asked is the version that a request asks for, or empty if the pool already has it: an
// old pool whose version is no longer offered may still be updated.
func (p *proposal) asked() string {
	asked := value(p.wants.OrchestratorVersion)
	if p.before == nil {
		return asked
	}
	if p.rollbackTo() != nil {
		return ""
	}
	current := value(p.before.CurrentOrchestratorVersion)
	want, _ := parseVersion(asked)
	have, _ := parseVersion(current)
	if asked == value(p.before.OrchestratorVersion) || asked == current || want.patch < 0 && want.sameMinor(have) {
		return ""
	}
	return asked
}

func versionMalformed(p *proposal) string {
	asked := p.asked()
	if _, ok := parseVersion(asked); ok || asked == "" {
		return ""
	}
	return fmt.Sprintf("The orchestrator version '%s' is not a valid Kubernetes version.", asked)
}

func versionNotOffered(p *proposal) string {
	asked := p.asked()
	if asked == "" || p.target() != "" {
		return ""
	}
	return fmt.Sprintf("Version %s is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list", asked)
}

// target is the patch that the requested version resolves to.
func (p *proposal) target() string {
	if p.asked() == "" {
		return ""
	}
	return p.catalog.resolve(p.asked(), p.cluster.controlPlane())
}

func versionAboveControlPlane(p *proposal) string {
	target, plane := p.target(), p.cluster.controlPlane()
	if target == "" || compareVersions(target, plane) <= 0 {
		return ""
	}
	return fmt.Sprintf("Node pool version %s and control plane version %s are incompatible. Minor version of node pool version %s is bigger than control plane version %s. For more information, please check https://aka.ms/version-skew-policy.",
		target, plane, target, plane)
}

func versionTooOld(p *proposal) string {
	target, plane := p.target(), p.cluster.controlPlane()
	pool, _ := parseVersion(target)
	control, _ := parseVersion(plane)
	if target == "" || pool.minor >= control.minor-oldestSkew {
		return ""
	}
	return fmt.Sprintf("Node pool version %s and control plane version %s is incompatible. Minor version of node pool cannot be more than %d versions less than control plane's version. Minor version of node pool is %d and control plane is %d. For more information, see [AKS upgrade version skew policy](https://aka.ms/aks/UpgradeVersionRules).",
		target, plane, oldestSkew, pool.minor, control.minor)
}

func versionDowngrade(p *proposal) string {
	if current := value(p.before.CurrentOrchestratorVersion); p.target() != "" && compareVersions(p.target(), current) < 0 {
		return p.upgradeNotAllowed(current)
	}
	return ""
}

func versionSkips(p *proposal) string {
	current, target := value(p.before.CurrentOrchestratorVersion), p.target()
	allowed := p.catalog.upgrades(current, p.cluster.controlPlane())
	if target == "" || target == current || slices.Contains(allowed, target) {
		return ""
	}
	return p.upgradeNotAllowed(current)
}

func (p *proposal) upgradeNotAllowed(current string) string {
	return fmt.Sprintf("Upgrading Kubernetes version %s to %s is not allowed. Available upgrades: [%s]",
		current, p.target(), strings.Join(p.catalog.upgrades(current, p.cluster.controlPlane()), " "))
}

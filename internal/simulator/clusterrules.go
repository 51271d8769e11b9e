package simulator

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// clusterRule is one reason why AKS refuses the PUT of a cluster.
type clusterRule struct {
	id, code, target string
	check            func(*clusterProposal) string
}

// clusterRules are the cluster rules that affect pools (facts: 3.2), in the order in
// which they are checked. One more is checked afterwards: Spot pools cannot be upgraded
// together with the control plane.
func clusterRules() []clusterRule {
	all := []clusterRule{
		{"cluster-new-pool", "BadRequest", "agentPoolProfiles", poolIntroduced},
		{"cluster-version-not-offered", "K8sVersionNotSupported", "", planeNotOffered},
		{"cluster-version-downgrade", "OperationNotAllowed", "", planeDowngrade},
		{"cluster-version-skips-minor", "OperationNotAllowed", "", planeSkips},
		{"cluster-pools-behind", "NodePoolMcVersionIncompatible", "", poolsLeftBehind},
		{"cluster-stopped", "OperationNotAllowed", "", planeStopped},
	}
	all = append(all, clusterWords()...)
	for _, path := range [][]string{
		{"dnsPrefix"}, {"nodeResourceGroup"}, {"windowsProfile", "adminUsername"},
		{"networkProfile", "networkPlugin"}, {"networkProfile", "podCidr"}, {"networkProfile", "serviceCidr"},
		{"networkProfile", "dnsServiceIP"}, {"networkProfile", "loadBalancerSku"},
	} {
		all = append(all, clusterImmutable(path...))
	}
	return all
}

func poolIntroduced(p *clusterProposal) string {
	for _, sent := range p.profiles {
		if p.before.pool(sent.Name) == nil {
			return "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api"
		}
	}
	return ""
}

// asks reports whether the request names a version other than the cluster's own.
func (p *clusterProposal) asks() (asked string, other bool) {
	asked = p.after.text("properties", "kubernetesVersion")
	return asked, asked != p.before.text("properties", "kubernetesVersion") && asked != p.before.controlPlane()
}

func planeNotOffered(p *clusterProposal) string {
	asked, other := p.asks()
	if !other || p.catalog.resolve(asked, p.before.controlPlane()) != "" {
		return ""
	}
	return versionNotSupported(asked)
}

func versionNotSupported(version string) string {
	return fmt.Sprintf("Version %s is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list", version)
}

// planeUpgrades lists the versions that a control plane may be upgraded to next: at
// most one minor version ahead.
func (p *clusterProposal) planeUpgrades() []string {
	return p.catalog.planeUpgrades(p.before.controlPlane())
}

func (c *catalog) planeUpgrades(current string) []string {
	patches := c.patches()
	if len(patches) == 0 {
		return nil
	}
	return c.upgrades(current, patches[len(patches)-1])
}

func (p *clusterProposal) planeNotAllowed(target string) string {
	return fmt.Sprintf("Upgrading Kubernetes version %s to %s is not allowed. Available upgrades: [%s]",
		p.before.controlPlane(), target, strings.Join(p.planeUpgrades(), " "))
}

func planeDowngrade(p *clusterProposal) string {
	if target := p.upgradeTarget(); target != "" && compareVersions(target, p.before.controlPlane()) < 0 {
		return p.planeNotAllowed(target)
	}
	return ""
}

func planeSkips(p *clusterProposal) string {
	if target := p.upgradeTarget(); target != "" && !slices.Contains(p.planeUpgrades(), target) {
		return p.planeNotAllowed(target)
	}
	return ""
}

// poolsLeftBehind: a pool that the request does not also upgrade may be at most three
// minor versions behind the new control plane.
func poolsLeftBehind(p *clusterProposal) string {
	plane, ok := parseVersion(p.upgradeTarget())
	if !ok {
		return ""
	}
	for _, pool := range p.before.pools {
		running := value(pool.Properties.CurrentOrchestratorVersion)
		i := slices.IndexFunc(p.profiles, func(sent ManagedClusterAgentPoolProfile) bool { return strings.EqualFold(sent.Name, pool.Name) })
		if i >= 0 && value(p.profiles[i].OrchestratorVersion) != "" {
			if target := p.catalog.resolve(value(p.profiles[i].OrchestratorVersion), p.upgradeTarget()); target != "" {
				running = target
			}
		}
		have, known := parseVersion(running)
		if known && have.minor < plane.minor-oldestSkew {
			return fmt.Sprintf("Node pool version %s and control plane version %s is incompatible. Minor version of node pool cannot be more than %d versions less than control plane's version. Minor version of node pool is %d and control plane is %d. For more information, see [AKS upgrade version skew policy](https://aka.ms/aks/UpgradeVersionRules).",
				running, p.upgradeTarget(), oldestSkew, have.minor, plane.minor)
		}
	}
	return ""
}

func planeStopped(p *clusterProposal) string {
	if p.upgradeTarget() == "" || !p.before.stopped() {
		return ""
	}
	return "managed cluster is not currently running, upgrading cannot be performed; start the managed cluster first."
}

func clusterImmutable(path ...string) clusterRule {
	name := strings.Join(path, ".")
	target := "properties." + name
	full := append([]string{"properties"}, path...)
	return clusterRule{"cluster-immutable-" + name, "PropertyChangeNotAllowed", target, func(p *clusterProposal) string {
		if reflect.DeepEqual(p.before.at(full...), p.after.at(full...)) {
			return ""
		}
		return changeNotAllowed(target)
	}}
}

// clusterWords: properties that accept only a few values (facts: section 6).
func clusterWords() []clusterRule {
	return []clusterRule{
		clusterWord("sku.name", "Base", "Automatic"),
		clusterWord("sku.tier", "Free", "Standard", "Premium"),
		clusterWord("properties.autoUpgradeProfile.upgradeChannel", "rapid", "stable", "patch", "node-image", "none"),
		clusterWord("properties.autoUpgradeProfile.nodeOSUpgradeChannel", "None", "Unmanaged", "NodeImage", "SecurityPatch"),
		clusterWord("properties.nodeProvisioningProfile.mode", "Manual", "Auto"),
	}
}

func clusterWord(path string, allowed ...string) clusterRule {
	target := strings.TrimPrefix(path, "properties.")
	steps := strings.Split(path, ".")
	return clusterRule{"cluster-value-" + target, "InvalidParameter", target, func(p *clusterProposal) string {
		text := p.after.text(steps...)
		if text == "" || text == p.before.text(steps...) || oneOf(text, allowed...) {
			return ""
		}
		return parameterInvalid(target, fmt.Sprintf("'%s' is not one of the allowed values '%s'", text, strings.Join(allowed, ",")))
	}}
}

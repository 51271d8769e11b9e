package simulator

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

// creationRule is one reason why AKS refuses a new cluster.
type creationRule struct {
	id, code, target string
	check            func(*clusterCreation) string
}

// creationRules are the reasons to refuse a cluster before its pools are checked: its
// name, region, version, enumerated values and address ranges, and whether a pool can
// run the cluster's own pods (facts: 3.2).
func creationRules() []creationRule {
	return []creationRule{
		{"cluster-name", "InvalidParameter", "name", clusterNameMalformed},
		{"cluster-location", "LocationNotAvailableForResourceType", "", clusterElsewhere},
		{"cluster-create-version", "K8sVersionNotSupported", "", newPlaneNotOffered},
		{"cluster-create-value", "InvalidParameter", "", newClusterWord},
		{"cluster-cidr", "InvalidParameter", "networkProfile", rangesMalformed},
		{"cluster-identity", "FailedIdentityOperation", "identity", identityMissing},
		{"cluster-system-pool", "MustDefineAtLeastOneSystemPool", "", systemPoolUndefined},
		{"cluster-pool-names", "InvalidParameter", "agentPoolProfiles", poolNamedTwice},
	}
}

var clusterName = regexp.MustCompile(`^[a-zA-Z0-9]([-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$`)

func clusterNameMalformed(p *clusterCreation) string {
	if clusterName.MatchString(p.cluster.Name) {
		return ""
	}
	return parameterInvalid("name", "the managed cluster name '"+p.cluster.Name+"' may have 1 to 63 letters, digits, underscores and hyphens, and starts and ends with a letter or digit")
}

func clusterElsewhere(p *clusterCreation) string {
	if p.catalog.location(p.cluster.location()) != nil {
		return ""
	}
	return fmt.Sprintf("The provided location '%s' is not available for resource type 'Microsoft.ContainerService/managedClusters'. List of available regions for the resource type is '%s'.",
		p.cluster.location(), strings.Join(p.catalog.locationNames(), ","))
}

func newPlaneNotOffered(p *clusterCreation) string {
	if p.cluster.controlPlane() != "" {
		return ""
	}
	return versionNotSupported(p.cluster.text("properties", "kubernetesVersion"))
}

// newClusterWord asks the rules about enumerated values, which apply to updates as
// well.
func newClusterWord(p *clusterCreation) string {
	plan := &clusterProposal{moment: &p.moment, before: &cluster{Body: map[string]any{}}, after: p.cluster}
	for _, r := range clusterWords() {
		if finding := r.check(plan); finding != "" {
			return finding
		}
	}
	return ""
}

func rangesMalformed(p *clusterCreation) string {
	for _, key := range []string{"podCidr", "serviceCidr"} {
		text := p.cluster.text("properties", "networkProfile", key)
		if _, err := netip.ParsePrefix(text); text != "" && err != nil {
			return parameterInvalid("networkProfile."+key, "'"+text+"' is not an address range")
		}
	}
	services, err := netip.ParsePrefix(p.cluster.text("properties", "networkProfile", "serviceCidr"))
	address, err2 := netip.ParseAddr(p.cluster.text("properties", "networkProfile", "dnsServiceIP"))
	if err2 != nil || err == nil && !services.Contains(address) {
		return parameterInvalid("networkProfile.dnsServiceIP", fmt.Sprintf("'%s' is not an address of the service range %s",
			p.cluster.text("properties", "networkProfile", "dnsServiceIP"), services))
	}
	return ""
}

// identityMissing is ARM's own refusal if an identity does not exist.
func identityMissing(p *clusterCreation) string {
	ids := asObject(asObject(p.cluster.Body["identity"])["userAssignedIdentities"])
	for _, id := range sortedKeys(ids) {
		if !p.exists(id) {
			return fmt.Sprintf("Identity operation for resource '%s' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{\"error\":{\"code\":\"BadRequest\",\"message\":\"Resource '%s' was not found.\"}}'.'.",
				strings.Replace(p.cluster.id(), "/resourcegroups/", "/resourceGroups/", 1), id)
		}
	}
	return ""
}

func systemPoolUndefined(p *clusterCreation) string {
	for i := range p.profiles {
		if p.profiles[i].system() {
			return ""
		}
	}
	return "Must define at least one system pool."
}

func poolNamedTwice(p *clusterCreation) string {
	seen := map[string]bool{}
	for _, profile := range p.profiles {
		if seen[strings.ToLower(profile.Name)] {
			return parameterInvalid("agentPoolProfiles", "there are two agent pools of the name '"+profile.Name+"'")
		}
		seen[strings.ToLower(profile.Name)] = true
	}
	return ""
}

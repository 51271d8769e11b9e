package simulator

import (
	"net/http"
	"slices"
)

type patchBody struct {
	Upgrades []string `json:"upgrades"`
}

type versionBody struct {
	Version       string               `json:"version"`
	IsDefault     *bool                `json:"isDefault,omitempty"`
	IsPreview     *bool                `json:"isPreview,omitempty"`
	Capabilities  map[string][]string  `json:"capabilities"`
	PatchVersions map[string]patchBody `json:"patchVersions"`
}

// listKubernetesVersions lists the versions that a location offers. Its list is called
// "values", with an s, unlike every other list.
func listKubernetesVersions(c *call) answer {
	if c.catalog.location(c.path["location"]) == nil {
		return c.noLocation().answer()
	}
	list := []versionBody{}
	newest := c.catalog.newest()
	for _, minor := range c.catalog.versions {
		plans := []string{"KubernetesOfficial"}
		if minor.LTS {
			plans = append(plans, "AKSLongTermSupport")
		}
		body := versionBody{
			Version:       minor.Version,
			Capabilities:  map[string][]string{"supportPlan": plans},
			PatchVersions: map[string]patchBody{},
		}
		if minor.Default {
			body.IsDefault = ref(true)
		}
		if minor.Preview {
			body.IsPreview = ref(true)
		}
		for _, patch := range minor.Patches {
			body.PatchVersions[patch] = patchBody{Upgrades: c.catalog.upgrades(patch, newest)}
		}
		list = append(list, body)
	}
	return ok(map[string]any{"values": list})
}

// orchestrators is the list of versions that preceded kubernetesVersions. It exists
// only at api-versions of 2017 to 2019, and azurerm's data source of versions requests
// it.
const orchestrators = "locations/orchestrators"

type orchestratorBody struct {
	OrchestratorType    string             `json:"orchestratorType"`
	OrchestratorVersion string             `json:"orchestratorVersion"`
	Default             *bool              `json:"default,omitempty"`
	IsPreview           *bool              `json:"isPreview,omitempty"`
	Upgrades            []orchestratorBody `json:"upgrades,omitempty"`
}

func listOrchestrators(c *call) answer {
	location := c.catalog.location(c.path["location"])
	if location == nil {
		return c.noLocation().answer()
	}
	newest, list := c.catalog.newest(), []orchestratorBody{}
	for _, patch := range c.catalog.patches() {
		body := orchestratorBody{OrchestratorType: "Kubernetes", OrchestratorVersion: patch, IsPreview: c.catalog.preview(patch)}
		if patch == c.catalog.newestPatch(c.catalog.defaultVersion()) {
			body.Default = ref(true)
		}
		for _, next := range c.catalog.upgrades(patch, newest) {
			body.Upgrades = append(body.Upgrades, orchestratorBody{OrchestratorType: "Kubernetes", OrchestratorVersion: next, IsPreview: c.catalog.preview(next)})
		}
		list = append(list, body)
	}
	return ok(map[string]any{
		"id":         "/subscriptions/" + c.subscription().ID + "/providers/Microsoft.ContainerService/locations/" + location.Name + "/orchestrators",
		"name":       "default",
		"type":       "Microsoft.ContainerService/locations/orchestrators",
		"properties": map[string]any{"orchestrators": list},
	})
}

// noLocation refuses a region that the world does not have.
func (c *call) noLocation() *rejection {
	return gatewayError(http.StatusBadRequest, "LocationNotAvailable", "The provided location '"+c.path["location"]+"' is not available.")
}

// newest is the newest patch that is offered.
func (c *catalog) newest() string {
	patches := c.patches()
	if len(patches) == 0 {
		return ""
	}
	return patches[len(patches)-1]
}

type upgradeVersion struct {
	KubernetesVersion string `json:"kubernetesVersion"`
	Default           *bool  `json:"default,omitempty"`
	IsPreview         *bool  `json:"isPreview,omitempty"`
}

func (c *catalog) preview(patch string) *bool {
	v, _ := parseVersion(patch)
	for _, minor := range c.versions {
		if m, _ := parseVersion(minor.Version); m.sameMinor(v) && minor.Preview {
			return ref(true)
		}
	}
	return nil
}

// getUpgradeProfile answers which versions a pool may be upgraded to from the one that
// it runs.
func getUpgradeProfile(c *call) answer {
	cl, p, missing := c.pool("GetUpgradeProfile")
	if missing != nil {
		return missing.answer()
	}
	current := value(p.Properties.CurrentOrchestratorVersion)
	properties := map[string]any{
		"kubernetesVersion":      current,
		"osType":                 value(p.Properties.OSType),
		"latestNodeImageVersion": c.catalog.nodeImage(p.Properties, current),
	}
	upgrades := []upgradeVersion{}
	for _, patch := range c.catalog.upgrades(current, cl.controlPlane()) {
		upgrades = append(upgrades, upgradeVersion{KubernetesVersion: patch, IsPreview: c.catalog.preview(patch)})
	}
	if len(upgrades) > 0 {
		properties["upgrades"] = upgrades
	}
	if used := recentlyUsed(p.Used, c.now); len(used) > 0 && !c.version.before("2026-04-01") {
		properties["recentlyUsedVersions"] = used
	}
	return ok(map[string]any{
		"id":         cl.id() + "/agentPools/" + p.Name + "/upgradeProfiles/default",
		"name":       "default",
		"type":       "Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles",
		"properties": properties,
	})
}

// listAvailableVersions lists the versions that a new pool of a cluster may run: at
// most the control plane's version, and at most three minor versions behind it.
func listAvailableVersions(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	plane, _ := parseVersion(cl.controlPlane())
	list := []upgradeVersion{}
	for _, patch := range slices.Backward(c.catalog.patches()) {
		v, _ := parseVersion(patch)
		if v.compare(plane) > 0 || v.minor < plane.minor-oldestSkew {
			continue
		}
		offered := upgradeVersion{KubernetesVersion: patch, IsPreview: c.catalog.preview(patch)}
		if v == plane {
			offered.Default = ref(true)
		}
		list = append(list, offered)
	}
	return ok(map[string]any{
		"id":         cl.id() + "/availableagentpoolversions",
		"name":       "default",
		"type":       "Microsoft.ContainerService/managedClusters/availableAgentpoolVersions",
		"properties": map[string]any{"agentPoolVersions": list},
	})
}

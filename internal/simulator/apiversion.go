package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// apiVersion is an ARM api-version. Stable versions are dates, so they sort as strings.
type apiVersion string

// before reports whether a version has the shapes from before a stable version.
func (v apiVersion) before(other apiVersion) bool { return v.stable() < other }

// containerServiceVersions lists the stable api-versions of Microsoft.ContainerService
// that are served, oldest first. The Azure CLI of Debian 12 requests the first one, and
// early releases of azurerm 4 request 2024-05-01.
func containerServiceVersions() []apiVersion {
	return []apiVersion{
		"2022-11-01", "2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01", "2023-05-01", "2023-06-01",
		"2023-07-01", "2023-08-01", "2023-09-01", "2023-10-01", "2023-11-01", "2024-01-01", "2024-02-01",
		"2024-05-01", "2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01",
		"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01",
		"2025-07-01", "2025-08-01", "2025-09-01", "2025-10-01",
		"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01",
	}
}

// previewMonths are the months of the preview api-versions. Each is dated the second
// day of its month (source: the generated types of Azure/terraform-provider-azapi).
const previewMonths = `2022-11 2023-01 2023-02 2023-03 2023-04 2023-05 2023-06 2023-07 2023-08 2023-09 2023-10 2023-11
2024-01 2024-02 2024-03 2024-04 2024-05 2024-06 2024-07 2024-09 2024-10
2025-01 2025-02 2025-03 2025-04 2025-05 2025-06 2025-07 2025-08 2025-09 2025-10
2026-01 2026-02 2026-03 2026-04 2026-05 2026-07`

// containerServicePreviews lists the preview api-versions that are served.
func containerServicePreviews() []apiVersion {
	var all []apiVersion
	for _, month := range strings.Fields(previewMonths) {
		all = append(all, apiVersion(month+"-02-preview"))
	}
	return all
}

// preview reports whether the version is a preview.
func (v apiVersion) preview() bool { return strings.HasSuffix(string(v), "-preview") }

// stable is the version whose shapes are served: for a preview, the next stable one or
// else the newest. Anything extra that a preview has is kept as it was written.
func (v apiVersion) stable() apiVersion {
	if !v.preview() {
		return v
	}
	versions := containerServiceVersions()
	next, _ := slices.BinarySearch(versions, v)
	return versions[min(next, len(versions)-1)]
}

// has reports whether a version has a property. since is the first stable version with
// it, and preview the first preview, empty if there was none.
func (v apiVersion) has(since, preview apiVersion) bool {
	return !v.before(since) || v.preview() && preview != "" && v >= preview
}

// namespace is the resource provider behind a path. Each one checks api-versions in its
// own way.
type namespace string

const (
	resourceManager  namespace = "Microsoft.Resources"
	containerService namespace = "Microsoft.ContainerService"
	compute          namespace = "Microsoft.Compute"
)

// operationsVersion is the api-version in the URLs of operations, regardless of the
// version of the request that started them. Older AKS wrote 2016-03-30.
const operationsVersion = "2025-03-01"

// checkVersion refuses a request without an api-version, and one with an api-version
// that the namespace does not serve. ARM's own types and the other namespaces have
// dozens of versions whose bodies do not differ here, so any date is accepted for them.
func checkVersion(ns namespace, resourceType string, query string) *rejection {
	if ns == retailPrices {
		return nil
	}
	if query == "" {
		return gatewayError(http.StatusBadRequest, "MissingApiVersionParameter",
			"The api-version query parameter (?api-version=) is required for all requests.")
	}
	if ns != containerService || resourceType == orchestrators {
		if regexp.MustCompile(`^20\d\d-[01]\d-[0-3]\d(-preview)?$`).MatchString(query) {
			return nil
		}
		return gatewayError(http.StatusBadRequest, "InvalidApiVersionParameter",
			fmt.Sprintf("The api-version '%s' is invalid. The supported versions are '2025-04-01,2024-11-01,2022-12-01,2021-07-01,2021-04-01'.", query))
	}
	return nil
}

// unserved refuses an api-version that Microsoft.ContainerService does not have. ARM's
// error names the region of the requested resource and the regions that have the type.
func (c *call) unserved(found route) *rejection {
	asked := versionOf(c.request)
	if found.ns != containerService || found.resource == orchestrators || isOperation(found.resource) && asked == "2016-03-30" ||
		slices.Contains(containerServiceVersions(), apiVersion(asked)) || slices.Contains(containerServicePreviews(), apiVersion(asked)) {
		return nil
	}
	versions := append(containerServiceVersions(), containerServicePreviews()...)
	slices.Sort(versions)
	slices.Reverse(versions)
	supported := make([]string, len(versions))
	for i, version := range versions {
		supported[i] = string(version)
	}
	return gatewayError(http.StatusBadRequest, "NoRegisteredProviderFound",
		fmt.Sprintf("No registered resource provider found for location '%s' and API version '%s' for type '%s'. The supported api-versions are '%s'. The supported locations are '%s'.",
			c.region(), asked, found.resource, strings.Join(supported, ", "), strings.Join(c.catalog.locationNames(), ", ")))
}

// region is the location that a request is about: the one in the path, or in the body,
// or the cluster's or the resource group's. If none of these names one, it is the first
// location of the world.
func (c *call) region() string {
	var sent struct {
		Location string `json:"location"`
	}
	_ = json.Unmarshal(c.body, &sent)
	switch {
	case c.path["location"] != "":
		return c.path["location"]
	case sent.Location != "":
		return sent.Location
	}
	if cl := c.state.cluster(c.path["subscription"], c.path["group"], c.path["cluster"]); cl != nil {
		return cl.location()
	}
	if g := c.thisGroup(); g != nil {
		return g.Location
	}
	if names := c.catalog.locationNames(); len(names) > 0 {
		return names[0]
	}
	return ""
}

func isOperation(resourceType string) bool {
	return resourceType == "locations/operations" || resourceType == "locations/operationresults"
}

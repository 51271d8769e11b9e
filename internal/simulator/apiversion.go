package simulator

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// apiVersion is an ARM api-version. Stable versions are dates, so that they
// order as strings.
type apiVersion string

func (v apiVersion) before(other apiVersion) bool { return v < other }

// containerServiceVersions lists the stable api-versions of
// Microsoft.ContainerService that are served, oldest first. Early releases of
// azurerm 4 ask for the first.
func containerServiceVersions() []apiVersion {
	return []apiVersion{
		"2024-05-01", "2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01",
		"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01",
		"2025-07-01", "2025-08-01", "2025-09-01", "2025-10-01",
		"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01",
	}
}

// namespace is the resource provider behind a path; each checks api-versions in
// its own way.
type namespace string

const (
	resourceManager  namespace = "Microsoft.Resources"
	containerService namespace = "Microsoft.ContainerService"
	compute          namespace = "Microsoft.Compute"
)

// operationsVersion is the api-version in the URLs of operations, whatever the
// version of the request that started them. Older AKS wrote 2016-03-30.
const operationsVersion = "2025-03-01"

// checkVersion refuses a request without api-version, and one whose api-version
// the namespace does not serve. ARM's own types and Compute have dozens of
// versions whose bodies do not differ here: there every date is served.
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
	versions := containerServiceVersions()
	if slices.Contains(versions, apiVersion(query)) || isOperation(resourceType) && query == "2016-03-30" {
		return nil
	}
	supported := make([]string, len(versions))
	for i, version := range versions {
		supported[len(versions)-1-i] = string(version)
	}
	return gatewayError(http.StatusBadRequest, "NoRegisteredProviderFound",
		fmt.Sprintf("No registered resource provider found for location '' and API version '%s' for type '%s'. The supported api-versions are '%s'. The supported locations are ''.",
			query, resourceType, strings.Join(supported, ", ")))
}

func isOperation(resourceType string) bool {
	return resourceType == "locations/operations" || resourceType == "locations/operationresults"
}

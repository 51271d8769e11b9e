package simulator

import (
	"net/http"
	"strings"
)

// metadata is the answer to /metadata/endpoints: where a cloud's services are. azurerm
// needs name, resourceManager, authentication.loginEndpoint and
// microsoftGraphResourceId; the rest is what else the public cloud returns (facts:
// section 7).
type metadata struct {
	Name           string             `json:"name"`
	Portal         string             `json:"portal"`
	Authentication metadataLogin      `json:"authentication"`
	Suffixes       map[string]string  `json:"suffixes"`
	CloudEndpoint  map[string]thisOne `json:"cloudEndpoint,omitempty"`

	ResourceManager            string `json:"resourceManager"`
	MicrosoftGraphResourceID   string `json:"microsoftGraphResourceId"`
	Graph                      string `json:"graph"`
	GraphAudience              string `json:"graphAudience"`
	Batch                      string `json:"batch"`
	Media                      string `json:"media"`
	Gallery                    string `json:"gallery"`
	SQLManagement              string `json:"sqlManagement"`
	VMImageAliasDoc            string `json:"vmImageAliasDoc"`
	ActiveDirectoryDataLake    string `json:"activeDirectoryDataLake"`
	AttestationResourceID      string `json:"attestationResourceId"`
	LogAnalyticsResourceID     string `json:"logAnalyticsResourceId"`
	OSSRDBMSResourceID         string `json:"ossrDbmsResourceId"`
	SynapseAnalyticsResourceID string `json:"synapseAnalyticsResourceId"`
	AppInsightsResourceID      string `json:"appInsightsResourceId"`
	AppInsightsTelemetryID     string `json:"appInsightsTelemetryChannelResourceId"`
}

type metadataLogin struct {
	LoginEndpoint    string   `json:"loginEndpoint"`
	Audiences        []string `json:"audiences"`
	Tenant           string   `json:"tenant"`
	IdentityProvider string   `json:"identityProvider"`
}

// thisOne is how older versions list regions; azurerm looks up its own host there.
type thisOne struct {
	Endpoint  string   `json:"endpoint"`
	Locations []string `json:"locations"`
}

// firstMetadata is the form of api-version 2015-01-01. Azure Stack Hub answers it, and
// "az cloud register" requests it, so its login part determines how the Azure CLI can
// log in here.
type firstMetadata struct {
	Gallery        string     `json:"galleryEndpoint"`
	Graph          string     `json:"graphEndpoint"`
	Portal         string     `json:"portalEndpoint"`
	Authentication firstLogin `json:"authentication"`
}

type firstLogin struct {
	LoginEndpoint string   `json:"loginEndpoint"`
	Audiences     []string `json:"audiences"`
}

// isMetadata reports whether a path is the metadata's. azurerm also requests it with
// two slashes in front, and follows no redirect.
func isMetadata(path string) bool {
	return strings.EqualFold(strings.Trim(path, "/"), "metadata/endpoints")
}

// metadata answers where all services are. Those that the simulator has are here, under
// the name that the client has used. Versions before 2019 also list regions, those
// before 2022 answer a list of clouds, and the first version has its own form.
func (d *door) metadata(r *http.Request) answer {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The metadata can only be read.").answer()
	}
	base, host := baseOf(r), r.Host
	m := metadata{
		Name:   "AzureCloud",
		Portal: base,
		Authentication: metadataLogin{
			LoginEndpoint: base + "/", Audiences: []string{base, base + "/", publicARM, publicARM + "/"},
			Tenant: "common", IdentityProvider: "AAD",
		},
		ResourceManager:          base + "/",
		MicrosoftGraphResourceID: publicGraph + "/",
		Graph:                    "https://graph.windows.net/",
		GraphAudience:            "https://graph.windows.net/",
		Batch:                    "https://batch.core.windows.net/",
		Media:                    "https://rest.media.azure.net",
		Gallery:                  base + "/",
		SQLManagement:            "https://management.core.windows.net:8443/",
		VMImageAliasDoc:          base + "/aliases.json",
		ActiveDirectoryDataLake:  "https://datalake.azure.net/",

		AttestationResourceID:      "https://attest.azure.net",
		LogAnalyticsResourceID:     "https://api.loganalytics.io",
		OSSRDBMSResourceID:         "https://ossrdbms-aad.database.windows.net",
		SynapseAnalyticsResourceID: "https://dev.azuresynapse.net",
		AppInsightsResourceID:      "https://api.applicationinsights.io",
		AppInsightsTelemetryID:     "https://dc.applicationinsights.azure.com/v2/track",
		Suffixes: map[string]string{
			"acrLoginServer": "azurecr.io", "attestationEndpoint": "attest.azure.net",
			"azureDataLakeAnalyticsCatalogAndJob": "azuredatalakeanalytics.net", "azureDataLakeStoreFileSystem": "azuredatalakestore.net",
			"azureFrontDoorEndpointSuffix": "azurefd.net", "keyVaultDns": "vault.azure.net", "mariadbServerEndpoint": "mariadb.database.azure.com",
			"mhsmDns": "managedhsm.azure.net", "mysqlServerEndpoint": "mysql.database.azure.com",
			"postgresqlServerEndpoint": "postgres.database.azure.com", "sqlServerHostname": "database.windows.net",
			"storage": "core.windows.net", "storageSyncEndpointSuffix": "afs.azure.net", "synapseAnalytics": "dev.azuresynapse.net",
		},
	}
	a := answer{status: http.StatusOK, body: m, login: true}
	switch version := versionOf(r); {
	case version == "" || version >= "2022":
	case version >= "2019":
		a.body = []metadata{m}
	case version < "2016":
		a.body = firstMetadata{
			Gallery: m.Gallery, Graph: m.Graph, Portal: m.Portal,
			Authentication: firstLogin{LoginEndpoint: base + "/" + adfs, Audiences: m.Authentication.Audiences},
		}
	default:
		names := []string{}
		for _, location := range d.simulator.catalog.world.Locations {
			names = append(names, location.DisplayName)
		}
		m.CloudEndpoint = map[string]thisOne{"public": {Endpoint: host, Locations: names}}
		a.body = m
	}
	return a
}

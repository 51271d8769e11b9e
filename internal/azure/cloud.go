package azure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// clouds are the public clouds, by the names that azurerm and the Azure CLI use.
func clouds() map[string]cloud.Configuration {
	return map[string]cloud.Configuration{
		"public": cloud.AzurePublic, "azurecloud": cloud.AzurePublic,
		"usgovernment": cloud.AzureGovernment, "azureusgovernment": cloud.AzureGovernment,
		"china": cloud.AzureChina, "azurechinacloud": cloud.AzureChina,
		"custom": cloud.AzurePublic, // azapi's name for a cloud that the endpoints define
	}
}

// cloudOf is the cloud named in the options. Endpoints in the options replace those of
// the cloud.
func cloudOf(o Options) (cloud.Configuration, error) {
	name := strings.ToLower(o.Environment)
	if name == "" {
		name = "public"
	}
	base, ok := clouds()[name]
	if !ok {
		return cloud.Configuration{}, fmt.Errorf("the environment is %q; write public, usgovernment or china", o.Environment)
	}
	if name == "custom" && o.Endpoints.ResourceManager == "" {
		return cloud.Configuration{}, fmt.Errorf("the environment is %q without an endpoint; set endpoints.resource_manager", o.Environment)
	}
	// A copy, because the SDK's configurations are shared variables.
	made := cloud.Configuration{ActiveDirectoryAuthorityHost: base.ActiveDirectoryAuthorityHost, Services: maps.Clone(base.Services)}
	if o.Endpoints.Authority != "" {
		made.ActiveDirectoryAuthorityHost = strings.TrimSuffix(o.Endpoints.Authority, "/") + "/"
	}
	manager := made.Services[cloud.ResourceManager]
	if o.Endpoints.ResourceManager != "" {
		manager.Endpoint = strings.TrimSuffix(o.Endpoints.ResourceManager, "/")
		manager.Audience = manager.Endpoint
	}
	if o.Endpoints.Audience != "" {
		manager.Audience = o.Endpoints.Audience
	}
	made.Services[cloud.ResourceManager] = manager
	return made, nil
}

// Environments lists the clouds that Options.Environment takes.
func Environments() []string { return slices.Clone([]string{"public", "usgovernment", "china"}) }

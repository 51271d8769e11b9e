package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// registeredNamespaces are the resource providers of a subscription that is in use.
// They are those that azurerm needs at its start, so that it does not have to register
// any.
const registeredNamespaces = `AAD AlertsManagement ApiManagement App AppConfiguration AppPlatform Attestation Authorization
Automation AVS AzureActiveDirectory AzureStackHCI AzureTerraform Billing Blueprint BotService Cache Capacity Cdn ChangeAnalysis CognitiveServices
Communication Compute ConfidentialLedger Consumption ContainerInstance ContainerRegistry ContainerService CostManagement
CustomProviders Dashboard Databricks DataFactory DataLakeAnalytics DataLakeStore DataMigration DataProtection DataShare
DBforMariaDB DBforMySQL DBforPostgreSQL DesktopVirtualization DevCenter Devices DeviceUpdate DevSpaces DevTestLab DigitalTwins
DocumentDB DomainRegistration Elastic EventGrid EventHub ExtendedLocation Features FluidRelay GuestConfiguration HDInsight
HealthBot HealthcareApis HybridCompute Insights IoTCentral KeyVault Kubernetes KubernetesConfiguration Kusto LabServices
LoadTestService Logic MachineLearningServices Maintenance ManagedIdentity ManagedServices Management Maps MarketplaceOrdering
Media MixedReality Monitor NetApp Network NotificationHubs OperationalInsights OperationsManagement Orbital PolicyInsights
Portal PowerBIDedicated Purview Quota RecoveryServices RedHatOpenShift Relay ResourceConnector ResourceGraph ResourceHealth Resources SaaS
Search Security SecurityInsights SerialConsole ServiceBus ServiceFabric ServiceLinker SignalRService Solutions Sql Storage
StorageCache StorageMover StorageSync StreamAnalytics Synapse TimeSeriesInsights VideoIndexer VirtualMachineImages
VoiceServices Web Workloads`

type providerBody struct {
	ID                 string         `json:"id"`
	Namespace          string         `json:"namespace"`
	RegistrationPolicy string         `json:"registrationPolicy"`
	RegistrationState  string         `json:"registrationState"`
	ResourceTypes      []providerType `json:"resourceTypes"`
}

type providerType struct {
	ResourceType string   `json:"resourceType"`
	Locations    []string `json:"locations"`
	APIVersions  []string `json:"apiVersions"`
	Capabilities string   `json:"capabilities"`
}

// registrationKey is the key of a resource provider in a subscription.
func registrationKey(subscription, namespace string) string {
	return strings.ToLower(subscription + "/" + namespace)
}

// registration is the registration state of a resource provider in a subscription by
// now. Registering one takes half a minute.
func (c *call) registration(namespace string) string {
	absent := slices.ContainsFunc(c.subscription().Unregistered, func(name string) bool { return strings.EqualFold(name, namespace) })
	since, begun := c.state.registrations[registrationKey(c.subscription().ID, namespace)]
	switch {
	case !absent:
		return "Registered"
	case !begun:
		return "NotRegistered"
	case c.speed > 0 && c.now.Sub(since) < c.paced(30*time.Second):
		return "Registering"
	}
	return "Registered"
}

// unregistered refuses a request to a resource provider that the subscription has not
// registered.
func (c *call) unregistered(found route) *rejection {
	if _, ok := c.path["subscription"]; !ok || found.ns == resourceManager {
		return nil
	}
	if state := c.registration(string(found.ns)); state == "Registered" {
		return nil
	}
	return gatewayError(http.StatusConflict, "MissingSubscriptionRegistration",
		fmt.Sprintf("The subscription is not registered to use namespace '%s'. See https://aka.ms/rps-not-found for how to register subscriptions.", found.ns))
}

// namespaces lists the resource providers by name, including those that the world adds.
func (c *call) namespaces() []string {
	var names []string
	for _, name := range strings.Fields(registeredNamespaces) {
		names = append(names, "Microsoft."+name)
	}
	for _, name := range c.subscription().Unregistered {
		if !slices.ContainsFunc(names, func(known string) bool { return strings.EqualFold(known, name) }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// provider describes a resource provider; its types are those that the simulator serves.
func (c *call) provider(namespace string) providerBody {
	body := providerBody{
		ID:                 "/subscriptions/" + c.subscription().ID + "/providers/" + namespace,
		Namespace:          namespace,
		RegistrationPolicy: "RegistrationRequired",
		RegistrationState:  c.registration(namespace),
		ResourceTypes:      []providerType{},
	}
	versions := []string{"2025-04-01", "2024-11-01", "2022-12-01", "2022-09-01", "2021-07-01", "2021-04-01"}
	if namespace == string(containerService) {
		versions = nil
		for _, v := range slices.Backward(containerServiceVersions()) {
			versions = append(versions, string(v))
		}
	}
	locations := []string{}
	for _, location := range c.catalog.world.Locations {
		locations = append(locations, location.DisplayName)
	}
	seen := map[string]bool{}
	for _, r := range c.simulator.routes {
		if string(r.ns) == namespace && !seen[r.resource] {
			seen[r.resource] = true
			body.ResourceTypes = append(body.ResourceTypes, providerType{
				ResourceType: r.resource, Locations: locations, APIVersions: versions, Capabilities: "None",
			})
		}
	}
	return body
}

func listProviders(c *call) answer {
	list := []providerBody{}
	for _, name := range c.namespaces() {
		list = append(list, c.provider(name))
	}
	return fromARM(c, list)
}

// namespace is the provider in the path, in its own spelling. Microsoft has more of
// them than the simulator knows; those are registered as well.
func (c *call) namespace() (string, *rejection) {
	asked := c.path["namespace"]
	for _, name := range c.namespaces() {
		if strings.EqualFold(name, asked) {
			return name, nil
		}
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(asked), "microsoft."); ok && rest != "" {
		return asked, nil
	}
	return "", gatewayError(http.StatusNotFound, "InvalidResourceNamespace", fmt.Sprintf("The resource namespace '%s' is invalid.", asked))
}

func getProvider(c *call) answer {
	name, unknown := c.namespace()
	if unknown != nil {
		return unknown.answer()
	}
	return fromFrontDoor(c.provider(name))
}

func registerProvider(c *call) answer {
	name, unknown := c.namespace()
	if unknown != nil {
		return unknown.answer()
	}
	if c.registration(name) == "NotRegistered" {
		if c.state.registrations == nil {
			c.state.registrations = map[string]time.Time{}
		}
		c.state.registrations[registrationKey(c.subscription().ID, name)] = c.now.UTC().Truncate(time.Microsecond)
		c.state.changed = true
	}
	return fromFrontDoor(c.provider(name))
}

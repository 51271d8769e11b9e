package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

const (
	providersPath      = subscriptionPath + "/providers"
	groupResult        = subscriptionPath + "/operationresults/{job}"
	validateForAll     = "providers/Microsoft.Resources/validateResources"
	validateForGroup   = groupPath + "/" + validateForAll
	validateForAccount = subscriptionPath + "/" + validateForAll
)

// resourceRoutes are the requests that ARM answers itself, without a resource provider.
func resourceRoutes() []route {
	const arm = resourceManager
	return []route{
		{"GET", "subscriptions", arm, "subscriptions", listSubscriptions},
		{"GET", "tenants", arm, "tenants", listTenants},
		{"GET", subscriptionPath, arm, "subscriptions", getSubscription},
		{"GET", subscriptionPath + "/locations", arm, "locations", listLocations},
		{"GET", subscriptionPath + "/resources", arm, "resources", listResources},
		{"GET", subscriptionPath + "/resourceGroups", arm, "resourceGroups", listGroups},
		{"GET", groupPath, arm, "resourceGroups", getGroup},
		{"HEAD", groupPath, arm, "resourceGroups", headGroup},
		{"PUT", groupPath, arm, "resourceGroups", putGroup},
		{"PATCH", groupPath, arm, "resourceGroups", patchGroup},
		{"DELETE", groupPath, arm, "resourceGroups", deleteGroup},
		{"GET", groupPath + "/resources", arm, "resources", listResources},
		{"GET", groupResult, arm, "operationresults", getGroupResult},
		{"GET", providersPath, arm, "providers", listProviders},
		{"GET", providersPath + "/{namespace}", arm, "providers", getProvider},
		{"POST", providersPath + "/{namespace}/register", arm, "providers", registerProvider},
		{"POST", validateForAll, arm, "validateResources", validateResources},
		{"POST", validateForAccount, arm, "validateResources", validateResources},
		{"POST", validateForGroup, arm, "validateResources", validateResources},
	}
}

type tenantBody struct {
	ID       string `json:"id"`
	TenantID string `json:"tenantId"`
}

func listTenants(c *call) answer {
	tenant := c.catalog.world.Tenant
	return fromFrontDoor(page[tenantBody]{Value: []tenantBody{{ID: "/tenants/" + tenant, TenantID: tenant}}})
}

type locationBody struct {
	ID                  string `json:"id"`
	Name                string `json:"name"`
	Type                string `json:"type"`
	DisplayName         string `json:"displayName"`
	RegionalDisplayName string `json:"regionalDisplayName"`
}

func listLocations(c *call) answer {
	list := page[locationBody]{Value: []locationBody{}}
	for _, location := range c.catalog.world.Locations {
		list.Value = append(list.Value, locationBody{
			ID:   "/subscriptions/" + c.subscription().ID + "/locations/" + location.Name,
			Name: location.Name, Type: "Region", DisplayName: location.DisplayName, RegionalDisplayName: location.DisplayName,
		})
	}
	return fromFrontDoor(list)
}

type resourceBody struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Location string `json:"location"`
	Tags     any    `json:"tags,omitempty"`
}

// listResources lists what a subscription or a group contains: clusters and plain
// resources, without child resources and extensions. azurerm requests it before it
// deletes a resource group.
func listResources(c *call) answer {
	list := []resourceBody{}
	group, inGroup := c.path["group"]
	for _, cl := range c.state.sorted() {
		if strings.EqualFold(cl.Subscription, c.path["subscription"]) && (!inGroup || strings.EqualFold(cl.Group, group)) {
			list = append(list, resourceBody{
				ID:   strings.Replace(cl.id(), "/resourcegroups/", "/resourceGroups/", 1),
				Name: cl.Name, Type: "Microsoft.ContainerService/managedClusters", Location: cl.location(), Tags: cl.Body["tags"],
			})
		}
	}
	prefix := "/subscriptions/" + c.path["subscription"] + "/"
	if inGroup {
		prefix += "resourceGroups/" + group + "/"
	}
	for _, r := range c.under(prefix, func(r *resource) bool { t := typeOf(r.key()); return t.parent() == nil && !t.extension }) {
		list = append(list, resourceBody{ID: r.ID, Name: r.name(), Type: typeOf(r.key()).kind(), Location: r.location(), Tags: r.Body["tags"]})
	}
	return fromARM(c, list)
}

// groupGone refuses a request in a resource group that does not exist, and a write in
// one that is being deleted. A PUT of the group itself creates it.
func (c *call) groupGone(found route) *rejection {
	name, ok := c.path["group"]
	if !ok {
		return nil
	}
	group := c.state.group(c.path["subscription"], name)
	itself := found.resource == "resourceGroups"
	switch {
	case group == nil && itself && found.method == http.MethodPut:
		return nil
	case group == nil:
		return gatewayError(http.StatusNotFound, "ResourceGroupNotFound",
			fmt.Sprintf("Resource group '%s' could not be found.", name))
	case group.DeletionEnds.IsZero() || found.method == http.MethodGet || found.method == http.MethodHead ||
		itself && found.method == http.MethodDelete:
		return nil
	}
	return gatewayError(http.StatusConflict, "ResourceGroupBeingDeleted",
		fmt.Sprintf("The resource group '%s' is in deprovisioning state and cannot perform this operation.", group.Name))
}

// raced refuses a write as AKS does when two writes collide in its store, for a fault
// that asks for it (facts: section 2.4).
func (c *call) raced(found route) *rejection {
	if !c.race || found.ns != containerService || found.method == http.MethodGet {
		return nil
	}
	cl := c.state.cluster(c.path["subscription"], c.path["group"], c.path["cluster"])
	if cl == nil {
		return nil
	}
	for _, other := range cl.pools {
		if other.Operation != "" && !strings.EqualFold(other.Name, c.path["pool"]) {
			verb := strings.ToUpper(found.method[:1]) + strings.ToLower(found.method[1:])
			return &rejection{
				status: http.StatusConflict, code: "EtagMismatch", message: "Operation is not allowed: Another operation is in progress",
				subcode: verb + "AgentPool_FailedPrecondition",
				details: []ErrorDetail{{Code: "Unspecified", Message: "rpc error: code = FailedPrecondition desc = Etag mismatched"}},
			}
		}
	}
	return nil
}

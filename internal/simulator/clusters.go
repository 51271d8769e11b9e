package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// id is the cluster's ARM id as AKS writes it: "resourcegroups" is in lower case, and
// the group's name in its own casing.
func (c *cluster) id() string {
	return "/subscriptions/" + c.Subscription + "/resourcegroups/" + c.Group +
		"/providers/Microsoft.ContainerService/managedClusters/" + c.Name
}

// profile is an entry of a cluster's agentPoolProfiles: the pool's name, then
// its properties, in one object.
type profile struct {
	name       string
	properties any
}

// MarshalJSON puts the name before the properties. Embedding would do the same, but
// would encode each of the sixty fields through one more level.
func (p profile) MarshalJSON() ([]byte, error) {
	name, err := json.Marshal(p.name)
	if err != nil {
		return nil, err
	}
	properties, err := json.Marshal(p.properties)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(`{"name":`)
	b.Write(name)
	if string(properties) != "{}" {
		b.WriteByte(',')
		b.Write(properties[1 : len(properties)-1])
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// clusterBody is the cluster as ARM returns it.
func (c *call) clusterBody(cl *cluster) map[string]any {
	body := maps.Clone(cl.Body)
	if !c.version.has("2024-09-01", "2024-03-02-preview") {
		delete(body, "eTag")
	}
	if !c.version.has("2025-07-01", "2024-02-02-preview") {
		delete(body, "kind")
	}
	body["sku"] = skuIn(c.version, body["sku"])
	body["id"] = cl.id()
	body["name"] = cl.Name
	body["type"] = "Microsoft.ContainerService/ManagedClusters"
	properties := map[string]any{}
	if object, ok := cl.Body["properties"].(map[string]any); ok {
		maps.Copy(properties, clusterIn(c.version, object))
	}
	if c.preview {
		properties = overlaid(properties, cl.Extra)
	}
	profiles := make([]profile, 0, len(cl.pools))
	for _, p := range cl.pools {
		profiles = append(profiles, profile{p.Name, c.shown(p)})
	}
	properties["agentPoolProfiles"] = profiles
	body["properties"] = properties
	return body
}

// cluster is the cluster in the path, or ARM's answer that it does not exist. That
// answer is the front door's, because only a resource that exists has a resource
// provider to ask.
func (c *call) cluster() (*cluster, *rejection) {
	name := c.path["cluster"]
	if found := c.state.cluster(c.path["subscription"], c.path["group"], name); found != nil {
		return found, nil
	}
	child := ""
	for variable, resource := range map[string]string{"pool": "agentPools", "configuration": "maintenanceConfigurations"} {
		if _, ok := c.path[variable]; ok {
			child = resource
		}
	}
	if c.request.Method == http.MethodGet || child == "" {
		return nil, c.notFound("Microsoft.ContainerService/managedClusters", name)
	}
	verb, known := map[string]string{http.MethodDelete: "delete", http.MethodPost: "action"}[c.request.Method]
	if !known {
		verb = "write"
	}
	return nil, gatewayError(http.StatusNotFound, "ParentResourceNotFound",
		fmt.Sprintf("Failed to perform '%s' on resource(s) of type 'managedClusters/%s', because the parent resource '/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/managedClusters/%s' could not be found.",
			verb, child, c.path["subscription"], c.path["group"], name))
}

func getCluster(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	return ok(c.clusterBody(cl))
}

// listClusters lists the clusters of a subscription or of a resource group.
func listClusters(c *call) answer {
	list := []*cluster{}
	group, inGroup := c.path["group"]
	for _, cl := range c.state.sorted() {
		if strings.EqualFold(cl.Subscription, c.path["subscription"]) && (!inGroup || strings.EqualFold(cl.Group, group)) {
			list = append(list, cl)
		}
	}
	return listed(c, list, c.clusterBody)
}

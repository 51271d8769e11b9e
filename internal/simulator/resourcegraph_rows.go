package simulator

import (
	"encoding/json"
	"strings"

	"github.com/workload-lanes/terraform-provider-aks/internal/simulator/query"
)

// graphTables are the tables of the graph for the given subscriptions, or for all if
// none is named. Rows that the query does not need are left out.
func (c *call) graphTables(subscriptions []string, asked query.Kusto) (query.Tables, error) {
	g := graphRows{call: c, only: subscriptions, tables: query.Tables{"resources": {}, "resourcecontainers": {}}}
	if asked.Needs("microsoft.containerservice/managedclusters") {
		for _, cl := range c.state.sorted() {
			g.add("resources", cl.Subscription, cl.Group, c.clusterBody(cl))
		}
	}
	if asked.Needs("microsoft.compute/virtualmachinescalesets") {
		for _, set := range c.allScaleSets() {
			g.add("resources", set.cluster.Subscription, set.cluster.text("properties", "nodeResourceGroup"), set.body())
		}
	}
	for _, t := range resourceTypes() {
		// Extensions and child resources are not in the graph.
		if t.extension || t.parent() != nil || !asked.Needs(strings.ToLower(t.kind())) {
			continue
		}
		for _, r := range c.under("/subscriptions/", t.has) {
			subscription, group := placeOf(r.ID)
			g.add("resources", subscription, group, t.body(c, r))
		}
	}
	g.addContainers()
	return g.tables, g.err
}

// addContainers adds the subscriptions and resource groups.
func (g *graphRows) addContainers() {
	c := g.call
	for i := range c.catalog.world.Subscriptions {
		one := &c.catalog.world.Subscriptions[i]
		g.add("resourcecontainers", one.ID, "", map[string]any{
			"id": "/subscriptions/" + one.ID, "name": one.Name, "type": "Microsoft.Resources/subscriptions",
			"properties": map[string]any{"state": "Enabled"},
		})
	}
	for _, key := range sortedKeys(c.state.groups) {
		one := c.state.groups[key]
		body := map[string]any{
			"id": "/subscriptions/" + one.Subscription + "/resourceGroups/" + one.Name, "name": one.Name, "managedBy": one.ManagedBy,
			"type": "Microsoft.Resources/subscriptions/resourceGroups", "location": one.Location, "properties": map[string]any{"provisioningState": succeeded},
		}
		if len(one.Tags) > 0 {
			body["tags"] = one.Tags
		}
		g.add("resourcecontainers", one.Subscription, one.Name, body)
	}
}

// graphRows collects rows. err is the first error in building one.
type graphRows struct {
	call   *call
	only   []string
	tables query.Tables
	err    error
}

// add puts a resource into a table as the graph stores it: with all its columns, and
// with types and group names in lower case.
func (g *graphRows) add(table, subscription, group string, body map[string]any) {
	if len(g.only) > 0 && !oneOf(subscription, g.only...) || g.err != nil {
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		g.err = err
		return
	}
	row := query.Row{}
	if g.err = json.Unmarshal(text, &row); g.err != nil {
		return
	}
	delete(row, "eTag")
	delete(row, "etag")
	kind, _ := row["type"].(string)
	row["type"] = strings.ToLower(kind)
	row["tenantId"] = g.call.catalog.world.Tenant
	row["resourceGroup"] = strings.ToLower(group)
	row["subscriptionId"] = subscription
	if row["managedBy"] == nil {
		row["managedBy"] = ""
	}
	for _, column := range []string{"tags", "plan", "zones", "extendedLocation"} {
		if _, there := row[column]; !there {
			row[column] = nil
		}
	}
	g.tables[table] = append(g.tables[table], row)
}

// placeOf are the subscription and the resource group of an id.
func placeOf(id string) (subscription, group string) {
	parts := strings.Split(strings.Trim(id, "/"), "/")
	if len(parts) > 3 {
		return parts[1], parts[3]
	}
	return "", ""
}

package simulator

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// createCluster creates a cluster with the pools in its body, which are judged like any
// other pool. The pool rules see the future cluster, including the pools that come
// earlier in the list.
func (c *call) createCluster(sent map[string]any, profiles []ManagedClusterAgentPoolProfile) answer {
	cl, extra := c.newClusterOf(sent)
	plan := &clusterCreation{call: c, cluster: cl, profiles: profiles}
	for _, r := range creationRules() {
		if finding := r.check(plan); finding != "" {
			return rule{id: r.id, code: r.code, target: r.target}.reject(finding).answer()
		}
	}
	changed := c.state.changed
	c.state.add(cl)
	op, refused := plan.makePools()
	if refused != nil {
		// Nothing has happened, so the file is not written.
		c.state.remove(cl)
		c.state.changed = changed
		return refused.answer()
	}
	c.catalog.makeNodeGroup(c.state, cl)
	c.beginOnCluster(cl, op)
	if c.preview {
		c.keepClusterExtras(cl, extra, asObject(sent["properties"]))
	}
	a := answer{status: http.StatusCreated, body: c.clusterBody(cl), headers: http.Header{}}
	c.announce(a.headers, op, false)
	return a
}

// newClusterOf is the cluster that a body describes, without its pools, completed as
// AKS completes it. extra are the properties that no stable version has.
func (c *call) newClusterOf(sent map[string]any) (cl *cluster, extra map[string]any) {
	cl = &cluster{Subscription: c.subscription().ID, Group: c.thisGroup().Name, Name: c.path["cluster"]}
	cl.key = clusterKey(cl.Subscription, cl.Group, cl.Name)
	location := c.catalog.regionName(sent)
	asked, extra := splitExtras(asObject(sent["properties"]), nil)
	asked = overlaid(map[string]any{}, clusterIn(c.version, asked))
	for _, key := range clusterReadOnly() {
		delete(asked, key)
	}
	properties := overlaid(newProperties(cl.key), asked)
	text := func(key string) string { s, _ := properties[key].(string); return s }
	properties["kubernetesVersion"] = orText(text("kubernetesVersion"), c.catalog.defaultVersion())
	properties["currentKubernetesVersion"] = c.catalog.newPlane(text("kubernetesVersion"))
	properties["nodeResourceGroup"] = orText(text("nodeResourceGroup"), nodeResourceGroup(cl.Group, cl.Name, location))
	properties["networkProfile"] = completeNetwork(overlaid(map[string]any{}, asObject(properties["networkProfile"])))
	maps.Copy(properties, hostNames(orText(text("dnsPrefix"), text("fqdnSubdomain")), location, cl.key, asObject(properties["apiServerAccessProfile"])))
	cl.Body = map[string]any{
		"location":   location,
		"kind":       "Base",
		"eTag":       c.newID(),
		"sku":        overlaid(map[string]any{"name": "Base", "tier": "Free"}, asObject(sent["sku"])),
		"properties": properties,
	}
	if tags := asObject(sent["tags"]); len(tags) > 0 {
		cl.Body["tags"] = tags
	}
	identity := asObject(sent["identity"])
	if kind, _ := identity["type"].(string); (kind == "" || oneOf(kind, "None")) && oneOf(cl.text("properties", "servicePrincipalProfile", "clientId"), "msi") {
		sent = map[string]any{"identity": map[string]any{"type": "SystemAssigned"}}
	}
	c.completeCluster(cl, sent)
	return cl, extra
}

// newPlane is the patch that a new control plane of a version runs, or empty if the
// version is not offered.
func (c *catalog) newPlane(asked string) string {
	v, ok := parseVersion(asked)
	switch {
	case !ok:
		return ""
	case v.patch < 0:
		return c.newestPatch(asked)
	}
	if slices.Contains(c.patches(), asked) {
		return asked
	}
	return ""
}

// regionName is the short name of the location in a body: clients write "West Europe" too.
func (c *catalog) regionName(sent map[string]any) string {
	text, _ := sent["location"].(string)
	return strings.ToLower(strings.ReplaceAll(text, " ", ""))
}

// hostNames are the names of a new API server. A private cluster has an internal one,
// and has an external one only if it asks for it.
func hostNames(prefix, location, key string, access map[string]any) map[string]any {
	host := prefix + "-" + derivedGUID("dns", key)[:8]
	names := map[string]any{"azurePortalFQDN": host + ".portal.hcp." + location + ".azmk8s.io"}
	private := access["enablePrivateCluster"] == true
	if !private || access["enablePrivateClusterPublicFQDN"] == true {
		names["fqdn"] = host + ".hcp." + location + ".azmk8s.io"
	}
	if private {
		names["privateFQDN"] = host + "." + derivedGUID("private", key) + ".privatelink." + location + ".azmk8s.io"
	}
	return names
}

// clusterCreation is a PUT of a new cluster before anything has happened.
type clusterCreation struct {
	*call
	cluster  *cluster
	profiles []ManagedClusterAgentPoolProfile
}

// makePools judges the pools of a new cluster and adds them to it. The returned
// operation creates all of them.
func (p *clusterCreation) makePools() (*operation, *rejection) {
	op := p.newClusterOperation(creating, 0, p.outcome)
	for _, sent := range p.profiles {
		properties := sent.writtenIn(p.version)
		// AKS creates the pools of a new cluster with the cluster's version.
		properties.OrchestratorVersion = nil
		plan := p.propose(p.version, p.cluster, nil, properties)
		plan.name, plan.preview = sent.Name, p.preview
		if refused := plan.judge(p.simulator.rules); refused != nil {
			return nil, refused
		}
		one := plan.operation()
		if failure := plan.atRunTime(); op.Outcome == nil && failure != nil {
			op.Outcome = failure
		}
		made := &pool{Name: sent.Name, Properties: plan.wants}
		p.catalog.chooseZones(p.cluster, made, plan.wants, true)
		p.state.addPool(p.cluster, made)
		op.Nodes += one.Nodes
		op.Members = append(op.Members, member{Pool: sent.Name, Version: one.Version, Image: one.Image})
	}
	return op, nil
}

// settleCreation gives a new cluster the values that AKS only knows once it is created:
// the kubelet's identity and the outbound address.
func (m *moment) settleCreation(cl *cluster) {
	changes := map[string]any{}
	group := cl.text("properties", "nodeResourceGroup")
	if cl.at("properties", "identityProfile", "kubeletidentity") == nil && oneOf(cl.text("properties", "servicePrincipalProfile", "clientId"), "msi") {
		changes["identityProfile"] = kubeletIdentity(cl.Subscription, group, cl.Name, cl.key)
	}
	if balancer := asObject(cl.at("properties", "networkProfile", "loadBalancerProfile")); balancer["managedOutboundIPs"] != nil {
		id := "/subscriptions/" + cl.Subscription + "/resourceGroups/" + group + "/providers/Microsoft.Network/publicIPAddresses/" + derivedGUID("outbound", cl.key)
		changes["networkProfile"] = overlaid(asObject(cl.at("properties", "networkProfile")), map[string]any{
			"loadBalancerProfile": map[string]any{"effectiveOutboundIPs": []any{map[string]any{"id": id}}},
		})
	}
	m.state.setCluster(cl, withProperties(cl.Body, changes))
	m.catalog.makeNodeGroup(m.state, cl)
}

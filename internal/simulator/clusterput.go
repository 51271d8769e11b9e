package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// clusterProposal is a PUT of a cluster before anything has happened.
type clusterProposal struct {
	*moment
	// version is the api-version of the request.
	version apiVersion
	preview bool
	before  *cluster
	// after is the cluster as it would be, but with its pools as they are now.
	after *cluster
	// extra are the properties that the request sent but that no stable version has.
	extra map[string]any
	// profiles are the agent pool profiles that were sent.
	profiles []ManagedClusterAgentPoolProfile
	// plans are the pools that the request would change.
	plans []*proposal
	// outcome is how the operation ends, if a fault determines it.
	outcome *Outcome
}

// ManagedClusterAgentPoolProfile is an entry of agentPoolProfiles in a request.
type ManagedClusterAgentPoolProfile struct {
	Name string `json:"name"`
	AgentPoolProperties
}

// clusterReadOnly are the properties that only AKS writes (its types mark them
// read-only), and powerState, which start and stop write.
func clusterReadOnly() []string {
	return []string{
		"provisioningState", "powerState", "maxAgentPools", "currentKubernetesVersion", "fqdn", "privateFQDN",
		"azurePortalFQDN", "resourceUID", "status", "agentPoolProfiles",
	}
}

// parseCluster reads the body of a cluster's PUT as a plain object, because the
// simulator keeps every property that a cluster has.
func (c *call) parseCluster() (body map[string]any, profiles []ManagedClusterAgentPoolProfile, refused *rejection) {
	var typed ManagedCluster
	if err := json.Unmarshal(c.body, &typed); err != nil {
		return nil, nil, undecodable(err)
	}
	if err := json.Unmarshal(c.body, &body); err != nil {
		return nil, nil, unreadable(err)
	}
	if location, _ := body["location"].(string); location == "" {
		return nil, nil, gatewayError(http.StatusBadRequest, "LocationRequired", "The location property is required for this definition.")
	}
	readSKU(c.version, asObject(body["sku"]))
	return body, value(typed.Properties).AgentPoolProfiles, nil
}

// overlaid is an object with another one merged into it. Keys that are left out or null
// keep their old value, objects are merged at every depth, and everything else is
// replaced.
func overlaid(before, sent map[string]any) map[string]any {
	result := make(map[string]any, len(before)+len(sent))
	for key, v := range before {
		result[key] = v
	}
	for key, v := range sent {
		inner, isObject := v.(map[string]any)
		old, wasObject := result[key].(map[string]any)
		switch {
		case v == nil:
		case isObject && wasObject:
			result[key] = overlaid(old, inner)
		default:
			result[key] = v
		}
	}
	return result
}

// putCluster creates or updates a cluster.
func putCluster(c *call) answer {
	sent, profiles, malformed := c.parseCluster()
	if malformed != nil {
		return malformed.answer()
	}
	cl := c.state.cluster(c.path["subscription"], c.path["group"], c.path["cluster"])
	if refused := c.clusterPrecondition(cl); refused != nil {
		return refused.answer()
	}
	if cl == nil {
		return c.createCluster(sent, profiles)
	}
	if location, _ := sent["location"].(string); !strings.EqualFold(strings.ReplaceAll(location, " ", ""), cl.location()) {
		return gatewayError(http.StatusConflict, "InvalidResourceLocation",
			fmt.Sprintf("The resource '%s' already exists in location '%s' in resource group '%s'. A resource with the same name cannot be created in location '%s'. Please select a new resource name.",
				cl.Name, cl.location(), cl.Group, location)).answer()
	}
	return c.updateCluster(cl, sent, profiles)
}

// patchCluster replaces a cluster's tags, which is all that AKS's PATCH does.
func patchCluster(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	var sent TagsObject
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return undecodable(err).answer()
	}
	if refused := c.clusterPrecondition(cl); refused != nil {
		return refused.answer()
	}
	tags := map[string]any{}
	for name, text := range sent.Tags {
		tags[name] = text
	}
	return c.updateCluster(cl, map[string]any{"tags": tags}, nil)
}

// updateCluster judges and begins an update, or an upgrade.
func (c *call) updateCluster(cl *cluster, sent map[string]any, profiles []ManagedClusterAgentPoolProfile) answer {
	if refused := cl.atWork(); refused != nil {
		return refused.answer()
	}
	plan := c.proposeCluster(c.version, cl, sent, profiles)
	plan.outcome, plan.preview = c.outcome, c.preview
	for _, r := range clusterRules() {
		if finding := r.check(plan); finding != "" {
			return rule{id: r.id, code: r.code, target: r.target}.reject(finding).answer()
		}
	}
	if refused := plan.proposePools(c.simulator.rules); refused != nil {
		return refused.answer()
	}
	op := plan.begin()
	if c.preview {
		c.keepClusterExtras(cl, plan.extra, asObject(sent["properties"]))
	}
	a := answer{status: http.StatusOK, body: c.clusterBody(cl), headers: http.Header{}}
	c.announce(a.headers, op, false)
	return a
}

func (m *moment) proposeCluster(version apiVersion, cl *cluster, sent map[string]any, profiles []ManagedClusterAgentPoolProfile) *clusterProposal {
	plan := &clusterProposal{moment: m, version: version, before: cl, profiles: profiles}
	body := overlaid(map[string]any{}, cl.Body)
	if tags, ok := sent["tags"].(map[string]any); ok {
		body["tags"] = tags
	}
	if sku := asObject(sent["sku"]); sku != nil {
		body["sku"] = overlaid(asObject(body["sku"]), sku)
	}
	if tags, ok := body["tags"].(map[string]any); ok && len(tags) == 0 {
		delete(body, "tags")
	}
	asked, extra := splitExtras(asObject(sent["properties"]), asObject(cl.Body["properties"]))
	properties := overlaid(map[string]any{}, clusterIn(version, asked))
	for _, key := range clusterReadOnly() {
		delete(properties, key)
	}
	if text, ok := properties["kubernetesVersion"].(string); ok && text == "" {
		delete(properties, "kubernetesVersion")
	}
	body["properties"] = overlaid(asObject(body["properties"]), properties)
	after := *cl
	after.Body, plan.extra = body, extra
	m.completeCluster(&after, sent)
	plan.after = &after
	return plan
}

func asObject(v any) map[string]any {
	object, _ := v.(map[string]any)
	return object
}

// upgradeTarget is the patch that the control plane would be upgraded to, empty if it
// stays. Asking for a minor version that it already runs, at any patch, is not an
// upgrade.
func (p *clusterProposal) upgradeTarget() string {
	asked, current := p.after.text("properties", "kubernetesVersion"), p.before.controlPlane()
	want, ok := parseVersion(asked)
	have, _ := parseVersion(current)
	if !ok || want == have || want.patch < 0 && want.sameMinor(have) {
		return ""
	}
	return p.catalog.resolve(asked, current)
}

// proposePools turns the profiles into proposals for the pools that they change. The
// rules judge them against the future control plane.
func (p *clusterProposal) proposePools(rules []rule) *rejection {
	judged := *p.after
	if target := p.upgradeTarget(); target != "" {
		judged.Body = withProperties(judged.Body, map[string]any{"currentKubernetesVersion": target})
	}
	for _, sent := range p.profiles {
		pool := p.before.pool(sent.Name)
		plan := p.propose(p.version, &judged, pool, sent.writtenIn(p.version))
		plan.outcome, plan.preview = p.outcome, p.preview
		if reflect.DeepEqual(plan.wants, pool.Properties) {
			continue
		}
		if refused := plan.judge(rules); refused != nil {
			return refused
		}
		p.plans = append(p.plans, plan)
	}
	if p.upgradeTarget() != "" && slices.ContainsFunc(p.plans, func(plan *proposal) bool { return plan.wants.spot() && plan.upgradeTarget() != "" }) {
		return rule{id: "cluster-spot-upgrade", code: "SpotPoolUpgradeNotAllowedDuringClusterUpgradeAll"}.reject(
			"Spot node pools cannot be upgraded together with the control plane. Upgrade the control plane first, then the Spot node pools.")
	}
	return nil
}

// begin carries out an accepted proposal.
func (p *clusterProposal) begin() *operation {
	kind, rounds, target := updating, 0, p.upgradeTarget()
	if target != "" {
		kind = upgrading
	}
	var members []member
	var drains []drain
	outcome := p.outcome
	for _, plan := range p.plans {
		one := plan.operation()
		m := member{Pool: plan.name, Version: one.Version, Image: one.Image}
		if one.Reimage {
			kind, m.Reimage = upgrading, one.Kind
			rounds += batches(plan.wants.nodes(), plan.upgradeSettings())
		}
		members = append(members, m)
		pool := p.before.pool(plan.name)
		nodes := pool.nodes()
		plan.wants.Status = nil
		p.catalog.chooseZones(p.before, pool, plan.wants, false)
		p.state.setPool(pool, func(properties *AgentPoolProperties) { *properties = *plan.wants })
		p.drains(p.before, pool, one, nodes, false)
		drains = append(drains, one.Drains...)
		if one.Outcome != nil {
			outcome = one.Outcome
		}
	}
	op := p.newClusterOperation(kind, rounds, outcome)
	op.Members, op.Drains, op.Version = members, drains, target
	p.state.setCluster(p.before, p.after.Body)
	p.beginOnCluster(p.before, op)
	return op
}

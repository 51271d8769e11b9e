package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// referencesIn lists the ids of ARM resources in an object, at any depth, in the order
// of its keys.
func referencesIn(v any) []string {
	var ids []string
	switch v := v.(type) {
	case string:
		if lower := strings.ToLower(v); strings.HasPrefix(lower, "/subscriptions/") && strings.Contains(lower, "/providers/") {
			ids = append(ids, v)
		}
	case []any:
		for _, one := range v {
			ids = append(ids, referencesIn(one)...)
		}
	case map[string]any:
		for _, key := range sortedKeys(v) {
			ids = append(ids, referencesIn(v[key])...)
		}
	}
	return ids
}

// exists reports whether a resource exists. The simulator cannot know this for types
// that it does not have and for subscriptions that are not the world's; such resources
// are assumed to exist.
func (m *moment) exists(id string) bool {
	parts := strings.Split(strings.Trim(strings.ToLower(id), "/"), "/")
	if len(parts) < 2 || m.catalog.subscription(parts[1]) == nil {
		return true
	}
	key := "/" + strings.Join(parts, "/")
	if strings.Contains(key, "/providers/microsoft.containerservice/managedclusters/") {
		return m.state.clusterOrPool(key)
	}
	if typeOf(key) == nil {
		return true
	}
	return m.find(key) != nil
}

// clusterOrPool reports whether the id is of a cluster, or of one of its pools.
func (st *state) clusterOrPool(key string) bool {
	id, pool, ofPool := strings.Cut(key, "/agentpools/")
	cl := st.clusters[id]
	return cl != nil && (!ofPool || cl.pool(pool) != nil)
}

// references are the resources that a pool names.
func (p *AgentPoolProperties) references() []string {
	ids := slices.Clone(value(p.NetworkProfile).ApplicationSecurityGroups)
	for _, id := range []*string{
		p.VnetSubnetID, p.PodSubnetID, p.ProximityPlacementGroupID, p.CapacityReservationGroupID, p.HostGroupID, p.NodePublicIPPrefixID,
	} {
		if value(id) != "" {
			ids = append(ids, *id)
		}
	}
	return ids
}

// user is the id of a user of the resource, empty if nothing refers to it. A user is a
// pool, a cluster's control plane, or another plain resource outside it.
func (m *moment) user(r *resource) string {
	names := func(id string) bool { return strings.EqualFold(strings.TrimSuffix(id, "/"), r.ID) }
	for _, cl := range m.state.sorted() {
		for _, p := range cl.pools {
			if slices.ContainsFunc(p.Properties.references(), names) {
				return cl.id() + "/agentPools/" + p.Name
			}
		}
		if slices.ContainsFunc(referencesIn(cl.Body["properties"]), names) {
			return cl.id()
		}
	}
	parent, _, _ := cutLast(r.key(), "/")
	parent, _, _ = cutLast(parent, "/")
	for _, other := range m.under("/", func(other *resource) bool { return !other.Gone }) {
		if other.key() == parent || strings.HasPrefix(other.key(), r.key()+"/") || strings.HasPrefix(r.key(), other.key()+"/") {
			continue
		}
		if slices.ContainsFunc(referencesIn(other.properties()), names) {
			return other.ID
		}
	}
	return ""
}

// stillUsed refuses to delete a resource while others refer to it or to one of its
// children.
func (t *resourceType) stillUsed(c *call, r *resource) *rejection {
	for _, one := range append([]*resource{r}, c.under(r.key()+"/", func(*resource) bool { return true })...) {
		kind := typeOf(one.key())
		if kind == nil || kind.inUse == "" {
			continue
		}
		if user := c.user(one); user != "" {
			code, word, _ := strings.Cut(kind.inUse, " ")
			return gatewayError(http.StatusBadRequest, code,
				fmt.Sprintf("%s %s is in use by %s and cannot be deleted.", word, one.name(), user))
		}
	}
	return nil
}

// referenceRules: the snapshot and the placement group of a new pool have to exist. It
// is not known what AKS answers about other resources that do not exist, so those are
// assumed to exist.
func referenceRules() []rule {
	return []rule{
		{"snapshot-missing", always, "NotFound", "agentPoolProfile.creationData.sourceResourceID", verbatim, snapshotMissing},
		{"placement-missing", onCreate, "PPGNotFound", "agentPoolProfile.proximityPlacementGroupID", verbatim, placementMissing},
	}
}

func snapshotMissing(p *proposal) string {
	id := value(value(p.sent.CreationData).SourceResourceID)
	if id == "" || p.exists(id) || p.before != nil && strings.EqualFold(id, value(value(p.before.CreationData).SourceResourceID)) {
		return ""
	}
	return fmt.Sprintf("Could not find the snapshot '%s'.", id)
}

func placementMissing(p *proposal) string {
	id := value(p.sent.ProximityPlacementGroupID)
	if id == "" || p.exists(id) {
		return ""
	}
	return fmt.Sprintf("The proximity placement group '%s' could not be found.", id)
}

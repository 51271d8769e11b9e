package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// seed is the state in which a world begins. Its ETags and ids are derived from the
// names, so that two processes agree on them before either has written anything.
func (c *catalog) seed() (*state, error) {
	st := &state{clusters: map[string]*cluster{}, operations: map[string]*operation{}}
	for i := range c.world.Subscriptions {
		subscription := &c.world.Subscriptions[i]
		st.seedGroups(subscription)
		if err := c.seedResources(st, subscription); err != nil {
			return nil, err
		}
		for _, wanted := range subscription.Clusters {
			cl, err := c.newCluster(subscription, wanted)
			if err != nil {
				return nil, err
			}
			if st.cluster(subscription.ID, cl.Group, cl.Name) != nil {
				return nil, fmt.Errorf("cluster %s/%s: it is listed twice", cl.Group, cl.Name)
			}
			st.add(cl)
			c.seedIdentities(st, cl)
			for _, p := range wanted.Pools {
				if err := c.seedPool(cl, p); err != nil {
					return nil, fmt.Errorf("cluster %s/%s: %w", cl.Group, cl.Name, err)
				}
			}
			for _, workload := range wanted.Workloads {
				if err := workload.check(); err != nil {
					return nil, fmt.Errorf("cluster %s/%s: %w", cl.Group, cl.Name, err)
				}
			}
			if err := wanted.Metrics.check(); err != nil {
				return nil, fmt.Errorf("cluster %s/%s: %w", cl.Group, cl.Name, err)
			}
			cl.Workloads, cl.NodesNotReady = wanted.Workloads, wanted.NodesNotReady
			for name, properties := range wanted.Maintenance {
				if field, why := maintenanceWrong(name, properties); why != "" || !slices.Contains(maintenanceNames(), name) {
					return nil, fmt.Errorf("cluster %s/%s: maintenance %s: %s: %s", cl.Group, cl.Name, name, field, why)
				}
			}
			cl.Maintenance = wanted.Maintenance
		}
	}
	return st, nil
}

func (c *catalog) seedPool(cl *cluster, wanted Pool) error {
	if wanted.Name == "" {
		return fmt.Errorf("a pool has no name")
	}
	if cl.pool(wanted.Name) != nil {
		return fmt.Errorf("pool %s: it is listed twice", wanted.Name)
	}
	given := AgentPoolProperties{}
	if wanted.Properties != nil {
		given = *wanted.Properties
	}
	properties := merged(nil, &given)
	if err := properties.countsWrong(); err != nil {
		return fmt.Errorf("pool %s: %w", wanted.Name, err)
	}
	orDefault(&properties.Count, 1)
	c.fillDefaults(cl, nil, properties)
	orDefault(&properties.ProvisioningState, succeeded)
	orDefault(&properties.ETag, derivedGUID("pool", cl.key, strings.ToLower(wanted.Name)))
	seeded := &pool{Name: wanted.Name, Properties: properties, Machines: wanted.Machines}
	c.chooseZones(cl, seeded, properties, true)
	cl.pools = append(cl.pools, seeded)
	return nil
}

// newCluster builds a cluster's ARM body from its description.
func (c *catalog) newCluster(subscription *Subscription, wanted Cluster) (*cluster, error) {
	if wanted.Name == "" || wanted.ResourceGroup == "" || wanted.Location == "" {
		return nil, fmt.Errorf("cluster %q: name, resource_group and location are needed", wanted.Name)
	}
	if c.location(wanted.Location) == nil {
		return nil, fmt.Errorf("cluster %s: the world has no location %q", wanted.Name, wanted.Location)
	}
	asked := wanted.KubernetesVersion
	if asked == "" {
		asked = c.defaultVersion()
	}
	current := c.resolve(asked, asked)
	if v, ok := parseVersion(asked); !ok || current == "" || v.patch < 0 && current == asked {
		current = c.newestPatch(asked)
	}
	if current == "" {
		return nil, fmt.Errorf("cluster %s: Kubernetes version %q is not one of the world's", wanted.Name, asked)
	}
	key := clusterKey(subscription.ID, wanted.ResourceGroup, wanted.Name)
	properties := clusterProperties(c.world, subscription, wanted, key)
	properties["kubernetesVersion"] = asked
	properties["currentKubernetesVersion"] = current
	maps.Copy(properties, wanted.Properties)
	body := map[string]any{
		"location":   wanted.Location,
		"eTag":       derivedGUID("cluster", key),
		"kind":       "Base",
		"sku":        map[string]any{"name": "Base", "tier": orText(wanted.Tier, "Standard")},
		"identity":   clusterIdentity(c.world, subscription, wanted, key),
		"properties": properties,
	}
	if len(wanted.Tags) > 0 {
		body["tags"] = wanted.Tags
	}
	body, err := cloned(body)
	if err != nil {
		return nil, fmt.Errorf("cluster %s: %w", wanted.Name, err)
	}
	return &cluster{Subscription: subscription.ID, Group: wanted.ResourceGroup, Name: wanted.Name, Body: body, key: key}, nil
}

func (c *catalog) defaultVersion() string {
	for _, v := range c.versions {
		if v.Default {
			return v.Version
		}
	}
	return ""
}

func (c *catalog) newestPatch(minor string) string {
	for _, v := range c.versions {
		if v.Version == minor && len(v.Patches) > 0 {
			return v.Patches[len(v.Patches)-1]
		}
	}
	return ""
}

func orText(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// fingerprint identifies the part of a world from which a state file is made: its
// clusters. A world may get other sizes, quotas or versions and keep its state.
func (w *World) fingerprint() (string, error) {
	text, err := json.Marshal([]any{w.Tenant, w.Subscriptions, w.Events})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

package simulator

import (
	"fmt"
	"strings"
)

// seedResources puts the plain resources of a subscription into the state.
func (c *catalog) seedResources(st *state, subscription *Subscription) error {
	for i := range subscription.Resources {
		wanted := &subscription.Resources[i]
		t := typeOf(wanted.ID)
		key := strings.ToLower(wanted.ID)
		switch {
		case t == nil:
			return fmt.Errorf("resource %q: the simulator does not have this type", wanted.ID)
		case !strings.HasPrefix(key, "/subscriptions/"+strings.ToLower(subscription.ID)+"/"):
			return fmt.Errorf("resource %q: it is not in the subscription %s", wanted.ID, subscription.ID)
		case st.resources[key] != nil:
			return fmt.Errorf("resource %q: it is listed twice", wanted.ID)
		}
		body := map[string]any{"properties": map[string]any{}}
		if t.where == somewhere {
			body["location"] = orText(wanted.Location, c.groupLocation(wanted.ID))
		}
		if len(wanted.Tags) > 0 {
			body["tags"] = wanted.Tags
		}
		if wanted.Properties != nil {
			body["properties"] = wanted.Properties
		}
		body, err := cloned(body)
		if err != nil {
			return fmt.Errorf("resource %q: %w", wanted.ID, err)
		}
		r := &resource{ID: wanted.ID, Body: body}
		if !t.stateless {
			r.properties()["provisioningState"] = succeeded
		}
		st.putResource(r)
	}
	return nil
}

// seedIdentities adds to the state the identities that a cluster of the world names,
// with the ids in the cluster, and the cluster's node resource group.
func (c *catalog) seedIdentities(st *state, cl *cluster) {
	identities := asObject(asObject(cl.Body["identity"])["userAssignedIdentities"])
	for _, id := range sortedKeys(identities) {
		ids := asObject(identities[id])
		c.putIdentity(st, id, cl.location(), ids["clientId"], ids["principalId"])
	}
	c.makeNodeGroup(st, cl)
}

// putIdentity adds to the state an identity that Azure or the world has created.
func (c *catalog) putIdentity(st *state, id, location string, client, principal any) {
	if t := typeOf(id); t == nil || t.ns != managedIdentity || st.resources[strings.ToLower(id)] != nil {
		return
	}
	st.putResource(&resource{ID: strings.Replace(id, "/resourceGroups/", "/resourcegroups/", 1), Body: map[string]any{
		"location": location, "tags": map[string]any{},
		"properties": map[string]any{"clientId": client, "principalId": principal, "tenantId": c.world.Tenant},
	}})
}

// makeNodeGroup creates the group that holds a cluster's machines, with the identity
// that AKS has created for its kubelets.
func (c *catalog) makeNodeGroup(st *state, cl *cluster) {
	name := cl.text("properties", "nodeResourceGroup")
	if name == "" {
		return
	}
	if st.group(cl.Subscription, name) == nil {
		st.putGroup(&group{
			Subscription: cl.Subscription, Name: name, Location: cl.location(),
			ManagedBy: strings.Replace(cl.id(), "/resourcegroups/", "/resourceGroups/", 1),
		})
	}
	kubelet := asObject(cl.at("properties", "identityProfile", "kubeletidentity"))
	if id, _ := kubelet["resourceId"].(string); id != "" {
		c.putIdentity(st, id, cl.location(), kubelet["clientId"], kubelet["objectId"])
	}
}

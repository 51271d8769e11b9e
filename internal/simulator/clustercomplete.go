package simulator

import (
	"maps"
	"strings"
)

// completeCluster fills in values that follow from the request: the rest of an
// autoscaler profile, the address of an OIDC issuer, the ids of identities. It modifies
// only objects that belong to the body.
func (m *moment) completeCluster(cl *cluster, sent map[string]any) {
	properties := asObject(cl.Body["properties"])
	if scaler := asObject(properties["autoScalerProfile"]); len(scaler) > 0 {
		properties["autoScalerProfile"] = overlaid(autoScalerProfile(nil), scaler)
	}
	if issuer := asObject(properties["oidcIssuerProfile"]); issuer["enabled"] == true {
		properties["oidcIssuerProfile"] = overlaid(issuer, map[string]any{
			"issuerURL": issuerURL(m.catalog.world.Tenant, cl.location(), cl.key),
		})
	}
	if windows := asObject(properties["windowsProfile"]); windows != nil {
		// The password is never returned.
		fresh := maps.Clone(windows)
		delete(fresh, "adminPassword")
		properties["windowsProfile"] = fresh
	}
	if principal := asObject(properties["servicePrincipalProfile"]); principal != nil {
		fresh := maps.Clone(principal)
		delete(fresh, "secret")
		properties["servicePrincipalProfile"] = fresh
	}
	if identity := asObject(sent["identity"]); identity != nil {
		cl.Body["identity"] = m.completeIdentity(cl.key, identity)
	}
}

// completeIdentity is an identity block with the ids that Azure returns.
func (m *moment) completeIdentity(key string, sent map[string]any) map[string]any {
	kind, _ := sent["type"].(string)
	identity := map[string]any{"type": kind}
	if strings.Contains(strings.ToLower(kind), "systemassigned") {
		identity["principalId"], identity["tenantId"] = derivedGUID("principal", key), m.catalog.world.Tenant
	}
	if strings.Contains(strings.ToLower(kind), "userassigned") {
		ids := map[string]any{}
		for id := range asObject(sent["userAssignedIdentities"]) {
			client, principal := m.identityIDs(id)
			ids[id] = map[string]any{"clientId": client, "principalId": principal}
		}
		identity["userAssignedIdentities"] = ids
	}
	return identity
}

// identityIDs are the ids of a user-assigned identity: those of the resource, or else
// ids derived from its resource id.
func (m *moment) identityIDs(id string) (client, principal string) {
	key := strings.ToLower(id)
	if r := m.state.resources[key]; r != nil {
		properties := asObject(r.Body["properties"])
		client, _ = properties["clientId"].(string)
		principal, _ = properties["principalId"].(string)
	}
	return orText(client, derivedGUID("client", key)), orText(principal, derivedGUID("principal", key))
}

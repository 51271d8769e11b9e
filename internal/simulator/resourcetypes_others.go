package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
)

// fillIdentity gives an identity the ids that are derived from its resource id.
func fillIdentity(c *call, before, fresh *resource) {
	client, principal := derivedGUID("client", fresh.key()), derivedGUID("principal", fresh.key())
	if before != nil {
		// An identity of the world, whose ids its cluster already contains.
		client, principal = c.identityIDs(before.ID)
	}
	fresh.Body["properties"] = overlaid(fresh.properties(), map[string]any{
		"tenantId": c.catalog.world.Tenant, "clientId": client, "principalId": principal,
	})
}

func fillWorkspace(c *call, before, fresh *resource) {
	constants(map[string]any{
		"customerId": derivedGUID("workspace", fresh.key()), "retentionInDays": 30, "sku": map[string]any{"name": "PerGB2018"},
		"publicNetworkAccessForIngestion": "Enabled", "publicNetworkAccessForQuery": "Enabled", "workspaceCapping": map[string]any{"dailyQuotaGb": -1},
		"features": map[string]any{"enableLogAccessUsingOnlyResourcePermissions": true},
	})(c, before, fresh)
}

// workspaceKeys answers keys that give no access to anything.
func workspaceKeys(_ *call, r *resource) answer {
	key := func(which string) string {
		return base64.StdEncoding.EncodeToString([]byte("simulated " + which + " of " + r.name()))
	}
	return fromFrontDoor(map[string]any{"primarySharedKey": key("key"), "secondarySharedKey": key("other key")})
}

func fillRegistry(c *call, before, fresh *resource) {
	constants(map[string]any{
		"loginServer": strings.ToLower(fresh.name()) + ".azurecr.io", "adminUserEnabled": false, "publicNetworkAccess": "Enabled",
		"zoneRedundancy": "Disabled", "networkRuleBypassOptions": "AzureServices", "dataEndpointEnabled": false, "anonymousPullEnabled": false,
	})(c, before, fresh)
	if fresh.Body["sku"] == nil {
		fresh.Body["sku"] = map[string]any{"name": "Basic", "tier": "Basic"}
	}
}

func lockMalformed(_ *call, _, fresh *resource) *rejection {
	if level, _ := fresh.properties()["level"].(string); !oneOf(level, "CanNotDelete", "ReadOnly") {
		return gatewayError(http.StatusBadRequest, "InvalidLockLevel", "The lock level '"+level+"' is invalid. The allowed levels are 'CanNotDelete,ReadOnly'.")
	}
	return nil
}

// snapshotSource is the pool from which a snapshot is made, nil if there is none.
func snapshotSource(c *call, fresh *resource) *pool {
	source, _ := asObject(fresh.properties()["creationData"])["sourceResourceId"].(string)
	id, name, _ := cutLast(strings.ToLower(source), "/agentpools/")
	cl := c.state.clusters[id]
	if cl == nil {
		return nil
	}
	return cl.pool(name)
}

func snapshotMalformed(c *call, _, fresh *resource) *rejection {
	if snapshotSource(c, fresh) != nil {
		return nil
	}
	return providerError(http.StatusBadRequest, "InvalidParameter", parameterInvalid("creationData.sourceResourceId",
		fmt.Sprintf("'%v' is not an agent pool", asObject(fresh.properties()["creationData"])["sourceResourceId"])))
}

// fillSnapshot records what the pool runs now.
func fillSnapshot(c *call, before, fresh *resource) {
	if before != nil {
		fresh.Body["properties"], fresh.Body["systemData"] = overlaid(fresh.properties(), before.properties()), before.Body["systemData"]
		return
	}
	p := snapshotSource(c, fresh)
	fresh.Body["properties"] = overlaid(fresh.properties(), map[string]any{
		"snapshotType": "NodePool", "kubernetesVersion": value(p.Properties.CurrentOrchestratorVersion), "nodeImageVersion": value(p.Properties.NodeImageVersion),
		"osType": value(p.Properties.OSType), "osSku": value(p.Properties.OSSKU), "vmSize": value(p.Properties.VMSize), "enableFIPS": value(p.Properties.EnableFIPS),
	})
	fresh.Body["systemData"] = map[string]any{"createdAt": c.now.UTC().Format("2006-01-02T15:04:05Z")}
}

// fromSnapshot gives a new pool the values in its snapshot.
func (p *proposal) fromSnapshot() {
	id := value(value(p.wants.CreationData).SourceResourceID)
	if p.before != nil || id == "" {
		return
	}
	r := p.find(id)
	if r == nil {
		return
	}
	text := func(key string) string { s, _ := r.properties()[key].(string); return s }
	p.wants.NodeImageVersion = ref(text("nodeImageVersion"))
	p.wants.CurrentOrchestratorVersion = ref(text("kubernetesVersion"))
	orDefault(&p.wants.OrchestratorVersion, text("kubernetesVersion"))
	orDefault(&p.wants.OSSKU, text("osSku"))
}

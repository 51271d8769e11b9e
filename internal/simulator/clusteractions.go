package simulator

import (
	"net/http"
	"strings"
)

// actOnCluster begins an operation that does not change the cluster's properties.
func (c *call) actOnCluster(cl *cluster, kind operationKind) answer {
	op := c.newClusterOperation(kind, 0, c.outcome)
	c.beginOnCluster(cl, op)
	a := answer{status: http.StatusAccepted, headers: http.Header{}}
	c.announce(a.headers, op, true)
	return a
}

// abortCluster ends a cluster's running operation without rolling back, and answers
// with the cluster as it was during the operation (recorded). An idle cluster has
// nothing to abort, which is a success without content.
func abortCluster(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	op := c.state.operations[cl.Operation]
	if op == nil {
		return answer{status: http.StatusNoContent}
	}
	before := c.clusterBody(cl)
	c.cancel(op.ID)
	for _, m := range op.Members {
		if p := cl.pool(m.Pool); p != nil && p.Operation == op.ID {
			p.Operation = ""
			p.settleUnfinished(canceled, m.leaves())
			c.state.setPool(p, func(properties *AgentPoolProperties) { properties.ProvisioningState = ref(canceled) })
		}
	}
	a := c.actOnCluster(cl, canceling)
	a.body = before
	return a
}

// stopCluster and startCluster change the cluster's power state; the pools keep theirs.
func stopCluster(c *call) answer  { return c.power(stopping, "Stopped") }
func startCluster(c *call) answer { return c.power(starting, "Running") }

func (c *call) power(kind operationKind, target string) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	if refused := cl.atWork(); refused != nil {
		return refused.answer()
	}
	if strings.EqualFold(cl.text("properties", "powerState", "code"), target) {
		verb := map[operationKind]string{stopping: "stopping", starting: "starting"}[kind]
		state := map[operationKind]string{stopping: "is not currently running", starting: "is already running"}[kind]
		return providerError(http.StatusBadRequest, "OperationNotAllowed",
			"managed cluster "+state+", "+verb+" cannot be performed").answer()
	}
	return c.actOnCluster(cl, kind)
}

// getClusterUpgradeProfile answers which versions a control plane may be upgraded to,
// and what each pool runs.
func getClusterUpgradeProfile(c *call) answer {
	cl, missing := c.cluster()
	if missing != nil {
		return missing.answer()
	}
	upgrades := []upgradeVersion{}
	for _, patch := range c.catalog.planeUpgrades(cl.controlPlane()) {
		upgrades = append(upgrades, upgradeVersion{KubernetesVersion: patch, IsPreview: c.catalog.preview(patch)})
	}
	profiles := []map[string]any{}
	for _, p := range cl.pools {
		entry := map[string]any{
			"kubernetesVersion": value(p.Properties.CurrentOrchestratorVersion), "name": p.Name, "osType": value(p.Properties.OSType),
		}
		if len(upgrades) > 0 {
			entry["upgrades"] = upgrades
		}
		profiles = append(profiles, entry)
	}
	plane := map[string]any{"kubernetesVersion": cl.controlPlane(), "name": "master", "osType": "Linux"}
	if len(upgrades) > 0 {
		plane["upgrades"] = upgrades
	}
	return ok(map[string]any{
		"id":         cl.id() + "/upgradeprofiles/default",
		"name":       "default",
		"type":       "Microsoft.ContainerService/managedClusters/upgradeProfiles",
		"properties": map[string]any{"controlPlaneProfile": plane, "agentPoolProfiles": profiles},
	})
}

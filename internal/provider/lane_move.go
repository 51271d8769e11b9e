package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

var _ resource.ResourceWithMoveState = (*laneResource)(nil)

// movable are the resources of other providers that can hold a node pool.
var movable = []string{"azurerm_kubernetes_cluster_node_pool", "azapi_resource", "azapi_update_resource"}

// MoveState takes over a node pool from the state of another provider, by a moved
// block of Terraform 1.8 or OpenTofu 1.10. Read does the rest, as after an import.
// It runs in a process that is not configured, so nothing here may send a request
// to Azure.
func (r *laneResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveState}}
}

// movedObject holds the attributes that every version of every movable resource
// has. All others differ between versions, and Read finds them in Azure.
type movedObject struct {
	ID   string `json:"id"`
	Type string `json:"type"` // of azapi's resources: Microsoft.ContainerService/managedClusters/agentPools@2026-02-01
}

// moveState reads only the ID. It deliberately ignores the source provider's
// address: from the second move out of a resource with count on, Terraform 1.16 and
// OpenTofu 1.12.3 name this provider there.
func moveState(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !slices.Contains(movable, req.SourceTypeName) || req.SourceRawState == nil {
		return // the framework reports that no mover matches
	}
	var was movedObject
	if err := json.Unmarshal(req.SourceRawState.JSON, &was); err != nil {
		resp.Diagnostics.AddError("Unable to move the resource", fmt.Sprintf("The state of the %s cannot be read: %s.", req.SourceTypeName, err))
		return
	}
	ref, err := azure.ParsePoolID(was.ID)
	if err != nil {
		resp.Diagnostics.AddError("Moved resource is not a node pool", was.otherwise(req.SourceTypeName))
		return
	}
	for name, value := range map[string]string{"cluster_id": ref.Cluster.String(), "name": ref.Name, "pool_name": ref.Name} {
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), value)...)
	}
	setIdentity(ctx, resp.TargetIdentity, ref, &resp.Diagnostics)
}

// otherwise explains what an object is if it is not a node pool.
func (o movedObject) otherwise(resourceType string) string {
	what := "has no ID"
	switch kind, _, _ := strings.Cut(o.Type, "@"); {
	case kind != "":
		what = "is a " + kind
	case o.ID != "":
		what = "has the ID " + o.ID
	}
	return fmt.Sprintf("A lane can only take over a node pool, and the %s that the moved block names %s.\n\n"+
		"Set `from` to an object of the type Microsoft.ContainerService/managedClusters/agentPools. The default node pool of an azurerm_kubernetes_cluster is not a separate object: import it.",
		resourceType, what)
}

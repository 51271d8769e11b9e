package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
)

// laneIdentity identifies a lane permanently: the cluster in canonical casing and
// the name of the lane.
type laneIdentity struct {
	ClusterID types.String `tfsdk:"cluster_id"`
	Name      types.String `tfsdk:"name"`
}

// setIdentity is called even before a resource leaves the state: Terraform 1.11
// refuses a removal without an identity.
func setIdentity(ctx context.Context, identity setter, ref azure.PoolRef, diags *diag.Diagnostics) {
	if known, ok := identity.(*tfsdk.ResourceIdentity); ok && known == nil {
		return
	}
	diags.Append(identity.Set(ctx, laneIdentity{
		ClusterID: types.StringValue(ref.Cluster.String()), Name: types.StringValue(ref.Name),
	})...)
}

// ref is the lane's node pool.
func (m *laneModel) ref() (azure.PoolRef, error) {
	if m.clusterErr != nil {
		return azure.PoolRef{}, m.clusterErr
	}
	name := m.text("pool_name").ValueString()
	if name == "" {
		name = m.name.ValueString()
	}
	return azure.PoolRef{Cluster: m.cluster, Name: name}, nil
}

// identityRef is what the identity holds: the name of the lane, whatever the name
// of its pool.
func (m *laneModel) identityRef(ref azure.PoolRef) azure.PoolRef {
	return azure.PoolRef{Cluster: ref.Cluster, Name: m.name.ValueString()}
}

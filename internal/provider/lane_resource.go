package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// laneResource is aks_workload_lane. Its plan is in lane_plan.go, its refresh in
// lane_read.go, its apply in lane_apply.go.
type laneResource struct {
	*services
}

var (
	_ resource.ResourceWithConfigure      = (*laneResource)(nil)
	_ resource.ResourceWithIdentity       = (*laneResource)(nil)
	_ resource.ResourceWithImportState    = (*laneResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*laneResource)(nil)
	_ resource.ResourceWithValidateConfig = (*laneResource)(nil)
)

func newLaneResource(levels check.Levels) *laneResource {
	return &laneResource{services: newServices(Seams{}, levels)}
}

func (r *laneResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workload_lane"
}

func (r *laneResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = laneSchema(ctx)
}

func (r *laneResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = laneIdentitySchema()
}

// Configure receives no provider data while Terraform validates: the lane then has
// no client, and uses the levels of the checks from the validation of the provider
// block.
func (r *laneResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if s, ok := req.ProviderData.(*services); ok {
		r.services = s
	}
}

// ImportState takes an ARM resource ID or an identity; Read does the rest.
func (r *laneResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var ref azure.PoolRef
	var err error
	if req.ID != "" {
		ref, err = azure.ParsePoolID(req.ID)
	} else {
		var id laneIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
		if resp.Diagnostics.HasError() {
			return
		}
		ref.Name = id.Name.ValueString()
		ref.Cluster, err = azure.ParseClusterID(id.ClusterID.ValueString())
	}
	if err != nil {
		resp.Diagnostics.AddError("Unable to import the lane", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("cluster_id"), ref.Cluster.String())...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), ref.Name)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("pool_name"), ref.Name)...)
	setIdentity(ctx, resp.Identity, ref, &resp.Diagnostics)
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/azure"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
)

// ValidateConfig works offline and judges only what the author wrote, without
// the preset: an adopted lane has no preset yet, and must not be accused of it.
func (r *laneResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	cfg, diags := readLane(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if id := cfg.clusterID; !id.IsNull() && !id.IsUnknown() {
		if _, err := azure.ParseClusterID(id.ValueString()); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("cluster_id"), "Cluster ID is not an AKS cluster's", lane.Sentence(err.Error()))
		}
	}
	if name := cfg.name; !name.IsNull() && !name.IsUnknown() && name.ValueString() == "" {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Lane has no name", "name is empty. A node pool's name has 1 to 12 lower-case letters and digits (Windows: 6) and starts with a letter.\n\nWrite a name; in a module, give the variable a value.")
	}
	in := cfg.intent(0, lane.Defaults{}, lane.Ignore{})
	subject := lane.Subject{Name: in.Name, Purpose: in.Purpose, Pool: lane.Authored(in), SpotGiven: in.SpotGiven, Intent: &in}
	for _, p := range lane.Check(subject) {
		if p.Rule.Severity == lane.Refuse {
			resp.Diagnostics.AddAttributeError(cfg.at(p.Field), p.Title(), p.Detail())
		}
	}
}

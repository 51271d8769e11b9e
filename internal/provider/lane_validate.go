package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/workload-lanes/terraform-provider-aks/internal/lane"
	"github.com/workload-lanes/terraform-provider-aks/internal/lane/check"
)

// ValidateConfig works offline and judges only what the author wrote, without the
// preset: an adopted lane does not have a preset yet, and must not be judged by
// one.
func (r *laneResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	cfg, diags := readLane(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.validate(cfg, &resp.Diagnostics)
}

// validate judges a decoded configuration.
func (r *laneResource) validate(cfg *laneModel, diags *diag.Diagnostics) {
	if id := cfg.clusterID; !id.IsNull() && !id.IsUnknown() && cfg.clusterErr != nil {
		diags.AddAttributeError(path.Root("cluster_id"), "Not the ID of an AKS cluster", lane.Sentence(cfg.clusterErr.Error()))
	}
	if name := cfg.name; !name.IsNull() && !name.IsUnknown() && name.ValueString() == "" {
		diags.AddAttributeError(path.Root("name"), "Lane has no name", "name is empty. A node pool's name has 1 to 12 lower-case letters and digits (Windows: 6) and starts with a letter.\n\nWrite a name; in a module, give the variable a value.")
	}
	e := &checker{services: r.services, subject: check.AuthoredOf(cfg.intent(0, lane.Defaults{}, lane.Ignore{}), cfg.revision.ValueInt64Pointer()), diags: diags, cfg: cfg}
	e.written()
}

// written runs the checks that need only what the author wrote. It deliberately
// omits warnings: the plan gives them, with more information.
func (e *checker) written() {
	for _, c := range check.Table() {
		if c.Offline() && !c.New && e.levels.Of(c) == check.Error {
			found := slices.DeleteFunc(c.Ask(check.Facts{}, e.subject), func(f check.Finding) bool { return f.Soft })
			e.report(c, found)
		}
	}
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// result is where the outcome of an apply goes: the framework's answer, or one that
// is given before it.
type result struct {
	state    setter
	identity setter
	private  private
	diags    *diag.Diagnostics
}

// setter is *tfsdk.Plan, *tfsdk.State or *tfsdk.ResourceIdentity.
type setter interface {
	Set(ctx context.Context, val any) diag.Diagnostics
}

// planOf reads a planned lane; nil where there is an error already.
func planOf(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) *laneModel {
	m, d := readLane(ctx, plan)
	if diags.Append(d...); diags.HasError() {
		return nil
	}
	return m
}
